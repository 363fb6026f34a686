#include "engine/store/file_name.h"
#include "tests/store/part_fixture.h"

#include <QTest>

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

using namespace penstock;
namespace fs = std::filesystem;

class PartOpenTest : public QObject, private PartFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void createMakesAPrivateLockedFile();
    void createMakesMissingFolders();
    void createTakesTheNextNameWhenTaken();
    void aThousandPlantedPartsRefuseNoName();
    void createCutsALongName();
    void r125CreateRefusesANameThatIsAPath_data();
    void r125CreateRefusesANameThatIsAPath();
    void r133ASymlinkAtThePartIsNotFollowed();
    void r134AFifoAtThePartIsPassedOver();
    void createInAFileThatIsNoFolder();
    void reopenFindsTheSameFile();
    void reopenRefusesAnythingElse_data();
    void reopenRefusesAnythingElse();
    void reopenRefusesAnotherInode();
    void reopenTakesANewDeviceNumberOnlyAfterARestart();
    void reopenIsRefusedWhileAnotherHoldsIt();
    void reopenTellsAPendingWriteError();
    void r151AFolderThatCannotSyncIsNoError();
    void aFolderThatCannotBeMadeSaysWhy();
    void aFolderThatTakesNoFilesIsNotCalledMissing();
    void errorsAreSentences_data();
    void errorsAreSentences();
};

void PartOpenTest::createMakesAPrivateLockedFile() {
    const auto part = make();
    QVERIFY(part);
    QCOMPARE(part->partName(), std::string("a.iso.part"));
    QCOMPARE(part->directory(), folder_);
    QCOMPARE(part->size(), std::uint64_t{0});
    QVERIFY(part->freeSpace() > 0);

    struct stat status {};

    QCOMPARE(::stat(path("a.iso.part").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
    QCOMPARE(part->id().inode, std::uint64_t{status.st_ino});
    QVERIFY(!part->id().bootId.empty());
    QVERIFY(part->id().mountId > 0);
    const int other = ::open(path("a.iso.part").c_str(), O_RDWR | O_CLOEXEC);
    QCOMPARE(::flock(other, LOCK_EX | LOCK_NB), -1);
    ::close(other);
    QCOMPARE(ops_->calls(FileCall::Fsync), 2);  // the file and its folder
}

void PartOpenTest::createMakesMissingFolders() {
    const std::string deep = path("x/y/z");
    const auto part = PartFile::create(ops_, deep, "a");
    QVERIFY(part.ok());
    QVERIFY(fs::exists(deep + "/a.part"));
    QVERIFY(PartFile::create(ops_, path("p/q/"), "a").ok());
}

void PartOpenTest::createTakesTheNextNameWhenTaken() {
    put(path("a.iso.part"), "somebody's");
    fs::create_directory(path("a.iso.1.part"));
    const auto part = make();
    QVERIFY(part);
    QCOMPARE(part->partName(), std::string("a.iso.2.part"));
    QCOMPARE(contentOf(path("a.iso.part")), std::string("somebody's"));
}

void PartOpenTest::aThousandPlantedPartsRefuseNoName() {
    put(path("a.iso.part"), "planted");
    for (int i = 1; i < 1000; ++i) {
        put(path("a.iso." + std::to_string(i) + ".part"), "planted");
    }
    const auto one = make();
    const auto two = make();
    QVERIFY(one && two);
    QVERIFY(one->partName() != two->partName());
    QVERIFY(one->partName().starts_with("a.iso.") && one->partName().ends_with(".part"));
    QVERIFY(ops_->calls(FileCall::OpenAt) < 100);
    QVERIFY(one->publish("a.iso").ok());
    const std::string name = std::string(251, 'x') + ".iso";
    QVERIFY(partName(name, "abcdef").size() <= kLongestName);
}

void PartOpenTest::createCutsALongName() {
    const std::string name = std::string(251, 'x') + ".iso";
    const auto first = make(name);
    const auto second = make(name);
    QVERIFY(first && second);
    QVERIFY(first->partName().ends_with("x.iso.part"));
    QVERIFY(second->partName().ends_with("x.iso.1.part"));
}

void PartOpenTest::r125CreateRefusesANameThatIsAPath_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("dot") << QByteArray(".");
    QTest::newRow("parent") << QByteArray("..");
    QTest::newRow("upwards") << QByteArray("../x");
    QTest::newRow("absolute") << QByteArray("/etc/passwd");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
}

void PartOpenTest::r125CreateRefusesANameThatIsAPath() {
    QFETCH(QByteArray, name);
    const auto part = PartFile::create(ops_, folder_, name.toStdString());
    QVERIFY(!part.ok());
    QCOMPARE(part.error().kind, ErrorKind::NameBad);
    QCOMPARE(namesIn(folder_), Names{});
    const auto whole = make();
    QCOMPARE(whole->publish(name.toStdString()).kind, ErrorKind::NameBad);
}

void PartOpenTest::r133ASymlinkAtThePartIsNotFollowed() {
    put(path("victim"), "precious");
    fs::create_symlink("victim", path("a.iso.part"));
    fs::create_symlink("nowhere", path("a.iso.1.part"));
    const auto part = make();
    QVERIFY(part);
    QCOMPARE(part->partName(), std::string("a.iso.2.part"));
    QVERIFY(write(*part, 0, "body").error.ok());
    QCOMPARE(contentOf(path("victim")), std::string("precious"));
    QVERIFY(!fs::exists(path("nowhere")));
}

void PartOpenTest::r134AFifoAtThePartIsPassedOver() {
    QCOMPARE(::mkfifo(path("a.iso.part").c_str(), 0600), 0);
    const auto part = make();
    QVERIFY(part);
    QCOMPARE(part->partName(), std::string("a.iso.1.part"));
}

void PartOpenTest::createInAFileThatIsNoFolder() {
    put(path("file"), "");
    const auto part = PartFile::create(ops_, path("file"), "a");
    QVERIFY(!part.ok());
    QCOMPARE(part.error().kind, ErrorKind::NameNotRegular);
    QVERIFY(!PartFile::create(ops_, path("file/below"), "a").ok());
}

void PartOpenTest::reopenFindsTheSameFile() {
    auto part = make();
    QVERIFY(write(*part, 0, "hello").error.ok());
    const FileId id = part->id();
    part.reset();
    const auto again = PartFile::reopen(ops_, folder_, "a.iso.part", id);
    QVERIFY(again.ok());
    QCOMPARE(again.value()->size(), std::uint64_t{5});
    QVERIFY(again.value()->id() == id);
}

void PartOpenTest::reopenRefusesAnythingElse_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"nothing", "symlink", "fifo", "folder", "no folder"}) {
        QTest::newRow(what) << what;
    }
}

void PartOpenTest::reopenRefusesAnythingElse() {
    QFETCH(QString, what);
    FileId id = make()->id();
    fs::rename(path("a.iso.part"), path("moved"));
    if (what == "symlink") {
        fs::create_symlink("moved", path("a.iso.part"));
    } else if (what == "fifo") {
        QCOMPARE(::mkfifo(path("a.iso.part").c_str(), 0600), 0);

        struct stat status {};

        ::stat(path("a.iso.part").c_str(), &status);
        id.inode = status.st_ino;  // even if the journal knew it
    } else if (what == "folder") {
        fs::create_directory(path("a.iso.part"));
    }
    const std::string folder = what == "no folder" ? path("gone") : folder_;
    const auto part = PartFile::reopen(ops_, folder, "a.iso.part", id);
    QVERIFY(!part.ok());
    QCOMPARE(part.error().kind, ErrorKind::DiskMissing);
}

void PartOpenTest::reopenRefusesAnotherInode() {
    FileId id = make()->id();
    id.inode += 1;
    QCOMPARE(PartFile::reopen(ops_, folder_, "a.iso.part", id).error().kind,
             ErrorKind::DiskMissing);
    QCOMPARE(PartFile::reopen(ops_, folder_, "a.iso.part", {}).error().kind,
             ErrorKind::DiskMissing);
}

void PartOpenTest::reopenTakesANewDeviceNumberOnlyAfterARestart() {
    FileId id = make()->id();
    id.device += 1;
    QCOMPARE(PartFile::reopen(ops_, folder_, "a.iso.part", id).error().kind,
             ErrorKind::DiskMissing);
    id.bootId = "an earlier boot";
    const auto part = PartFile::reopen(ops_, folder_, "a.iso.part", id);
    QVERIFY(part.ok());
    QVERIFY(!part.value()->id().sameFile(id));
    QVERIFY(!part.value()->id().sameBoot(id));
}

void PartOpenTest::reopenIsRefusedWhileAnotherHoldsIt() {
    auto part = make();
    const FileId id = part->id();
    const auto second = PartFile::reopen(ops_, folder_, "a.iso.part", id);
    QVERIFY(!second.ok());
    QCOMPARE(second.error().kind, ErrorKind::DiskBusy);
    QCOMPARE(second.error().sentence, std::string("Another program is downloading to a.iso.part"));
    part.reset();
    QVERIFY(PartFile::reopen(ops_, folder_, "a.iso.part", id).ok());
}

void PartOpenTest::reopenTellsAPendingWriteError() {
    const FileId id = make()->id();
    ops_->fail(FileCall::Fsync, EIO);
    const auto part = PartFile::reopen(ops_, folder_, "a.iso.part", id);
    QVERIFY(!part.ok());
    QCOMPARE(part.error().kind, ErrorKind::DiskIo);
}

void PartOpenTest::r151AFolderThatCannotSyncIsNoError() {
    ops_->fail(FileCall::Fsync, EINVAL, 2);  // the first is the file's
    QVERIFY(make());
}

void PartOpenTest::aFolderThatCannotBeMadeSaysWhy() {
    ops_->fail(FileCall::Mkdir, EACCES, 1, true);
    const auto denied = PartFile::create(ops_, path("x/y/z"), "a");
    QCOMPARE(denied.error().kind, ErrorKind::DiskDenied);
    QCOMPARE(denied.error().sentence, "The folder " + path("x/y/z") + " cannot be written to");
    ops_->release();
    put(path("file"), "");
    const auto file = PartFile::create(ops_, path("file/y/z"), "a");
    QCOMPARE(file.error().kind, ErrorKind::NameNotRegular);
    const auto proc = PartFile::create(ops_, "/proc/no/such", "a");
    QCOMPARE(proc.error().kind, ErrorKind::DiskMissing);
    QCOMPARE(proc.error().sentence,
             std::string("The folder /proc/no/such does not exist and cannot be made"));
}

void PartOpenTest::aFolderThatTakesNoFilesIsNotCalledMissing() {
    const auto proc = PartFile::create(ops_, "/proc", "a");
    QCOMPARE(proc.error().kind, ErrorKind::DiskDenied);
    QCOMPARE(proc.error().sentence, std::string("The folder /proc takes no new files"));
}

void PartOpenTest::errorsAreSentences_data() {
    QTest::addColumn<int>("error");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("ENOSPC") << ENOSPC << ErrorKind::DiskNoSpace << "No space left in %1";
    QTest::newRow("EDQUOT") << EDQUOT << ErrorKind::DiskNoSpace << "The quota is used up in %1";
    QTest::newRow("EACCES") << EACCES << ErrorKind::DiskDenied
                            << "The folder %1 cannot be written to";
    QTest::newRow("EROFS") << EROFS << ErrorKind::DiskReadOnly
                           << "The folder %1 is on a read-only file system";
    QTest::newRow("ENAMETOOLONG") << ENAMETOOLONG << ErrorKind::NameBad
                                  << "The file system of %1 does not accept the name a.iso.part";
    QTest::newRow("EMFILE") << EMFILE << ErrorKind::ResFds << "Too many files are open";
    QTest::newRow("EIO") << EIO << ErrorKind::DiskIo << "The disk failed while creating a.iso.part";
    QTest::newRow("ENODEV") << ENODEV << ErrorKind::DiskMissing << "The disk that holds %1 is gone";
}

void PartOpenTest::errorsAreSentences() {
    QFETCH(int, error);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, sentence);
    ops_->fail(FileCall::OpenAt, error);
    const auto part = PartFile::create(ops_, folder_, "a.iso");
    QVERIFY(!part.ok());
    QCOMPARE(part.error().kind, kind);
    QCOMPARE(part.error().systemError, error);
    QCOMPARE(QString::fromStdString(part.error().sentence),
             sentence.contains("%1") ? sentence.arg(QString::fromStdString(folder_)) : sentence);
}

QTEST_GUILESS_MAIN(PartOpenTest)
#include "part_open_test.moc"
