// A list that somebody else has written, or that was damaged, costs no file that is not ours:
// nothing is cut, deleted, renamed or made where this program would not have made it.

#include "engine/store/sqlite.h"
#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <sys/stat.h>

using namespace penstock;

namespace {

constexpr std::size_t kSize = 200'000;

}  // namespace

class PlantedListTest : public QObject {
    Q_OBJECT

private slots:
    void nobodysFileGoes_data();
    void nobodysFileGoes();
    void theRestOfTheListGoesOn();

private:
    /// A transfer that was broken off, and beside its part a file of the person's.
    static TransferId begin(World& world);
    static void execute(const World& world, const std::string& sql);
};

TransferId PlantedListTest::begin(World& world) {
    world.origin->serve({.path = "/file.bin", .size = kSize, .rate = 50'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(1500));
    world.engine.reset();
    return id;
}

void PlantedListTest::execute(const World& world, const std::string& sql) {
    Database database;
    QCOMPARE(database.open(world.state_.file("list.db"), SQLITE_OPEN_READWRITE), SQLITE_OK);
    QVERIFY2(database.execute(sql.c_str()) == SQLITE_OK, sqlite3_errmsg(database.handle()));
}

void PlantedListTest::nobodysFileGoes_data() {
    QTest::addColumn<QByteArray>("sql");
    const char* const row = "UPDATE transfer SET %1";
    const auto planted = [row](const char* change) {
        return QByteArray(row).replace("%1", change);
    };
    QTest::newRow("as the part") << planted("part_name = 'thesis.odt', device = %d, inode = %i");
    QTest::newRow("as the part, with marks")
        << planted("part_name = 'thesis.odt', device = %d, inode = %i") +
               "; UPDATE range SET soft_end = 5, durable_end = 5";
    QTest::newRow("as a part that is being renamed")
        << planted("part_name = 'thesis.odt', renaming_to = 'x', device = %d, inode = %i");
    QTest::newRow("seen from a relative folder")
        << planted("directory = '.', part_name = 'thesis.odt', device = %d, inode = %i");
    QTest::newRow("by a way that leads out")
        << planted("part_name = 'x/../thesis.odt', device = %d, inode = %i");
    QTest::newRow("by a trigger") << QByteArray(
        "CREATE TRIGGER t AFTER UPDATE ON transfer BEGIN UPDATE transfer SET "
        "part_name = 'thesis.odt', device = %d, inode = %i; END");
    QTest::newRow("by a view") << QByteArray(
        "ALTER TABLE range RENAME TO r; CREATE VIEW range AS SELECT * FROM r");
    QTest::newRow("by an endless view") << QByteArray(
        "ALTER TABLE range RENAME TO r; CREATE VIEW range AS WITH RECURSIVE n(x) AS (SELECT 1 "
        "UNION ALL SELECT x + 1 FROM n) SELECT x AS transfer, x AS generation, x AS begin, x AS "
        "soft_end, x AS durable_end FROM n");
    QTest::newRow("a launcher in its place") << planted("final_name = 'thesis.desktop'");
    QTest::newRow("a hidden file in its place") << planted("final_name = '.profile'");
}

void PlantedListTest::nobodysFileGoes() {
    QFETCH(QByteArray, sql);
    World world;
    const std::string thesis = "years of work " + contentText(5, 0, 50'000);
    const std::string path = (world.folder.path() / "thesis.odt").string();
    QVERIFY(writeFile(path, thesis));
    const TransferId id = begin(world);

    struct stat status {};

    QCOMPARE(::stat(path.c_str(), &status), 0);
    sql.replace("%d", QByteArray::number(qulonglong{status.st_dev}));
    sql.replace("%i", QByteArray::number(qulonglong{status.st_ino}));
    execute(world, sql.toStdString());
    world.restart();
    QVERIFY2(world.engine->startError().ok(), world.engine->startError().sentence.c_str());
    QVERIFY(!world.engine->journalNote().empty());
    world.runFor(std::chrono::seconds(60));
    QVERIFY(!world.engine->snapshot(id).has_value());
    QVERIFY(readAll(path) == thesis);
    QCOMPARE(world.folder.entries(), (std::vector<std::string>{"file.bin.part", "thesis.odt"}));
}

void PlantedListTest::theRestOfTheListGoesOn() {
    World world;
    const TransferId id = begin(world);
    execute(world,
            "CREATE TEMP TABLE t AS SELECT * FROM transfer; UPDATE t SET id = 99, part_name = "
            "'thesis.odt'; INSERT INTO transfer SELECT * FROM t");
    world.restart();
    QVERIFY(world.engine->startError().ok());
    QVERIFY(world.engine->journalNote().ends_with("was left out"));
    QCOMPARE(world.engine->transfers(), std::vector<TransferId>{id});
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

QTEST_GUILESS_MAIN(PlantedListTest)
#include "planted_list_test.moc"
