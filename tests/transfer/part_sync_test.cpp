// What was written becomes durable: one sync for all that write to a part, beside the writes, and
// never a mark for what a sync did not cover.

#include "engine/transfer/part_sync.h"

#include "tests/support/transfer_stage.h"

#include <QTest>

#include <cerrno>

using namespace penstock;

namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;

struct Writer final : PartSync::Writer {
    void roomAgain() override { ++told; }

    void synced(std::uint64_t end) override { durable = end; }

    void syncFailed(const Error& why, bool isSpoilt) override {
        error = why;
        spoilt = isSpoilt;
    }

    std::uint64_t durable = 0;
    Error error;
    bool spoilt = false;
    int told = 0;
};

struct Stage : TransferStage {
    Nobody nobody{*this};
    Jobs jobs{lent, *nobody.turn};
    std::shared_ptr<PartFile> part =
        PartFile::create(files, folder.path().string(), "file.bin").value();
    std::uint64_t row = 0;
    std::vector<ByteRange> claimed;
    std::shared_ptr<PartSync> sync;
    Writer one;
    Writer two;

    Stage() {
        TransferRecord line = record();
        line.partName = part->partName();
        line.part = part->id();
        line.total = 1000 * kMiB;
        row = journal.direct().insert(line).value();
        sync = std::make_shared<PartSync>(lent, jobs, part, row, 0,
                                          [this](ByteRange range) { claimed.push_back(range); });
    }

    ~Stage() override { finishJobs(); }

    [[nodiscard]] int syncs() { return disk->calls(FileCall::Fdatasync); }

    [[nodiscard]] TransferRecord line() const { return rows().front(); }
};

}  // namespace

class PartSyncTest : public QObject {
    Q_OBJECT

private slots:

    void oneSyncIsForAllThatWrite() {
        Stage stage;
        PartSync::Share& first = stage.sync->join(stage.one, 0, 0, 0);
        PartSync::Share& other = stage.sync->join(stage.two, 100 * kMiB, 100 * kMiB, 100 * kMiB);
        stage.sync->wrote(first, 5 * kMiB);
        QCOMPARE(stage.syncs(), 0);
        stage.sync->wrote(other, 103 * kMiB);  // eight together
        stage.finishJobs();
        QCOMPARE(stage.syncs(), 1);
        QCOMPARE(stage.one.durable, 5 * kMiB);
        QCOMPARE(stage.two.durable, 103 * kMiB);
        QCOMPARE(stage.line().durableEnd, 5 * kMiB);
        QCOMPARE(stage.line().ranges,
                 std::vector<RangeMark>({{100 * kMiB, 103 * kMiB, 103 * kMiB}}));
        stage.sync->leave(first, true);
        stage.sync->leave(other, true);
    }

    void whatIsWrittenWhileASyncRunsIsNotMarked() {
        Stage stage;
        PartSync::Share& share = stage.sync->join(stage.one, 0, 0, 0);
        stage.sync->wrote(share, 8 * kMiB);  // the sync has begun
        stage.sync->wrote(share, 9 * kMiB);
        stage.finishJobs();
        QCOMPARE(stage.one.durable, 8 * kMiB);
        QCOMPARE(stage.line().durableEnd, 8 * kMiB);
        stage.sync->makeDurable();
        stage.finishJobs();
        QCOMPARE(stage.line().durableEnd, 9 * kMiB);
        stage.sync->leave(share, true);
    }

    void whatOneLeavesBehindBecomesDurableWithTheNext() {
        Stage stage;
        PartSync::Share& first = stage.sync->join(stage.one, 0, 0, 0);
        PartSync::Share& other = stage.sync->join(stage.two, 100 * kMiB, 100 * kMiB, 100 * kMiB);
        stage.sync->wrote(other, 101 * kMiB);
        stage.sync->leave(other, true);
        stage.sync->wrote(first, 8 * kMiB);
        stage.finishJobs();
        QCOMPARE(stage.syncs(), 1);
        QCOMPARE(stage.claimed, std::vector<ByteRange>({{100 * kMiB, 101 * kMiB}}));
        QCOMPARE(stage.line().ranges,
                 std::vector<RangeMark>({{100 * kMiB, 101 * kMiB, 101 * kMiB}}));
        stage.sync->leave(first, true);
    }

    void afterAFailedSyncNoLaterOneProvesAnything() {
        Stage stage;
        PartSync::Share& first = stage.sync->join(stage.one, 0, 0, 0);
        PartSync::Share& other = stage.sync->join(stage.two, 100 * kMiB, 100 * kMiB, 100 * kMiB);
        stage.disk->fail(FileCall::Fdatasync, EIO, 1);
        stage.sync->wrote(first, 8 * kMiB);
        stage.finishJobs();
        QVERIFY(stage.one.spoilt && stage.two.spoilt);
        QCOMPARE(stage.sync->error().kind, ErrorKind::DiskIo);
        stage.sync->wrote(other, 120 * kMiB);
        stage.sync->makeDurable();
        stage.finishJobs();
        QCOMPARE(stage.syncs(), 1);
        QCOMPARE(stage.line().durableEnd, std::uint64_t{0});
        QVERIFY(stage.line().ranges.empty());
        stage.sync->leave(first, false);
        stage.sync->leave(other, false);
    }

    void aWriteThatFailsMeanwhileSpoilsTheSync() {
        Stage stage;
        PartSync::Share& share = stage.sync->join(stage.one, 0, 0, 0);
        stage.sync->wrote(share, 8 * kMiB);
        stage.sync->spoil();
        stage.finishJobs();
        QCOMPARE(stage.one.durable, std::uint64_t{0});
        QCOMPARE(stage.line().durableEnd, std::uint64_t{0});
        stage.sync->leave(share, false);
    }

    void whatIsNotDurableIsBounded() {
        Stage stage;
        PartSync::Share& share = stage.sync->join(stage.one, 0, 0, 0);
        const auto wroteAndMarked = [&](std::uint64_t end) {
            stage.sync->wrote(share, end);
            stage.sync->marked(share, end);
        };
        wroteAndMarked(PartSync::kMostVolatile - 1000);  // a sync runs from here on
        QCOMPARE(stage.sync->room(), std::uint64_t{1000});
        wroteAndMarked(PartSync::kMostVolatile);
        QCOMPARE(stage.sync->room(), std::uint64_t{0});
        stage.finishJobs();
        QVERIFY(stage.sync->room() > 0);
        stage.sync->leave(share, true);
    }

    // At most 1 MiB a file and 256 KiB a connection.
    void whatIsNotMarkedIsBoundedForAllTogether() {
        Stage stage;
        PartSync::Share& first = stage.sync->join(stage.one, 0, 0, 0);
        QCOMPARE(stage.sync->room(), kMiB);
        PartSync::Share& other = stage.sync->join(stage.two, 100 * kMiB, 100 * kMiB, 100 * kMiB);
        QCOMPARE(stage.sync->room(), kMiB + PartSync::kUnmarkedOfEach);
        stage.sync->sent(kMiB / 2);
        QCOMPARE(stage.sync->room(), kMiB / 2 + PartSync::kUnmarkedOfEach);
        stage.sync->landed(kMiB / 2);
        stage.sync->wrote(other, 100 * kMiB + kMiB / 2);
        QCOMPARE(stage.sync->room(), kMiB / 2 + PartSync::kUnmarkedOfEach);
        stage.sync->marked(other, 100 * kMiB + kMiB / 2);
        QCOMPARE(stage.one.told, 1);
        QCOMPARE(stage.sync->room(), kMiB + PartSync::kUnmarkedOfEach);
        stage.sync->leave(first, true);
        stage.sync->leave(other, true);
    }
};

QTEST_GUILESS_MAIN(PartSyncTest)
#include "part_sync_test.moc"
