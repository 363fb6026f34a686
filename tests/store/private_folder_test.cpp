// The state folder is this account's alone, whoever made it and whatever the umask.

#include "engine/private_folder.h"

#include "tests/store/part_fixture.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

constexpr uid_t kNobody = 65534;

struct Top {
    QTemporaryDir folder;

    [[nodiscard]] std::string file(const std::string& name) const {
        return folder.path().toStdString() + '/' + name;
    }
};

mode_t modeOf(const std::string& path) {
    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

bool give(const std::string& path, uid_t owner) {
    return ::lchown(path.c_str(), owner, owner) == 0;
}

}  // namespace

class PrivateFolderTest : public QObject {
    Q_OBJECT

private slots:

    void whatIsMissingIsMadeForOneAccount_data() {
        QTest::addColumn<uint>("mask");
        for (const uint mask : {0U, 002U, 022U, 077U}) {
            QTest::addRow("umask %03o", mask) << mask;
        }
    }

    void whatIsMissingIsMadeForOneAccount() {
        QFETCH(uint, mask);
        const Top top;
        const mode_t before = ::umask(mask);
        const Error error = makePrivateFolder(top.file("a/b/penstock"));
        ::umask(before);
        QVERIFY2(error.ok(), error.sentence.c_str());
        for (const char* path : {"a", "a/b", "a/b/penstock"}) {
            QCOMPARE(modeOf(top.file(path)), mode_t{0700});
        }
        QVERIFY(isPrivateFolder(top.file("a/b/penstock")));
    }

    void oursIsTightened_data() {
        QTest::addColumn<uint>("mode");
        for (const uint mode : {0755U, 0775U, 0777U, 0707U, 02770U, 0750U}) {
            QTest::addRow("%04o", mode) << mode;
        }
    }

    void oursIsTightened() {
        QFETCH(uint, mode);
        const Top top;
        const std::string path = top.file("state");
        QCOMPARE(::mkdir(path.c_str(), 0700), 0);
        QCOMPARE(::chmod(path.c_str(), mode), 0);
        QVERIFY(!isPrivateFolder(path));
        QVERIFY(makePrivateFolder(path + "/").ok());
        QCOMPARE(modeOf(path) & 0777U, mode_t{0700});
        QVERIFY(isPrivateFolder(path));
    }

    void whatIsMeantForManyIsRefused() {
        const Top top;
        const std::string path = top.file("tmp");
        QCOMPARE(::mkdir(path.c_str(), 0700), 0);
        QCOMPARE(::chmod(path.c_str(), 01777), 0);
        const Error error = makePrivateFolder(path);
        QCOMPARE(error.kind, ErrorKind::JournalForeign);
        QCOMPARE(modeOf(path), mode_t{01777});
        QVERIFY(!isPrivateFolder(path));
    }

    void aLinkIsNotFollowed() {
        const Top top;
        fs::create_directory(top.file("elsewhere"));
        QCOMPARE(::chmod(top.file("elsewhere").c_str(), 0777), 0);
        fs::create_symlink(top.file("elsewhere"), top.file("state"));
        for (const char* name : {"state", "state/", "state//"}) {
            QCOMPARE(makePrivateFolder(top.file(name)).kind, ErrorKind::JournalForeign);
            QVERIFY(!isPrivateFolder(top.file(name)));
        }
        QCOMPARE(modeOf(top.file("elsewhere")), mode_t{0777});
    }

    void anotherAccountsIsRefused() {
        const Top top;
        const std::string path = top.file("state");
        QCOMPARE(::mkdir(path.c_str(), 0700), 0);
        if (!give(path, kNobody)) {
            QSKIP("only root may give a folder away");
        }
        const Error error = makePrivateFolder(path);
        QCOMPARE(error.kind, ErrorKind::JournalForeign);
        QCOMPARE(error.sentence, "The folder " + path + " belongs to another account");
        QVERIFY(!isPrivateFolder(path));
    }

    void whereNoFolderCanBeIsSaid() {
        const Top top;
        put(top.file("file"), "x");
        QCOMPARE(makePrivateFolder(top.file("file")).kind, ErrorKind::JournalFailed);
        QCOMPARE(makePrivateFolder(top.file("file/below")).kind, ErrorKind::JournalFailed);
        QCOMPARE(makePrivateFolder("/proc/none").kind, ErrorKind::JournalFailed);
    }

    void aFileIsKeptPrivate() {
        const Top top;
        const std::string path = top.file("list.db");
        QVERIFY(keepPrivate(path).ok());
        put(path, "x");
        QCOMPARE(::chmod(path.c_str(), 0664), 0);
        QVERIFY(keepPrivate(path).ok());
        QCOMPARE(modeOf(path), mode_t{0600});
    }

    void whatIsNoFileOfOursIsRefused() {
        const Top top;
        put(top.file("file"), "x");
        fs::create_symlink(top.file("file"), top.file("link"));
        QCOMPARE(keepPrivate(top.file("link")).kind, ErrorKind::JournalForeign);
        QCOMPARE(::mkfifo(top.file("pipe").c_str(), 0600), 0);
        QCOMPARE(keepPrivate(top.file("pipe")).kind, ErrorKind::JournalForeign);
        if (give(top.file("file"), kNobody)) {
            QCOMPARE(keepPrivate(top.file("file")).kind, ErrorKind::JournalForeign);
        }
    }
};

QTEST_GUILESS_MAIN(PrivateFolderTest)
#include "private_folder_test.moc"
