#include "tests/store/part_fixture.h"

#include <QTest>

#include <sys/stat.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace penstock;
namespace fs = std::filesystem;

class PartFileTest : public QObject, private PartFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void reserveKeepsTheSize();
    void r139NoSpaceIsToldBeforeTheFirstByte();
    void r147TooLargeIsTold();
    void r148AFileSystemThatCannotReserveIsNoError_data();
    void r148AFileSystemThatCannotReserveIsNoError();
    void writesPiecesInOrder();
    void writesMorePiecesThanOneCallTakes();
    void shortWritesAreGoneOnWith();
    void anInterruptedWriteGoesOn();
    void r140CountsWhatIsInWhenTheDiskIsFull();
    void r142AFailedDiskIsNamed();
    void readsBackWhatWasWritten();
    void truncates();
    void r143AFailedSyncIsTold();
    void r145ADeletedPartIsNoticed();
    void r145AReplacedPartIsNoticed();
    void r145APartCutShortIsNoticed();
};

void PartFileTest::reserveKeepsTheSize() {
    const auto part = make();
    QVERIFY(part->reserve(1U << 20U).ok());
    QCOMPARE(part->size(), std::uint64_t{0});

    struct stat status {};

    QCOMPARE(::stat(path("a.iso.part").c_str(), &status), 0);
    QVERIFY(status.st_blocks * 512 >= 1 << 20);
    QVERIFY(write(*part, 0, "short").error.ok());
    QVERIFY(part->finish().ok());
    QCOMPARE(::stat(path("a.iso.part").c_str(), &status), 0);
    QVERIFY(status.st_blocks * 512 < 1 << 20);
}

void PartFileTest::r139NoSpaceIsToldBeforeTheFirstByte() {
    const auto part = make();
    ops_->fail(FileCall::Fstatvfs, EIO);  // how much is there is not known before
    ops_->fail(FileCall::Fallocate, ENOSPC);
    const Error error = part->reserve(std::uint64_t{1} << 60U);
    QCOMPARE(error.kind, ErrorKind::DiskNoSpace);
    QCOMPARE(error.sentence, "No space left in " + folder_);
    QVERIFY(error.evidence.starts_with("needs "));
    QVERIFY(error.evidence.ends_with(" TB more"));
    QCOMPARE(part->size(), std::uint64_t{0});
}

void PartFileTest::r147TooLargeIsTold() {
    const auto part = make();
    ops_->fail(FileCall::Fallocate, EFBIG);
    QCOMPARE(part->reserve(5).kind, ErrorKind::DiskTooLarge);
    QCOMPARE(part->reserve(~std::uint64_t{0}).kind, ErrorKind::DiskTooLarge);
    QCOMPARE(write(*part, ~std::uint64_t{0} - 5, "x").error.kind, ErrorKind::DiskTooLarge);
    QCOMPARE(part->truncate(~std::uint64_t{0}).kind, ErrorKind::DiskTooLarge);
}

void PartFileTest::r148AFileSystemThatCannotReserveIsNoError_data() {
    QTest::addColumn<int>("error");
    QTest::newRow("EOPNOTSUPP") << EOPNOTSUPP;
    QTest::newRow("ENOSYS") << ENOSYS;
    QTest::newRow("EINVAL") << EINVAL;
}

void PartFileTest::r148AFileSystemThatCannotReserveIsNoError() {
    QFETCH(int, error);
    const auto part = make();
    ops_->fail(FileCall::Fallocate, error);
    QVERIFY(part->reserve(5).ok());
}

void PartFileTest::writesPiecesInOrder() {
    const auto part = make();
    const std::array pieces{bytesOf("ab"), bytesOf(""), bytesOf("cde"), bytesOf("f")};
    const auto written = part->write(3, pieces);
    QVERIFY(written.error.ok());
    QCOMPARE(written.bytes, std::uint64_t{6});
    QCOMPARE(contentOf(path("a.iso.part")), std::string("\0\0\0abcdef", 9));
    QCOMPARE(part->write(0, {}).bytes, std::uint64_t{0});
}

void PartFileTest::writesMorePiecesThanOneCallTakes() {
    const auto part = make();
    std::string text;
    for (int i = 0; i < 2500; ++i) {
        text += static_cast<char>('a' + i % 26);
    }
    std::vector<std::span<const std::byte>> pieces;
    for (std::size_t i = 0; i < text.size(); ++i) {
        pieces.push_back(bytesOf(text).subspan(i, 1));
    }
    QCOMPARE(part->write(0, pieces).bytes, std::uint64_t{2500});
    QCOMPARE(contentOf(path("a.iso.part")), text);
    QCOMPARE(ops_->calls(FileCall::Pwritev), 3);
}

void PartFileTest::shortWritesAreGoneOnWith() {
    for (std::size_t most = 1; most <= 7; ++most) {
        const auto part = make("short");
        ops_->writeAtMost(most);
        const std::array pieces{bytesOf("ab"), bytesOf("cde"), bytesOf("f")};
        const auto written = part->write(0, pieces);
        QVERIFY(written.error.ok());
        QCOMPARE(written.bytes, std::uint64_t{6});
        QCOMPARE(contentOf(path(part->partName())), std::string("abcdef"));
        ops_->release();
    }
}

void PartFileTest::anInterruptedWriteGoesOn() {
    const auto part = make();
    ops_->fail(FileCall::Pwritev, EINTR);
    ops_->fail(FileCall::Fdatasync, EINTR);
    QCOMPARE(write(*part, 0, "abc").bytes, std::uint64_t{3});
    QVERIFY(part->sync().ok());
}

void PartFileTest::r140CountsWhatIsInWhenTheDiskIsFull() {
    const auto part = make();
    ops_->fullAfter(4);
    const std::array pieces{bytesOf("abc"), bytesOf("def")};
    const auto written = part->write(0, pieces);
    QCOMPARE(written.bytes, std::uint64_t{4});
    QCOMPARE(written.error.kind, ErrorKind::DiskNoSpace);
    QCOMPARE(written.error.systemError, ENOSPC);
    QCOMPARE(part->size(), std::uint64_t{4});
    ops_->release();
    QCOMPARE(write(*part, 4, "ef").bytes, std::uint64_t{2});
    QCOMPARE(contentOf(path("a.iso.part")), std::string("abcdef"));
}

void PartFileTest::r142AFailedDiskIsNamed() {
    const auto part = make();
    ops_->fail(FileCall::Pwritev, EIO);
    const auto written = write(*part, 0, "abc");
    QCOMPARE(written.bytes, std::uint64_t{0});
    QCOMPARE(written.error.kind, ErrorKind::DiskIo);
    QCOMPARE(written.error.sentence, std::string("The disk failed while writing a.iso.part"));
}

void PartFileTest::readsBackWhatWasWritten() {
    const auto part = make();
    QVERIFY(write(*part, 0, "0123456789").error.ok());
    std::array<std::byte, 4> into{};
    QCOMPARE(part->read(2, into).value(), std::size_t{4});
    QCOMPARE(std::memcmp(into.data(), "2345", 4), 0);
    QCOMPARE(part->read(8, into).value(), std::size_t{2});
    QCOMPARE(part->read(10, into).value(), std::size_t{0});
    ops_->fail(FileCall::Pread, EIO);
    QCOMPARE(part->read(0, into).error().kind, ErrorKind::DiskIo);
}

void PartFileTest::truncates() {
    const auto part = make();
    QVERIFY(write(*part, 0, "0123456789").error.ok());
    QVERIFY(part->truncate(3).ok());
    QCOMPARE(part->size(), std::uint64_t{3});
    QVERIFY(part->sync().ok());
}

void PartFileTest::r143AFailedSyncIsTold() {
    const auto part = make();
    QVERIFY(write(*part, 0, "abc").error.ok());
    ops_->fail(FileCall::Fdatasync, EIO);
    QCOMPARE(part->sync().kind, ErrorKind::DiskIo);
    ops_->fail(FileCall::Fdatasync, EDQUOT);
    QCOMPARE(part->sync().kind, ErrorKind::DiskNoSpace);
    ops_->fail(FileCall::Fsync, EIO);
    QCOMPARE(part->finish().kind, ErrorKind::DiskIo);
}

void PartFileTest::r145ADeletedPartIsNoticed() {
    const auto part = make();
    fs::remove(path("a.iso.part"));
    const Error error = part->sync();
    QCOMPARE(error.kind, ErrorKind::DiskMissing);
    QCOMPARE(error.sentence,
             std::string("The part file a.iso.part is gone or is another file now"));
    QCOMPARE(namesIn(folder_), Names{});
}

void PartFileTest::r145AReplacedPartIsNoticed() {
    const auto part = make();
    fs::rename(path("a.iso.part"), path("moved"));
    QCOMPARE(part->sync().kind, ErrorKind::DiskMissing);
    put(path("a.iso.part"), "another");
    QCOMPARE(part->sync().kind, ErrorKind::DiskMissing);
}

void PartFileTest::r145APartCutShortIsNoticed() {
    auto part = make();
    QVERIFY(write(*part, 0, "0123456789").error.ok());
    fs::resize_file(path("a.iso.part"), 4);
    QCOMPARE(part->sync().kind, ErrorKind::DiskMissing);
    const FileId id = part->id();
    part.reset();
    part = std::move(PartFile::reopen(ops_, folder_, "a.iso.part", id)).value();
    QVERIFY(part->sync().ok());  // what is there now is what there is
    fs::resize_file(path("a.iso.part"), 2);
    QCOMPARE(part->sync().kind, ErrorKind::DiskMissing);
}

QTEST_GUILESS_MAIN(PartFileTest)
#include "part_file_test.moc"
