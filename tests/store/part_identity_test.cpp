// A file that has the name and the inode number of a part, and is none of ours.

#include "tests/store/part_fixture.h"
#include "tests/store/reused_numbers.h"

#include <QTest>

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <set>
#include <string>
#include <utility>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

constexpr const char* kPart = "a.iso.part";
constexpr const char* kForeign = "somebody's years of work";

std::string markOf(const std::string& path) {
    std::array<char, 64> text{};
    const ssize_t size = ::getxattr(path.c_str(), "user.penstock", text.data(), text.size());
    return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
}

bool takesMarks(const std::string& path) {
    const bool takes = ::setxattr(path.c_str(), "user.penstock.try", "x", 1, 0) == 0;
    ::removexattr(path.c_str(), "user.penstock.try");
    return takes;
}

}  // namespace

class PartIdentityTest : public QObject, private PartFixture {
    Q_OBJECT

private slots:

    void init() {
        QVERIFY(begin());
        disk_ = std::make_shared<ReusedNumbers>();
        ops_ = disk_;
    }

    void cleanup() { end(); }

    void aPartCarriesAMarkUntilItIsPublished();
    void everyPartHasAMarkOfItsOwn();
    void r135ALaterFileOfTheSameNumberIsNotOurs_data();
    void r135ALaterFileOfTheSameNumberIsNotOurs();
    void whatIsOursIsFoundWhateverTheFileSystemKeeps_data();
    void whatIsOursIsFoundWhateverTheFileSystemKeeps();
    void aPartWhoseMarkWasTakenOffIsNotOurs();
    void aMarkThatCannotBeReadAnyMoreIsNoReason();
    void aPartWithASecondNameIsNotOurs();
    void aForeignFileThatMayNotBeOpenedIsNotOurs();
    void aFullDiskThatTakesNoMarkMakesAPartWithoutOne();
    void r135AfterARestartTheMarkAllowsTheRemoval();
    void ofAListOfTheFirstVersionTheOwnerAndTheLinksAreChecked();
    void publishRefusesAPartWithASecondName();
    void r132AFileSwappedWithinTheRenameIsNotPublished_data();
    void r132AFileSwappedWithinTheRenameIsNotPublished();
    void aSwapIsUndoneThoughThePartsNameIsTakenAgain();
    void aBrokenRenameIsEndedWithTwoNamesOrWithoutAMark();
    void aSecondNameElsewhereIsNoBrokenRename();
    void aPublishedFileIsRemovedWhateverNamesItHas();
    void aLaterFileUnderTheFinalNameStays();

private:
    /// A part that was closed, and what was kept of it.
    FileId leavePart() {
        const auto part = make();
        if (!part || !write(*part, 0, "ours").error.ok()) {
            return {};
        }
        return part->id();
    }

    Error reopenError(const FileId& id, const std::string& secondName = {}) {
        auto part = PartFile::reopen(ops_, folder_, kPart, id, secondName);
        return part ? Error{} : part.error();
    }

    void replacePart(const FileId& id) {
        fs::remove(path(kPart));
        put(path(kPart), kForeign);
        disk_->giveNumber(path(kPart), id.inode);
    }

    std::shared_ptr<ReusedNumbers> disk_;
};

void PartIdentityTest::aPartCarriesAMarkUntilItIsPublished() {
    const auto part = make();
    if (!takesMarks(path(kPart))) {
        QSKIP("the file system has no extended attributes");
    }
    QCOMPARE(markOf(path(kPart)).size(), std::size_t{16});
    QVERIFY(part->id().mark != 0);
    QVERIFY(part->publish("a.iso").ok());
    QCOMPARE(markOf(path("a.iso")), std::string());
}

void PartIdentityTest::everyPartHasAMarkOfItsOwn() {
    std::set<std::uint64_t> marks;
    for (int i = 0; i < 100; ++i) {
        const auto part = make();
        QVERIFY(part->id().mark != 0 || !takesMarks(path(kPart)));
        QVERIFY(part->id().mark == 0 || marks.insert(part->id().mark).second);
        QVERIFY(part->discard().ok());
    }
}

void PartIdentityTest::r135ALaterFileOfTheSameNumberIsNotOurs_data() {
    QTest::addColumn<bool>("births");
    QTest::addColumn<bool>("marks");
    QTest::addColumn<bool>("sameOwner");
    QTest::newRow("by the time of birth") << true << false << true;
    QTest::newRow("by the mark") << false << true << true;
    QTest::newRow("by both") << true << true << true;
    QTest::newRow("by the owner") << false << false << false;
}

void PartIdentityTest::r135ALaterFileOfTheSameNumberIsNotOurs() {
    QFETCH(bool, births);
    QFETCH(bool, marks);
    QFETCH(bool, sameOwner);
    disk_->births = births;
    disk_->marks = marks;
    const FileId id = leavePart();
    if ((births && !marks && id.birthNs == 0) || (marks && !births && id.mark == 0)) {
        QSKIP("the file system does not keep it");
    }
    replacePart(id);
    if (!sameOwner) {
        disk_->giveOwner(path(kPart), ::geteuid() + 1);
    }
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
    QCOMPARE(removeFile(*ops_, folder_, kPart, id).kind, ErrorKind::DiskMissing);
    QCOMPARE(removeFile(*ops_, folder_, kPart, id, FileStage::Renaming).kind,
             births || !sameOwner ? ErrorKind::DiskMissing : ErrorKind::Nothing);
    if (births || !sameOwner) {
        QCOMPARE(contentOf(path(kPart)), std::string(kForeign));
    }
}

void PartIdentityTest::whatIsOursIsFoundWhateverTheFileSystemKeeps_data() {
    QTest::addColumn<bool>("births");
    QTest::addColumn<bool>("marks");
    QTest::newRow("births and marks") << true << true;
    QTest::newRow("births") << true << false;
    QTest::newRow("marks") << false << true;
    QTest::newRow("neither") << false << false;
}

void PartIdentityTest::whatIsOursIsFoundWhateverTheFileSystemKeeps() {
    QFETCH(bool, births);
    QFETCH(bool, marks);
    disk_->births = births;
    disk_->marks = marks;
    const FileId id = leavePart();
    QVERIFY(births || id.birthNs == 0);
    QVERIFY(marks || id.mark == 0);
    QVERIFY(id.owner == ::geteuid());
    {
        auto part = PartFile::reopen(ops_, folder_, kPart, id);
        QVERIFY2(part.ok(), part.ok() ? "" : part.error().sentence.c_str());
        QVERIFY(part.value()->id() == id);
        QVERIFY(part.value()->publish("a.iso").ok());
    }
    QCOMPARE(contentOf(path("a.iso")), std::string("ours"));
    QVERIFY(removeFile(*ops_, folder_, "a.iso", id, FileStage::Published).ok());
    QCOMPARE(namesIn(folder_), Names{});
}

void PartIdentityTest::aPartWhoseMarkWasTakenOffIsNotOurs() {
    const FileId id = leavePart();
    if (id.mark == 0) {
        QSKIP("the file system has no extended attributes");
    }
    for (const char* other :
         {"0123456789abcdef", "0000000000000000", "short", "far too long a mark"}) {
        QCOMPARE(::setxattr(path(kPart).c_str(), "user.penstock", other, std::strlen(other), 0), 0);
        QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
        QCOMPARE(reopenError(id, "a.iso").kind, ErrorKind::DiskMissing);
    }
    QCOMPARE(::removexattr(path(kPart).c_str(), "user.penstock"), 0);
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
    QVERIFY(fs::exists(path(kPart)));
}

// The file system is mounted without them, say.
void PartIdentityTest::aMarkThatCannotBeReadAnyMoreIsNoReason() {
    const FileId id = leavePart();
    disk_->marks = false;
    auto part = PartFile::reopen(ops_, folder_, kPart, id);
    QVERIFY(part.ok());
    QCOMPARE(part.value()->id().mark, id.mark);
}

void PartIdentityTest::aPartWithASecondNameIsNotOurs() {
    const FileId id = leavePart();
    fs::create_hard_link(path(kPart), path("second"));
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
    QCOMPARE(removeFile(*ops_, folder_, kPart, id).kind, ErrorKind::DiskMissing);
    QVERIFY(fs::exists(path(kPart)));
    fs::remove(path("second"));
    QVERIFY(reopenError(id).ok());
}

void PartIdentityTest::aForeignFileThatMayNotBeOpenedIsNotOurs() {
    const FileId id = leavePart();
    replacePart(id);
    disk_->giveOwner(path(kPart), ::geteuid() + 1);
    disk_->fail(FileCall::OpenAt, EACCES, 1, true);
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
    QCOMPARE(removeFile(*ops_, folder_, kPart, id).kind, ErrorKind::DiskMissing);
    disk_->giveOwner(path(kPart), ::geteuid());
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskDenied);
    QCOMPARE(contentOf(path(kPart)), std::string(kForeign));
}

void PartIdentityTest::aFullDiskThatTakesNoMarkMakesAPartWithoutOne() {
    disk_->fail(FileCall::SetXattr, ENOSPC);
    const FileId id = leavePart();
    QVERIFY(id.inode != 0);
    QCOMPARE(id.mark, std::uint64_t{0});
    QVERIFY(reopenError(id).ok());
}

void PartIdentityTest::r135AfterARestartTheMarkAllowsTheRemoval() {
    FileId id = leavePart();
    const bool marked = id.mark != 0;
    id.bootId = "an earlier one";
    id.device += 1;
    QVERIFY(reopenError(id).ok());
    FileId unmarked = id;
    unmarked.mark = 0;
    QCOMPARE(removeFile(*ops_, folder_, kPart, unmarked).kind, ErrorKind::DiskMissing);
    QVERIFY(fs::exists(path(kPart)));
    QCOMPARE(removeFile(*ops_, folder_, kPart, id).ok(), marked);
}

void PartIdentityTest::ofAListOfTheFirstVersionTheOwnerAndTheLinksAreChecked() {
    disk_->marks = false;  // that version made none
    FileId id = leavePart();
    disk_->marks = true;
    const FileId whole = id;
    id.owner.reset();
    id.birthNs = 0;
    {
        auto part = PartFile::reopen(ops_, folder_, kPart, id);
        QVERIFY(part.ok());
        QVERIFY(part.value()->id() == whole);  // from now on it is known
    }
    disk_->giveOwner(path(kPart), ::geteuid() + 1);
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
    disk_->giveOwner(path(kPart), ::geteuid());
    fs::create_hard_link(path(kPart), path("second"));
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
    fs::remove(path("second"));
    if (::setxattr(path(kPart).c_str(), "user.penstock", "0123456789abcdef", 16, 0) == 0) {
        QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);  // the part of a later transfer
    }
}

void PartIdentityTest::publishRefusesAPartWithASecondName() {
    const auto part = make();
    fs::create_hard_link(path(kPart), path("second"));
    QCOMPARE(part->publish("a.iso").kind, ErrorKind::DiskMissing);
    QCOMPARE(namesIn(folder_), (Names{kPart, "second"}));
    fs::remove(path("second"));
    QVERIFY(part->publish("a.iso").ok());
}

void PartIdentityTest::r132AFileSwappedWithinTheRenameIsNotPublished_data() {
    QTest::addColumn<int>("noRename");
    QTest::addColumn<int>("noLink");
    QTest::newRow("rename") << 0 << 0;
    QTest::newRow("link") << EINVAL << 0;
    QTest::newRow("plain rename") << EINVAL << EPERM;
}

void PartIdentityTest::r132AFileSwappedWithinTheRenameIsNotPublished() {
    QFETCH(int, noRename);
    QFETCH(int, noLink);
    const auto part = make();
    QVERIFY(write(*part, 0, "ours").error.ok());
    if (noRename != 0) {
        disk_->fail(FileCall::Rename, noRename);
    }
    if (noLink != 0) {
        disk_->fail(FileCall::Link, noLink);
    }
    disk_->beforeRename = [this] {
        fs::rename(path(kPart), path("moved"));
        put(path(kPart), kForeign);
    };
    const Error error = part->publish("a.iso");
    if (noRename != 0 && noLink == 0) {
        // A link goes by the descriptor: what has the final name is ours, and the foreign file
        // keeps its own.
        QCOMPARE(contentOf(path("a.iso")), std::string("ours"));
    } else {
        QVERIFY(!fs::exists(path("a.iso")));
    }
    QCOMPARE(error.kind, ErrorKind::DiskMissing);
    QCOMPARE(contentOf(path(kPart)), std::string(kForeign));
    QCOMPARE(contentOf(path("moved")), std::string("ours"));
}

void PartIdentityTest::aSwapIsUndoneThoughThePartsNameIsTakenAgain() {
    const auto part = make();
    disk_->beforeRename = [this] {
        fs::rename(path(kPart), path("moved"));
        put(path(kPart), kForeign);
    };
    disk_->fail(FileCall::Rename, EEXIST, 2);  // the first way back
    QCOMPARE(part->publish("a.iso").kind, ErrorKind::DiskMissing);
    QVERIFY(!fs::exists(path("a.iso")));
    const Names names = namesIn(folder_);
    QCOMPARE(names.size(), std::size_t{2});
    QVERIFY(names.front().starts_with("a.iso.") && names.front().ends_with(".part"));
    QCOMPARE(contentOf(path(names.front())), std::string(kForeign));
}

void PartIdentityTest::aBrokenRenameIsEndedWithTwoNamesOrWithoutAMark() {
    const FileId id = leavePart();
    fs::create_hard_link(path(kPart), path("a.iso"));  // killed between the link and the unlink
    QCOMPARE(reopenError(id).kind, ErrorKind::DiskMissing);
    {
        auto part = PartFile::reopen(ops_, folder_, kPart, id, "a.iso");
        QVERIFY(part.ok());
        QVERIFY(part.value()->publish("a.iso").ok());
    }
    QCOMPARE(namesIn(folder_), Names{"a.iso"});
    // Killed after the mark went.
    QCOMPARE(markOf(path("a.iso")), std::string());
    auto part = PartFile::reopen(ops_, folder_, "a.iso", id, kPart);
    QVERIFY(part.ok());
    QVERIFY(part.value()->id().mark == id.mark);
    QVERIFY(part.value()->publish("a.iso").ok());
}

void PartIdentityTest::aSecondNameElsewhereIsNoBrokenRename() {
    const FileId id = leavePart();
    fs::create_hard_link(path(kPart), path("second"));
    QCOMPARE(reopenError(id, "a.iso").kind, ErrorKind::DiskMissing);
    put(path("a.iso"), kForeign);
    QCOMPARE(reopenError(id, "a.iso").kind, ErrorKind::DiskMissing);
}

void PartIdentityTest::aPublishedFileIsRemovedWhateverNamesItHas() {
    const auto part = make();
    QVERIFY(part->publish("a.iso").ok());
    fs::create_hard_link(path("a.iso"), path("second"));
    QVERIFY(removeFile(*ops_, folder_, "a.iso", part->id(), FileStage::Published).ok());
    QCOMPARE(namesIn(folder_), Names{"second"});
}

void PartIdentityTest::aLaterFileUnderTheFinalNameStays() {
    FileId id;
    {
        const auto part = make();
        QVERIFY(part->publish("a.iso").ok());
        id = part->id();
    }
    if (id.birthNs == 0) {
        QSKIP("the file system does not keep times of birth");
    }
    fs::remove(path("a.iso"));
    put(path("a.iso"), kForeign);
    disk_->giveNumber(path("a.iso"), id.inode);
    QCOMPARE(removeFile(*ops_, folder_, "a.iso", id, FileStage::Published).kind,
             ErrorKind::DiskMissing);
    QCOMPARE(contentOf(path("a.iso")), std::string(kForeign));
}

QTEST_GUILESS_MAIN(PartIdentityTest)
#include "part_identity_test.moc"
