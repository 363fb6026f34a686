// Which deadline ends what, and when to the millisecond. Every one of them works without any event
// of a socket.

#include "tests/contract/contract_fixture.h"
#include "tests/support/black_hole.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

EngineTimeouts allOf(std::chrono::milliseconds time) {
    EngineTimeouts timeouts;
    for (auto EngineTimeouts::*each :
         {&EngineTimeouts::lookup, &EngineTimeouts::connect, &EngineTimeouts::handshake,
          &EngineTimeouts::firstByte, &EngineTimeouts::headers, &EngineTimeouts::stall,
          &EngineTimeouts::idle, &EngineTimeouts::close}) {
        timeouts.*each = time;
    }
    return timeouts;
}

// When the transfer's error first became something, and what.
struct Ended {
    std::string kind;
    std::chrono::milliseconds after{};
};

Ended runToError(World& world, TransferId id, TimePoint began) {
    world.runUntil([&] { return !world.at(id).error.ok(); }, 4h);
    // The origin's times are of microseconds, those of the timer callback are not.
    return {kindOf(world.at(id).error),
            std::chrono::floor<std::chrono::milliseconds>(world.clock.now() - began)};
}

std::string holeUrl(const BlackHole& hole) {
    return "http://127.0.0.1:" + std::to_string(hole.port()) + "/";
}

}  // namespace

class DeadlinesTest : public QObject {
    Q_OBJECT

private slots:
    void ms43TheNearerOfTwoDeadlinesWins_data();
    void ms43TheNearerOfTwoDeadlinesWins();
    void ms43QueueAndRedirectsCountForTheTotal();
    void ms43EachTryHasItsOwnTimeToConnect();
    void ms44WhatIsDoneWithItsDeadlineIsDone_data();
    void ms44WhatIsDoneWithItsDeadlineIsDone();
    void ms47ATimeoutNeedsNoEventOfASocket_data();
    void ms47ATimeoutNeedsNoEventOfASocket();
    void ms47AConnectionHasTimeoutsOfItsOwn_data();
    void ms47AConnectionHasTimeoutsOfItsOwn();
};

void DeadlinesTest::ms43TheNearerOfTwoDeadlinesWins_data() {
    QTest::addColumn<int>("total");
    QTest::addColumn<int>("connect");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("after");
    QTest::addRow("total first") << 20 << 30 << "Timeout.Total" << 20;
    QTest::addRow("connect first") << 60 << 30 << "Connect.Timeout" << 30;
    QTest::addRow("both at once") << 30 << 30 << "Timeout.Total" << 30;
    QTest::addRow("no total") << 0 << 30 << "Connect.Timeout" << 30;
}

void DeadlinesTest::ms43TheNearerOfTwoDeadlinesWins() {
    QFETCH(int, total);
    QFETCH(int, connect);
    QFETCH(QString, kind);
    QFETCH(int, after);
    WorldOptions options = withoutJournal();
    options.limits.timeouts.total = std::chrono::seconds(total);
    options.limits.timeouts.connect = std::chrono::seconds(connect);
    World world(options);
    BlackHole hole;
    const Ended ended = runToError(world, addCounted(world, holeUrl(hole)), world.clock.now());
    QCOMPARE(ended.kind, kind.toStdString());
    QCOMPARE(ended.after, std::chrono::milliseconds(std::chrono::seconds(after)));
}

void DeadlinesTest::ms43QueueAndRedirectsCountForTheTotal() {
    WorldOptions options = withoutJournal();
    options.limits.activeTransfers = 1;
    options.limits.timeouts.total = 20s;
    World world(options);
    world.origin->serve({.path = "/first", .size = 100'000, .rate = 20'000});
    world.origin->serve({.path = "/a", .location = "/b", .delayFirstByte = 6s});
    world.origin->serve({.path = "/b", .location = "/c", .delayFirstByte = 6s});
    world.origin->serve({.path = "/c", .size = 10, .delayFirstByte = 6s});
    const TimePoint began = world.clock.now();
    const TransferId first = addCounted(world, world.origin->url("/first"));
    const TransferId second = addCounted(world, world.origin->url("/a"));
    const Ended ended = runToError(world, second, began);
    QCOMPARE(ended.kind, std::string("Timeout.Total"));
    QCOMPARE(ended.after, 20000ms);
    QCOMPARE(world.state(first), TransferState::Done);
    QCOMPARE(world.origin->requestsFor("/c").size(), std::size_t{1});  // it had come so far
}

void DeadlinesTest::ms43EachTryHasItsOwnTimeToConnect() {
    WorldOptions options = withoutJournal();
    options.limits.attempts = 2;
    World world(options);
    BlackHole hole;
    const TimePoint began = world.clock.now();
    const TransferId id = addCounted(world, holeUrl(hole));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(world.clock.now() - began, Duration(30s));
    const TimePoint again = *world.at(id).wait.until;
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Failed; }));
    QCOMPARE(world.clock.now() - again, Duration(30s));
}

void DeadlinesTest::ms44WhatIsDoneWithItsDeadlineIsDone_data() {
    QTest::addColumn<QString>("stage");
    for (const char* stage : {"handshake", "first byte", "head", "body"}) {
        QTest::addRow("%s", stage) << stage;
    }
}

void DeadlinesTest::ms44WhatIsDoneWithItsDeadlineIsDone() {
    QFETCH(QString, stage);
    WorldOptions options = withoutJournal();
    options.tls = true;
    options.limits.timeouts = allOf(1h);
    World world(options);
    Rule rule{.path = "/file.bin", .size = 10};
    std::string url = world.origin->url("/file.bin");
    if (stage == "handshake") {
        world.origin->setDelayHandshake(1h);
        url = world.origin->tlsUrl("/file.bin");
    } else if (stage == "first byte") {
        rule.delayFirstByte = 1h;
    } else if (stage == "head") {
        rule.script = {{.bytes = "HTTP/1.1 200 OK\r\n"},
                       {.bytes = "Content-Length: 1\r\n\r\nx", .delayBefore = 1h}};
    } else {
        rule.delayBody = 1h;
    }
    world.origin->serve(rule);
    const TimePoint began = world.clock.now();
    const TransferId id = addCounted(world, url);
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Done; }, 4h));
    QCOMPARE(world.clock.now() - began, Duration(1h));
    QCOMPARE(world.at(id).attempt, 0);
    QCOMPARE(world.origin->requests().size(), std::size_t{1});
}

void DeadlinesTest::ms47ATimeoutNeedsNoEventOfASocket_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("kind");
    QTest::addRow("lookup") << "lookup"
                            << "Dns.Timeout";
    QTest::addRow("connect") << "connect"
                             << "Connect.Timeout";
    QTest::addRow("handshake") << "handshake"
                               << "Tls.Timeout";
    QTest::addRow("first byte") << "first byte"
                                << "Timeout.FirstByte";
    QTest::addRow("head") << "head"
                          << "Timeout.Headers";
    QTest::addRow("body") << "body"
                          << "Timeout.Stall";
    QTest::addRow("queue") << "queue"
                           << "Timeout.Queue";
    QTest::addRow("total") << "total"
                           << "Timeout.Total";
}

void DeadlinesTest::ms47ATimeoutNeedsNoEventOfASocket() {
    QFETCH(QString, stage);
    QFETCH(QString, kind);
    constexpr std::chrono::milliseconds kTime = 1700ms;
    WorldOptions options = withoutJournal();
    options.tls = true;
    EngineTimeouts& timeouts = options.limits.timeouts;
    timeouts = allOf(1h);
    World* made = nullptr;
    std::optional<EntryPoint> endedBy;
    BlackHole hole;
    Rule rule{.path = "/file.bin", .size = 1000, .delayFirstByte = 2h};
    if (stage == "first byte") {
        timeouts.firstByte = kTime;
    } else if (stage == "head") {
        rule.script = {{.bytes = "HTTP/1.1 200 OK\r\n"}};
        timeouts.headers = kTime;
    } else if (stage == "body") {
        rule.delayFirstByte = 0s;
        rule.stallAfter = 100;
        timeouts.stall = kTime;
    } else if (stage == "lookup") {
        timeouts.lookup = kTime;
    } else if (stage == "connect") {
        timeouts.connect = kTime;
    } else if (stage == "handshake") {
        timeouts.handshake = kTime;
    } else if (stage == "queue") {
        options.limits.activeTransfers = 1;
        timeouts.queue = kTime;
    } else {
        timeouts.total = kTime;
    }
    World world(options);
    made = &world;
    world.origin->serve(rule);
    world.origin->setDelayHandshake(2h);
    world.dns.add("mute.test", {.dropA = true, .dropAaaa = true});
    world.onReturn = [&](EntryPoint from) {
        if (!endedBy && std::ranges::any_of(made->transfers, [](const auto& entry) {
                return !entry.second.error.ok();
            })) {
            endedBy = from;
        }
    };
    std::string url = world.origin->url("/file.bin");
    if (stage == "lookup") {
        url = world.origin->url("/file.bin", "mute.test");
    } else if (stage == "connect") {
        url = holeUrl(hole);
    } else if (stage == "handshake") {
        url = world.origin->tlsUrl("/file.bin");
    }
    const TransferId first = addCounted(world, url);
    const TransferId id = stage == "queue" ? addCounted(world, url) : first;
    const Ended ended = runToError(world, id, world.clock.now());
    QCOMPARE(ended.kind, kind.toStdString());
    QCOMPARE(ended.after, kTime);
    QCOMPARE(endedBy, std::optional(EntryPoint::TimeoutExpired));
}

void DeadlinesTest::ms47AConnectionHasTimeoutsOfItsOwn_data() {
    QTest::addColumn<bool>("closing");
    QTest::addRow("idle") << false;
    QTest::addRow("goodbye") << true;
}

void DeadlinesTest::ms47AConnectionHasTimeoutsOfItsOwn() {
    QFETCH(bool, closing);
    constexpr std::chrono::milliseconds kTime = 1700ms;
    WorldOptions options = closing ? withoutPool() : withoutJournal();
    options.tls = true;
    options.limits.timeouts = allOf(1h);
    (closing ? options.limits.timeouts.close : options.limits.timeouts.idle) = kTime;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    world.origin->setDelayGoodbye(2h);
    const TransferId id = addCounted(
        world, closing ? world.origin->tlsUrl("/file.bin") : world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    const TimePoint done = world.clock.now();
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    QVERIFY(world.runUntil([&] { return world.shadow.openCount() == 0; }));
    QCOMPARE(world.clock.now() - done, Duration(kTime));
}

QTEST_GUILESS_MAIN(DeadlinesTest)
#include "deadlines_test.moc"
