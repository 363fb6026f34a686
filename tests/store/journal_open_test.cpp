#include "engine/store/journal.h"
#include "engine/store/journal_schema.h"
#include "tests/store/journal_fixture.h"
#include "tests/store/part_fixture.h"

#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

mode_t modeOf(const std::string& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

/// Of the folder: each name but the lock's with its content.
std::string imageOf(const std::string& folder) {
    std::string image;
    for (const std::string& name : namesIn(folder)) {
        if (!name.ends_with(".lock")) {
            image += name + '\n' + contentOf(folder + '/' + name);
        }
    }
    return image;
}

int execute(const std::string& path, const std::string& sql) {
    Database database;
    const int code = database.open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    return code == SQLITE_OK ? database.execute(sql.c_str()) : code;
}

}  // namespace

class JournalOpenTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void filesAreForTheirOwnerOnly();
    void aPathThatCannotBeMadeIsTold();
    void r160ASecondExclusiveJournalIsRefused();
    void r160AKilledProcessLeavesNoLock();
    void sharedJournalsWorkBesideEachOther();
    void sharedJournalsMayBeginTogether();
    void r156AForeignDatabaseIsLeftAlone_data();
    void r156AForeignDatabaseIsLeftAlone();
    void r157ANewerDatabaseIsLeftAlone();
    void r157ANewerVersionStillInTheLogIsSeen();
    void r155ADamagedFileIsSetAside_data();
    void r155ADamagedFileIsSetAside();
    void r155AnyFlippedPageIsFoundOrHarmless();
    void r155TheLogGoesWithTheDamagedFile();
    void aLeftOverLogIsNotReplayed();
    void aLeftOverBeginningIsReplaced();
};

void JournalOpenTest::filesAreForTheirOwnerOnly() {
    const mode_t before = ::umask(0);
    const auto journal = open();
    ::umask(before);
    QVERIFY(journal);
    QVERIFY(journal->insert({}).ok());
    QCOMPARE(modeOf(folder_), 0700U);
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
        QCOMPARE(modeOf(path_ + suffix), 0600U);
    }
}

void JournalOpenTest::aPathThatCannotBeMadeIsTold() {
    put(folder_, "a file");
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalFailed);
    path_ = dir_->path().toStdString() + "/list";
    fs::create_directory(path_);
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalForeign);
}

void JournalOpenTest::r160ASecondExclusiveJournalIsRefused() {
    auto journal = open();
    QVERIFY(journal);
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::DiskBusy);
    QCOMPARE(error_.sentence, std::string("Penstock is already running"));
    journal.reset();
    QVERIFY(open());
}

void JournalOpenTest::r160AKilledProcessLeavesNoLock() {
    std::array<int, 2> pipe{};
    QCOMPARE(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto journal = open();
        const char ok = journal ? 'y' : 'n';
        (void)!::write(pipe[1], &ok, 1);
        ::pause();
        ::_exit(0);
    }
    char ok = 0;
    QCOMPARE(::read(pipe[0], &ok, 1), ssize_t{1});
    QCOMPARE(ok, 'y');
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::DiskBusy);
    ::kill(child, SIGKILL);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    ::close(pipe[0]);
    ::close(pipe[1]);
    QVERIFY(open());
}

void JournalOpenTest::sharedJournalsWorkBesideEachOther() {
    const auto one = open(Journal::Sharing::Shared);
    const auto two = open(Journal::Sharing::Shared);
    QVERIFY(one && two);
    QCOMPARE(one->insert({}).value(), std::uint64_t{1});
    QCOMPARE(two->insert({}).value(), std::uint64_t{2});
    QCOMPARE(one->load().value().size(), std::size_t{2});
}

void JournalOpenTest::sharedJournalsMayBeginTogether() {
    constexpr int kProcesses = 8;
    std::array<pid_t, kProcesses> children{};
    for (pid_t& child : children) {
        child = ::fork();
        if (child == 0) {
            const auto journal = open(Journal::Sharing::Shared);
            bool ok = journal != nullptr;
            for (int i = 0; ok && i < 10; ++i) {
                ok = journal->insert({}).ok();
            }
            ::_exit(ok ? 0 : 1);
        }
    }
    for (const pid_t child : children) {
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
    }
    QCOMPARE(open()->load().value().size(), std::size_t{10 * kProcesses});
}

void JournalOpenTest::r156AForeignDatabaseIsLeftAlone_data() {
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("no id") << QByteArray("CREATE TABLE t (a)");
    QTest::newRow("another id") << QByteArray(
        "PRAGMA application_id = 7; CREATE TABLE transfer (a)");
    QTest::newRow("with a log") << QByteArray("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
}

void JournalOpenTest::r156AForeignDatabaseIsLeftAlone() {
    QFETCH(QByteArray, sql);
    fs::create_directory(folder_);
    QCOMPARE(execute(path_, sql.toStdString()), SQLITE_OK);
    const std::string before = imageOf(folder_);
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalForeign);
    QVERIFY(imageOf(folder_) == before);
}

void JournalOpenTest::r157ANewerDatabaseIsLeftAlone() {
    QVERIFY(open()->insert(fullRecord()).ok());
    QCOMPARE(execute(path_, "PRAGMA user_version = 99"), SQLITE_OK);
    const std::string before = imageOf(folder_);
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalNewer);
    QVERIFY(imageOf(folder_) == before);
}

void JournalOpenTest::r157ANewerVersionStillInTheLogIsSeen() {
    QVERIFY(open());
    Database newer;
    QCOMPARE(newer.open(path_, SQLITE_OPEN_READWRITE), SQLITE_OK);
    sqlite3_db_config(newer.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    QCOMPARE(newer.execute("PRAGMA user_version = 99"), SQLITE_OK);
    const std::string database = contentOf(path_);
    const std::string log = contentOf(path_ + "-wal");
    QVERIFY(!log.empty());
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalNewer);
    QVERIFY(contentOf(path_) == database);
    QVERIFY(contentOf(path_ + "-wal") == log);
}

void JournalOpenTest::r155ADamagedFileIsSetAside_data() {
    QTest::addColumn<QString>("damage");
    for (const char* damage :
         {"empty", "text", "short header", "truncated", "no table", "garbage"}) {
        QTest::newRow(damage) << damage;
    }
}

void JournalOpenTest::r155ADamagedFileIsSetAside() {
    QFETCH(QString, damage);
    {
        const auto journal = open();
        for (int i = 0; i < 200; ++i) {
            QVERIFY(journal->insert(fullRecord()).ok());
        }
    }
    if (damage == "empty") {
        fs::resize_file(path_, 0);
    } else if (damage == "text") {
        put(path_,
            "this is no database, but it is longer than the header of one would have to be, "
            "so that is not why");
    } else if (damage == "short header") {
        fs::resize_file(path_, 50);
    } else if (damage == "truncated") {
        fs::resize_file(path_, fs::file_size(path_) / 2);
    } else if (damage == "no table") {
        QCOMPARE(execute(path_, "DROP TABLE header"), SQLITE_OK);
    } else {
        std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096 + 100);
        file << std::string(8192, '\x5A');
    }
    const std::string damaged = contentOf(path_);
    const auto journal = open();
    QVERIFY2(journal, error_.sentence.c_str());
    QVERIFY(journal->load().value().empty());
    QVERIFY(journal->insert(fullRecord()).ok());
    const std::string& note = journal->note();
    const std::size_t at = note.find(path_ + ".corrupt-");
    QVERIFY(at != std::string::npos);
    QVERIFY(contentOf(note.substr(at, note.find(' ', at) - at)) == damaged);
}

void JournalOpenTest::r155AnyFlippedPageIsFoundOrHarmless() {
    {
        const auto journal = open();
        for (int i = 0; i < 30; ++i) {
            QVERIFY(journal->insert(fullRecord()).ok());
        }
    }
    const std::string whole = contentOf(path_);
    for (std::size_t at = 0; at < whole.size(); at += 997) {
        std::string flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x55);
        put(path_, flipped);
        const auto journal = open();
        if (journal) {
            QVERIFY(journal->load().ok());
            QVERIFY(journal->insert({}).ok());
        } else {
            QVERIFY(!error_.sentence.empty());
        }
    }
}

void JournalOpenTest::r155TheLogGoesWithTheDamagedFile() {
    QVERIFY(open());
    put(path_, "damaged");
    put(path_ + "-wal", "its log");
    const auto journal = open();
    QVERIFY(journal);
    const auto names = namesIn(folder_);
    QVERIFY(std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return name.starts_with("list.db.corrupt-") && name.ends_with("-wal") &&
               contentOf(folder_ + '/' + name) == "its log";
    }));
}

void JournalOpenTest::aLeftOverLogIsNotReplayed() {
    std::string log;
    {
        const auto journal = open();
        QVERIFY(journal->insert(fullRecord()).ok());
        log = contentOf(path_ + "-wal");
        QVERIFY(!log.empty());
    }
    fs::remove(path_);
    put(path_ + "-wal", log);
    const auto journal = open();
    QVERIFY(journal);
    QVERIFY(journal->load().value().empty());
}

void JournalOpenTest::aLeftOverBeginningIsReplaced() {
    fs::create_directory(folder_);
    put(path_ + ".new", "killed while making it");
    put(path_ + ".new-journal", "and this");
    const auto journal = open();
    QVERIFY(journal);
    QVERIFY(journal->insert({}).ok());
    QVERIFY(!fs::exists(path_ + ".new"));
}

QTEST_GUILESS_MAIN(JournalOpenTest)
#include "journal_open_test.moc"
