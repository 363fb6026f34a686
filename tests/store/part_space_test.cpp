// What a part takes of the disk, and what it leaves.

#include "tests/store/part_fixture.h"
#include "tests/store/small_disk.h"

#include <QTest>

#include <sys/stat.h>

#include <string>

using namespace penstock;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kGiB = 1U << 30U;

}  // namespace

class PartSpaceTest : public QObject, private PartFixture {
    Q_OBJECT

private slots:

    void init() {
        QVERIFY(begin());
        disk_ = std::make_shared<SmallDisk>();
        disk_->size = 10 * kGiB;
        disk_->available = 100 * kMiB;
        ops_ = disk_;
    }

    void cleanup() { end(); }

    void whatIsReservedIsGivenBack();
    void aFailureToGiveBackCutsNothing();
    void holesAreGivenBackAndNothingElse();
    void aFileSystemThatPunchesNoHolesKeepsThem();
    void aCutTakesBackWhatWasReserved();
    void r139TheLastOfTheDiskIsNotReserved_data();
    void r139TheLastOfTheDiskIsNotReserved();
    void whatIsThereAlreadyCountsAsRoom();
    void anEndlessBodyLeavesTheLastOfTheDisk_data();
    void anEndlessBodyLeavesTheLastOfTheDisk();
    void whatWasPromisedIsWrittenWithoutALook();
    void smallFilesAreNotLookedAt();
    void aFileSystemThatDoesNotSayItsSizeHasNoLimit();

private:
    [[nodiscard]] std::uint64_t onDisk() const {
        struct stat status {};

        return ::stat(path("a.iso.part").c_str(), &status) == 0
                   ? static_cast<std::uint64_t>(status.st_blocks) * 512
                   : 0;
    }

    std::shared_ptr<SmallDisk> disk_;
};

void PartSpaceTest::whatIsReservedIsGivenBack() {
    disk_->promises = true;
    const auto part = make();
    QVERIFY(part->reserve(8 * kMiB).ok());
    QVERIFY(write(*part, 0, "ten bytes.").error.ok());
    if (onDisk() < 8 * kMiB) {
        QSKIP("the file system cannot promise space");
    }
    QVERIFY(part->reserves());
    QVERIFY(part->giveBack().ok());
    QVERIFY(!part->reserves());
    QVERIFY(onDisk() < kMiB);
    QCOMPARE(contentOf(path("a.iso.part")), std::string("ten bytes."));
    const int cuts = ops_->calls(FileCall::Ftruncate);
    QVERIFY(part->giveBack().ok());
    QCOMPARE(ops_->calls(FileCall::Ftruncate), cuts);
    QVERIFY(part->reserve(8 * kMiB).ok());
    QVERIFY(onDisk() >= 8 * kMiB);
}

void PartSpaceTest::aFailureToGiveBackCutsNothing() {
    disk_->promises = true;
    const auto part = make();
    QVERIFY(part->reserve(2 * kMiB).ok());
    QVERIFY(write(*part, 0, "ten bytes.").error.ok());
    ops_->fail(FileCall::Fstat, EIO);
    QCOMPARE(part->giveBack().kind, ErrorKind::DiskIo);
    ops_->fail(FileCall::Ftruncate, EIO);
    QCOMPARE(part->giveBack().kind, ErrorKind::DiskIo);
    QVERIFY(part->reserves());
    QCOMPARE(part->size(), std::uint64_t{10});
}

void PartSpaceTest::holesAreGivenBackAndNothingElse() {
    disk_->promises = true;
    const auto part = make();
    QVERIFY(part->reserve(8 * kMiB).ok());
    QVERIFY(write(*part, 10, "ten bytes.").error.ok());
    QVERIFY(write(*part, 4 * kMiB, "in between").error.ok());
    QVERIFY(write(*part, 8 * kMiB - 10, "the last. ").error.ok());
    if (onDisk() < 8 * kMiB) {
        QSKIP("the file system cannot promise space");
    }
    QVERIFY(!part->reserves());
    QVERIFY(part->hasReserved());
    const std::vector<ByteRange> holes{{0, 10}, {20, 4 * kMiB}, {4 * kMiB + 10, 8 * kMiB - 10}};
    QVERIFY(part->giveBack(holes).ok());
    QVERIFY(onDisk() < kMiB);
    QCOMPARE(part->size(), 8 * kMiB);
    const std::string content = contentOf(path("a.iso.part"));
    QCOMPARE(content.substr(10, 10), std::string("ten bytes."));
    QCOMPARE(content.substr(4 * kMiB, 10), std::string("in between"));
    QCOMPARE(content.substr(8 * kMiB - 10), std::string("the last. "));
    QVERIFY(!part->hasReserved());
    const int calls = ops_->calls(FileCall::Fallocate);
    QVERIFY(part->giveBack(holes).ok());
    QCOMPARE(ops_->calls(FileCall::Fallocate), calls);
}

void PartSpaceTest::aFileSystemThatPunchesNoHolesKeepsThem() {
    disk_->promises = true;
    const auto part = make();
    QVERIFY(part->reserve(2 * kMiB).ok());
    QVERIFY(write(*part, kMiB, "ten bytes.").error.ok());
    const std::vector<ByteRange> holes{{0, kMiB}};
    ops_->fail(FileCall::Fallocate, EIO);
    QCOMPARE(part->giveBack(holes).kind, ErrorKind::DiskIo);
    QVERIFY(part->hasReserved());
    ops_->fail(FileCall::Fallocate, EOPNOTSUPP);
    QVERIFY(part->giveBack(holes).ok());
    QCOMPARE(contentOf(path("a.iso.part")).substr(kMiB), std::string("ten bytes."));
}

void PartSpaceTest::aCutTakesBackWhatWasReserved() {
    disk_->promises = true;
    const auto part = make();
    QVERIFY(part->reserve(2 * kMiB).ok());
    QVERIFY(part->truncate(0).ok());
    QVERIFY(!part->reserves());
}

void PartSpaceTest::r139TheLastOfTheDiskIsNotReserved_data() {
    QTest::addColumn<quint64>("size");
    QTest::addColumn<quint64>("kept");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("64 MiB of a large one")
        << quint64{10 * kGiB} << quint64{64 * kMiB} << "68 MB that are kept free";
    QTest::newRow("a hundredth of a small one")
        << quint64{kGiB} << quint64{kGiB / 100} << "11 MB that are kept free";
}

void PartSpaceTest::r139TheLastOfTheDiskIsNotReserved() {
    QFETCH(quint64, size);
    QFETCH(quint64, kept);
    QFETCH(QString, sentence);
    disk_->size = size;
    const auto part = make();
    const Error error = part->reserve(disk_->available - kept + kMiB);
    QCOMPARE(error.kind, ErrorKind::DiskNoSpace);
    QCOMPARE(QString::fromStdString(error.sentence),
             QString::fromStdString("No space left in " + folder_ + " but the ") + sentence);
    QVERIFY(error.evidence.starts_with("needs 10"));
    QVERIFY(error.evidence.ends_with("kB more"));
    QVERIFY(part->reserve(disk_->available - kept - kMiB).ok());
}

void PartSpaceTest::whatIsThereAlreadyCountsAsRoom() {
    disk_->size = 0;
    disk_->promises = true;
    const auto part = make();
    QVERIFY(part->reserve(30 * kMiB).ok());
    if (onDisk() < 30 * kMiB) {
        QSKIP("the file system cannot promise space");
    }
    disk_->size = 10 * kGiB;
    disk_->available = 70 * kMiB;
    QVERIFY(part->reserve(35 * kMiB).ok());
    disk_->available = 70 * kMiB;
    QCOMPARE(part->reserve(45 * kMiB).kind, ErrorKind::DiskNoSpace);
}

void PartSpaceTest::anEndlessBodyLeavesTheLastOfTheDisk_data() {
    QTest::addColumn<quint64>("size");
    QTest::addColumn<quint64>("available");
    QTest::addColumn<quint64>("kept");
    QTest::newRow("large") << quint64{10 * kGiB} << quint64{100 * kMiB} << quint64{64 * kMiB};
    QTest::newRow("small") << quint64{64 * kMiB} << quint64{40 * kMiB} << quint64{64 * kMiB / 100};
    QTest::newRow("full already") << quint64{10 * kGiB} << quint64{64 * kMiB} << quint64{62 * kMiB};
}

void PartSpaceTest::anEndlessBodyLeavesTheLastOfTheDisk() {
    QFETCH(quint64, size);
    QFETCH(quint64, available);
    QFETCH(quint64, kept);
    disk_->size = size;
    disk_->available = available;
    const auto part = make();
    const std::string piece(256U << 10U, 'x');
    PartFile::Written written;
    std::uint64_t end = 0;
    int writes = 0;
    for (; written.error.ok() && writes < 1000; ++writes) {
        written = write(*part, end, piece);
        end += written.bytes;
    }
    QCOMPARE(written.error.kind, ErrorKind::DiskNoSpace);
    QCOMPARE(written.error.systemError, ENOSPC);
    QVERIFY(disk_->available >= kept);
    QVERIFY(available < 70 * kMiB || disk_->available < kept + kMiB);
    QCOMPARE(part->size(), end);
    QVERIFY2(ops_->calls(FileCall::Fstatvfs) < writes / 2 + 5,
             qPrintable(QString::number(ops_->calls(FileCall::Fstatvfs))));
    disk_->available = kGiB;
    QVERIFY(write(*part, end, piece).error.ok());  // room again, and it goes on
}

void PartSpaceTest::whatWasPromisedIsWrittenWithoutALook() {
    disk_->promises = true;
    const auto part = make();
    QVERIFY(part->reserve(8 * kMiB).ok());
    const int looks = ops_->calls(FileCall::Fstatvfs);
    disk_->available = 0;  // others have taken the rest
    const std::string piece(kMiB, 'x');
    for (std::uint64_t at = 0; at < 8 * kMiB; at += kMiB) {
        QVERIFY(write(*part, at, piece).error.ok());
    }
    QCOMPARE(ops_->calls(FileCall::Fstatvfs), looks);
}

void PartSpaceTest::smallFilesAreNotLookedAt() {
    const auto part = make();
    QVERIFY(part->reserve(kMiB).ok());
    for (std::uint64_t at = 0; at < kMiB; at += kMiB / 4) {
        QVERIFY(write(*part, at, std::string(kMiB / 4, 'x')).error.ok());
    }
    QCOMPARE(ops_->calls(FileCall::Fstatvfs), 0);
}

void PartSpaceTest::aFileSystemThatDoesNotSayItsSizeHasNoLimit() {
    disk_->size = 0;
    disk_->available = 0;
    const auto part = make();
    QVERIFY(part->reserve(20 * kMiB).ok());
    for (std::uint64_t at = 0; at < 20 * kMiB; at += kMiB) {
        QVERIFY(write(*part, at, std::string(kMiB, 'x')).error.ok());
    }
    QVERIFY(ops_->calls(FileCall::Fstatvfs) < 5);
}

QTEST_GUILESS_MAIN(PartSpaceTest)
#include "part_space_test.moc"
