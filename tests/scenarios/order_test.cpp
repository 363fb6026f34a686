// Who of those that wait goes first: for a slot, and for a place at a host. A change acts at once.

#include "tests/contract/contract_fixture.h"
#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <string>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Many files, of which the origin sends 100 bytes a second.
struct Queue {
    explicit Queue(WorldOptions options) : world(options) {}

    TransferId add(const std::string& name, Priority priority = Priority::Normal) {
        world.origin->serve({.path = "/" + name, .size = 1000, .rate = 100});
        names.push_back("/" + name);
        ids.push_back(world.add(world.origin->url("/" + name),
                                [&](TransferRequest& request) { request.priority = priority; }));
        return ids.back();
    }

    bool runToEnd() {
        return world.runUntil([this] {
            return std::ranges::all_of(
                ids, [this](TransferId id) { return world.state(id) == TransferState::Done; });
        });
    }

    /// In the order in which they were asked for, as "abc".
    [[nodiscard]] std::string asked() const {
        std::string text;
        for (const RequestLog& request : world.origin->requests()) {
            text += request.target.substr(1);
        }
        return text;
    }

    World world;
    std::vector<std::string> names;
    std::vector<TransferId> ids;
};

WorldOptions withSlots(int active) {
    WorldOptions options;
    options.limits.activeTransfers = active;
    return options;
}

WorldOptions withPlaces(int perHost) {
    WorldOptions options;
    options.limits.connectionsPerHost = perHost;
    return options;
}

}  // namespace

class OrderTest : public QObject {
    Q_OBJECT

private slots:

    void forASlotThePriorityGoesFirstAndThenTheOrder() {
        Queue queue(withSlots(1));
        queue.add("a");
        QVERIFY(queue.world.runUntil([&] { return queue.asked() == "a"; }));
        queue.add("b", Priority::Low);
        queue.add("c");
        const TransferId d = queue.add("d");
        queue.add("e", Priority::High);
        QCOMPARE(queue.world.engine->move(std::vector{d}, Place::Up), CallStatus::Ok);
        QVERIFY(queue.runToEnd());
        QCOMPARE(queue.asked(), std::string("aedcb"));
    }

    void aChangeActsAtOnceAndStopsNobody() {
        Queue queue(withSlots(1));
        const TransferId a = queue.add("a");
        const TransferId b = queue.add("b");
        const TransferId c = queue.add("c");
        const TransferId d = queue.add("d");
        QVERIFY(queue.world.runUntil([&] { return queue.asked() == "a"; }));
        QCOMPARE(queue.world.engine->setPriority(c, Priority::High), CallStatus::Ok);
        QCOMPARE(queue.world.engine->setPriority(a, Priority::Low), CallStatus::Ok);
        QCOMPARE(queue.world.engine->move(std::vector{d, b}, Place::Top), CallStatus::Ok);
        QCOMPARE(queue.world.engine->move(std::vector{b}, Place::Bottom), CallStatus::Ok);
        QCOMPARE(queue.world.engine->snapshot(c)->priority, Priority::High);
        QVERIFY(queue.world.engine->snapshot(d)->position <
                queue.world.engine->snapshot(a)->position);
        QVERIFY(queue.runToEnd());
        QCOMPARE(queue.asked(), std::string("acdb"));
    }

    void forAPlaceAtAHostTheSameHolds() {
        Queue queue(withPlaces(1));
        queue.add("a");
        QVERIFY(queue.world.runUntil([&] { return queue.asked() == "a"; }));
        queue.add("b", Priority::Low);
        const TransferId c = queue.add("c");
        queue.add("d");
        queue.add("e", Priority::High);
        queue.world.runFor(1s);
        QCOMPARE(queue.world.at(c).wait.waitsFor, WaitsFor::Host);
        QCOMPARE(queue.world.engine->move(std::vector{c}, Place::Bottom), CallStatus::Ok);
        QVERIFY(queue.runToEnd());
        QCOMPARE(queue.asked(), std::string("aedcb"));
    }

    void theOrderOutlivesARestart() {
        Queue queue(withSlots(1));
        queue.add("a");
        queue.add("b");
        const TransferId c = queue.add("c");
        const TransferId d = queue.add("d");
        QVERIFY(queue.world.runUntil([&] { return queue.asked() == "a"; }));
        queue.world.engine->setPriority(d, Priority::High);
        queue.world.engine->move(std::vector{c}, Place::Top);
        queue.world.runFor(1s);
        queue.world.restart();
        QCOMPARE(queue.world.engine->snapshot(d)->priority, Priority::High);
        QVERIFY(queue.runToEnd());
        const std::string asked = queue.asked().substr(1);
        QVERIFY2(asked.starts_with("dca") || asked.starts_with("dc"), asked.c_str());
        queue.add("z");
        QVERIFY(queue.world.engine->snapshot(queue.ids.back())->position >
                queue.world.engine->snapshot(c)->position);
    }

    // The whole host is taken: others must not wait behind that.
    void oneThatWaitsAtItsHostHoldsNoSlot_data() {
        QTest::addColumn<int>("connections");
        for (const int connections : {1, 4, 16}) {
            QTest::addRow("%d", connections) << connections;
        }
    }

    void oneThatWaitsAtItsHostHoldsNoSlot() {
        QFETCH(int, connections);
        WorldOptions options = over(connections);
        options.limits.activeTransfers = 2;
        options.limits.connectionsPerHost = 1;
        options.tls = true;
        World world(options);
        world.origin->serve({.path = "/slow", .size = 1000, .delayFirstByte = 50s});
        world.origin->serve({.path = "/f", .size = 1000});
        const TransferId slow = world.add(world.origin->url("/slow"));
        std::vector<TransferId> same;
        for (int i = 0; i < 10; ++i) {
            same.push_back(world.add(world.origin->url("/f")));
        }
        // Another port is another host.
        const TransferId other = world.add(world.origin->tlsUrl("/f"));
        QVERIFY(world.runUntil([&] { return world.state(other) == TransferState::Done; }, 40s));
        QCOMPARE(world.state(slow), TransferState::Probing);
        int begun = 0;
        for (const TransferId id : same) {
            QCOMPARE(world.engine->snapshot(id)->wait.waitsFor, WaitsFor::Host);
            begun += world.state(id) == TransferState::Queued ? 0 : 1;
        }
        QVERIFY2(begun <= 2, qPrintable(QString::number(begun)));
        QVERIFY(world.runUntil([&] {
            return std::ranges::all_of(
                same, [&](TransferId id) { return world.state(id) == TransferState::Done; });
        }));
    }

    void noMoreAreActiveThanThereAreSlots() {
        WorldOptions options = withoutJournal();
        options.limits.activeTransfers = 3;
        options.limits.connectionsPerHost = 2;
        World world(options);
        world.origin->serve({.path = "/f", .size = 100});
        std::vector<TransferId> added;
        for (int i = 0; i < 300; ++i) {
            added.push_back(addCounted(world, world.origin->url("/f")));
        }
        int most = 0;
        world.onReturn = [&](EntryPoint) {
            int active = 0;
            for (const TransferId id : added) {
                const TransferSnapshot shown = *world.engine->snapshot(id);
                active += (shown.state == TransferState::Probing ||
                           shown.state == TransferState::Receiving) &&
                                  shown.wait.waitsFor != WaitsFor::Host
                              ? 1
                              : 0;
            }
            most = std::max(most, active);
        };
        QVERIFY(world.runUntil([&] {
            return std::ranges::all_of(
                added, [&](TransferId id) { return world.state(id) == TransferState::Done; });
        }));
        QVERIFY2(most <= 3, qPrintable(QString::number(most)));
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
    }

    void allArePausedAndResumed() {
        Queue queue(withSlots(1));
        queue.add("a");
        queue.add("b");
        QVERIFY(queue.world.runUntil([&] { return queue.asked() == "a"; }));
        QCOMPARE(queue.world.engine->pauseAll(), CallStatus::Ok);
        queue.world.runFor(10s);
        for (const TransferId id : queue.ids) {
            QCOMPARE(queue.world.state(id), TransferState::Paused);
        }
        QCOMPARE(queue.world.engine->resumeAll(), CallStatus::Ok);
        QVERIFY(queue.runToEnd());
    }

    void moreSlotsAreFilledAtOnce() {
        Queue queue(withSlots(1));
        queue.add("a");
        queue.add("b");
        queue.add("c");
        QVERIFY(queue.world.runUntil([&] { return queue.asked() == "a"; }));
        EngineLimits limits = withSlots(1).limits;
        limits.activeTransfers = 3;
        QCOMPARE(queue.world.engine->setLimits(limits), CallStatus::Ok);
        queue.world.settle();
        QCOMPARE(queue.asked(), std::string("abc"));
    }

    void theWeightFollowsThePriority() {
        WorldOptions options;
        options.limits.totalRate = 1'300'000;
        World world(options);
        std::vector<TransferId> ids;
        for (const Priority priority : {Priority::Low, Priority::Normal, Priority::High}) {
            const std::string path = "/" + std::string(name(priority));
            world.origin->serve({.path = path, .size = 64 << 20U});
            ids.push_back(world.add(world.origin->url(path), [&](TransferRequest& request) {
                request.priority = priority;
            }));
        }
        const auto received = [&](std::size_t i) {
            return static_cast<double>(world.engine->snapshot(ids[i])->received);
        };
        QVERIFY(world.runUntil([&] { return received(0) > 100'000; }));
        const double low = received(0);
        const double high = received(2);
        world.runFor(20s);
        const double ratio = (received(2) - high) / (received(0) - low);
        QVERIFY2(ratio > 8 && ratio < 10, qPrintable(QString::number(ratio)));
        world.engine->setPriority(ids[0], Priority::High);
        const double lowThen = received(0);
        const double highThen = received(2);
        world.runFor(20s);
        const double now = (received(2) - highThen) / (received(0) - lowThen);
        QVERIFY2(now > 0.9 && now < 1.1, qPrintable(QString::number(now)));
    }
};

QTEST_GUILESS_MAIN(OrderTest)
#include "order_test.moc"
