// Named queues: limits of their own, and hours.

#include "tests/contract/contract_fixture.h"
#include "tests/scenarios/wall_hours.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

TransferId addTo(World& world, const std::string& path, const std::string& queue) {
    return world.add(world.origin->url(path),
                     [&](TransferRequest& request) { request.queue = queue; });
}

}  // namespace

class NamedQueueTest : public QObject {
    Q_OBJECT

private slots:

    void initTestCase() {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
    }

    void aQueueHasSlotsOfItsOwn() {
        World world;
        world.origin->serve({.path = "/f", .size = 1000, .rate = 100});
        QCOMPARE(world.engine->setQueue({"one", 1, 0, {}}), CallStatus::Ok);
        const TransferId a = addTo(world, "/f", "one");
        const TransferId b = addTo(world, "/f", "one");
        const TransferId c = addTo(world, "/f", "");
        const TransferId d = addTo(world, "/f", "nobody made that");
        QVERIFY(world.runUntil([&] { return world.state(d) == TransferState::Receiving; }));
        QCOMPARE(world.state(a), TransferState::Receiving);
        QCOMPARE(world.state(c), TransferState::Receiving);
        QCOMPARE(world.state(b), TransferState::Queued);
        QCOMPARE(world.at(b).wait.waitsFor, WaitsFor::Slot);
        QCOMPARE(world.at(b).queue, std::string("one"));
        QCOMPARE(world.engine->setQueue({"one", 2, 0, {}}), CallStatus::Ok);
        world.settle();
        QCOMPARE(world.state(b), TransferState::Receiving);
        QVERIFY(world.runToEnd(b));
    }

    void aQueueHasARateOfItsOwn() {
        World world;
        world.origin->serve({.path = "/f", .size = 64 << 20U});
        world.engine->setQueue({"slow", 0, 200'000, {}});
        const TransferId a = addTo(world, "/f", "slow");
        const TransferId b = addTo(world, "/f", "slow");
        const auto both = [&] {
            return world.engine->snapshot(a)->received + world.engine->snapshot(b)->received;
        };
        QVERIFY(world.runUntil([&] { return both() > 200'000; }));
        std::uint64_t before = both();
        world.runFor(10s);
        QVERIFY2(both() - before > 1'900'000 && both() - before < 2'100'000,
                 qPrintable(QString::number(both() - before)));
        QCOMPARE(world.engine->setQueueOf(a, ""), CallStatus::Ok);  // at once
        QVERIFY(world.runUntil([&] { return world.state(a) == TransferState::Done; }, 5s));
        before = both();
        QCOMPARE(world.engine->removeQueue("slow"), CallStatus::Ok);
        QVERIFY(world.runUntil([&] { return world.state(b) == TransferState::Done; }, 5s));
        QCOMPARE(world.engine->removeQueue("slow"), CallStatus::WrongState);
    }

    void outsideOfItsHoursItsTransfersWaitAndSaySo() {
        World world;
        world.origin->serve({.path = "/f", .size = 1000});
        world.engine->setQueue({"later", 0, 0, hourFrom(world, 120)});
        const TransferId id = addTo(world, "/f", "later");
        const TransferId other = addTo(world, "/f", "");
        QVERIFY(world.runToEnd(other));
        world.runFor(1min);
        const TransferSnapshot shown = *world.engine->snapshot(id);
        QCOMPARE(shown.state, TransferState::Queued);
        QCOMPARE(shown.wait.waitsFor, WaitsFor::Schedule);
        QVERIFY(shown.wait.until);
        const Duration left = *shown.wait.until - world.clock.now();
        QVERIFY(left > 117min && left <= 120min);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Done; }, 121min));
    }

    void whenTheHoursAreOverItStopsAndGoesOnTheNextDay() {
        World world;
        world.origin->serve({.path = "/f", .size = 10'000, .rate = 1});
        world.engine->setQueue({"now", 0, 0, hourFrom(world, -30)});
        const TransferId id = addTo(world, "/f", "now");
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Receiving; }));
        world.runFor(31min);
        QCOMPARE(world.state(id), TransferState::Queued);
        QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Schedule);
        QCOMPARE(world.at(id).attempt, 0);
        const std::uint64_t received = world.engine->snapshot(id)->received;
        QVERIFY(received > 1'000);
        world.runFor(22h);
        QCOMPARE(world.engine->snapshot(id)->received, received);
        world.runFor(90min);
        QVERIFY(world.engine->snapshot(id)->received > received);
        QCOMPARE(world.engine->setQueueOf(id, ""), CallStatus::Ok);  // never mind the hours
        world.runFor(10min);
        QCOMPARE(world.state(id), TransferState::Receiving);
    }

    void aClockThatJumpsIsSeenWithinAMinute() {
        World world;
        world.origin->serve({.path = "/f", .size = 1000});
        world.engine->setQueue({"later", 0, 0, hourFrom(world, 120)});
        const TransferId id = addTo(world, "/f", "later");
        world.runFor(1min);
        QCOMPARE(world.state(id), TransferState::Queued);
        ::setenv("TZ", "UTC-2", 1);  // two hours east: the clock on the wall is there already
        world.runFor(2min);
        ::setenv("TZ", "UTC", 1);
        ::tzset();
        QCOMPARE(world.state(id), TransferState::Done);
    }

    void queuesOutliveARestart() {
        World world;
        world.origin->serve({.path = "/f", .size = 1000});
        const QueueSettings later{"later", 3, 100'000, hourFrom(world, 120)};
        world.engine->setQueue(later);
        const TransferId id = addTo(world, "/f", "later");
        world.runFor(1s);
        world.restart();
        QCOMPARE(world.engine->queues(), std::vector{later});
        world.runFor(1min);
        QCOMPARE(world.engine->snapshot(id)->wait.waitsFor, WaitsFor::Schedule);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Done; }, 121min));
    }

    void aQueueThatNobodyWaitsInCausesNoWakeUp() {
        World world;
        world.engine->setQueue({"later", 0, 0, hourFrom(world, 120)});
        world.runFor(2min);
        const std::uint64_t turns = world.engine->work().turns;
        world.runFor(24h);
        QCOMPARE(world.engine->work().turns, turns);
    }

    void whatIsNoQueueIsRefused() {
        World world;
        QCOMPARE(world.engine->setQueue({}), CallStatus::WrongState);
        QCOMPARE(world.engine->setQueue({"x", 0, 0, {{1, 1440, 0}}}), CallStatus::WrongState);
        QVERIFY(world.engine->queues().empty());
    }
};

QTEST_GUILESS_MAIN(NamedQueueTest)
#include "named_queue_test.moc"
