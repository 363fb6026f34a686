// PartKeeper alone: what is in the folder and in the list after each of its steps, on a real disk.

#include "engine/transfer/part_keeper.h"

#include "tests/transfer/part_keeper_stage.h"

#include <QTest>

#include <span>

using namespace penstock;

namespace {

using Names = std::vector<std::string>;

using Stage = PartKeeperStage;

}  // namespace

class PartKeeperTest : public QObject {
    Q_OBJECT

private slots:
    void aPartIsMadeAndListedWithAllThatIsKnownOfIt();
    void aSharedListGetsItsRowWithThePart();
    void whatIsWithoutAPartLeavesASharedList();
    void aPartThatCannotBeMadeLeavesNothing_data();
    void aPartThatCannotBeMadeLeavesNothing();
    void aPartIsFoundAgainUpToItsMarks();
    void aPartThatIsGoneBeginsAgainAndSaysSo();
    void aClaimGoesOnWithAnotherRunsPart();
    void stoppingEndsASearchWithoutAWord();
    void theOldPartGoesWhenTheNewOneHasAsMuch();
    void theOldPartOfAnotherFileStaysUntilTheEnd();
    void fallingBackCutsThePartAndTheMarks();
    void anEmptyPartGoesButNotBesideAnOldOne();
    void anEmptyPartThatMayHaveItsNameStays();
    void whatCannotBeUnlinkedStaysInTheList();
    void publishingNeverGoesOverAFile();
    void removingUnlinksWhatIsOurs_data();
    void removingUnlinksWhatIsOurs();
};

void PartKeeperTest::aPartIsMadeAndListedWithAllThatIsKnownOfIt() {
    Stage stage;
    stage.enlist();
    stage.keeper->record().etag = "\"tag\"";
    stage.create();
    QVERIFY(stage.said.ok());
    QCOMPARE(stage.folder.entries(), Names{"file.bin.part"});
    const TransferRecord row = stage.rows().front();
    QCOMPARE(row.partName, std::string("file.bin.part"));
    QCOMPARE(row.part.inode, stage.keeper->part()->id().inode);
    QCOMPARE(row.etag, std::string("\"tag\""));
    QCOMPARE(stage.keeper->markRow(), std::uint64_t{1});
    QVERIFY(stage.notices > 0);  // its name is shown
    QVERIFY(!stage.keeper->busy());
}

void PartKeeperTest::aSharedListGetsItsRowWithThePart() {
    Stage stage(true);
    stage.enlist();
    QCOMPARE(stage.answers, 0);  // not tried
    QVERIFY(stage.rows().empty());
    QCOMPARE(stage.keeper->markRow(), std::uint64_t{0});
    stage.create();
    QCOMPARE(stage.rows().size(), std::size_t{1});
    QVERIFY(stage.keeper->markRow() != 0);
}

void PartKeeperTest::whatIsWithoutAPartLeavesASharedList() {
    Stage stage(true);
    stage.create();
    stage.keeper->remove(Removal::KeepFile, false);
    stage.finishJobs();
    QVERIFY(stage.rows().empty());
    QCOMPARE(stage.folder.entries(), Names{});
    stage.keeper->save();  // and does not come back
    stage.finishJobs();
    QVERIFY(stage.rows().empty());
}

void PartKeeperTest::aPartThatCannotBeMadeLeavesNothing_data() {
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("kind");
    QTest::newRow("denied") << int(FileCall::OpenAt) << EACCES << int(ErrorKind::DiskDenied);
    QTest::newRow("read-only") << int(FileCall::OpenAt) << EROFS << int(ErrorKind::DiskReadOnly);
    QTest::newRow("full") << int(FileCall::Fallocate) << ENOSPC << int(ErrorKind::DiskNoSpace);
    QTest::newRow("broken") << int(FileCall::Fsync) << EIO << int(ErrorKind::DiskIo);
}

void PartKeeperTest::aPartThatCannotBeMadeLeavesNothing() {
    QFETCH(int, call);
    QFETCH(int, error);
    QFETCH(int, kind);
    Stage stage(true);
    stage.disk->fail(static_cast<FileCall>(call), error, 1, true);
    stage.create(PartFile::kUnreserved + 1);
    QCOMPARE(int(stage.said.kind), kind);
    QCOMPARE(stage.answers, 1);
    QVERIFY(stage.keeper->part() == nullptr);
    stage.keeper->save();
    stage.finishJobs();
    QVERIFY(stage.rows().empty());
    stage.disk->release();
    QCOMPARE(stage.folder.entries(), Names{});
    stage.create();  // it may be tried again
    QVERIFY(stage.said.ok());
}

void PartKeeperTest::aPartIsFoundAgainUpToItsMarks() {
    Stage stage;
    stage.enlist();
    stage.create(100);
    stage.write("0123456789");
    stage.keeper->record().softEnd = 6;
    stage.keeper->record().durableEnd = 6;
    const Mark mark{1, stage.keeper->record().generation, 0, 6};
    QVERIFY(stage.journal.direct().durableMarks(std::span(&mark, 1)).ok());
    stage.restart();
    const PartKeeper::TakenUp found = stage.takeUp();
    QVERIFY(found.error.ok());
    QCOMPARE(found.have, std::uint64_t{6});
    QVERIFY(!found.whole);
    QCOMPARE(stage.content("file.bin.part"), std::string("012345"));
    QCOMPARE(stage.keeper->markRow(), std::uint64_t{1});
}

void PartKeeperTest::aPartThatIsGoneBeginsAgainAndSaysSo() {
    Stage stage;
    stage.enlist();
    stage.keeper->record().etag = "\"tag\"";
    stage.create();
    stage.restart();
    std::filesystem::remove(stage.folder.path() / "file.bin.part");
    const std::uint64_t generation = stage.keeper->record().generation;
    const PartKeeper::TakenUp found = stage.takeUp();
    QVERIFY(found.error.ok());
    QCOMPARE(found.have, std::uint64_t{0});
    QVERIFY(stage.keeper->part() == nullptr);
    QVERIFY(stage.keeper->record().etag.empty());
    QCOMPARE(stage.keeper->record().generation, generation + 1);
    QCOMPARE(stage.keeper->record().note,
             std::string("The part file was gone or another file; started over"));
}

void PartKeeperTest::aClaimGoesOnWithAnotherRunsPart() {
    Stage stage(true);
    stage.create(100);
    stage.write("0123456789");
    const std::uint64_t row = stage.keeper->markRow();
    const Mark mark{row, stage.keeper->record().generation, 0, 10};
    QVERIFY(stage.journal.direct().durableMarks(std::span(&mark, 1)).ok());
    stage.begin(stage.record());
    stage.keeper->record().rateLimit = 777;
    const PartKeeper::TakenUp found = stage.takeUp();
    QCOMPARE(found.have, std::uint64_t{10});
    QCOMPARE(stage.keeper->markRow(), row);
    QCOMPARE(stage.keeper->record().rateLimit, std::uint64_t{777});  // its own
    stage.keeper->close();
    QVERIFY(stage.takeUp().error.ok());
}

void PartKeeperTest::stoppingEndsASearchWithoutAWord() {
    Stage stage(true);
    stage.create();
    stage.begin(stage.record());
    stage.answers = 0;
    bool called = false;
    stage.keeper->takeUp([&](const PartKeeper::TakenUp&) { called = true; });
    QVERIFY(stage.keeper->busy());
    stage.keeper->stop();
    stage.finishJobs();
    QVERIFY(!called);
    QVERIFY(!stage.keeper->busy());
    QCOMPARE(stage.rows().size(), std::size_t{1});
}

void PartKeeperTest::theOldPartGoesWhenTheNewOneHasAsMuch() {
    Stage stage;
    stage.enlist();
    stage.create();
    stage.keeper->retire(10, true);
    stage.keeper->beginAgain("again");
    stage.create();
    QCOMPARE(stage.folder.entries(), (Names{"file.bin.1.part", "file.bin.part"}));
    QVERIFY(stage.rows().front().oldPart.has_value());
    stage.keeper->reached(9);
    stage.finishJobs();
    QCOMPARE(stage.folder.entries().size(), std::size_t{2});
    stage.keeper->reached(10);
    stage.finishJobs();
    QCOMPARE(stage.folder.entries(), Names{"file.bin.1.part"});
    QVERIFY(!stage.rows().front().oldPart.has_value());
}

void PartKeeperTest::theOldPartOfAnotherFileStaysUntilTheEnd() {
    Stage stage;
    stage.enlist();
    stage.create();
    stage.keeper->retire(10, false);
    stage.keeper->beginAgain("again");
    stage.create();
    stage.keeper->reached(1000);
    stage.finishJobs();
    QCOMPARE(stage.folder.entries().size(), std::size_t{2});
    stage.keeper->finish(0, stage.answer());
    stage.finishJobs();
    stage.keeper->publish(stage.answer());
    stage.finishJobs();
    QVERIFY(stage.said.ok());
    QCOMPARE(stage.folder.entries(), Names{"file.bin"});
}

void PartKeeperTest::fallingBackCutsThePartAndTheMarks() {
    Stage stage;
    stage.enlist();
    stage.create(100);
    stage.write("0123456789");
    const Mark mark{1, stage.keeper->record().generation, 0, 10};
    QVERIFY(stage.journal.direct().softMarks(std::span(&mark, 1)).ok());
    stage.keeper->record().durableEnd = 4;
    QCOMPARE(stage.keeper->fallBack(10), std::uint64_t{4});
    stage.finishJobs();
    QCOMPARE(stage.content("file.bin.part"), std::string("0123"));
    QCOMPARE(stage.rows().front().softEnd, std::uint64_t{4});
    QCOMPARE(stage.keeper->fallBack(2), std::uint64_t{2});  // never up
}

void PartKeeperTest::anEmptyPartGoesButNotBesideAnOldOne() {
    Stage stage;
    stage.enlist();
    stage.create();
    stage.keeper->retire(10, true);
    stage.create();
    QVERIFY(!stage.keeper->discardEmpty());  // a later run would take the old part for a duty alone
    QCOMPARE(stage.folder.entries().size(), std::size_t{2});
    stage.keeper->reached(10);
    stage.finishJobs();
    QVERIFY(stage.keeper->discardEmpty());
    stage.finishJobs();
    QVERIFY(stage.folder.entries().empty());
    QVERIFY(stage.keeper->record().partName.empty());
}

void PartKeeperTest::anEmptyPartThatMayHaveItsNameStays() {
    Stage stage;
    stage.enlist();
    stage.create(0);
    stage.disk->fail(FileCall::Rename, EACCES, 1, true);
    stage.keeper->publish(stage.answer());
    stage.finishJobs();
    QVERIFY(!stage.said.ok());
    QVERIFY(!stage.keeper->discardEmpty());
    QCOMPARE(stage.folder.entries(), Names{"file.bin.part"});
}

void PartKeeperTest::whatCannotBeUnlinkedStaysInTheList() {
    Stage stage(true);
    stage.create();
    stage.disk->fail(FileCall::Unlink, EROFS, 1, true);
    QVERIFY(stage.keeper->discardEmpty());
    stage.finishJobs();
    QCOMPARE(stage.keeper->record().partName, std::string("file.bin.part"));
    stage.keeper->save();
    stage.finishJobs();
    QCOMPARE(stage.rows().size(), std::size_t{1});
}

void PartKeeperTest::publishingNeverGoesOverAFile() {
    Stage stage;
    stage.enlist();
    QVERIFY(writeFile(stage.folder.path() / "file.bin", "somebody's"));
    stage.create(4);
    stage.write("ours and more");
    stage.keeper->finish(4, stage.answer());
    stage.finishJobs();
    stage.keeper->publish(stage.answer());
    stage.finishJobs();
    QVERIFY(stage.said.ok());
    QCOMPARE(stage.keeper->record().finalName, std::string("file (1).bin"));
    QCOMPARE(stage.content("file (1).bin"), std::string("ours"));
    QCOMPARE(stage.content("file.bin"), std::string("somebody's"));
    QCOMPARE(stage.folder.entries(), (Names{"file (1).bin", "file.bin"}));
    QVERIFY(stage.rows().front().partName.empty());
}

void PartKeeperTest::removingUnlinksWhatIsOurs_data() {
    QTest::addColumn<bool>("done");
    QTest::addColumn<bool>("deleteFile");
    QTest::addColumn<bool>("stays");
    QTest::newRow("a part") << false << false << false;
    QTest::newRow("a part, deleted") << false << true << false;
    QTest::newRow("a file") << true << false << true;
    QTest::newRow("a file, deleted") << true << true << false;
}

void PartKeeperTest::removingUnlinksWhatIsOurs() {
    QFETCH(bool, done);
    QFETCH(bool, deleteFile);
    QFETCH(bool, stays);
    Stage stage;
    stage.enlist();
    stage.create(0);
    if (done) {
        stage.keeper->finish(0, stage.answer());
        stage.finishJobs();
        stage.keeper->publish(stage.answer());
        stage.finishJobs();
    }
    stage.keeper->remove(deleteFile ? Removal::DeleteFile : Removal::KeepFile, done);
    stage.finishJobs();
    QCOMPARE(stage.folder.entries(), stays ? Names{"file.bin"} : Names{});
    QVERIFY(stage.rows().empty());
}

QTEST_GUILESS_MAIN(PartKeeperTest)
#include "part_keeper_test.moc"
