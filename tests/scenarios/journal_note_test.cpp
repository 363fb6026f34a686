// A list that was damaged while nobody looked: it is kept, a new one is begun, and who asks is
// told.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::size_t kSize = 100'000;

/// The path of what was moved aside, as the note has it.
std::string keptBy(const std::string& note) {
    const std::string before = "it was kept as ";
    const std::size_t begin = note.find(before) + before.size();
    return note.substr(begin, note.find(" and a new one begun") - begin);
}

}  // namespace

class JournalNoteTest : public QObject {
    Q_OBJECT

private slots:

    void aHealthyListHasNoNote_data() { modes(); }

    void aHealthyListHasNoNote();

    void r155ADamagedListIsToldAndKept_data() { modes(); }

    void r155ADamagedListIsToldAndKept();

private:
    static void modes();
};

void JournalNoteTest::modes() {
    QTest::addColumn<int>("mode");
    QTest::addRow("the window's list") << static_cast<int>(JournalConfig::Mode::List);
    QTest::addRow("get's journal") << static_cast<int>(JournalConfig::Mode::Shared);
}

void JournalNoteTest::aHealthyListHasNoNote() {
    QFETCH(int, mode);
    World world({.journal = static_cast<JournalConfig::Mode>(mode)});
    QCOMPARE(world.engine->journalNote(), std::string());
    world.restart();
    QCOMPARE(world.engine->journalNote(), std::string());
}

void JournalNoteTest::r155ADamagedListIsToldAndKept() {
    QFETCH(int, mode);
    World world({.journal = static_cast<JournalConfig::Mode>(mode)});
    world.origin->serve({.path = "/file.bin", .size = kSize});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"))));
    world.engine.reset();
    const std::string list = world.state_.file("list.db");
    const std::string noise = contentText(77, 0, 20'000);
    QVERIFY(writeFile(list, noise));

    world.restart();
    QVERIFY(world.engine->startError().ok());
    const std::string note = world.engine->journalNote();
    QVERIFY2(
        note.starts_with("The list " + list + " was damaged; it was kept as " + list + ".corrupt-"),
        note.c_str());
    QVERIFY(readAll(keptBy(note)) == noise);
    // And the new one works.
    QVERIFY(world.engine->transfers().empty());
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

QTEST_GUILESS_MAIN(JournalNoteTest)
#include "journal_note_test.moc"
