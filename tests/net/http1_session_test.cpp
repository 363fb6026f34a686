// Http1Session alone, on its stage.

#include "engine/net/http1_session.h"

#include "tests/support/http1_stage.h"
#include "tests/support/recorded_exchange.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

struct Stage final : Http1Stage {
    RecordedExchange exchange;
    StreamId stream = StreamId::Nothing;

    void ask() {
        stream = StreamId{static_cast<std::uint64_t>(stream) + 1};
        open(stream, exchange);
    }

    Step receive(const std::string& text) {
        wire.incoming += text;
        return run();
    }

    /// As its connection does when a deadline is reached.
    Step passToNextDeadline() {
        bench.passToNextDeadline();
        run();
        for (const DeadlineKind kind : bench.deadlines.collect(bench.clock.now())) {
            session.expired(kind, StreamId::Nothing);
        }
        return run();
    }

    /// Asks, and has an answer of two bytes.
    void serveOne() {
        ask();
        run();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    const SocketSnapshot& shown() { return *bench.table.noticed(1); }
};

}  // namespace

class Http1SessionTest : public QObject {
    Q_OBJECT

private slots:

    void aRequestIsSentWithTheNextRunAndItsFirstByteAwaited() {
        Stage stage;
        stage.ask();
        QVERIFY(stage.dirty);
        QCOMPARE(stage.wire.sent, std::string());
        QCOMPARE(stage.run(), Step::Blocked);
        QVERIFY(stage.wire.sent.starts_with("GET /file HTTP/1.1\r\nHost: example.org\r\n"));
        QVERIFY(stage.bench.left(DeadlineKind::FirstByte) == stage.bench.timeouts.firstByte);
        QCOMPARE(stage.shown().state, SocketState::AwaitingReply);
        QVERIFY(stage.session.wantsRead());
        QVERIFY(!stage.session.wantsWrite());
    }

    void aRequestThatIsNotTakenWaitsToBeSentForAWhile() {
        Stage stage;
        stage.wire.taking = IoResult::Kind::Blocked;
        stage.ask();
        stage.run();
        QVERIFY(stage.session.wantsWrite());
        QVERIFY(!stage.session.wantsRead());
        QVERIFY(stage.bench.left(DeadlineKind::Send) == stage.bench.timeouts.firstByte);
        QCOMPARE(stage.passToNextDeadline(), Step::Failed);
        QCOMPARE(stage.exchange.error.kind, ErrorKind::TimeoutFirstByte);
        QCOMPARE(stage.exchange.error.sentence,
                 std::string("example.org did not take the request in time"));
    }

    void afterAWholeAnswerItIsIdleAndMayServeAgain() {
        Stage stage;
        stage.serveOne();
        QCOMPARE(stage.exchange.status, 200);
        QCOMPARE(stage.exchange.body, std::string("ok"));
        QCOMPARE(stage.exchange.ends, 1);
        QVERIFY(stage.streamsEnded == std::vector{stage.stream});
        QVERIFY(stage.session.reusable());
        QVERIFY(stage.session.wantsRead());  // its end is to be seen when it comes
        QVERIFY(stage.bench.left(DeadlineKind::Idle) == stage.bench.timeouts.idle);
        QCOMPARE(stage.shown().state, SocketState::Idle);
        stage.serveOne();
        QCOMPARE(stage.exchange.ends, 2);
    }

    void idleItEndsWithItsDeadlineAndTellsNobody() {
        Stage stage;
        stage.serveOne();
        QCOMPARE(stage.passToNextDeadline(), Step::Done);
        QCOMPARE(stage.exchange.failures, 0);
    }

    void idleItEndsWithWhatNobodyAskedFor() {
        Stage stage;
        stage.serveOne();
        QCOMPARE(stage.receive("HTTP/1.1 200 OK\r\n"), Step::Done);
        QVERIFY(!stage.session.reusable());
    }

    void anEndWithoutAnAnswerIsUnansweredOnlyAfterAnEarlierOne() {
        Stage fresh;
        fresh.ask();
        fresh.run();
        fresh.wire.end = IoResult::Kind::Closed;
        QCOMPARE(fresh.run(), Step::Failed);
        QCOMPARE(fresh.exchange.error.kind, ErrorKind::ProtoEmptyReply);
        QVERIFY(!fresh.exchange.unanswered);

        Stage used;
        used.serveOne();
        used.ask();
        used.run();
        used.wire.end = IoResult::Kind::Closed;
        QCOMPARE(used.run(), Step::Failed);
        QVERIFY(used.exchange.unanswered);
    }

    void bytesThatCameBeforeTheRequestAreNotTakenForItsAnswer() {
        Stage stage;
        stage.serveOne();
        stage.ask();
        stage.wire.sent.clear();
        QCOMPARE(stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"), Step::Failed);
        QCOMPARE(stage.wire.sent, std::string());
        QCOMPARE(stage.exchange.error.kind, ErrorKind::ProtoUnexpected);
        QVERIFY(stage.exchange.unanswered);
    }

    void aSilentServerFailsTheExchangeInItsTime() {
        Stage stage;
        stage.ask();
        stage.run();
        QCOMPARE(stage.passToNextDeadline(), Step::Failed);
        QCOMPARE(stage.exchange.error.kind, ErrorKind::TimeoutFirstByte);
        QVERIFY(!stage.bench.deadlines.armed());
    }

    void aHeadThatBeginsHasATimeOfItsOwn() {
        Stage stage;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 200");
        QVERIFY(stage.bench.left(DeadlineKind::Headers) == stage.bench.timeouts.headers);
        QCOMPARE(stage.shown().waitsFor, WaitsFor::Headers);
        stage.bench.pass(stage.bench.timeouts.headers - 1s);
        stage.receive(" OK\r\n");
        QVERIFY(stage.bench.left(DeadlineKind::Headers) == 1s);  // however it drips
        QCOMPARE(stage.passToNextDeadline(), Step::Failed);
        QCOMPARE(stage.exchange.error.kind, ErrorKind::TimeoutHeaders);
    }

    void eachByteOfABodyMovesTheStallClock() {
        Stage stage;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        QVERIFY(stage.bench.left(DeadlineKind::Stall) == stage.bench.timeouts.stall);
        stage.bench.pass(stage.bench.timeouts.stall - 1s);
        stage.receive("some");
        QVERIFY(stage.bench.left(DeadlineKind::Stall) == stage.bench.timeouts.stall);
        QCOMPARE(stage.shown().received, std::uint64_t{4 + 38});
        QCOMPARE(stage.passToNextDeadline(), Step::Blocked);  // the node was early and is put back
        QCOMPARE(stage.passToNextDeadline(), Step::Failed);
        QCOMPARE(stage.exchange.error.kind, ErrorKind::TimeoutStall);
        QCOMPARE(stage.exchange.body, std::string("some"));
    }

    void progressGoesBeforeADeadlineThatIsReachedWithIt() {
        Stage stage;
        stage.ask();
        stage.run();
        stage.wire.incoming = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        QCOMPARE(stage.passToNextDeadline(), Step::Blocked);
        QCOMPARE(stage.exchange.ends, 1);
        QCOMPARE(stage.exchange.failures, 0);
    }

    void heldReceptionReadsNothingAndHasNoStallClock() {
        Stage stage;
        stage.exchange.space = 0;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
        QVERIFY(!stage.session.wantsRead());
        QVERIFY(!stage.bench.deadlines.armed());
        QCOMPARE(stage.shown().waitsFor, WaitsFor::Disk);
        stage.exchange.space = 4096;
        stage.dirty = false;
        stage.session.resumeReading(stage.stream);
        QVERIFY(stage.dirty);
        QCOMPARE(stage.run(), Step::Blocked);
        QCOMPARE(stage.exchange.body, std::string("body"));
        QCOMPARE(stage.exchange.ends, 1);
    }

    void whatIsHeldForItsShareOfARateGoesOnByItself() {
        Stage stage;
        stage.exchange.space = 0;
        stage.exchange.heldBy = WaitsFor::RateTokens;
        stage.exchange.heldUntil = stage.bench.clock.now() + 250ms;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
        QVERIFY(stage.bench.left(DeadlineKind::Rate) == 250ms);
        stage.exchange.space = 4096;
        QCOMPARE(stage.passToNextDeadline(), Step::Blocked);
        QCOMPARE(stage.exchange.body, std::string("body"));
    }

    void cancelledItIsOverAndTellsNobody() {
        Stage stage;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo");
        stage.session.cancel(stage.stream);
        QVERIFY(!stage.session.reusable());
        QCOMPARE(stage.receive("dy"), Step::Failed);
        QCOMPARE(stage.exchange.ends + stage.exchange.failures, 0);
        QCOMPARE(stage.exchange.body, std::string("bo"));
        QVERIFY(stage.streamsEnded.empty());
    }

    void aBodyThatNobodyWantsIsReadForASecond() {
        Stage stage;
        stage.exchange.plan = BodyPlan::Drain;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\nbo");
        QVERIFY(stage.bench.left(DeadlineKind::Stall) == 1s);
        QCOMPARE(stage.exchange.ends, 0);
        QCOMPARE(stage.passToNextDeadline(), Step::Done);
        QCOMPARE(stage.exchange.ends, 1);  // the answer is understood; the connection is not kept
        QCOMPARE(stage.exchange.failures, 0);
        QCOMPARE(stage.exchange.body, std::string());
        QVERIFY(!stage.session.reusable());
    }

    void anAbortedAnswerIsOverWithoutAFurtherWord() {
        Stage stage;
        stage.exchange.plan = BodyPlan::Abort;
        stage.ask();
        stage.run();
        QCOMPARE(stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"), Step::Failed);
        QCOMPARE(stage.exchange.ends + stage.exchange.failures, 0);
    }

    void whatComesBehindTheEndMakesItUnfitForMore() {
        Stage stage;
        stage.ask();
        stage.run();
        QCOMPARE(stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"),
                 Step::Done);
        QCOMPARE(stage.exchange.body, std::string("ok"));
        QCOMPARE(stage.exchange.ends, 1);
        QVERIFY(!stage.session.reusable());
    }

    void aShortBodyFailsAndSaysHowMuchCame() {
        Stage stage;
        stage.ask();
        stage.run();
        stage.wire.end = IoResult::Kind::Closed;
        stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo");
        QCOMPARE(stage.run(), Step::Failed);
        QCOMPARE(stage.exchange.error.kind, ErrorKind::TruncBody);
        QCOMPARE(stage.exchange.error.evidence, std::string("2 of 4 bytes of this answer came"));
    }

    void aBodyUntilTheCloseEndsWithIt() {
        Stage stage;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 200 OK\r\n\r\nbody");
        stage.wire.end = IoResult::Kind::Closed;
        QCOMPARE(stage.run(), Step::Done);
        QCOMPARE(stage.exchange.body, std::string("body"));
        QCOMPARE(stage.exchange.ends, 1);
    }

    void whatABudgetLeavesIsReadWithoutAnEvent() {
        Stage stage;
        stage.exchange.space = 16;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n");
        stage.wire.incoming = std::string(64, 'x');
        stage.run(32);
        QVERIFY(stage.session.hasMore());
        QCOMPARE(stage.exchange.body.size(), std::size_t{32});
        stage.run();
        QVERIFY(!stage.session.hasMore());
        QCOMPARE(stage.exchange.ends, 1);
    }

    void interimAnswersAreSwallowedButNotWithoutEnd() {
        Stage stage;
        stage.ask();
        stage.run();
        stage.receive("HTTP/1.1 103 Early Hints\r\n\r\n");
        QCOMPARE(stage.exchange.status, 0);
        QVERIFY(!stage.bench.left(DeadlineKind::Headers));
        for (int i = 0; i < 16; ++i) {
            stage.receive("HTTP/1.1 100 Continue\r\n\r\n");
        }
        QCOMPARE(stage.exchange.error.kind, ErrorKind::ProtoInterim);
    }
};

QTEST_GUILESS_MAIN(Http1SessionTest)
#include "http1_session_test.moc"
