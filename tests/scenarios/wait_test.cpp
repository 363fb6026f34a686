// What a transfer waits for is told truly, and the shares of its life add up to its age.

#include "tests/scenarios/list_lock.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kHere{"127.0.0.1"};

/// Its age by its own account.
Duration accounted(const TransferSnapshot& snapshot, TimePoint now) {
    return snapshot.waited.total() + (now - snapshot.wait.since);
}

/// Spent in that wait so far, the running one included.
Duration spent(World& world, TransferId id, WaitsFor waitsFor) {
    const TransferSnapshot snapshot = *world.engine->snapshot(id);
    const bool runs = snapshot.wait.waitsFor == waitsFor;
    return snapshot.waited.of(waitsFor) +
           (runs ? world.clock.now() - snapshot.wait.since : Duration{});
}

/// Time passes only where something waits, and the fake clock jumps to the deadline: so what a
/// stage takes is what was scripted.
bool about(Duration took, Duration scripted) {
    return took >= scripted - 100ms && took <= scripted + 100ms;
}

}  // namespace

#define VERIFY_SHARE(id, waitsFor, scripted)         \
    QVERIFY2(                                        \
        about(spent(world, id, waitsFor), scripted), \
        qPrintable(QString("%1: %2 s")               \
                       .arg(waitWord(waitsFor))      \
                       .arg(std::chrono::duration<double>(spent(world, id, waitsFor)).count())))

class WaitTest : public QObject {
    Q_OBJECT

private slots:

    void eachStepOfAnAttemptHasItsShare() {
        World world({.tls = true});
        world.origin->serve(
            {.path = "/f", .size = 2'000'000, .rate = 100'000, .delayFirstByte = 7s});
        world.origin->setDelayHandshake(5s);
        world.dns.add("slow.test", {.a = kHere, .delayA = 3s, .delayAaaa = 3s});
        const TransferId id = world.add(world.origin->tlsUrl("/f", "slow.test"));
        const TimePoint began = world.clock.now();
        QVERIFY(world.runUntil(
            [&] { return world.engine->snapshot(id)->wait.waitsFor == WaitsFor::TlsHandshake; }));
        const Wait handshake = world.engine->snapshot(id)->wait;
        QVERIFY(handshake.until && *handshake.until - handshake.since == 30s);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Asking; }));
        VERIFY_SHARE(id, WaitsFor::Answer, 3s);
        VERIFY_SHARE(id, WaitsFor::TlsHandshake, 5s);
        QCOMPARE(accounted(*world.engine->snapshot(id), world.clock.now()),
                 world.clock.now() - began);
    }

    void aLifeIsTheSumOfItsWaits() {
        WorldOptions options;
        options.limits.activeTransfers = 1;
        World world(options);
        world.origin->serve({.path = "/first", .size = 1'000'000, .rate = 100'000});
        world.origin->serve({.path = "/f",
                             .size = 1'000'000,
                             .rate = 100'000,
                             .delayFirstByte = 7s,
                             .times = 1,
                             .closeAfter = 500'000});
        const TransferId first = world.add(world.origin->url("/first"));
        const TransferId id = world.add(world.origin->url("/f"));
        const TimePoint began = world.clock.now();
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
        QCOMPARE(world.state(first), TransferState::Done);
        VERIFY_SHARE(id, WaitsFor::Slot, 10s);
        VERIFY_SHARE(id, WaitsFor::FirstByte, 7s);
        VERIFY_SHARE(id, WaitsFor::Body, 5s);
        const Duration retry = *world.at(id).wait.until - world.clock.now();
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Receiving; }));
        VERIFY_SHARE(id, WaitsFor::Retry, retry);
        world.engine->pause(id);
        world.runFor(600s);
        QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Resume);
        VERIFY_SHARE(id, WaitsFor::Resume, 600s);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Nothing);
        const Duration age = world.clock.now() - began;
        QCOMPARE(world.at(id).waited.total(), age);
    }

    void aRateLimitIsAWaitOfItsOwn() {
        World world;
        world.origin->serve({.path = "/f", .size = 1'000'000});
        const TransferId id = world.add(
            world.origin->url("/f"), [](TransferRequest& request) { request.rateLimit = 100'000; });
        QVERIFY(world.runUntil(
            [&] { return world.engine->snapshot(id)->wait.waitsFor == WaitsFor::RateTokens; }));
        const TransferSnapshot held = *world.engine->snapshot(id);
        QVERIFY(held.wait.until && *held.wait.until > world.clock.now());
        QVERIFY(world.runToEnd(id));
        const Duration tokens = spent(world, id, WaitsFor::RateTokens);
        QVERIFY2(tokens >= 9s && tokens <= 10s,
                 qPrintable(QString::number(std::chrono::duration<double>(tokens).count())));
    }

    void aHungDiskIsToldAndNoLookup() {
        World world;
        world.origin->serve({.path = "/f", .size = 1'000'000});
        world.workersHang = true;
        const TransferId id = world.add(world.origin->url("/f"));
        world.runFor(20s);
        const WaitsFor waitsFor = world.engine->snapshot(id)->wait.waitsFor;
        QVERIFY2(waitsFor == WaitsFor::Disk || waitsFor == WaitsFor::List, waitWord(waitsFor));
        world.workersHang = false;
        QVERIFY(world.runToEnd(id));
        VERIFY_SHARE(id, waitsFor, 20s);
    }

    void aLockedListIsToldAsSuch() {
        World world;
        world.origin->serve({.path = "/f", .size = 100'000});
        const ListLock lock(world);
        QVERIFY(lock.held());
        const TransferId id = world.add(world.origin->url("/f"));
        QVERIFY(world.runUntil(
            [&] { return world.engine->snapshot(id)->wait.waitsFor == WaitsFor::List; }));
    }

    void aQuestionAndAnEndAreWaits() {
        World world;
        world.origin->serve({.path = "/f", .size = 10, .status = 404});
        const TransferId id = world.add(world.origin->url("/f"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Resume);
        QVERIFY(!world.at(id).wait.until);
    }
};

QTEST_GUILESS_MAIN(WaitTest)
#include "wait_test.moc"
