// Lists of earlier versions, as those wrote them.

#include "engine/store/journal_schema.h"
#include "tests/store/journal_fixture.h"
#include "tests/store/part_fixture.h"

#include <QTest>

#include <sqlite3.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <string>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

constexpr const char* kVersionOne = R"(
PRAGMA application_id = 1349415796;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    directory TEXT NOT NULL,
    name TEXT NOT NULL,
    final_name TEXT NOT NULL,
    final_url TEXT NOT NULL,
    part_name TEXT NOT NULL,
    rate_limit INTEGER NOT NULL,
    state INTEGER NOT NULL,
    error_kind TEXT NOT NULL,
    error_sentence TEXT NOT NULL,
    error_evidence TEXT NOT NULL,
    error_errno INTEGER NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    last_modified_strong INTEGER NOT NULL,
    total INTEGER,
    encoding TEXT NOT NULL,
    generation INTEGER NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    mount_id INTEGER NOT NULL,
    renaming_to TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    finished_ms INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE range (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    begin INTEGER NOT NULL,
    soft_end INTEGER NOT NULL,
    durable_end INTEGER NOT NULL,
    PRIMARY KEY (transfer, generation, begin)
) STRICT, WITHOUT ROWID;
CREATE TABLE header (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (transfer, position)
) STRICT, WITHOUT ROWID;
INSERT INTO transfer VALUES (
    7, 'https://example.org/a', '/home/x/Downloads', 'asked', 'a.iso', 'https://mirror.test/a',
    'a.iso.part', 1000, 3, 'Connect.Reset', 'The connection was reset', 'after 5 bytes', 104,
    '"abc"', 'Tue, 15 Nov 1994 12:45:26 GMT', 1, 5000000, 'gzip', 3, 2049, 77, 'boot', 11, 'b.iso',
    1700000000123, 1700000001456, 'Started over');
INSERT INTO range VALUES (7, 3, 0, 4000, 3000);
INSERT INTO header VALUES (7, 0, 'Referer', 'https://example.org/');
)";

int writesLeft = 0;  // reached from a plain function pointer

ssize_t writeOrDie(int fd, const void* data, std::size_t size, off_t offset) {
    if (--writesLeft == 0) {
        ::raise(SIGKILL);
    }
    return ::pwrite(fd, data, size, offset);
}

void killAtWrite(int n) {
    writesLeft = n;
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    for (const char* name : {"pwrite", "pwrite64"}) {
        vfs->xSetSystemCall(vfs, name, reinterpret_cast<sqlite3_syscall_ptr>(&writeOrDie));
    }
}

/// What version one would read from that row, in the words of this one.
TransferRecord recordOfVersionOne() {
    TransferRecord record;
    record.row = 7;
    record.url = "https://example.org/a";
    record.directory = "/home/x/Downloads";
    record.name = "asked";
    record.finalName = "a.iso";
    record.finalUrl = "https://mirror.test/a";
    record.partName = "a.iso.part";
    record.headers = {{"Referer", "https://example.org/"}};
    record.rateLimit = 1000;
    record.state = 3;
    record.error = {ErrorKind::ConnectReset, "The connection was reset", "after 5 bytes", 104};
    record.etag = "\"abc\"";
    record.lastModified = "Tue, 15 Nov 1994 12:45:26 GMT";
    record.lastModifiedStrong = true;
    record.total = 5'000'000;
    record.encoding = "gzip";
    record.generation = 3;
    record.part = {2049, 77, "boot", 11, std::nullopt, 0, 0};
    record.softEnd = 4000;
    record.durableEnd = 3000;
    record.renamingTo = "b.iso";
    record.addedMs = 1'700'000'000'123;
    record.finishedMs = 1'700'000'001'456;
    record.note = "Started over";
    return record;
}

/// All of sqlite_schema, and the version.
std::string shapeOf(const std::string& path) {
    Database database;
    if (database.open(path, SQLITE_OPEN_READONLY) != SQLITE_OK) {
        return "not opened";
    }
    std::string shape;
    Query select(database,
                 "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1");
    while (select.step() == SQLITE_ROW) {
        shape += select.text(0) + '\n';
    }
    Query version(database, "PRAGMA user_version");
    version.step();
    return shape + version.text(0);
}

std::string answerOf(const std::string& path, const char* sql) {
    Database database;
    database.open(path, SQLITE_OPEN_READONLY);
    Query query(database, sql);
    return query.step() == SQLITE_ROW ? query.text(0) : std::string("no row");
}

}  // namespace

class JournalUpgradeTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() {
        QVERIFY(begin());
        fs::create_directory(folder_);
        QCOMPARE(execute(kVersionOne), SQLITE_OK);
    }

    void cleanup() { end(); }

    void aListOfTheFirstVersionIsGoneOnWith();
    void whatIsNowKnownIsKept();
    void anUpgradedListIsLikeANewOne();
    void theListAsItWasIsKept();
    void r158AnUpgradeThatFailsLeavesTheListAsItWas();
    void r158AnUpgradeMayBeKilledAtAnyCall();
    void manyProcessesMayUpgradeTogether();
    void aVersionThatNobodyWroteIsDamage();

private:
    int execute(const char* sql) {
        Database database;
        const int code = database.open(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        return code == SQLITE_OK ? database.execute(sql) : code;
    }
};

void JournalUpgradeTest::aListOfTheFirstVersionIsGoneOnWith() {
    for (int i = 0; i < 2; ++i) {
        const auto journal = open();
        QVERIFY2(journal, error_.sentence.c_str());
        QVERIFY(journal->note().empty());
        QVERIFY(onlyRecord(*journal) == recordOfVersionOne());
    }
    const auto journal = open();
    TransferRecord next = fullRecord();
    QCOMPARE(journal->insert(next).value(), std::uint64_t{8});
}

void JournalUpgradeTest::whatIsNowKnownIsKept() {
    TransferRecord record = recordOfVersionOne();
    record.part.owner = 4'000'000'000U;
    record.part.birthNs = 1'700'000'000'123'456'789;
    record.part.mark = ~std::uint64_t{0} - 1;
    QVERIFY(open()->update(record).ok());
    QVERIFY(onlyRecord(*open()) == record);
    record.part.owner = 0;  // root's is not the same as nobody's
    QVERIFY(open()->update(record).ok());
    QVERIFY(onlyRecord(*open()) == record);
}

void JournalUpgradeTest::anUpgradedListIsLikeANewOne() {
    QVERIFY(open());
    const std::string upgraded = shapeOf(path_);
    path_ = folder_ + "/new.db";
    QVERIFY(open());
    QCOMPARE(upgraded, shapeOf(path_));
}

void JournalUpgradeTest::theListAsItWasIsKept() {
    const std::string before = shapeOf(path_);
    put(path_ + ".v1", "a copy that was broken off");
    QVERIFY(open());
    QCOMPARE(shapeOf(path_ + ".v1"), before);
    QCOMPARE(answerOf(path_ + ".v1", "SELECT url FROM transfer"),
             std::string("https://example.org/a"));

    struct stat status {};

    QCOMPARE(::stat((path_ + ".v1").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
}

void JournalUpgradeTest::r158AnUpgradeThatFailsLeavesTheListAsItWas() {
    const std::string before = shapeOf(path_);
    fs::create_directory(path_ + ".v1");  // no room for the copy: nothing is begun
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalFailed);
    QCOMPARE(shapeOf(path_), before);
}

// By a process that is stopped at the n-th write of SQLite, for every n until one comes through.
void JournalUpgradeTest::r158AnUpgradeMayBeKilledAtAnyCall() {
    int n = 1;
    for (bool through = false; !through; ++n) {
        QVERIFY(n < 1000);
        fs::remove_all(folder_);
        fs::create_directory(folder_);
        QCOMPARE(execute(kVersionOne), SQLITE_OK);
        const pid_t child = ::fork();
        if (child == 0) {
            killAtWrite(n);
            const auto journal = open();
            ::_exit(journal ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        through = WIFEXITED(status);
        QVERIFY(!through || WEXITSTATUS(status) == 0);
        const auto journal = open();
        QVERIFY2(journal, error_.sentence.c_str());
        QVERIFY(onlyRecord(*journal) == recordOfVersionOne());
    }
    QVERIFY(n > 5);
}

void JournalUpgradeTest::manyProcessesMayUpgradeTogether() {
    std::array<pid_t, 8> children{};
    for (pid_t& child : children) {
        child = ::fork();
        if (child == 0) {
            const auto journal = open(Journal::Sharing::Shared);
            ::_exit(journal && onlyRecord(*journal) == recordOfVersionOne() ? 0 : 1);
        }
    }
    for (const pid_t child : children) {
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
    }
}

void JournalUpgradeTest::aVersionThatNobodyWroteIsDamage() {
    QCOMPARE(execute("PRAGMA user_version = 0"), SQLITE_OK);
    const auto journal = open();
    QVERIFY(journal);
    QVERIFY(journal->note().find("was damaged") != std::string::npos);
}

QTEST_GUILESS_MAIN(JournalUpgradeTest)
#include "journal_upgrade_test.moc"
