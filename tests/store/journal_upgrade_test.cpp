// Lists of earlier versions, as those wrote them.

#include "engine/store/journal_schema.h"
#include "tests/store/journal_fixture.h"
#include "tests/store/old_lists.h"
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
    record.state = TransferState::Verifying;
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
    void aListOfTheSecondVersionIsGoneOnWith();
    void statesOfTheThirdVersionAreNamed();
    void aListOfTheFourthVersionIsGoneOnWith();
    void anOldListHasNoQueuesAndUsualPriorities();
    void anUpgradedListKeepsQueuesAndPriorities();
    void anUnknownPriorityIsTheUsualOne();
    void anUnknownStateIsPaused();
    void aVersionThatNobodyWroteIsDamage();

private:
    /// A list as the release before states had names has left it: ten rows.
    void beginWithVersionThree() {
        fs::remove_all(folder_);
        fs::create_directory(folder_);
        QCOMPARE(execute(kVersionThree), SQLITE_OK);
    }

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

void JournalUpgradeTest::aListOfTheSecondVersionIsGoneOnWith() {
    QCOMPARE(execute("ALTER TABLE transfer ADD COLUMN owner INTEGER;"
                     "ALTER TABLE transfer ADD COLUMN birth_ns INTEGER NOT NULL DEFAULT 0;"
                     "ALTER TABLE transfer ADD COLUMN mark INTEGER NOT NULL DEFAULT 0;"
                     "UPDATE transfer SET owner = 1000, birth_ns = 5, mark = 6;"
                     "PRAGMA user_version = 2"),
             SQLITE_OK);
    TransferRecord record = recordOfVersionOne();
    record.part.owner = 1000;
    record.part.birthNs = 5;
    record.part.mark = 6;
    for (int i = 0; i < 2; ++i) {
        const auto journal = open();
        QVERIFY2(journal && journal->note().empty(), error_.sentence.c_str());
        QVERIFY(onlyRecord(*journal) == record);
    }
}

void JournalUpgradeTest::statesOfTheThirdVersionAreNamed() {
    beginWithVersionThree();
    const std::vector<TransferState> states{TransferState::Queued,    TransferState::Probing,
                                            TransferState::Receiving, TransferState::Verifying,
                                            TransferState::Waiting,   TransferState::Paused,
                                            TransferState::Settling,  TransferState::Asking,
                                            TransferState::Done,      TransferState::Failed};
    for (int i = 0; i < 2; ++i) {
        const auto journal = open();
        QVERIFY2(journal && journal->note().empty(), error_.sentence.c_str());
        QCOMPARE(journal->nextRow(), std::uint64_t{12});
        const std::vector<TransferRecord> records = journal->load().value();
        QCOMPARE(records.size(), states.size());
        for (std::size_t row = 0; row < states.size(); ++row) {
            QCOMPARE(records[row].row, row + 1);
            QCOMPARE(records[row].state, states[row]);
            QCOMPARE(records[row].part.inode, 70 + row);
            QCOMPARE(records[row].total, std::optional(5'000'000 + row));
            QCOMPARE(records[row].withheld, std::vector<std::string>{"X-Token"});
        }
        QCOMPARE(records[2].oldPart->name, std::string("file2.1.iso.part"));
        QCOMPARE(records[3].softEnd, std::uint64_t{4003});
        QCOMPARE(records[3].durableEnd, std::uint64_t{3003});
        QCOMPARE(records[3].renamingTo, std::string("file3.iso"));
        QCOMPARE(records[4].error.kind, ErrorKind::ConnectReset);
        QCOMPARE(records[8].finishedMs, std::int64_t{1'700'000'001'456});
    }
    QCOMPARE(answerOf(path_ + ".v3", "SELECT group_concat(state, '') FROM transfer"),
             std::string("0123456789"));
}

void JournalUpgradeTest::aListOfTheFourthVersionIsGoneOnWith() {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    {
        Database database;
        QCOMPARE(database.open(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE), SQLITE_OK);
        QCOMPARE(buildSchema(database, 4), SQLITE_OK);
    }
    QCOMPARE(execute(kRowOfVersionFour), SQLITE_OK);
    TransferRecord record = recordOfVersionOne();
    record.part.owner = 1000;
    record.part.birthNs = 5;
    record.part.mark = 6;
    for (int i = 0; i < 2; ++i) {
        const auto journal = open();
        QVERIFY2(journal && journal->note().empty(), error_.sentence.c_str());
        QVERIFY(onlyRecord(*journal) == record);
        QVERIFY(journal->hostCeilings().value().empty());
    }
}

// They wait in the order of their rows, as they did; nothing is placed yet.
void JournalUpgradeTest::anOldListHasNoQueuesAndUsualPriorities() {
    beginWithVersionThree();
    for (int i = 0; i < 2; ++i) {
        const auto journal = open();
        QVERIFY2(journal && journal->note().empty(), error_.sentence.c_str());
        QVERIFY(journal->queues().value().empty());
        const std::vector<TransferRecord> records = journal->load().value();
        QCOMPARE(records.size(), std::size_t{10});
        for (const TransferRecord& record : records) {
            QCOMPARE(record.rank, (Rank{Priority::Normal, 0}));
            QVERIFY(record.queue.empty() && !record.inOrder);
        }
    }
    QCOMPARE(answerOf(path_,
                      "SELECT group_concat(DISTINCT priority || position || queue || '.') "
                      "FROM transfer"),
             std::string("normal0."));
    QCOMPARE(answerOf(path_ + ".v3",
                      "SELECT count(*) FROM pragma_table_info('transfer') "
                      "WHERE name IN ('priority', 'position', 'queue')"),
             std::string("0"));
}

void JournalUpgradeTest::anUpgradedListKeepsQueuesAndPriorities() {
    beginWithVersionThree();
    const QueueSettings night{"night", 2, 500'000, {{0x1F, 1320, 360}}};
    std::vector<TransferRecord> expected;
    {
        const auto journal = open();
        QVERIFY(journal->storeQueue(night).ok());
        expected = journal->load().value();
        expected[1].rank = {Priority::High, -5};
        expected[1].queue = "night";
        expected[9].rank = {Priority::Low, 12};
        QVERIFY(journal->update(expected[1]).ok() && journal->update(expected[9]).ok());
    }
    const auto journal = open();
    QCOMPARE(journal->queues().value(), std::vector{night});
    QVERIFY(journal->load().value() == expected);
    QCOMPARE(answerOf(path_, "SELECT priority || position || queue FROM transfer WHERE id = 2"),
             std::string("high-5night"));
}

void JournalUpgradeTest::anUnknownPriorityIsTheUsualOne() {
    beginWithVersionThree();
    QVERIFY(open());
    QCOMPARE(execute("UPDATE transfer SET priority = 'highest', queue = 'nobody made that'"),
             SQLITE_OK);
    const std::vector<TransferRecord> records = open()->load().value();
    QCOMPARE(records.size(), std::size_t{10});
    for (const TransferRecord& record : records) {
        QCOMPARE(record.rank.priority, Priority::Normal);
        QCOMPARE(record.queue, std::string("nobody made that"));
    }
}

void JournalUpgradeTest::anUnknownStateIsPaused() {
    QCOMPARE(execute("UPDATE transfer SET state = 77"), SQLITE_OK);
    QCOMPARE(onlyRecord(*open()).state, TransferState::Paused);
    QCOMPARE(execute("UPDATE transfer SET state_name = 'mirroring'"), SQLITE_OK);
    QCOMPARE(onlyRecord(*open()).state, TransferState::Paused);
}

void JournalUpgradeTest::aVersionThatNobodyWroteIsDamage() {
    QCOMPARE(execute("PRAGMA user_version = 0"), SQLITE_OK);
    const auto journal = open();
    QVERIFY(journal);
    QVERIFY(journal->note().find("was damaged") != std::string::npos);
}

QTEST_GUILESS_MAIN(JournalUpgradeTest)
#include "journal_upgrade_test.moc"
