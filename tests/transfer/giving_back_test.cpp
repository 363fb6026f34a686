// What a part takes of the disk and does not use is given back, when nobody claims it any more.

#include "engine/store/sqlite.h"
#include "engine/transfer/part_keeper.h"
#include "tests/transfer/part_keeper_stage.h"

#include <QTest>

#include <sys/stat.h>

using namespace penstock;

namespace {

using Stage = PartKeeperStage;

/// Bytes that the part takes of the disk.
std::uint64_t taken(const Stage& stage) {
    struct stat status {};

    ::stat((stage.folder.path() / "file.bin.part").c_str(), &status);
    return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

/// Lets something happen when space has been taken.
class StoppingDisk final : public FailingFileOps {
public:
    int fallocate(int fd, int mode, off_t offset, off_t length) override {
        const int result = FailingFileOps::fallocate(fd, mode, offset, length);
        if (reserved) {
            reserved();
        }
        return result;
    }

    std::function<void()> reserved;
};

}  // namespace

class GivingBackTest : public QObject {
    Q_OBJECT

private slots:
    void stoppingASearchGivesBackWhatItTook();
    void holesAreGivenBackWhenNobodyClaimsThem_data();
    void holesAreGivenBackWhenNobodyClaimsThem();
};

void GivingBackTest::stoppingASearchGivesBackWhatItTook() {
    constexpr std::uint64_t kLarge = 8U << 20U;
    Stage stage;
    stage.enlist();
    stage.create(kLarge);
    if (taken(stage) < kLarge) {
        QSKIP("the file system promises no space");
    }
    stage.keeper->giveBack(RangeSet());
    stage.finishJobs();
    QVERIFY(taken(stage) < kLarge);
    const auto disk = std::make_shared<StoppingDisk>();
    stage.files = disk;
    stage.restart();
    bool called = false;
    std::uint64_t most = 0;
    disk->reserved = [&] {
        most = taken(stage);
        stage.keeper->stop();
    };
    stage.keeper->takeUp([&](const PartKeeper::TakenUp&) { called = true; });
    stage.finishJobs();
    QVERIFY(!called);
    QVERIFY(most >= kLarge);
    QVERIFY(taken(stage) < kLarge);
}

void GivingBackTest::holesAreGivenBackWhenNobodyClaimsThem_data() {
    QTest::addColumn<bool>("listTakesIt");
    QTest::newRow("the list says so first") << true;
    QTest::newRow("the list does not take that") << false;
}

void GivingBackTest::holesAreGivenBackWhenNobodyClaimsThem() {
    QFETCH(bool, listTakesIt);
    constexpr std::uint64_t kLarge = 8U << 20U;
    constexpr std::uint64_t kHalf = kLarge / 2;
    Stage stage;
    const auto disk = std::make_shared<StoppingDisk>();
    stage.files = disk;
    stage.enlist();
    stage.create(kLarge);
    if (taken(stage) < kLarge) {
        QSKIP("the file system promises no space");
    }
    stage.write("0123456789");
    stage.write("0123456789", kHalf);
    Database list;
    QCOMPARE(list.open(stage.state.file("list.db"), SQLITE_OPEN_READWRITE), SQLITE_OK);
    const std::vector<Mark> more{{1, 0, 0, kHalf - 1}, {1, 0, kHalf, kHalf + 10}};
    QVERIFY(Journal::open(stage.state.file("list.db"), Journal::Sharing::Shared)
                .value()
                ->durableMarks(more)
                .ok());
    if (!listTakesIt) {
        QCOMPARE(list.execute("DROP TABLE range"), SQLITE_OK);
    }
    int holes = 0;
    disk->reserved = [&] {
        ++holes;
        const TransferRecord row = stage.rows().front();
        QCOMPARE(row.softEnd, std::uint64_t{10});
        QCOMPARE(row.ranges, (std::vector<RangeMark>{{kHalf, kHalf + 10, kHalf + 10}}));
    };
    RangeSet here;
    here.add({0, 10});
    here.add({kHalf, kHalf + 10});
    stage.keeper->giveBack(here);
    stage.finishJobs();
    QCOMPARE(holes, listTakesIt ? 1 : 0);
    QVERIFY(taken(stage) < (listTakesIt ? kLarge / 4 : kLarge * 3 / 4));  // behind all, it may go
}

QTEST_GUILESS_MAIN(GivingBackTest)
#include "giving_back_test.moc"
