// The timer callback and the deadlines behind it.

#include "tests/contract/contract_fixture.h"
#include "tests/support/black_hole.h"

#include <QTest>

#include <limits>

using namespace penstock;
using namespace std::chrono_literals;

class TimerTest : public QObject {
    Q_OBJECT

private slots:
    void ms33EachCallReplacesTheOneWakeUp();
    void ms33ALongWaitFitsIntoAnInt();
    void ms34TheTimerIsToldOfDeadlinesNotOfTime();
    void ms35TheTimerIsDroppedOnceWhenTheLastDeadlineGoes();
    void ms36AWaitIsRoundedUpAndNothingRunsEarly();
    void ms38WorkThatIsLeftIsTimerZero();
    void ms38AResumedTransferIsTimerZero();
    void ms39AQueuedTransfersDeadlineIsKept();
    void ms41AfterTheEndNothingIsPending_data();
    void ms41AfterTheEndNothingIsPending();
    void ms41AQueuedTransferTakesItsDeadlineWithIt();
    void ms46NothingIsTimedForTheSakeOfProgress();
};

// Every call is one of: none to some, some to other, some to none; and each wake-up that comes is
// used up, so that the next one has to be told.
void TimerTest::ms33EachCallReplacesTheOneWakeUp() {
    World world(withoutPool());
    bool pending = false;
    int dropped = 0;
    int soon = 0;
    world.onTimer = [&](std::optional<std::chrono::milliseconds> wait) {
        QVERIFY(wait.has_value() || world.timerPending || pending);
        QVERIFY(!wait || *wait >= 0ms);
        dropped += wait ? 0 : 1;
        soon += wait == 0ms ? 1 : 0;
        pending = wait.has_value();
    };
    world.onReturn = [&](EntryPoint /*from*/) {
        QCOMPARE(world.timerPending, world.engine->timeout().has_value());
    };
    world.origin->serve({.path = "/file.bin", .size = 5'000'000, .delayFirstByte = 1s});
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    QVERIFY(world.timerTold == 0ms);  // as soon as possible, and not a millisecond later
    QVERIFY(world.runToEnd(id));
    world.settle();
    QVERIFY(!world.timerPending);
    QVERIFY(dropped <= 1);  // none, if the last of them came before there was no need for it
    QVERIFY(soon > 1);
}

void TimerTest::ms33ALongWaitFitsIntoAnInt() {
    WorldOptions options = withoutJournal();
    options.limits.timeouts.firstByte = std::chrono::hours(24 * 365);
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    addCounted(world, world.origin->url("/file.bin"));
    world.settle();
    QVERIFY(world.timerTold.has_value());
    QVERIFY(world.timerTold->count() <= std::numeric_limits<int>::max());
}

void TimerTest::ms34TheTimerIsToldOfDeadlinesNotOfTime() {
    WorldOptions options = withoutPool();
    options.limits.timeouts.total = 300s;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 400'000, .rate = 20'000});
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    world.runFor(2s);
    const int calls = world.timerCalls;
    const int entries = world.shadow.counts().entries;
    world.runFor(10s);
    QVERIFY(world.shadow.counts().entries - entries > 100);  // bytes came all the time
    QCOMPARE(world.timerCalls, calls);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void TimerTest::ms35TheTimerIsDroppedOnceWhenTheLastDeadlineGoes() {
    World world(withoutPool());
    world.origin->serve({.path = "/file.bin", .size = 1'000'000, .rate = 1000});
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    world.runFor(2s);
    QVERIFY(world.timerPending);
    std::vector<std::optional<std::chrono::milliseconds>> told;
    world.onTimer = [&](auto wait) {
        told.push_back(wait);
    };
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::Ok);
    QCOMPARE(told.size(), std::size_t{1});
    QVERIFY(!told.front());
    world.settle();
    QCOMPARE(world.engine->perform(), CallStatus::Ok);
    QCOMPARE(told.size(), std::size_t{1});  // and not again
}

void TimerTest::ms36AWaitIsRoundedUpAndNothingRunsEarly() {
    WorldOptions options = withoutJournal();
    options.limits.attempts = 1;
    options.limits.timeouts.firstByte = 1000ms;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    world.settle();
    world.clock.advance(1000ms - 1us);
    QVERIFY(world.engine->timeout() == 1ms);
    const std::uint64_t steps = world.engine->work().connectionSteps;
    world.timerPending = false;
    world.engine->timeoutExpired();  // a microsecond early
    QVERIFY(world.timerTold == 1ms);
    QCOMPARE(world.engine->work().connectionSteps, steps);
    QCOMPARE(world.state(id), TransferState::Probing);
    world.clock.advance(1us);
    QVERIFY(world.engine->timeout() == 0ms);
    world.timerPending = false;
    world.engine->timeoutExpired();
    QCOMPARE(kindOf(world.at(id).error), std::string("Timeout.FirstByte"));
}

void TimerTest::ms38WorkThatIsLeftIsTimerZero() {
    World world(withoutJournal());
    world.origin->serve({.path = "/flood", .size = 64'000'000});
    const TransferId id = addCounted(world, world.origin->url("/flood"));
    bool left = false;
    std::uint64_t received = 0;
    world.onReturn = [&](EntryPoint /*from*/) {
        const std::uint64_t now = world.engine->snapshot(id)->received;
        if (now - received >= 512U << 10U && now < 64'000'000) {  // its budget is used up
            left = true;
            QVERIFY(world.engine->timeout() == 0ms);
            QVERIFY(world.timerPending);
            QVERIFY(world.timerTold == 0ms);
        }
        received = now;
    };
    QVERIFY(world.runToEnd(id));
    QVERIFY(left);
}

void TimerTest::ms38AResumedTransferIsTimerZero() {
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [](TransferRequest& request) { request.startPaused = true; });
    world.settle();
    QVERIFY(!world.timerPending);
    QVERIFY(!world.engine->timeout());
    world.engine->resume(id);
    QVERIFY(world.timerPending);
    QVERIFY(world.timerTold == 0ms);
    QVERIFY(world.engine->timeout() == 0ms);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void TimerTest::ms39AQueuedTransfersDeadlineIsKept() {
    WorldOptions options = withoutJournal();
    options.limits.activeTransfers = 1;
    World world(options);
    world.origin->serve({.path = "/mute", .size = 10, .delayFirstByte = 1h});
    const TransferId first = addCounted(world, world.origin->url("/mute"));
    world.settle();
    options.limits.timeouts.total = 500ms;
    world.engine->setLimits(options.limits);
    const TransferId second = addCounted(world, world.origin->url("/mute"));
    const TimePoint began = world.clock.now();
    QVERIFY(world.runUntil([&] { return world.state(second) == TransferState::Failed; }));
    QCOMPARE(world.clock.now() - began, Duration(500ms));
    QCOMPARE(kindOf(world.at(second).error), std::string("Timeout.Total"));
    QCOMPARE(world.state(first), TransferState::Probing);
}

void TimerTest::ms41AfterTheEndNothingIsPending_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("end");
    for (const char* stage : {"lookup", "connect", "handshake", "first byte", "head", "body",
                              "held", "waiting", "paused", "done"}) {
        for (const char* end : {"pause", "remove"}) {
            QTest::addRow("%s, %s", stage, end) << stage << end;
        }
    }
}

void TimerTest::ms41AfterTheEndNothingIsPending() {
    QFETCH(QString, stage);
    QFETCH(QString, end);
    WorldOptions options = withoutPool();
    options.tls = true;
    options.limits.timeouts.total = 1h;
    World world(options);
    BlackHole hole;
    Rule rule{.path = "/file.bin", .size = stage == "done" ? 10U : 1'000'000U, .rate = 10'000};
    std::string url = world.origin->url("/file.bin");
    if (stage == "lookup") {
        world.dns.add("mute.test", {.dropA = true, .dropAaaa = true});
        url = world.origin->url("/file.bin", "mute.test");
    } else if (stage == "connect") {
        url = "http://127.0.0.1:" + std::to_string(hole.port()) + "/";
    } else if (stage == "handshake") {
        world.origin->setDelayHandshake(1h);
        url = world.origin->tlsUrl("/file.bin");
    } else if (stage == "first byte") {
        rule.delayFirstByte = 1h;
    } else if (stage == "head") {
        rule.script = {{.bytes = "HTTP/1.1 200 OK\r\nX: "}, {.bytes = "y", .delayBefore = 1h}};
    } else if (stage == "waiting") {
        rule.status = 503;
        rule.headers = {{"Retry-After", "600"}};
    }
    world.origin->serve(rule);
    const TransferId id = world.add(url, [&](TransferRequest& request) {
        request.sink = std::make_shared<CountingSink>();
        request.startPaused = stage == "paused";
        request.rateLimit = stage == "held" ? 1 : 0;
    });
    world.runFor(1s);
    if (end == "remove") {
        world.engine->remove(id, Removal::KeepFile);
    } else {
        world.engine->pause(id);
    }
    world.runFor(15s);  // a lookup that nobody waits for any more ends by itself
    QVERIFY(!world.engine->timeout());
    QVERIFY(!world.timerPending);
    QVERIFY(world.watchedFds.empty());
    QCOMPARE(world.transfers.size(), end == "remove" ? std::size_t{0} : std::size_t{1});
}

void TimerTest::ms41AQueuedTransferTakesItsDeadlineWithIt() {
    WorldOptions options = withoutJournal();
    options.limits.activeTransfers = 1;
    options.limits.timeouts.queue = 5s;
    World world(options);
    world.origin->serve({.path = "/mute", .size = 10, .delayFirstByte = 1h});
    addCounted(world, world.origin->url("/mute"));
    world.settle();
    const auto alone = world.engine->timeout();
    for (const bool removes : {false, true}) {
        const TransferId second = addCounted(world, world.origin->url("/mute"));
        world.settle();
        QVERIFY(world.engine->timeout() == 5s);
        if (removes) {
            world.engine->remove(second, Removal::KeepFile);
        } else {
            world.engine->pause(second);
        }
        QVERIFY(world.engine->timeout() == alone);
    }
}

void TimerTest::ms46NothingIsTimedForTheSakeOfProgress() {
    World world(withoutJournal());
    world.origin->serve({.path = "/mute", .size = 1000, .stallAfter = 100});
    const TransferId id = addCounted(world, world.origin->url("/mute"));
    addCounted(world, world.origin->url("/mute"));
    world.runFor(1s);
    QCOMPARE(world.state(id), TransferState::Receiving);
    const int timers = world.timerCalls;
    const int entries = world.shadow.counts().entries;
    world.runFor(10s);
    QCOMPARE(world.timerCalls, timers);
    QCOMPARE(world.shadow.counts().entries, entries);
}

QTEST_GUILESS_MAIN(TimerTest)
#include "timer_test.moc"
