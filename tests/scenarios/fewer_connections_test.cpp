// A limit of connections that is lowered, or raised, while files come acts at once: what is too
// many ends where it is, and nothing of it is lost.

#include "engine/http/url.h"
#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

/// Four connections bring it, and have brought a megabyte each.
struct Stage {
    WorldOptions options = over(4);
    std::unique_ptr<World> world;
    TransferId id{};

    Stage() {
        world = std::make_unique<World>(options);
        options.limits.connections = 4;
        world->origin->serve(slowFile(kSize));
        id = world->add(world->origin->url("/file.bin"));
        world->runFor(1s);
    }

    void allow(int connections, int perHost) {
        options.limits.connections = connections;
        options.limits.connectionsPerHost = perHost;
        world->engine->setLimits(options.limits);
    }

    [[nodiscard]] int sockets() const { return world->engine->snapshot(id)->activeSockets; }
};

}  // namespace

class FewerConnectionsTest : public QObject {
    Q_OBJECT

private slots:

    void aLowerLimitEndsWhatIsTooManyAtOnce_data() {
        QTest::addColumn<int>("connections");
        QTest::addColumn<int>("perHost");
        QTest::addColumn<int>("left");
        QTest::newRow("of a file, 3") << 3 << 8 << 3;
        QTest::newRow("of a file, 2") << 2 << 8 << 2;
        QTest::newRow("of a file, 1") << 1 << 8 << 1;
        QTest::newRow("of a host, 3") << 4 << 3 << 3;
        QTest::newRow("of a host, 1") << 4 << 1 << 1;
    }

    void aLowerLimitEndsWhatIsTooManyAtOnce() {
        QFETCH(int, connections);
        QFETCH(int, perHost);
        QFETCH(int, left);
        Stage stage;
        World& world = *stage.world;
        QCOMPARE(stage.sockets(), 4);
        const auto ranges = world.engine->snapshot(stage.id)->ranges;
        stage.allow(connections, perHost);
        QCOMPARE(stage.sockets(), left);
        QCOMPARE(world.watchedFds.size(), static_cast<std::size_t>(left));
        QVERIFY(world.engine->snapshot(stage.id)->ranges == ranges);
        std::size_t most = 0;
        world.onReturn = [&](EntryPoint) {
            most = std::max(most, world.shadow.openCount());
        };
        const std::uint64_t before = sent(world);
        const std::uint64_t here = world.engine->snapshot(stage.id)->received;
        QVERIFY(world.runToEnd(stage.id));
        QVERIFY(isExact(world, kSize));
        QVERIFY(most <= static_cast<std::size_t>(left));
        QCOMPARE(world.at(stage.id).attempt, 0);
        QVERIFY(sent(world) - before < kSize - here + 3'000'000);
    }

    void aHigherLimitOpensMoreAtOnce() {
        Stage stage;
        stage.allow(1, 8);
        QCOMPARE(stage.sockets(), 1);
        stage.world->runFor(1s);
        stage.allow(4, 8);
        stage.world->settle();
        QCOMPARE(stage.sockets(), 4);
        QVERIFY(stage.world->runToEnd(stage.id));
        QVERIFY(isExact(*stage.world, kSize));
    }

    // Whoever has several gives up what it has beyond one, and nobody its last.
    void aLowerLimitOfTheHostIsSharedByAll_data() {
        QTest::addColumn<int>("perHost");
        QTest::addColumn<int>("left");
        QTest::newRow("5") << 5 << 5;
        QTest::newRow("3") << 3 << 3;
        QTest::newRow("2") << 2 << 2;
        QTest::newRow("fewer than files") << 1 << 2;
    }

    void aLowerLimitOfTheHostIsSharedByAll() {
        QFETCH(int, perHost);
        QFETCH(int, left);
        WorldOptions options = over(4);
        options.limits.connectionsPerHost = 8;
        World world(options);
        options.limits.connections = 4;
        world.origin->serve(slowFile(kSize));
        std::vector<TransferId> added;
        for (const char* name : {"a", "b"}) {
            added.push_back(world.add(world.origin->url("/file.bin"),
                                      [name](TransferRequest& r) { r.name = name; }));
        }
        world.runFor(1s);
        QCOMPARE(world.watchedFds.size(), std::size_t{8});
        options.limits.connectionsPerHost = perHost;
        world.engine->setLimits(options.limits);
        QCOMPARE(world.watchedFds.size(), static_cast<std::size_t>(left));
        for (const TransferId id : added) {
            QVERIFY(world.engine->snapshot(id)->activeSockets > 0);
        }
        for (const TransferId id : added) {
            QVERIFY(world.runToEnd(id));
            QCOMPARE(world.state(id), TransferState::Done);
            QVERIFY(world.downloaded(world.at(id).name) == contentText(1, 0, kSize));
        }
    }

    // What is learned or set for one host, too.
    void aLowerCeilingOfAHostActsAtOnce() {
        Stage stage;
        const Url url = parseUrl(stage.world->origin->url("/")).value();
        QCOMPARE(stage.world->engine->setHostCeiling(url.host, url.port, 2), CallStatus::Ok);
        QCOMPARE(stage.sockets(), 2);
        QVERIFY(stage.world->runToEnd(stage.id));
        QVERIFY(isExact(*stage.world, kSize));
    }
};

QTEST_GUILESS_MAIN(FewerConnectionsTest)
#include "fewer_connections_test.moc"
