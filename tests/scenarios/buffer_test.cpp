// a disk slower than the network holds reception within the memory that there is, and costs
// no turns while it does.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 1'000'000;

WorldOptions withMemory(std::size_t bytes) {
    WorldOptions options;
    options.limits.bufferMemory = bytes;
    return options;
}

std::vector<TransferId> addMany(World& world, int count, std::uint64_t rate = 0) {
    std::vector<TransferId> ids;
    for (int i = 0; i < count; ++i) {
        const std::string path = "/" + std::to_string(i) + ".bin";
        Rule rule;
        rule.path = path;
        rule.size = kSize;
        rule.seed = static_cast<std::uint64_t>(i);
        rule.rate = rate;
        world.origin->serve(rule);
        ids.push_back(world.add(world.origin->url(path)));
    }
    return ids;
}

bool allExact(World& world, const std::vector<TransferId>& ids) {
    bool exact = true;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        exact = exact && world.runToEnd(ids[i]) && world.state(ids[i]) == TransferState::Done &&
                world.downloaded(std::to_string(i) + ".bin") == contentText(i, 0, kSize);
    }
    return exact;
}

}  // namespace

class BufferTest : public QObject {
    Q_OBJECT

private slots:
    void r149AHungDiskCostsNoTurns_data();
    void r149AHungDiskCostsNoTurns();
    void r149ASlowDiskHoldsOnceInFourMebibytes_data();
    void r149ASlowDiskHoldsOnceInFourMebibytes();
    void r149ManyShareALittleMemory();
    void aLimitBelowTheLeastCountsAsTheLeast_data();
    void aLimitBelowTheLeastCountsAsTheLeast();
};

void BufferTest::r149AHungDiskCostsNoTurns_data() {
    QTest::addColumn<int>("transfers");
    QTest::addRow("one") << 1;
    QTest::addRow("two") << 2;
    QTest::addRow("more than there are pieces") << 20;
}

void BufferTest::r149AHungDiskCostsNoTurns() {
    QFETCH(int, transfers);
    World world(withMemory(kLeastBufferMemory));
    const std::vector<TransferId> ids = addMany(world, transfers, 10'000'000);
    QVERIFY(
        world.runUntil([&] { return world.at(ids.front()).state == TransferState::Receiving; }));
    world.workersHang = true;
    world.runFor(1s);
    const std::uint64_t turns = world.engine->work().turns;
    world.runFor(10s);
    QVERIFY2(world.engine->work().turns - turns < 5,
             qPrintable(QString::number(world.engine->work().turns - turns)));
    world.workersHang = false;
    QVERIFY(allExact(world, ids));
}

void BufferTest::r149ASlowDiskHoldsOnceInFourMebibytes_data() {
    QTest::addColumn<int>("connections");
    QTest::addRow("one connection") << 1;
    QTest::addRow("four") << 4;
}

void BufferTest::r149ASlowDiskHoldsOnceInFourMebibytes() {
    QFETCH(int, connections);
    constexpr std::uint64_t kMany = 128U << 20U;
    WorldOptions options;
    options.connections = connections;
    options.limits.connectionsPerHost = connections;
    options.jobsTake = [](const WorkerKey& key) {
        return key.kind == WorkerKey::Kind::Disk ? Duration(20ms) : Duration(0);
    };
    World world(std::move(options));
    world.origin->serve({.path = "/file.bin", .size = kMany});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kMany));
    int holds = 0;
    for (const Watch& watch : world.told) {
        holds += watch.interest == Interest::Nothing ? 1 : 0;
    }
    const int most = static_cast<int>(kMany / (4U << 20U));
    QVERIFY2(holds > most / 4 && holds <= most + connections * 2,  // and each socket's end
             qPrintable(QString::number(holds)));
    // That our disk is slow is no reason to ask for other connections; each share may cost one.
    const std::size_t accepted = world.origin->acceptedConnections();
    QVERIFY2(accepted <= static_cast<std::size_t>(4 * connections),
             qPrintable(QString::number(accepted)));
}

void BufferTest::r149ManyShareALittleMemory() {
    World world(withMemory(kLeastBufferMemory));
    QVERIFY(allExact(world, addMany(world, 12)));
}

void BufferTest::aLimitBelowTheLeastCountsAsTheLeast_data() {
    QTest::addColumn<int>("kib");
    for (const int kib : {0, 1, 16, 64, 200, 256, 300, 512}) {
        QTest::addRow("%d KiB", kib) << kib;
    }
}

void BufferTest::aLimitBelowTheLeastCountsAsTheLeast() {
    QFETCH(int, kib);
    World world(withMemory(static_cast<std::size_t>(kib) << 10U));
    QVERIFY(allExact(world, addMany(world, 3)));
}

QTEST_GUILESS_MAIN(BufferTest)
#include "buffer_test.moc"
