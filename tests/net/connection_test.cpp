// Connection alone: its states, who is told of an end, and in which order things go. The chain and
// the session do what the test says.

#include "engine/net/connection.h"

#include "tests/support/net_stage.h"
#include "tests/support/recorded_exchange.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const Destination kThere{"example.org", 443, true, false};

struct Stage : NetStage {
    NetServices given = services();
    Connection connection{1, kThere, *this, given};
    RecordedExchange exchange;
    StreamId stream = StreamId::Nothing;

    void begin() { stream = ask("/file", TransferId{5}, exchange); }

    StreamId ask(const std::string& target, TransferId transfer, RecordedExchange& events) {
        return connection.begin(transfer, request(target), events, {100, 200});
    }

    /// Begins, and is ready.
    void open() {
        begin();
        turn();
    }

    FakeWire& wire() { return *wires.front(); }

    SessionScript& session() { return *scripts.front(); }

    const SocketSnapshot& row() { return *bench.table.noticed(wire().socket.serial()); }

    void expire() {
        bench.passToNextDeadline();
        turn();
    }
};

/// The same, and its chain is not ready with the first run.
struct SlowStage : Stage {
    SlowStage() { wire().opening = Step::Blocked; }
};

/// Three on one connection, which is ready.
struct SharedStage : Stage {
    std::array<RecordedExchange, 2> others;
    StreamId second = StreamId::Nothing;
    StreamId third = StreamId::Nothing;

    SharedStage() {
        script.capacity = 3;
        open();
        second = ask("/second", TransferId{6}, others[0]);
        third = ask("/third", TransferId{7}, others[1]);
        turn();
    }
};

}  // namespace

class ConnectionTest : public QObject {
    Q_OBJECT

private slots:

    void anExchangeWaitsForTheChainAndIsOpenedWithIt() {
        SlowStage stage;
        stage.begin();
        stage.turn();
        QCOMPARE(stage.connection.state(), Connection::State::Opening);
        QCOMPARE(stage.scripts.size(), std::size_t{0});
        QCOMPARE(stage.connection.socketCount(), std::size_t{1});
        QVERIFY(stage.watch.isWatched(stage.wire().socket.fd()));
        stage.wire().opening = Step::Done;
        stage.connection.setDirty(false);
        stage.markDirty(stage.connection);
        stage.turn();
        QCOMPARE(stage.connection.state(), Connection::State::Ready);
        QCOMPARE(stage.session().open.front().target, std::string("/file"));
        QCOMPARE(stage.session().runs, 1);
    }

    void theSessionGetsTheSocketsRowAndTheDeadlines() {
        Stage stage;
        stage.open();
        const SessionParts& parts = *stage.session().parts;
        QCOMPARE(parts.row.serial(), stage.wire().socket.serial());
        QCOMPARE(parts.peerName, std::string("example.org"));
        parts.deadlines.arm(DeadlineKind::FirstByte, parts.now, parts.now + 5s);
        stage.expire();
        QVERIFY(stage.session().expired.front() ==
                std::pair(DeadlineKind::FirstByte, StreamId::Nothing));
        QCOMPARE(stage.session().runs, 3);  // progress before the deadline, and after it
    }

    void theRowSaysWhoseSocketItIs() {
        Stage stage;
        stage.open();
        QCOMPARE(stage.row().role, SocketRole::Transfer);
        QVERIFY(std::ranges::equal(stage.row().transfers, std::vector{TransferId{5}}));
        QCOMPARE(stage.row().range.begin, std::uint64_t{100});
        stage.session().endFirst();
        stage.markDirty(stage.connection);
        stage.turn();
        QCOMPARE(stage.row().role, SocketRole::Idle);
        QCOMPARE(stage.row().requests, 1U);
        QVERIFY(stage.connection.idle());
        QCOMPARE(stage.connection.freeStreams(), std::size_t{1});
    }

    void theFurthestOfItsSocketsSaysWhichStepItIsIn() {
        SlowStage stage;
        stage.begin();
        QCOMPARE(stage.connection.step().waitsFor, WaitsFor::Answer);  // no socket: a lookup
        stage.turn();
        const RowHandle first = stage.wire().socket.row();
        first.step({SocketState::Connecting, WaitsFor::TcpConnect, DeadlineKind::Connect});
        QCOMPARE(stage.connection.step().waitsFor, WaitsFor::TcpConnect);
        stage.wire().races = true;
        stage.markDirty(stage.connection);
        stage.turn();
        const RowHandle second = stage.wire().rival.row();
        second.step({SocketState::Connecting, WaitsFor::TcpConnect, DeadlineKind::Attempt});
        QCOMPARE(stage.connection.step().deadline, DeadlineKind::Connect);  // of two the older
        second.step({SocketState::Securing, WaitsFor::TlsHandshake, DeadlineKind::Handshake});
        QCOMPARE(stage.connection.step().waitsFor, WaitsFor::TlsHandshake);
    }

    void whatTheSessionWantsIsWatched() {
        Stage stage;
        stage.open();
        const int fd = stage.wire().socket.fd();
        std::vector<Watch> watched;
        stage.watch.watched(watched);
        QCOMPARE(watched.front().interest, Interest::Read);
        stage.session().reading = false;
        stage.markDirty(stage.connection);
        stage.turn();
        QVERIFY(!stage.watch.isWatched(fd));
        QVERIFY(!stage.connection.willRun());
    }

    void aChainThatFailsFailsWhatWaitsAndCloses() {
        SlowStage stage;
        stage.begin();
        stage.turn();
        stage.wire().opening = Step::Failed;
        stage.markDirty(stage.connection);
        stage.turn();
        QCOMPARE(stage.exchange.error.kind, ErrorKind::ConnectReset);
        QVERIFY(!stage.exchange.unanswered);
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
        QCOMPARE(stage.watch.openCount(), std::size_t{0});
    }

    void withoutAChainItFailsWithItsFirstRun() {
        Stage stage;
        stage.noFilters = {ErrorKind::TlsNoTrustStore, "No authorities", {}, 0};
        Connection none(2, kThere, stage, stage.given);
        none.begin(TransferId{5}, Stage::request(), stage.exchange, {});
        stage.turn();
        QCOMPARE(stage.exchange.error.kind, ErrorKind::TlsNoTrustStore);
        QCOMPARE(none.state(), Connection::State::Closed);
    }

    void aRefusedWatchFailsIt() {
        SlowStage stage;
        stage.refuseWatches = true;
        stage.begin();
        stage.turn();
        QCOMPARE(stage.exchange.failures, 0);
        stage.turn();  // the owner was marked by the refusal
        QCOMPARE(stage.exchange.error.kind, ErrorKind::LoopRefused);
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
    }

    void cancelledItIsClosedAndTellsNobody() {
        Stage stage;
        stage.open();
        stage.session().reusable = false;  // as HTTP/1.1 is in the middle of an answer
        stage.connection.cancel(stage.stream);
        QVERIFY(stage.session().cancelled == std::vector{stage.stream});
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
        stage.turn();
        QCOMPARE(stage.exchange.ends + stage.exchange.failures, 0);
        QCOMPARE(stage.watch.openCount(), std::size_t{0});
    }

    void cancelledWhileItOpensItIsClosed() {
        SlowStage stage;
        stage.begin();
        stage.turn();
        stage.connection.cancel(stage.stream);
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
        QCOMPARE(stage.exchange.failures, 0);
    }

    void anOrderlyEndWaitsForTheGoodbyeOfTheOtherSide() {
        Stage stage;
        stage.open();
        stage.session().endFirst();
        stage.session().step = Step::Done;
        stage.wire().goodbye = Step::Blocked;
        stage.markDirty(stage.connection);
        stage.turn();
        QCOMPARE(stage.connection.state(), Connection::State::Closing);
        QCOMPARE(stage.row().role, SocketRole::Closing);
        QVERIFY(stage.watch.isWatched(stage.wire().socket.fd()));
        stage.wire().goodbye = Step::Done;
        stage.markDirty(stage.connection);
        stage.turn();
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
    }

    void aGoodbyeThatIsNotAnsweredHasATime() {
        Stage stage;
        stage.open();
        stage.session().endFirst();
        stage.turn();
        stage.wire().goodbye = Step::Blocked;
        stage.connection.close();
        stage.turn();
        QCOMPARE(stage.connection.state(), Connection::State::Closing);
        QVERIFY(stage.bench.timers.next() == stage.bench.clock.now() + stage.bench.timeouts.close);
        stage.expire();
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
        QCOMPARE(stage.watch.openCount(), std::size_t{0});
    }

    void aBrokenEndDoesNotWait() {
        Stage stage;
        stage.open();
        stage.session().open.clear();
        stage.session().step = Step::Failed;
        stage.wire().goodbye = Step::Blocked;
        stage.markDirty(stage.connection);
        stage.turn();
        QCOMPARE(stage.wire().goodbyes, 1);  // said as far as it goes at once
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
        QVERIFY(!stage.bench.timers.next());
    }

    void whatTheSessionHasLeftIsMoreToDo() {
        Stage stage;
        stage.open();
        QVERIFY(!stage.connection.hasMore());
        stage.session().more = true;
        QVERIFY(stage.connection.hasMore());
    }

    void severalExchangesShareItAndTheirRow() {
        SharedStage stage;
        QCOMPARE(stage.connection.freeStreams(), std::size_t{0});
        QCOMPARE(stage.session().open.size(), std::size_t{3});
        QVERIFY(std::ranges::equal(stage.row().transfers,
                                   std::vector{TransferId{5}, TransferId{6}, TransferId{7}}));
        QVERIFY(stage.row().range == ByteRange{});  // of several it would say nothing
        stage.session().endFirst();
        stage.markDirty(stage.connection);
        stage.turn();
        QCOMPARE(stage.exchange.ends, 1);
        QCOMPARE(stage.row().role, SocketRole::Transfer);
        QVERIFY(
            std::ranges::equal(stage.row().transfers, std::vector{TransferId{6}, TransferId{7}}));
        QCOMPARE(stage.connection.freeStreams(), std::size_t{1});
        QVERIFY(!stage.connection.idle());
    }

    void oneThatIsCancelledOrFailsLeavesTheOthersAlone() {
        SharedStage stage;
        stage.connection.cancel(stage.second);
        QVERIFY(stage.session().cancelled == std::vector{stage.second});
        QVERIFY(
            std::ranges::equal(stage.row().transfers, std::vector{TransferId{5}, TransferId{7}}));
        stage.session().fail(stage.third, {ErrorKind::TimeoutStall, "Stalled", {}, 0});
        stage.turn();
        QCOMPARE(stage.connection.state(), Connection::State::Ready);
        QCOMPARE(stage.others[1].failures, 1);
        QCOMPARE(stage.others[0].ends + stage.others[0].failures, 0);
        QCOMPARE(stage.exchange.ends + stage.exchange.failures, 0);
        QVERIFY(std::ranges::equal(stage.row().transfers, std::vector{TransferId{5}}));
        stage.connection.cancel(stage.stream);
        QVERIFY(stage.connection.idle());  // the session can go on
    }

    void whatFailsItFailsAllThatItCarries() {
        SharedStage stage;
        stage.refuseWatches = true;
        stage.session().writing = true;
        stage.markDirty(stage.connection);
        stage.turn();
        stage.turn();
        QCOMPARE(stage.connection.state(), Connection::State::Closed);
        for (const RecordedExchange* each : {&stage.exchange, &stage.others[0], &stage.others[1]}) {
            QCOMPARE(each->error.kind, ErrorKind::LoopRefused);
            QCOMPARE(each->failures, 1);
        }
    }

    void aDeadlineOfAStreamIsToldAsItsOwn() {
        SharedStage stage;
        const SessionParts& parts = *stage.session().parts;
        parts.deadlines.arm(DeadlineKind::Stall, parts.now, parts.now + 9s, stage.second);
        parts.deadlines.arm(DeadlineKind::Stall, parts.now, parts.now + 5s, stage.third);
        stage.expire();
        QCOMPARE(stage.session().expired.size(), std::size_t{1});
        QVERIFY(stage.session().expired.front() == std::pair(DeadlineKind::Stall, stage.third));
        QVERIFY(stage.bench.timers.next() == parts.now + 4s);
    }

    void aStreamIsResumedByItsName() {
        SharedStage stage;
        stage.connection.resumeReading(stage.third);
        QVERIFY(stage.session().resumed == std::vector{stage.third});
    }

    void policyAsksTheChainWhereTheTargetIs() {
        Stage stage;
        stage.open();
        QVERIFY(!stage.connection.peerIsPublic());  // nothing is known
        stage.wire().target = parseAddress("10.0.0.1");
        QVERIFY(!stage.connection.peerIsPublic());
        stage.wire().target = parseAddress("8.8.8.8");
        QVERIFY(stage.connection.peerIsPublic());
    }
};

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connection_test.moc"
