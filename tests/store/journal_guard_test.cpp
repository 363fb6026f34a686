// A list that somebody else wrote, or that was damaged, runs nothing and names nothing of ours.

#include "engine/store/journal_guard.h"

#include "engine/store/journal.h"
#include "engine/store/journal_schema.h"
#include "tests/store/journal_fixture.h"
#include "tests/store/part_fixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

constexpr qint64 kLongMs = 10'000;
constexpr uid_t kNobody = 65534;
constexpr const char* kEndless =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";

int execute(const std::string& path, const std::string& sql) {
    Database database;
    const int code = database.open(path, SQLITE_OPEN_READWRITE);
    return code == SQLITE_OK ? database.execute(sql.c_str()) : code;
}

}  // namespace

class JournalGuardTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void aListWithOtherThingsInItIsSetAside_data();
    void aListWithOtherThingsInItIsSetAside();
    void statisticsAreNoDamage();
    void anEndlessViewInTheSchemaEnds();
    void aPlantedTriggerNeverRuns();
    void removingStillTakesWhatBelongsToARow();
    void aRowThatWeCannotHaveWrittenIsLeftOut_data();
    void aRowThatWeCannotHaveWrittenIsLeftOut();
    void whatWeWriteIsPlausible_data();
    void whatWeWriteIsPlausible();
    void whatIsLeftOutIsNoCandidateEither();
    void aListWhoseNumbersAreUsedUpTakesFurtherRows();
    void anotherAccountsFilesAreRefused_data();
    void anotherAccountsFilesAreRefused();
    void aLinkInPlaceOfAFileIsRefused_data();
    void aLinkInPlaceOfAFileIsRefused();
    void aLooseFolderAndItsFilesAreTightened();
};

void JournalGuardTest::aListWithOtherThingsInItIsSetAside_data() {
    QTest::addColumn<QString>("sql");
    QTest::newRow("trigger") << "CREATE TRIGGER t AFTER UPDATE ON transfer BEGIN DELETE FROM "
                                "transfer; END";
    QTest::newRow("view") << "CREATE VIEW v AS SELECT 1";
    QTest::newRow("endless view in a table's place")
        << QStringLiteral("ALTER TABLE header RENAME TO h; CREATE VIEW header AS %1").arg(kEndless);
    QTest::newRow("endless view in the place of all")
        << QStringLiteral("ALTER TABLE transfer RENAME TO t; CREATE VIEW transfer AS %1")
               .arg(kEndless);
    QTest::newRow("index") << "CREATE INDEX i ON transfer (url)";
    QTest::newRow("index on an expression")
        << "CREATE INDEX i ON transfer (length(hex(zeroblob(1000))))";
    QTest::newRow("table") << "CREATE TABLE more (a)";
    QTest::newRow("column") << "ALTER TABLE transfer ADD COLUMN more TEXT";
    QTest::newRow("generated column")
        << "ALTER TABLE transfer ADD COLUMN more TEXT AS (hex(zeroblob(100000000)))";
    QTest::newRow("version 0") << "PRAGMA user_version = 0";
}

void JournalGuardTest::aListWithOtherThingsInItIsSetAside() {
    QFETCH(QString, sql);
    QVERIFY(open()->insert(fullRecord()).ok());
    QCOMPARE(execute(path_, sql.toStdString()), SQLITE_OK);
    QElapsedTimer timer;
    timer.start();
    const auto journal = open();
    QVERIFY2(journal, error_.sentence.c_str());
    QVERIFY(timer.elapsed() < kLongMs);
    QVERIFY(journal->note().find(path_ + ".corrupt-") != std::string::npos);
    QVERIFY(journal->load().value().empty());
}

void JournalGuardTest::statisticsAreNoDamage() {
    QVERIFY(open()->insert(fullRecord()).ok());
    QCOMPARE(execute(path_, "ANALYZE"), SQLITE_OK);
    const auto journal = open();
    QVERIFY2(journal, error_.sentence.c_str());
    QVERIFY(journal->note().empty());
    QCOMPARE(journal->load().value().size(), std::size_t{1});
}

// A name of SQLite's own cannot be given by CREATE; the schema is written by hand.
void JournalGuardTest::anEndlessViewInTheSchemaEnds() {
    QVERIFY(open()->insert(fullRecord()).ok());
    const std::string view = std::string("CREATE VIEW sqlite_stat1 AS ") + kEndless;
    QCOMPARE(execute(path_,
                     "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES "
                     "('view', 'sqlite_stat1', 'sqlite_stat1', 0, '" +
                         view + "')"),
             SQLITE_OK);
    QElapsedTimer timer;
    timer.start();
    const auto journal = open();
    QVERIFY2(journal, error_.sentence.c_str());
    QVERIFY(timer.elapsed() < kLongMs);
    QVERIFY(!journal->note().empty());
}

void JournalGuardTest::aPlantedTriggerNeverRuns() {
    QVERIFY(open()->insert(fullRecord()).ok());
    QCOMPARE(execute(path_,
                     "CREATE TRIGGER t AFTER UPDATE ON transfer BEGIN DELETE FROM transfer; "
                     "END"),
             SQLITE_OK);
    Database database;
    QCOMPARE(database.open(path_, SQLITE_OPEN_READWRITE), SQLITE_OK);
    distrust(database);
    QCOMPARE(checkSchema(database, kSchemaVersion), SQLITE_CORRUPT);
    QCOMPARE(database.execute("UPDATE transfer SET note = 'x'"), SQLITE_OK);
    Query count(database, "SELECT count(*) FROM transfer");
    QCOMPARE(count.step(), SQLITE_ROW);
    QCOMPARE(count.integer(0), std::int64_t{1});
}

void JournalGuardTest::removingStillTakesWhatBelongsToARow() {
    {
        const auto journal = open();
        const std::uint64_t row = journal->insert(fullRecord()).value();
        QVERIFY(journal->durableMarks({{Mark{row, 3, 0, 100}}}).ok());
        QVERIFY(journal->remove(row).ok());
    }
    Database database;
    QCOMPARE(database.open(path_, SQLITE_OPEN_READWRITE), SQLITE_OK);
    Query count(database, "SELECT (SELECT count(*) FROM header) + (SELECT count(*) FROM range)");
    QCOMPARE(count.step(), SQLITE_ROW);
    QCOMPARE(count.integer(0), std::int64_t{0});
}

void JournalGuardTest::aRowThatWeCannotHaveWrittenIsLeftOut_data() {
    QTest::addColumn<QString>("change");
    QTest::newRow("a person's file as its part") << "part_name = 'thesis.odt'";
    QTest::newRow("a part elsewhere") << "part_name = '../x.part'";
    QTest::newRow("a part in a folder") << "part_name = 'a/x.part'";
    QTest::newRow("an absolute part") << "part_name = '/home/x/x.part'";
    QTest::newRow("a part with NUL") << "part_name = 'thesis.odt' || char(0) || '.part'";
    QTest::newRow("no more than the suffix, hidden in a folder") << "part_name = '/.part'";
    QTest::newRow("a relative folder") << "directory = 'Downloads'";
    QTest::newRow("the folder above") << "directory = '../x'";
    QTest::newRow("a folder with NUL") << "directory = '/home' || char(0) || '/x'";
    QTest::newRow("a launcher") << "final_name = 'Report.desktop'";
    QTest::newRow("a launcher in capitals") << "final_name = 'Report.DeskTop'";
    QTest::newRow("a link file") << "final_name = 'x.url'";
    QTest::newRow("a hidden file") << "final_name = '.bash_profile'";
    QTest::newRow("an option") << "final_name = '-rf'";
    QTest::newRow("a final name elsewhere") << "final_name = '../../x'";
    QTest::newRow("the folder itself") << "final_name = '.'";
    QTest::newRow("a rename to a launcher") << "renaming_to = 'x.desktop'";
    QTest::newRow("a rename to elsewhere") << "renaming_to = '../.profile'";
    QTest::newRow("a rename with NUL") << "renaming_to = 'x.desktop' || char(0)";
    QTest::newRow("a negative size") << "total = -1";
}

void JournalGuardTest::aRowThatWeCannotHaveWrittenIsLeftOut() {
    QFETCH(QString, change);
    {
        const auto journal = open();
        QVERIFY(journal->insert(fullRecord()).ok());
        QVERIFY(journal->insert(fullRecord()).ok());
    }
    const std::string sql = "UPDATE transfer SET " + change.toStdString() + " WHERE id = 1";
    QCOMPARE(execute(path_, sql), SQLITE_OK);
    const auto journal = open();
    QVERIFY2(journal, error_.sentence.c_str());
    QVERIFY(journal->note().empty());
    const auto records = journal->load();
    QVERIFY(records.ok());
    QCOMPARE(records.value().size(), std::size_t{1});
    QCOMPARE(records.value().front().row, std::uint64_t{2});
    QCOMPARE(journal->note(), "A line of the list " + path_ +
                                  " cannot have been written by Penstock and was left out");
}

void JournalGuardTest::whatWeWriteIsPlausible_data() {
    QTest::addColumn<QString>("finalName");
    QTest::addColumn<QString>("partName");
    QTest::newRow("usual") << "a.iso"
                           << "a.iso.part";
    QTest::newRow("numbered") << "a (12).iso"
                              << "a.iso.3.part";
    QTest::newRow("not begun") << "a.iso"
                               << "";
    QTest::newRow("a launcher made safe") << "x.desktop.download"
                                          << "x.desktop.download.part";
    QTest::newRow("letters that a later version does not give")
        << QStringLiteral(u"a\u3164b") << QStringLiteral(u"a\u3164b.part");
    QTest::newRow("long") << QString(251, 'x') + " (1)" << QString(250, 'x') + ".part";
    QTest::newRow("dots inside") << "a..b"
                                 << "a..b.part";
}

void JournalGuardTest::whatWeWriteIsPlausible() {
    QFETCH(QString, finalName);
    QFETCH(QString, partName);
    TransferRecord record = fullRecord();
    record.finalName = finalName.toStdString();
    record.partName = partName.toStdString();
    QVERIFY(isPlausible(record));
}

void JournalGuardTest::whatIsLeftOutIsNoCandidateEither() {
    const TransferRecord record = fullRecord();
    {
        const auto journal = open();
        QVERIFY(journal->insert(record).ok());
        QCOMPARE(journal->find(record.url, record.directory, record.name).value().size(),
                 std::size_t{1});
    }
    QCOMPARE(execute(path_, "UPDATE transfer SET part_name = 'thesis.odt'"), SQLITE_OK);
    QVERIFY(open()->find(record.url, record.directory, record.name).value().empty());
}

// SQLite has no number behind the highest, and says that the disk is full.
void JournalGuardTest::aListWhoseNumbersAreUsedUpTakesFurtherRows() {
    {
        const auto journal = open();
        QCOMPARE(journal->insert(fullRecord()).value(), std::uint64_t{1});
        QCOMPARE(journal->insert(fullRecord()).value(), std::uint64_t{2});
    }
    QCOMPARE(execute(path_,
                     "PRAGMA foreign_keys = OFF; "
                     "UPDATE transfer SET id = 9223372036854775807 WHERE id = 1; "
                     "UPDATE sqlite_sequence SET seq = 9223372036854775807"),
             SQLITE_OK);
    const auto journal = open();
    QCOMPARE(journal->nextRow(), std::uint64_t{3});
    QCOMPARE(journal->insert(fullRecord()).value(), std::uint64_t{3});
    TransferRecord chosen = fullRecord();
    chosen.row = journal->nextRow();
    QCOMPARE(journal->insert(chosen).value(), std::uint64_t{4});
    QCOMPARE(journal->load().value().size(), std::size_t{4});
}

void JournalGuardTest::anotherAccountsFilesAreRefused_data() {
    QTest::addColumn<QString>("suffix");
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock"}) {
        QTest::addRow("list.db%s", suffix) << suffix;
    }
}

void JournalGuardTest::anotherAccountsFilesAreRefused() {
    QFETCH(QString, suffix);
    QVERIFY(open()->insert(fullRecord()).ok());
    const std::string path = path_ + suffix.toStdString();
    if (!fs::exists(path)) {
        put(path, "planted");
    }
    if (::chown(path.c_str(), kNobody, kNobody) != 0) {
        QSKIP("only root may give a file away");
    }
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalForeign);
    QCOMPARE(error_.sentence, path + " belongs to another account; it was left as it is");
}

void JournalGuardTest::aLinkInPlaceOfAFileIsRefused_data() {
    anotherAccountsFilesAreRefused_data();
}

void JournalGuardTest::aLinkInPlaceOfAFileIsRefused() {
    QFETCH(QString, suffix);
    QVERIFY(open()->insert(fullRecord()).ok());
    const std::string path = path_ + suffix.toStdString();
    fs::remove(path);
    put(folder_ + "/elsewhere", "precious");
    fs::create_symlink(folder_ + "/elsewhere", path);
    QVERIFY(!open());
    QCOMPARE(error_.kind, ErrorKind::JournalForeign);
    QVERIFY(contentOf(folder_ + "/elsewhere") == "precious");
}

void JournalGuardTest::aLooseFolderAndItsFilesAreTightened() {
    QVERIFY(open()->insert(fullRecord()).ok());
    QCOMPARE(::chmod(folder_.c_str(), 0777), 0);
    QCOMPARE(::chmod(path_.c_str(), 0666), 0);
    const auto journal = open();
    QVERIFY2(journal, error_.sentence.c_str());
    QVERIFY(journal->insert({}).ok());
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
        QCOMPARE(fs::status(path_ + suffix).permissions(),
                 fs::perms::owner_read | fs::perms::owner_write);
    }
    QCOMPARE(fs::status(folder_).permissions(), fs::perms::owner_all);
}

QTEST_GUILESS_MAIN(JournalGuardTest)
#include "journal_guard_test.moc"
