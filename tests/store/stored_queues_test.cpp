// The queues of a list that another program keeps.

#include "engine/store/stored_queues.h"

#include "engine/store/journal_schema.h"
#include "tests/store/journal_fixture.h"
#include "tests/store/part_fixture.h"

#include <QTest>

#include <unistd.h>

#include <filesystem>

using namespace penstock;
namespace fs = std::filesystem;

class StoredQueuesTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void theyAreThoseOfTheListWhichStaysAsItIs() {
        const QueueSettings night{"night", 2, 500'000, {{0x1F, 1320, 360}}};
        const QueueSettings plain{"a", 0, 0, {}};
        {
            const auto kept = open();
            QVERIFY(kept->storeQueue(night).ok() && kept->storeQueue(plain).ok());
            QCOMPARE(storedQueues(path_).value(), (std::vector{plain, night}));
            QVERIFY(kept->forgetQueue("a").ok());
            QCOMPARE(storedQueues(path_).value(), std::vector{night});
        }
        const auto written = fs::last_write_time(path_);
        QCOMPARE(storedQueues(path_).value(), std::vector{night});
        QVERIFY(fs::last_write_time(path_) == written);
        QVERIFY(open());
    }

    void thereAreNoneWithoutAList() {
        QVERIFY(storedQueues(path_).value().empty());
        QVERIFY(!fs::exists(folder_));
    }

    void thereAreNoneInAListFromBeforeThem() {
        fs::create_directory(folder_);
        fs::permissions(folder_, fs::perms::owner_all);
        Database database;
        QCOMPARE(database.open(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE), SQLITE_OK);
        const std::string mark = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                                 "; PRAGMA user_version = 4";
        QCOMPARE(buildSchema(database, 4), SQLITE_OK);
        QCOMPARE(database.execute(mark.c_str()), SQLITE_OK);
        QVERIFY(storedQueues(path_).value().empty());
    }

    void whatIsNoListOfOursIsSaidSo() {
        fs::create_directory(folder_);
        fs::permissions(folder_, fs::perms::owner_all);
        put(path_, "something else");
        QCOMPARE(storedQueues(path_).error().kind, ErrorKind::JournalForeign);
        fs::remove(path_);
        QVERIFY(open());
        Database database;
        QCOMPARE(database.open(path_, SQLITE_OPEN_READWRITE), SQLITE_OK);
        QCOMPARE(database.execute("CREATE TABLE more (a INTEGER)"), SQLITE_OK);
        QCOMPARE(storedQueues(path_).error().kind, ErrorKind::JournalFailed);
        QCOMPARE(database.execute("DROP TABLE more; PRAGMA user_version = 99"), SQLITE_OK);
        QCOMPARE(database.execute("PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
        QCOMPARE(storedQueues(path_).error().kind, ErrorKind::JournalNewer);
    }

    void aFolderThatOthersMayWriteToIsNotBelieved() {
        QVERIFY(open());
        fs::permissions(folder_, fs::perms::all);
        QCOMPARE(storedQueues(path_).error().kind, ErrorKind::JournalForeign);
    }
};

QTEST_GUILESS_MAIN(StoredQueuesTest)
#include "stored_queues_test.moc"
