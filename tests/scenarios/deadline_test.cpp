// Each stage of a connection waits for something until some time, says so in its row, and ends the
// attempt with its own kind when the time is over.

#include "tests/scenarios/world.h"
#include "tests/support/black_hole.h"
#include "tests/support/content.h"

#include <QTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

// Held for a moment while the part is made, then for the body: that comes with the progress.
bool bodyIsAwaited(World& world) {
    std::uint64_t cursor = 0;
    std::vector<TransferProgress> transfers;
    std::vector<SocketProgress> sockets;
    world.engine->progressSince(cursor, transfers, sockets);
    return std::any_of(sockets.begin(), sockets.end(), [&](const SocketProgress& socket) {
        return socket.waitsFor == WaitsFor::Body && socket.deadline == DeadlineKind::Stall &&
               socket.until > world.clock.now() + 55s;
    });
}

}  // namespace

class DeadlineTest : public QObject {
    Q_OBJECT

private slots:
    void theRowShowsEachStageWithItsDeadlineInOrder();
    void aDeadlineEndsTheAttemptWithTheKindOfItsStage_data();
    void aDeadlineEndsTheAttemptWithTheKindOfItsStage();
    void theQueueHasADeadlineOfItsOwn();
    void theTotalCountsQueueRetriesAndBodyAndEndsItForGood();
    void theTotalOfAPausedTransferBeginsAnewWithResume();
    void bytesMoveTheStallDeadlineWithoutATimerCallback();
    void theWaitForARetryIsShownAndKept();
    void retryAfterIsHonoured();
    void anIdleConnectionGoesWhenItsTimeIsOver();
    void r25AVanishedPeerIsGivenUpAsLateAsAStall();
};

void DeadlineTest::theRowShowsEachStageWithItsDeadlineInOrder() {
    World world({.tls = true});
    world.origin->setDelayHandshake(2s);
    world.dns.add("slow.test", {.a = {"127.0.0.1"}, .delayA = 2s, .delayAaaa = 2s});
    Rule rule;
    rule.path = "/file.bin";
    rule.size = 100'000;
    rule.delayFirstByte = 2s;
    rule.delayBody = 2s;
    world.origin->serve(rule);
    const TransferId plain = world.add(world.origin->url("/file.bin", "slow.test"));
    QVERIFY(world.runUntil([&] { return world.state(plain) == TransferState::Receiving; }));
    world.runFor(1s);
    QVERIFY(bodyIsAwaited(world));
    QVERIFY(world.runToEnd(plain));
    QCOMPARE(world.at(plain).error.sentence, std::string());
    const TransferId secure = world.add(world.origin->tlsUrl("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(secure) == TransferState::Receiving; }));
    world.runFor(1s);
    QVERIFY(bodyIsAwaited(world));
    QVERIFY(world.runToEnd(secure));
    QCOMPARE(world.at(secure).error.sentence, std::string());
    std::vector<std::string> order;  // each step once
    for (const std::string& wait : world.waits) {
        if (order.empty() || order.back() != wait) {
            order.push_back(wait);
        }
    }
    auto at = order.begin();
    for (const char* stage : {"answer/lookup", "TCP connect/connect", "first byte/first byte",
                              "next request/idle", "TCP connect/connect", "TLS handshake/handshake",
                              "first byte/first byte", "next request/idle"}) {
        at = std::find(at, order.end(), std::string(stage));
        QVERIFY2(at != order.end(), stage);
    }
}

void DeadlineTest::aDeadlineEndsTheAttemptWithTheKindOfItsStage_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("seconds");
    QTest::addRow("lookup") << "lookup"
                            << "Dns.Timeout" << 15;
    QTest::addRow("connect") << "connect"
                             << "Connect.Timeout" << 30;
    QTest::addRow("handshake") << "handshake"
                               << "Tls.Timeout" << 30;
    QTest::addRow("first byte") << "first byte"
                                << "Timeout.FirstByte" << 300;
    QTest::addRow("headers") << "headers"
                             << "Timeout.Headers" << 30;
    QTest::addRow("body") << "body"
                          << "Timeout.Stall" << 60;
}

void DeadlineTest::aDeadlineEndsTheAttemptWithTheKindOfItsStage() {
    QFETCH(QString, stage);
    QFETCH(QString, kind);
    QFETCH(int, seconds);
    World world({.tls = true});
    BlackHole hole;
    Rule rule;
    rule.path = "/file.bin";
    rule.size = 100'000;
    std::string url = world.origin->url("/file.bin");
    if (stage == "lookup") {
        world.dns.add("mute.test", {.dropA = true, .dropAaaa = true});
        url = world.origin->url("/file.bin", "mute.test");
    } else if (stage == "connect") {
        url = "http://127.0.0.1:" + std::to_string(hole.port()) + "/file.bin";
    } else if (stage == "handshake") {
        world.origin->setDelayHandshake(1h);
        url = world.origin->tlsUrl("/file.bin");
    } else if (stage == "first byte") {
        rule.delayFirstByte = 1h;
    } else if (stage == "headers") {
        rule.script = {{.bytes = "HTTP/1.1 200 OK\r\nX: "}, {.bytes = "y", .delayBefore = 1h}};
    } else {
        rule.stallAfter = 1000;
    }
    world.origin->serve(rule);
    const TransferId id = world.add(url);
    const TimePoint began = world.clock.now();
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), kind.toStdString());
    const auto took = world.clock.now() - began;
    QVERIFY2(took >= std::chrono::seconds(seconds) && took <= std::chrono::seconds(seconds) + 100ms,
             qPrintable(QString::number(std::chrono::duration<double>(took).count())));
    QVERIFY(world.at(id).wait.until > world.clock.now());  // the row says when it is tried again
}

void DeadlineTest::theQueueHasADeadlineOfItsOwn() {
    WorldOptions options;
    options.limits.activeTransfers = 1;
    options.limits.timeouts.queue = 20s;
    World world(options);
    world.origin->serve({.path = "/long", .size = 6'000'000, .rate = 100'000});
    world.origin->serve({.path = "/next", .size = 10});
    const TransferId first = world.add(world.origin->url("/long"));
    const TransferId second = world.add(world.origin->url("/next"));
    const TimePoint began = world.clock.now();
    QVERIFY(world.runToEnd(second));
    QCOMPARE(kindOf(world.at(second).error), std::string("Timeout.Queue"));
    QCOMPARE(world.clock.now() - began, Duration(20s));
    QVERIFY(world.runToEnd(first));  // it had its slot in time
    QCOMPARE(world.state(first), TransferState::Done);
    world.engine->resume(second);
    QVERIFY(world.runToEnd(second));
    QCOMPARE(world.state(second), TransferState::Done);
}

void DeadlineTest::theTotalCountsQueueRetriesAndBodyAndEndsItForGood() {
    WorldOptions options;
    options.limits.activeTransfers = 1;
    options.limits.timeouts.total = 50s;
    World world(options);
    world.origin->serve({.path = "/first", .size = 3'000'000, .rate = 100'000});
    world.origin->serve({.path = "/second", .size = 3'000'000, .rate = 100'000});
    const TransferId first = world.add(world.origin->url("/first"));
    const TransferId second = world.add(world.origin->url("/second"));
    const TimePoint began = world.clock.now();
    QVERIFY(world.runToEnd(first));
    QCOMPARE(world.state(first), TransferState::Done);
    QVERIFY(world.runToEnd(second));  // half a minute in the queue counts
    QCOMPARE(kindOf(world.at(second).error), std::string("Timeout.Total"));
    const Duration took = world.clock.now() - began;
    QVERIFY2(took >= 50s && took <= 51s,
             qPrintable(QString::number(std::chrono::duration<double>(took).count())));
    QCOMPARE(world.at(second).attempt, 0);
    QVERIFY(world.at(second).received > 1'500'000);  // what came is kept
}

void DeadlineTest::theTotalOfAPausedTransferBeginsAnewWithResume() {
    WorldOptions options;
    options.limits.timeouts.total = 50s;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 6'000'000, .rate = 100'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(40s);
    world.engine->pause(id);
    world.runFor(600s);
    QCOMPARE(world.state(id), TransferState::Paused);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void DeadlineTest::bytesMoveTheStallDeadlineWithoutATimerCallback() {
    World world;
    Rule rule;
    rule.path = "/file.bin";
    rule.size = 3'000'000;
    rule.rate = 10'000;  // 300 s, far longer than the stall deadline
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(5s);
    const int before = world.timerCalls;
    world.runFor(20s);
    QVERIFY2(world.timerCalls - before <= 2,
             qPrintable(QString::number(world.timerCalls - before)));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void DeadlineTest::theWaitForARetryIsShownAndKept() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000, .times = 1, .closeAfter = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    const auto until = world.at(id).wait.until;
    QVERIFY(until.has_value());
    QVERIFY(world.runUntil([&] { return world.state(id) != TransferState::Waiting; }));
    QVERIFY(world.clock.now() >= *until);
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 1000));
}

void DeadlineTest::retryAfterIsHonoured() {
    World world;
    world.origin->serve({.path = "/file.bin",
                         .size = 1000,
                         .status = 503,
                         .headers = {{"Retry-After", "120"}},
                         .times = 1});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::RetryAfter);
    QCOMPARE(std::chrono::round<std::chrono::seconds>(*world.at(id).wait.until - world.clock.now())
                 .count(),
             120);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void DeadlineTest::anIdleConnectionGoesWhenItsTimeIsOver() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.sockets.size(), std::size_t{1});
    QCOMPARE(world.sockets.begin()->second.role, SocketRole::Idle);
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    world.runFor(119s);
    QVERIFY(world.sockets.empty());
    QVERIFY(world.watchedFds.empty());
    QVERIFY(!world.timerPending);
}

// What the kernel gives up by itself: a peer that does not even acknowledge.
void DeadlineTest::r25AVanishedPeerIsGivenUpAsLateAsAStall() {
    WorldOptions options;
    options.limits.timeouts.stall = 7s;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 100'000, .rate = 10'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Receiving; }));
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    int limit = -1;
    socklen_t size = sizeof limit;
    QCOMPARE(
        ::getsockopt(world.watchedFds.begin()->first, IPPROTO_TCP, TCP_USER_TIMEOUT, &limit, &size),
        0);
    QCOMPARE(limit, 7000);
}

QTEST_GUILESS_MAIN(DeadlineTest)
#include "deadline_test.moc"
