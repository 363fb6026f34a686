#include "engine/store/journal.h"

#include "tests/store/journal_fixture.h"

#include <QTest>

#include <array>
#include <string>
#include <vector>

using namespace penstock;

class JournalTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void keepsEveryMember();
    void updateStoresAllButTheMarks();
    void rowsAreNeverUsedTwice();
    void aGivenRowIsKept();
    void aTakenRowIsRefused();
    void softMarksRise();
    void durableMarksRaiseTheSoftOnes();
    void whatLiesWithinADurableRangeHasNoRow();
    void marksOfAnotherGenerationDoNotCount();
    void manyMarksAreOneTransaction();
    void rewindLowersBothEnds();
    void renamingAndDone();
    void theOldPartIsKeptUntilTheFileIsWhole();
    void removeForgetsAll();
    void callsAboutARowThatIsGoneDoNothing();
    void findsUnfinishedOnesNewestFirst();
    void largeRecordsAreKept();
};

void JournalTest::keepsEveryMember() {
    TransferRecord record = fullRecord();
    {
        const auto journal = open();
        QVERIFY2(journal, error_.sentence.c_str());
        const auto row = journal->insert(record);
        QVERIFY(row.ok());
        record.row = row.value();
        QCOMPARE(record.row, std::uint64_t{1});
    }
    const auto journal = open();
    QVERIFY(journal->note().empty());
    QVERIFY(onlyRecord(*journal) == record);
    TransferRecord empty;
    empty.row = 2;
    QCOMPARE(journal->insert({}).value(), std::uint64_t{2});
    QVERIFY(journal->load().value().back() == empty);
}

void JournalTest::updateStoresAllButTheMarks() {
    const auto journal = open();
    TransferRecord record = fullRecord();
    record.row = journal->insert({}).value();
    QVERIFY(journal->softMarks(std::array{Mark{record.row, record.generation, 0, 500}}).ok());
    QVERIFY(journal->update(record).ok());
    record.softEnd = 500;
    QVERIFY(onlyRecord(*journal) == record);
    record.headers = {{"Accept", "one"}};
    record.total.reset();
    record.softEnd = 7;
    record.durableEnd = 7;
    QVERIFY(journal->accept(record).ok());
    record.softEnd = 500;
    record.durableEnd = 0;
    QVERIFY(onlyRecord(*journal) == record);
}

void JournalTest::rowsAreNeverUsedTwice() {
    {
        const auto journal = open();
        QCOMPARE(journal->nextRow(), std::uint64_t{1});
        QCOMPARE(journal->insert({}).value(), std::uint64_t{1});
        QCOMPARE(journal->insert({}).value(), std::uint64_t{2});
        QVERIFY(journal->remove(2).ok());
        QCOMPARE(journal->nextRow(), std::uint64_t{3});
    }
    const auto journal = open();
    QCOMPARE(journal->nextRow(), std::uint64_t{3});
    QCOMPARE(journal->insert({}).value(), std::uint64_t{3});
}

void JournalTest::aGivenRowIsKept() {
    const auto journal = open();
    TransferRecord record;
    record.row = 41;
    QCOMPARE(journal->insert(record).value(), std::uint64_t{41});
    QCOMPARE(journal->nextRow(), std::uint64_t{42});
    QCOMPARE(journal->insert({}).value(), std::uint64_t{42});
}

void JournalTest::aTakenRowIsRefused() {
    const auto journal = open();
    TransferRecord record = fullRecord();
    record.row = 5;
    QVERIFY(journal->insert(record).ok());
    const auto again = journal->insert(record);
    QVERIFY(!again.ok());
    QCOMPARE(again.error().kind, ErrorKind::JournalFailed);
    QVERIFY(onlyRecord(*journal) == record);
    QVERIFY(journal->insert({}).ok());
}

void JournalTest::softMarksRise() {
    const auto journal = open();
    const std::uint64_t row = journal->insert({}).value();
    for (const std::uint64_t end : {100U, 300U, 200U}) {
        QVERIFY(journal->softMarks(std::array{Mark{row, 0, 0, end}}).ok());
    }
    QCOMPARE(onlyRecord(*journal).softEnd, std::uint64_t{300});
    QCOMPARE(onlyRecord(*journal).durableEnd, std::uint64_t{0});
    QVERIFY(journal->softMarks({}).ok());
}

void JournalTest::durableMarksRaiseTheSoftOnes() {
    const auto journal = open();
    const std::uint64_t row = journal->insert({}).value();
    QVERIFY(journal->durableMarks(std::array{Mark{row, 0, 0, 100}}).ok());
    QCOMPARE(onlyRecord(*journal).softEnd, std::uint64_t{100});
    QVERIFY(journal->softMarks(std::array{Mark{row, 0, 0, 300}}).ok());
    QVERIFY(journal->durableMarks(std::array{Mark{row, 0, 0, 200}}).ok());
    QCOMPARE(onlyRecord(*journal).softEnd, std::uint64_t{300});
    QCOMPARE(onlyRecord(*journal).durableEnd, std::uint64_t{200});
    QVERIFY(journal->durableMarks(std::array{Mark{row, 0, 0, 150}}).ok());
    QCOMPARE(onlyRecord(*journal).durableEnd, std::uint64_t{200});
}

// Of one file the first thousands are read, so those that say nothing must not pile up.
void JournalTest::whatLiesWithinADurableRangeHasNoRow() {
    auto journal = open(Journal::Sharing::Exclusive);
    TransferRecord record;
    record.total = 1'000'000;
    const std::uint64_t row = journal->insert(record).value();
    std::vector<Mark> marks;
    for (std::uint64_t i = 1; i <= 5000; ++i) {
        marks.push_back({row, 0, i * 100, i * 100 + 100});
    }
    marks.push_back({row, 0, 700'000, 700'100});
    QVERIFY(journal->softMarks(marks).ok());
    QVERIFY(journal->durableMarks(std::array{Mark{row, 0, 0, 500'050}}).ok());
    const TransferRecord kept = journal->load().value().front();
    QCOMPARE(kept.durableEnd, std::uint64_t{500'050});
    QCOMPARE(kept.ranges,
             std::vector<RangeMark>({{500'000, 500'100, 500'000}, {700'000, 700'100, 700'000}}));
}

void JournalTest::marksOfAnotherGenerationDoNotCount() {
    const auto journal = open();
    TransferRecord record;
    record.row = journal->insert(record).value();
    QVERIFY(journal->durableMarks(std::array{Mark{record.row, 0, 0, 100}}).ok());
    record.generation = 1;
    QVERIFY(journal->accept(record).ok());
    QCOMPARE(onlyRecord(*journal).durableEnd, std::uint64_t{0});
    QVERIFY(journal->softMarks(std::array{Mark{record.row, 1, 0, 30}}).ok());
    QCOMPARE(onlyRecord(*journal).softEnd, std::uint64_t{30});
    record.generation = 0;
    QVERIFY(journal->update(record).ok());
    QCOMPARE(onlyRecord(*journal).durableEnd, std::uint64_t{100});
}

void JournalTest::manyMarksAreOneTransaction() {
    const auto journal = open();
    std::vector<Mark> marks;
    for (std::uint64_t i = 1; i <= 100; ++i) {
        marks.push_back({journal->insert({}).value(), 0, 0, i});
    }
    marks.push_back({999, 0, 0, 5});  // removed meanwhile
    QVERIFY(journal->softMarks(marks).ok());
    const auto records = journal->load().value();
    QCOMPARE(records.size(), std::size_t{100});
    for (const TransferRecord& record : records) {
        QCOMPARE(record.softEnd, record.row);
    }
}

void JournalTest::rewindLowersBothEnds() {
    const auto journal = open();
    const std::uint64_t row = journal->insert({}).value();
    QVERIFY(journal->durableMarks(std::array{Mark{row, 0, 0, 100}}).ok());
    QVERIFY(journal->softMarks(std::array{Mark{row, 0, 0, 300}}).ok());
    QVERIFY(journal->rewind({row, 0, 0, 150}).ok());
    QCOMPARE(onlyRecord(*journal).softEnd, std::uint64_t{150});
    QCOMPARE(onlyRecord(*journal).durableEnd, std::uint64_t{100});
    QVERIFY(journal->rewind({row, 0, 0, 60}).ok());
    QVERIFY(journal->rewind({row, 0, 0, 900}).ok());
    QCOMPARE(onlyRecord(*journal).softEnd, std::uint64_t{60});
    QCOMPARE(onlyRecord(*journal).durableEnd, std::uint64_t{60});
}

void JournalTest::renamingAndDone() {
    const auto journal = open();
    TransferRecord record = fullRecord();
    record.row = journal->insert(record).value();
    QVERIFY(journal->durableMarks(std::array{Mark{record.row, 3, 0, 9}}).ok());
    QVERIFY(journal->renaming(record.row, "target").ok());
    QCOMPARE(onlyRecord(*journal).renamingTo, std::string("target"));
    QVERIFY(journal->done(record.row, "target", 77, 1234).ok());
    record.state = TransferState::Done;
    record.finalName = "target";
    record.total = 77;  // of a body without a length it is known only now
    record.finishedMs = 1234;
    record.partName.clear();
    record.renamingTo.clear();
    record.error = {};
    record.oldPart.reset();
    QVERIFY(onlyRecord(*journal) == record);
}

void JournalTest::theOldPartIsKeptUntilTheFileIsWhole() {
    const auto journal = open();
    TransferRecord record = fullRecord();
    record.oldPart.reset();
    record.row = journal->insert(record).value();
    QVERIFY(!onlyRecord(*journal).oldPart);
    record.oldPart = fullRecord().oldPart;
    QVERIFY(journal->accept(record).ok());
    QVERIFY(onlyRecord(*journal).oldPart == record.oldPart);
    record.oldPart->name = "another.part";
    QVERIFY(journal->update(record).ok());
    QVERIFY(onlyRecord(*journal).oldPart == record.oldPart);
    QVERIFY(journal->find(record.url, record.directory, record.name).value()[0].oldPart ==
            record.oldPart);
    QVERIFY(journal->done(record.row, "name", 1000, 1).ok());
    QVERIFY(!onlyRecord(*journal).oldPart);
}

void JournalTest::removeForgetsAll() {
    const auto journal = open();
    TransferRecord record = fullRecord();
    record.row = 7;
    QVERIFY(journal->insert(record).ok());
    QVERIFY(journal->durableMarks(std::array{Mark{7, 3, 0, 9}}).ok());
    QVERIFY(journal->remove(7).ok());
    QVERIFY(journal->load().value().empty());
    TransferRecord bare;
    bare.row = 7;
    bare.generation = 3;
    QVERIFY(journal->insert(bare).ok());  // would find left-over fields and marks
    QVERIFY(onlyRecord(*journal) == bare);
}

void JournalTest::callsAboutARowThatIsGoneDoNothing() {
    const auto journal = open();
    TransferRecord record = fullRecord();
    record.row = 5;
    QVERIFY(journal->update(record).ok());
    QVERIFY(journal->accept(record).ok());
    QVERIFY(journal->softMarks(std::array{Mark{5, 0, 0, 1}}).ok());
    QVERIFY(journal->durableMarks(std::array{Mark{5, 0, 0, 1}}).ok());
    QVERIFY(journal->rewind({5, 0, 0, 1}).ok());
    QVERIFY(journal->renaming(5, "x").ok());
    QVERIFY(journal->done(5, "x", 1, 1).ok());
    QVERIFY(journal->remove(5).ok());
    QVERIFY(journal->load().value().empty());
    QCOMPARE(journal->nextRow(), std::uint64_t{1});
}

void JournalTest::findsUnfinishedOnesNewestFirst() {
    const auto journal = open(Journal::Sharing::Shared);
    TransferRecord record;
    record.url = "http://a/";
    record.directory = "/d";
    record.headers = {{"DNT", "1"}};
    for (int i = 0; i < 4; ++i) {
        QVERIFY(journal->insert(record).ok());
    }
    record.name = "other";
    QVERIFY(journal->insert(record).ok());
    QVERIFY(journal->done(2, "x", 1, 1).ok());
    const auto found = journal->find("http://a/", "/d", "").value();
    QCOMPARE(found.size(), std::size_t{3});
    QCOMPARE(found[0].row, std::uint64_t{4});
    QCOMPARE(found[1].row, std::uint64_t{3});
    QCOMPARE(found[2].row, std::uint64_t{1});
    QCOMPARE(found[0].headers.size(), std::size_t{1});
    QVERIFY(journal->find("http://a/", "/e", "").value().empty());
    QCOMPARE(journal->find("http://a/", "/d", "other").value().size(), std::size_t{1});
}

void JournalTest::largeRecordsAreKept() {
    const auto journal = open();
    TransferRecord record;
    record.url = "http://a/" + std::string(1U << 20U, 'x');
    record.note = std::string("a\0b", 3);
    record.row = journal->insert(record).value();
    QVERIFY(onlyRecord(*journal) == record);
}

QTEST_GUILESS_MAIN(JournalTest)
#include "journal_test.moc"
