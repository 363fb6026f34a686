// How long an answer is waited for: heads that come in pieces, and bodies that nobody wants.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::vector<penstock::RawStep>)

namespace {

using Steps = std::vector<RawStep>;

constexpr const char* kInterim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
constexpr const char* kFinal = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// A redirect to /file.bin with a body that nobody wants, in pieces.
Rule moved(const std::string& framing, const Steps& body) {
    Rule rule;
    rule.path = "/start";
    rule.times = 1;
    rule.script = {{"HTTP/1.1 302 Found\r\nLocation: /file.bin\r\n" + framing + "\r\n\r\n"}};
    rule.script.insert(rule.script.end(), body.begin(), body.end());
    return rule;
}

}  // namespace

class HeadWaitTest : public QObject {
    Q_OBJECT

private slots:

    void anInterimAnswerLeavesTheWaitForTheFirstByteAsItIs_data() {
        QTest::addColumn<Steps>("steps");
        QTest::addColumn<QString>("kind");  // empty: it succeeds
        QTest::addColumn<int>("seconds");
        const auto row = [](const char* what, Steps steps, const char* kind, int seconds) {
            QTest::newRow(what) << std::move(steps) << QString(kind) << seconds;
        };
        row("the final head comes late", {{kInterim}, {kFinal, 59s}}, "", 59);
        row("after several", {{kInterim}, {kInterim, 25s}, {kInterim, 25s}, {kFinal, 9s}}, "", 59);
        row("an interim one in pieces",
            {{"HTTP/1.1 10"}, {"0 Continue\r\n\r\n", 20s}, {kFinal, 39s}}, "", 59);
        row("in pieces, after one", {{kInterim}, {"HTTP/1.1 2", 59s}, {kFinal + 10, 29s}}, "", 88);
        row("behind one in the same read",
            {{std::string(kInterim) + "HTTP/1.1 2"}, {kFinal + 10, 29s}}, "", 29);
        row("it never comes", {{kInterim}, {"H", 1h}}, "Timeout.FirstByte", 60);
        row("they keep coming", {{kInterim}, {kInterim, 25s}, {kInterim, 25s}, {kInterim, 25s}},
            "Timeout.FirstByte", 60);
        row("one is under way when the time is over",
            {{kInterim}, {"HTTP/1.1 10", 55s}, {"0 Continue\r\n\r\n", 10s}, {kFinal, 1s}},
            "Timeout.FirstByte", 65);
        row("one does not end", {{kInterim}, {"HTTP/1.1 10", 10s}, {"0", 1h}}, "Timeout.Headers",
            40);
        row("the final one does not end", {{kInterim}, {"HTTP/1.1 2", 50s}, {"0", 1h}},
            "Timeout.Headers", 80);
        row("it does not end, behind one in the same read",
            {{std::string(kInterim) + "HTTP/1.1 2"}, {"0", 1h}}, "Timeout.Headers", 30);
    }

    void anInterimAnswerLeavesTheWaitForTheFirstByteAsItIs() {
        QFETCH(Steps, steps);
        QFETCH(QString, kind);
        QFETCH(int, seconds);
        WorldOptions options;
        options.limits.attempts = 1;
        options.limits.timeouts.firstByte = 60s;
        World world(options);
        world.origin->serve({.path = "/file.bin", .script = steps});
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        const QString got = QString::fromStdString(
            world.state(id) == TransferState::Done ? "" : kindOf(world.at(id).error));
        QCOMPARE(got, kind);
        const auto took =
            std::chrono::duration_cast<std::chrono::seconds>(world.clock.now() - began);
        QCOMPARE(took.count(), std::chrono::seconds::rep{seconds});
    }

    void aRedirectIsFollowedWhateverBecomesOfItsBody_data() {
        QTest::addColumn<QString>("framing");
        QTest::addColumn<Steps>("body");
        const auto row = [](const char* what, const char* framing, Steps body) {
            QTest::newRow(what) << QString(framing) << std::move(body);
        };
        constexpr const char* kLength = "Content-Length: 600";
        constexpr const char* kChunked = "Transfer-Encoding: chunked";
        const std::string some(100, 'x');
        row("dripped", kLength, Steps(100, {"x", 900ms}));
        row("dripped in chunks", kChunked, Steps(100, {"1\r\nx\r\n", 900ms}));
        row("stalled", kLength, {{some}, {some, 1h}});
        row("nothing of it", kLength, {{some, 1h}});
        row("ended early", kLength, {{some, 1ms, true}});
        row("reset", kLength, {{.bytes = some}, {.delayBefore = 1ms, .reset = true}});
        row("no chunk", kChunked, {{"5\r\nab"}, {"cdeX", 1ms}});
        row("too long", "Content-Length: 100000", {{some}});
        row("too long, in chunks", kChunked,
            Steps(100, {"400\r\n" + std::string(1024, 'x') + "\r\n"}));
        row("until the end", "Connection: close", {{some}, {some, 1h}});
    }

    void aRedirectIsFollowedWhateverBecomesOfItsBody() {
        QFETCH(QString, framing);
        QFETCH(Steps, body);
        World world;
        world.origin->serve(moved(framing.toStdString(), body));
        world.origin->serve({.path = "/file.bin", .size = 1000});
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/start"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 1000));
        QVERIFY(world.clock.now() - began <= 1s);
        QCOMPARE(world.at(id).attempt, 0);
        QCOMPARE(world.origin->requestsFor("/start").size(), std::size_t{1});
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
    }

    void aRedirectsBodyThatComesInTimeKeepsTheConnection() {
        World world;
        Rule rule;
        rule.path = "/start";
        rule.location = world.origin->url("/file.bin");
        rule.delayBody = 500ms;
        world.origin->serve(rule);
        world.origin->serve({.path = "/file.bin", .size = 1000});
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/start"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.clock.now() - began, Duration(500ms));
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    }

    // What is said of a transfer that is refused does not wait for the words that come with it.
    void aRefusalIsToldThoughItsBodyDrips() {
        World world;
        world.origin->serve({.path = "/file.bin", .size = 600, .status = 404, .rate = 1});
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Failed);
        QVERIFY(world.clock.now() - began <= 1s);
    }
};

QTEST_GUILESS_MAIN(HeadWaitTest)
#include "head_wait_test.moc"
