// What a transfer takes of the disk is what it has received, once it has stopped, and it never
// takes the last.

#include "tests/scenarios/several_connections.h"
#include "tests/store/small_disk.h"
#include "tests/support/content.h"

#include <QTest>

#include <sys/stat.h>

using namespace penstock;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kSize = 64 * kMiB;

std::uint64_t onDisk(World& world, const std::string& name) {
    struct stat status {};

    return ::stat((world.folder.path() / name).c_str(), &status) == 0
               ? static_cast<std::uint64_t>(status.st_blocks) * 512
               : 0;
}

}  // namespace

class SpaceTest : public QObject {
    Q_OBJECT

private slots:
    void everyStopGivesBackWhatIsNotUsed_data();
    void everyStopGivesBackWhatIsNotUsed();
    void everyStopGivesBackTheGapsToo_data();
    void everyStopGivesBackTheGapsToo();
    void aFailureGivesBackWhatIsNotUsed();
    void theOldPartGivesBackWhatItDoesNotUse();
    void anEndlessBodyWaitsForSpaceBeforeTheDiskIsFull();
    void whatWouldTakeTheLastOfTheDiskWaitsBeforeItsFirstByte();
};

void SpaceTest::everyStopGivesBackWhatIsNotUsed_data() {
    QTest::addColumn<bool>("pause");
    QTest::newRow("pause") << true;
    QTest::newRow("the engine's stop") << false;
}

void SpaceTest::everyStopGivesBackWhatIsNotUsed() {
    QFETCH(bool, pause);
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::seconds(1));
    if (onDisk(world, "file.bin.part") < kSize) {
        QSKIP("the file system cannot promise space");
    }
    if (pause) {
        world.engine->pause(id);
    } else {
        world.engine->stop();
    }
    world.settle();
    QVERIFY(onDisk(world, "file.bin.part") < 4 * kMiB);
    if (pause) {
        world.engine->resume(id);
        world.runFor(std::chrono::seconds(1));
        QVERIFY(onDisk(world, "file.bin.part") >= kSize);  // promised again
        QVERIFY(world.downloaded("file.bin.part").size() < kSize / 2);
    }
}

void SpaceTest::everyStopGivesBackTheGapsToo_data() {
    QTest::addColumn<QString>("stop");
    for (const char* stop : {"pause", "the engine's stop", "failure", "pause while it is opened"}) {
        QTest::newRow(stop) << stop;
    }
}

void SpaceTest::everyStopGivesBackTheGapsToo() {
    QFETCH(QString, stop);
    WorldOptions options = over(4);
    options.limits.attempts = 1;
    World world(options);
    Rule rule = slowFile(kSize);
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::seconds(3));
    QCOMPARE(world.engine->snapshot(id)->ranges.size(), std::size_t{4});
    if (onDisk(world, "file.bin.part") < kSize) {
        QSKIP("the file system cannot promise space");
    }
    const auto stopped = [&] {
        return world.stopped || world.state(id) == TransferState::Paused ||
               world.state(id) == TransferState::Failed;
    };
    if (stop == "failure") {
        rule.status = 404;
        world.origin->serve(rule);
        world.engine->pause(id);
        world.settle();
        world.engine->resume(id);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Failed; }));
    } else if (stop == "the engine's stop") {
        world.engine->stop();
    } else {
        world.engine->pause(id);
    }
    QVERIFY(world.runUntil(stopped));
    if (stop == "pause while it is opened") {
        world.engine->resume(id);
        QVERIFY(world.runUntil([&] { return onDisk(world, "file.bin.part") >= kSize; }));
        world.engine->pause(id);
        QVERIFY(world.runUntil(stopped));
    }
    // What came, and at each of its ends a block.
    QVERIFY(onDisk(world, "file.bin.part") < 14 * kMiB);
    world.origin->serve(slowFile(kSize));
    world.restart();
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, kSize));
}

void SpaceTest::aFailureGivesBackWhatIsNotUsed() {
    WorldOptions options;
    options.limits.attempts = 1;
    World world(options);
    Rule rule = slowFile(kSize);
    rule.closeAfter = 10;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QVERIFY(world.disk->calls(FileCall::Fallocate) > 0);
    QVERIFY(onDisk(world, "file.bin.part") < kMiB);
}

void SpaceTest::theOldPartGivesBackWhatItDoesNotUse() {
    World world;
    Rule rule = slowFile(kSize);
    rule.size = 60 * kMiB;
    rule.change = EntityChange{};
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::seconds(1));
    world.engine->pause(id);
    world.settle();
    world.engine->resume(id);
    world.runFor(std::chrono::seconds(1));
    QCOMPARE(world.folder.entries(),
             (std::vector<std::string>{"file.bin.1.part", "file.bin.part"}));
    QVERIFY(onDisk(world, "file.bin.part") < 4 * kMiB);
}

void SpaceTest::anEndlessBodyWaitsForSpaceBeforeTheDiskIsFull() {
    World world;
    const auto disk = std::make_shared<SmallDisk>();
    disk->size = 10 * 1024 * kMiB;
    disk->available = 70 * kMiB;
    world.disk = disk;
    world.restart();
    Rule rule = slowFile(kSize);
    rule.rate = 0;
    rule.framing = OriginFraming::Chunked;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Space);
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.NoSpace"));
    QVERIFY(disk->available >= 63 * kMiB);
    QVERIFY(world.downloaded("file.bin.part").size() > 4 * kMiB);
    disk->available = 1024 * kMiB;
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void SpaceTest::whatWouldTakeTheLastOfTheDiskWaitsBeforeItsFirstByte() {
    World world;
    const auto disk = std::make_shared<SmallDisk>();
    disk->size = 10 * 1024 * kMiB;
    disk->available = 100 * kMiB;
    world.disk = disk;
    world.restart();
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Space);
    QCOMPARE(world.folder.entries(), std::vector<std::string>{});
}

QTEST_GUILESS_MAIN(SpaceTest)
#include "space_test.moc"
