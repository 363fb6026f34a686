// What lies under a part's name is compared before it is gone on with, renamed or removed: file
// systems hand the inode number of a deleted file to the next one.

#include "tests/scenarios/swapping.h"
#include "tests/support/content.h"

#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <span>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

using Entries = std::vector<std::string>;

std::uint64_t firstByteAsked(const RequestLog& request) {
    return request.range.empty() ? 0 : std::stoull(request.range.substr(6));
}

}  // namespace

class IdentityTest : public QObject {
    Q_OBJECT

private slots:
    void aPausedPartThatIsAnotherFileNowIsLeftAlone_data();
    void aPausedPartThatIsAnotherFileNowIsLeftAlone();
    void afterARestartAPartThatIsAnotherFileNowIsLeftAlone_data();
    void afterARestartAPartThatIsAnotherFileNowIsLeftAlone();
    void whereOnlyTheNumberIsKnownTheEndIsCompared_data();
    void whereOnlyTheNumberIsKnownTheEndIsCompared();
    void removingLeavesAnotherFile();
    void theOldPartIsNotRemovedWhenItIsAnotherFile();
    void aFileSwappedInBeforeTheRenameIsNotPublished();
    void aBreakWithinARunComparesNothing();
    void aBreakWithinTheComparisonComparesAgain();
    void aWholePartIsComparedBeforeItIsNamed();
    void aBrokenRenameDoesNotNameAnotherFile();
    void aBrokenRenameDoesNotNameAPartThatIsTooShort();
    void aPartOfAListOfTheFirstVersionIsComparedAndKnownThen();
    void aBrokenRenameOfAListOfTheFirstVersionIsComparedFirst();
    void ofAListOfTheFirstVersionNothingIsCutBeforeItIsCompared();
    void ofAListOfTheFirstVersionNothingIsWrittenOver_data();
    void ofAListOfTheFirstVersionNothingIsWrittenOver();
    void ofAListOfTheFirstVersionNoFileIsClaimedByItsNumberAndSize();

private:
    static void facts();
};

void IdentityTest::facts() {
    QTest::addColumn<bool>("births");
    QTest::addColumn<bool>("marks");
    QTest::newRow("births and marks") << true << true;
    QTest::newRow("births only") << true << false;
    QTest::newRow("marks only") << false << true;
}

void IdentityTest::aPausedPartThatIsAnotherFileNowIsLeftAlone_data() {
    facts();
}

void IdentityTest::aPausedPartThatIsAnotherFileNowIsLeftAlone() {
    QFETCH(bool, births);
    QFETCH(bool, marks);
    Swapping now;
    now.disk->births = births;
    now.disk->marks = marks;
    const TransferId id = now.startAndPause();
    now.replace(kPart);
    now.world.engine->resume(id);
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Done);
    QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
    QVERIFY(now.world.downloaded(kPart) == now.foreign);
    QCOMPARE(now.world.at(id).note,
             std::string("The part file was gone or another file; started over"));
    QCOMPARE(now.world.folder.entries(), (Entries{"file.bin", kPart}));
}

void IdentityTest::afterARestartAPartThatIsAnotherFileNowIsLeftAlone_data() {
    QTest::addColumn<int>("mode");
    QTest::addRow("the window's list") << static_cast<int>(JournalConfig::Mode::List);
    QTest::addRow("get's journal") << static_cast<int>(JournalConfig::Mode::Shared);
}

void IdentityTest::afterARestartAPartThatIsAnotherFileNowIsLeftAlone() {
    QFETCH(int, mode);
    Swapping now(static_cast<JournalConfig::Mode>(mode));
    TransferId id = now.start();
    now.world.restart();
    now.replace(kPart);
    if (static_cast<JournalConfig::Mode>(mode) == JournalConfig::Mode::Shared) {
        id = now.world.add(now.world.origin->url("/file.bin"));
    }
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Done);
    QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
    QVERIFY(now.world.downloaded(kPart) == now.foreign);
}

void IdentityTest::whereOnlyTheNumberIsKnownTheEndIsCompared_data() {
    QTest::addColumn<bool>("paused");
    QTest::newRow("after a pause") << true;
    QTest::newRow("after a restart") << false;
}

// A clean pause, a strong validator: and all the same.
void IdentityTest::whereOnlyTheNumberIsKnownTheEndIsCompared() {
    QFETCH(bool, paused);
    Swapping now;
    now.disk->births = false;
    now.disk->marks = false;
    const TransferId id = now.startAndPause();
    const std::uint64_t here = now.world.at(id).received;
    if (!paused) {
        now.world.restart();
    }
    now.replace(kPart);
    now.world.engine->resume(id);
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Done);
    QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(firstByteAsked(now.world.origin->requests()[1]), here - kOverlap);
}

void IdentityTest::removingLeavesAnotherFile() {
    for (const Removal removal : {Removal::KeepFile, Removal::DeleteFile}) {
        Swapping now;
        const TransferId paused = now.startAndPause();
        now.replace(kPart);
        now.world.engine->remove(paused, removal);
        now.world.settle();
        QVERIFY(now.world.transfers.empty());
        QVERIFY(now.world.downloaded(kPart) == now.foreign);
    }
    Swapping now;
    const TransferId done = now.start();
    QVERIFY(now.world.runToEnd(done));
    now.replace("file.bin");
    now.world.engine->remove(done, Removal::DeleteFile);
    now.world.settle();
    QVERIFY(now.world.downloaded("file.bin") == now.foreign);
}

void IdentityTest::theOldPartIsNotRemovedWhenItIsAnotherFile() {
    Swapping now;
    Rule rule = slowFile();
    rule.change = EntityChange{};
    now.world.origin->serve(rule);
    const TransferId id = now.startAndPause();
    now.world.engine->resume(id);
    now.world.runFor(std::chrono::milliseconds(500));
    QCOMPARE(now.world.folder.entries(), (Entries{"file.bin.1.part", kPart}));
    now.replace(kPart);
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Done);
    QVERIFY(now.world.downloaded("file.bin") == contentText(2, 0, kSize));
    QVERIFY(now.world.downloaded(kPart) == now.foreign);
}

void IdentityTest::aFileSwappedInBeforeTheRenameIsNotPublished() {
    Swapping now;
    const TransferId id = now.start();
    now.disk->beforeRename = [&] {
        fs::rename(now.path(kPart), now.path("moved"));
        std::ofstream(now.path(kPart)) << "foreign";
    };
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(now.world.at(id).error), std::string("Disk.Missing"));
    QCOMPARE(now.world.folder.entries(), (Entries{kPart, "moved"}));
    QCOMPARE(now.world.downloaded(kPart), std::string("foreign"));
}

void IdentityTest::aBreakWithinARunComparesNothing() {
    Swapping now;
    Rule rule = slowFile();
    rule.closeAfter = 1'500'000;
    rule.times = 1;
    now.world.origin->serve(rule);
    const TransferId id = now.start();
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(firstByteAsked(now.world.origin->requests()[1]), std::uint64_t{1'500'000});
}

void IdentityTest::aBreakWithinTheComparisonComparesAgain() {
    Swapping now;
    const TransferId id = now.startAndPause();
    const std::uint64_t here = now.world.at(id).received;
    Rule rule = slowFile();
    rule.closeAfter = 1000;
    rule.times = 1;
    now.world.origin->serve(rule);
    now.world.engine->resume(id);
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.origin->requests().size(), std::size_t{3});
    QCOMPARE(firstByteAsked(now.world.origin->requests()[1]), here - kOverlap);
    QCOMPARE(firstByteAsked(now.world.origin->requests()[2]), here - kOverlap);
    QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void IdentityTest::aWholePartIsComparedBeforeItIsNamed() {
    for (const bool right : {true, false}) {
        Swapping now;
        now.startAndPause();
        now.fillPart(right ? contentText(1, 0, kSize) : contentText(2, 0, kSize));
        now.edit([](Journal& journal, TransferRecord& record) {
            const Mark mark{record.row, record.generation, 0, kSize};
            return journal.durableMarks(std::span(&mark, 1));
        });
        const TransferId id = now.onlyTransfer();
        now.world.engine->resume(id);
        QVERIFY(now.world.runToEnd(id));
        QCOMPARE(now.world.state(id), TransferState::Done);
        QCOMPARE(firstByteAsked(now.world.origin->requests()[1]), kSize - kOverlap);
        QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
        QCOMPARE(now.world.folder.entries(), Entries{"file.bin"});
    }
}

void IdentityTest::aBrokenRenameDoesNotNameAnotherFile() {
    Swapping now;
    now.startAndPause();
    now.fillPart(contentText(1, 0, kSize));
    now.edit([](Journal& journal, TransferRecord& record) {
        record.renamingTo = "file.bin";
        record.state = TransferState::Verifying;
        return journal.update(record);
    });
    now.world.engine.reset();
    now.replace(kPart);
    now.world.restart();
    const TransferId id = now.onlyTransfer();
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Done);
    QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
    QVERIFY(now.world.downloaded(kPart) == now.foreign);
}

void IdentityTest::aBrokenRenameDoesNotNameAPartThatIsTooShort() {
    Swapping now;
    now.startAndPause();
    now.edit([](Journal& journal, TransferRecord& record) {
        record.renamingTo = "file.bin";
        record.state = TransferState::Verifying;
        return journal.update(record);
    });
    const TransferId id = now.onlyTransfer();
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Done);
    QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(now.world.folder.entries(), Entries{"file.bin"});
}

void IdentityTest::aPartOfAListOfTheFirstVersionIsComparedAndKnownThen() {
    for (const bool right : {true, false}) {
        Swapping now;
        now.disk->marks = false;  // that version made none
        now.startAndPause();
        const std::uint64_t here = now.world.downloaded(kPart).size();
        now.fillPart(contentText(right ? 1 : 2, 0, here));
        now.forgetFacts({});
        TransferId id = now.onlyTransfer();
        now.world.engine->resume(id);
        now.world.runFor(std::chrono::milliseconds(500));
        QCOMPARE(firstByteAsked(now.world.origin->requests()[1]), here - kOverlap);
        now.world.engine->pause(id);
        now.world.settle();
        now.world.engine.reset();
        QVERIFY(now.onlyRecord().part.owner == ::geteuid());
        now.world.restart();
        id = now.onlyTransfer();
        now.world.engine->resume(id);
        QVERIFY(now.world.runToEnd(id));
        QCOMPARE(now.world.state(id), TransferState::Done);
        QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
        QCOMPARE(now.world.folder.entries(),
                 right ? Entries{"file.bin"} : (Entries{"file.bin", kPart}));
    }
}

void IdentityTest::aBrokenRenameOfAListOfTheFirstVersionIsComparedFirst() {
    for (const bool right : {true, false}) {
        Swapping now;
        now.disk->marks = false;
        now.startAndPause();
        now.fillPart(contentText(right ? 1 : 2, 0, kSize));
        now.edit([](Journal& journal, TransferRecord& record) {
            const Mark mark{record.row, record.generation, 0, kSize};
            return journal.durableMarks(std::span(&mark, 1));
        });
        now.forgetFacts("file.bin");
        const TransferId id = now.onlyTransfer();
        QVERIFY(now.world.runToEnd(id));
        QCOMPARE(now.world.state(id), TransferState::Done);
        QCOMPARE(firstByteAsked(now.world.origin->requests()[1]), kSize - kOverlap);
        QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
    }
}

// What is there is longer than the marks say, whoever's it is.
void IdentityTest::ofAListOfTheFirstVersionNothingIsCutBeforeItIsCompared() {
    for (const bool right : {true, false}) {
        Swapping now;
        now.disk->marks = false;
        now.startAndPause();
        const std::uint64_t here = now.world.downloaded(kPart).size();
        const std::string there = contentText(right ? 1 : 2, 0, here) + std::string(2 * kSize, 'F');
        now.fillPart(there);
        now.forgetFacts({});
        const TransferId id = now.onlyTransfer();
        now.world.engine->resume(id);
        QVERIFY(now.world.runToEnd(id));
        QCOMPARE(now.world.state(id), TransferState::Done);
        QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
        if (!right) {
            QVERIFY(now.world.downloaded(kPart) == there);
        }
    }
}

void IdentityTest::ofAListOfTheFirstVersionNothingIsWrittenOver_data() {
    QTest::addColumn<bool>("marked");
    QTest::newRow("the server gives no ranges any more") << true;
    QTest::newRow("nothing of it was marked") << false;
}

void IdentityTest::ofAListOfTheFirstVersionNothingIsWrittenOver() {
    QFETCH(bool, marked);
    Swapping now;
    now.disk->marks = false;
    now.startAndPause();
    const std::string there = contentText(2, 0, now.world.downloaded(kPart).size());
    now.fillPart(there);
    now.edit([&](Journal& journal, TransferRecord& record) {
        const Mark mark{record.row, record.generation, 0, 0};
        return marked ? Error{} : journal.rewind(mark);
    });
    now.forgetFacts({});
    Rule rule = slowFile();
    rule.ranges = !marked;
    now.world.origin->serve(rule);
    const TransferId id = now.onlyTransfer();
    now.world.engine->resume(id);
    QVERIFY(now.world.runToEnd(id));
    QCOMPARE(now.world.state(id), TransferState::Done);
    QVERIFY(now.world.downloaded("file.bin") == contentText(1, 0, kSize));
    QVERIFY(now.world.downloaded(kPart) == there);
}

void IdentityTest::ofAListOfTheFirstVersionNoFileIsClaimedByItsNumberAndSize() {
    for (const bool right : {true, false}) {
        Swapping now;
        now.disk->marks = false;
        now.startAndPause();
        const std::string there = contentText(right ? 1 : 2, 0, kSize);
        now.fillPart(there);
        now.edit([](Journal& journal, TransferRecord& record) {
            const Mark mark{record.row, record.generation, 0, kSize};
            return journal.durableMarks(std::span(&mark, 1));
        });
        fs::rename(now.path(kPart), now.path("file.bin"));
        now.forgetFacts("file.bin");
        const TransferId id = now.onlyTransfer();
        QVERIFY(now.world.runToEnd(id));
        QCOMPARE(now.world.state(id), TransferState::Done);
        QVERIFY(now.world.downloaded("file.bin") == there);
        QCOMPARE(now.world.at(id).name, std::string(right ? "file.bin" : "file (1).bin"));
        QVERIFY(now.world.downloaded(now.world.at(id).name) == contentText(1, 0, kSize));
    }
}

QTEST_GUILESS_MAIN(IdentityTest)
#include "identity_test.moc"
