// Limits that several share: a transfer's connections, a host's transfers, all of them. A change
// acts at once.

#include "tests/scenarios/rate_meter.h"
#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kKiB = 1U << 10U;

std::uint64_t received(const World& world, TransferId id) {
    return world.engine->snapshot(id)->received;
}

}  // namespace

class SharedRateTest : public QObject {
    Q_OBJECT

private slots:

    void aTransferKeepsToItsLimitOverAllItsConnections_data() {
        QTest::addColumn<int>("connections");
        QTest::addColumn<quint64>("rate");
        for (const int connections : {1, 4, 16}) {
            for (const quint64 rate : {262'144ULL, 2'097'152ULL}) {
                QTest::addRow("%llu B/s over %d", rate, connections) << connections << rate;
            }
        }
    }

    void aTransferKeepsToItsLimitOverAllItsConnections() {
        QFETCH(int, connections);
        QFETCH(quint64, rate);
        World world(over(connections));
        world.origin->serve({.path = "/file.bin", .size = 64 << 20U});
        const TransferId id =
            world.add(world.origin->url("/file.bin"),
                      [&](TransferRequest& request) { request.rateLimit = rate; });
        QVERIFY(world.runUntil([&] { return received(world, id) > 4 * rate; }));
        RateMeter meter(world, {id});
        meter.watch(12s);
        QVERIFY2(meter.breach(rate).isEmpty(), qPrintable(meter.breach(rate)));
    }

    // Each of them gets its part: no connection has nearly all of it.
    void itsConnectionsShareEvenly() {
        World world(over(4));
        world.origin->serve({.path = "/file.bin", .size = 64 << 20U});
        const TransferId id =
            world.add(world.origin->url("/file.bin"),
                      [](TransferRequest& request) { request.rateLimit = 1'000'000; });
        QVERIFY(world.runUntil([&] { return world.engine->snapshot(id)->segments.size() == 4; }));
        const auto begin = world.engine->snapshot(id)->segments;
        world.runFor(10s);
        const auto end = world.engine->snapshot(id)->segments;
        QCOMPARE(end.size(), begin.size());
        for (std::size_t i = 0; i < end.size(); ++i) {
            const std::uint64_t came = end[i].at - begin[i].at;
            QVERIFY2(came > 2'100'000 && came < 2'900'000, qPrintable(QString::number(came)));
        }
    }

    void theWholeIsKeptAndSharedEvenly() {
        WorldOptions options = over(4);
        options.limits.connectionsPerHost = 0;
        options.limits.totalRate = 1'000'000;
        World world(options);
        std::vector<TransferId> ids;
        for (const char* path : {"/a", "/b", "/c"}) {
            world.origin->serve({.path = path, .size = 64 << 20U});
            ids.push_back(world.add(world.origin->url(path)));
        }
        QVERIFY(world.runUntil([&] { return received(world, ids[2]) > 100'000; }));
        world.runFor(2s);
        std::vector<std::uint64_t> before;
        for (const TransferId id : ids) {
            before.push_back(received(world, id));
        }
        RateMeter meter(world, ids);
        meter.watch(12s);
        QVERIFY2(meter.breach(1'000'000).isEmpty(), qPrintable(meter.breach(1'000'000)));
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const std::uint64_t came = received(world, ids[i]) - before[i];
            QVERIFY2(came > 3'700'000 && came < 4'300'000, qPrintable(QString::number(came)));
        }
    }

    void whatOneDoesNotUseTheOthersHave() {
        WorldOptions options;
        options.limits.totalRate = 1'000'000;
        World world(options);
        world.origin->serve({.path = "/slow", .size = 64 << 20U, .rate = 100'000});
        world.origin->serve({.path = "/fast", .size = 64 << 20U});
        const TransferId slow = world.add(world.origin->url("/slow"));
        const TransferId fast = world.add(world.origin->url("/fast"));
        QVERIFY(world.runUntil([&] { return received(world, slow) > 100'000; }));
        RateMeter meter(world, {slow, fast});
        const std::uint64_t before = received(world, slow);
        meter.watch(10s);
        QVERIFY2(meter.breach(1'000'000).isEmpty(), qPrintable(meter.breach(1'000'000)));
        QVERIFY(received(world, slow) - before > 900'000);
    }

    void aHostIsKeptToItsLimit() {
        WorldOptions options;
        options.limits.hostRate = 500'000;
        World world(options);
        world.origin->serve({.path = "/a", .size = 64 << 20U});
        world.origin->serve({.path = "/b", .size = 64 << 20U});
        const TransferId a = world.add(world.origin->url("/a"));
        const TransferId b = world.add(world.origin->url("/b"));
        QVERIFY(world.runUntil([&] { return received(world, b) > 100'000; }));
        world.runFor(1s);
        RateMeter meter(world, {a, b});
        meter.watch(10s);
        QVERIFY2(meter.breach(500'000).isEmpty(), qPrintable(meter.breach(500'000)));
    }

    // From a share each twenty seconds to full speed, and back, without waiting for it.
    void aChangeActsAtOnce_data() {
        QTest::addColumn<int>("connections");
        for (const int connections : {1, 4, 16}) {
            QTest::addRow("%d", connections) << connections;
        }
    }

    void aChangeActsAtOnce() {
        QFETCH(int, connections);
        World world(over(connections));
        world.origin->serve({.path = "/file.bin", .size = 200 << 20U});
        const TransferId id =
            world.add(world.origin->url("/file.bin"),
                      [](TransferRequest& request) { request.rateLimit = 2'000'000; });
        QVERIFY(world.runUntil([&] { return received(world, id) > 9 << 20U; }));
        QCOMPARE(world.engine->setRateLimit(id, 1'000), CallStatus::Ok);
        std::uint64_t before = received(world, id);
        world.runFor(30s);
        QVERIFY2(received(world, id) - before < 30'000 + 32 * kKiB,
                 qPrintable(QString::number(received(world, id) - before)));
        QCOMPARE(world.engine->setRateLimit(id, 1'000'000), CallStatus::Ok);
        QCOMPARE(world.engine->snapshot(id)->rateLimit, std::uint64_t{1'000'000});
        RateMeter meter(world, {id});
        meter.watch(8s);
        QVERIFY2(meter.breach(1'000'000).isEmpty(), qPrintable(meter.breach(1'000'000)));
        EngineLimits limits = over(connections).limits;
        limits.connections = connections;
        limits.totalRate = 1'000;
        QCOMPARE(world.engine->setLimits(limits), CallStatus::Ok);
        before = received(world, id);
        world.runFor(30s);
        QVERIFY(received(world, id) - before < 30'000 + 32 * kKiB);
        limits.totalRate = 0;
        QCOMPARE(world.engine->setLimits(limits), CallStatus::Ok);
        QCOMPARE(world.engine->setRateLimit(id, 0), CallStatus::Ok);
        world.settle();  // the rest is up to the kernel, which keeps another clock
        QVERIFY(world.engine->snapshot(id)->wait.waitsFor != WaitsFor::RateTokens);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, 200 << 20U));
    }

    void aPausedTransferUnderALimitCausesNoWakeUp() {
        WorldOptions options = over(4);
        options.limits.totalRate = 100'000;
        options.limits.idleConnections = 0;
        World world(options);
        world.origin->serve({.path = "/file.bin", .size = 64 << 20U});
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runUntil([&] { return received(world, id) > 50'000; }));
        QCOMPARE(world.engine->pause(id), CallStatus::Ok);
        world.runFor(10s);
        QCOMPARE(world.state(id), TransferState::Paused);
        const std::uint64_t turns = world.engine->work().turns;
        QVERIFY(!world.timerPending);
        world.runFor(60s);
        QCOMPARE(world.engine->work().turns, turns);
    }

    void aNewLimitIsKeptInTheList() {
        World world;
        world.origin->serve(slowFile(64 << 20U));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runUntil([&] { return received(world, id) > 0; }));
        QCOMPARE(world.engine->setRateLimit(id, 777'777), CallStatus::Ok);
        world.runFor(1s);
        world.restart();
        QCOMPARE(world.engine->snapshot(id)->rateLimit, std::uint64_t{777'777});
    }
};

QTEST_GUILESS_MAIN(SharedRateTest)
#include "shared_rate_test.moc"
