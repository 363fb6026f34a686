// A file that has stopped goes to another folder with what is here of it, or begins anew, when a
// person says so.

#include "tests/scenarios/slow_file.h"
#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <sys/stat.h>

#include <filesystem>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 4'000'000;

Rule resumable() {
    Rule rule = slowFile(kSize);
    rule.rate = 1'000'000;
    return rule;
}

std::string elsewhere(const World& world) {
    return (world.folder.path() / "other" / "deep").string();
}

bool isThere(const std::string& path) {
    return std::filesystem::exists(path);
}

bool isWhole(const std::string& path) {
    return readAll(path) == contentText(1, 0, kSize);
}

/// With a good part of the file here.
TransferId paused(World& world) {
    world.origin->serve(resumable());
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    world.engine->pause(id);
    world.settle();
    return id;
}

/// The disk refuses what comes, with a good part of the file here.
TransferId failed(World& world, int error) {
    world.origin->serve(resumable());
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    world.engine->pause(id);
    world.settle();
    world.disk->fail(FileCall::OpenAt, error, 1, true);
    world.engine->resume(id);
    world.runToEnd(id);
    world.disk->release();
    return id;
}

}  // namespace

class OtherFolderTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsPausedGoesWithItsPartAndStaysPaused();
    void whatHasFailedGoesOnThereAtOnce();
    void thePartOfAnotherFileSystemStaysAndTheFileStartsOverThere();
    void aRestartKnowsTheNewFolder();
    void aFolderThatCannotBeUsedChangesNothing_data();
    void aFolderThatCannotBeUsedChangesNothing();
    void nothingIsWrittenOver();
    void anotherFileInThePlaceOfThePartStaysThere();
    void whatRunsOrIsDoneStaysWhereItIs();
    void whatWaitsForSpaceGoesOnElsewhere();
    void removedMeanwhileNothingIsLeft();
    void aPersonStartsOver();
};

void OtherFolderTest::whatIsPausedGoesWithItsPartAndStaysPaused() {
    World world;
    const TransferId id = paused(world);
    const std::uint64_t here = world.at(id).received;
    QVERIFY(here > 1'000'000);
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::Ok);
    world.settle();
    QCOMPARE(world.state(id), TransferState::Paused);
    QCOMPARE(world.at(id).directory, elsewhere(world));
    QCOMPARE(world.at(id).received, here);
    QVERIFY(!isThere(world.folder.path() / "file.bin.part"));
    QVERIFY(isThere(elsewhere(world) + "/file.bin.part"));
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(isWhole(elsewhere(world) + "/file.bin"));
    QVERIFY(world.origin->requests().back().range.starts_with("bytes="));
}

void OtherFolderTest::whatHasFailedGoesOnThereAtOnce() {
    World world;
    const TransferId id = failed(world, EACCES);
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(isWhole(elsewhere(world) + "/file.bin"));
    QVERIFY(world.origin->requests().back().range.starts_with("bytes="));
    QVERIFY(world.at(id).error.ok());
}

void OtherFolderTest::thePartOfAnotherFileSystemStaysAndTheFileStartsOverThere() {
    World world;
    const TransferId id = paused(world);
    const std::uint64_t here = world.at(id).received;
    world.disk->fail(FileCall::Rename, EXDEV);
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::Ok);
    world.settle();
    QCOMPARE(world.state(id), TransferState::Paused);
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    const std::string left = world.folder.path() / "file.bin.part";
    QCOMPARE(readAll(left).size(), std::size_t{here});
    QVERIFY(world.at(id).note.find(left) != std::string::npos);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().back().range, std::string());
    QVERIFY(isWhole(elsewhere(world) + "/file.bin"));
    QVERIFY(isThere(left));
}

void OtherFolderTest::aRestartKnowsTheNewFolder() {
    World world;
    const TransferId id = paused(world);
    world.engine->setFolder(id, elsewhere(world));
    world.settle();
    world.restart();
    world.settle();
    QCOMPARE(world.at(id).directory, elsewhere(world));
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.origin->requests().back().range.starts_with("bytes="));
    QVERIFY(isWhole(elsewhere(world) + "/file.bin"));
}

void OtherFolderTest::aFolderThatCannotBeUsedChangesNothing_data() {
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("kind");
    QTest::newRow("not to be made") << int(FileCall::Mkdir) << EACCES << "Disk.Denied";
    QTest::newRow("takes no files") << int(FileCall::OpenAt) << EROFS << "Disk.ReadOnly";
}

void OtherFolderTest::aFolderThatCannotBeUsedChangesNothing() {
    QFETCH(int, call);
    QFETCH(int, error);
    QFETCH(QString, kind);
    World world;
    const TransferId id = paused(world);
    const std::uint64_t here = world.at(id).received;
    world.disk->fail(static_cast<FileCall>(call), error, 1, call == int(FileCall::Mkdir));
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::Ok);
    world.settle();
    world.disk->release();
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(QString::fromStdString(kindOf(world.at(id).error)), kind);
    QVERIFY(world.at(id).error.sentence.find(elsewhere(world)) != std::string::npos);
    QCOMPARE(world.at(id).directory, world.folder.path().string());
    QCOMPARE(world.at(id).received, here);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(isWhole(world.folder.path() / "file.bin"));
}

void OtherFolderTest::nothingIsWrittenOver() {
    World world;
    const TransferId id = paused(world);
    std::filesystem::create_directories(elsewhere(world));
    const std::string taken = elsewhere(world) + "/file.bin.part";
    writeFile(taken, "another's");
    world.engine->setFolder(id, elsewhere(world));
    world.settle();
    QCOMPARE(world.at(id).partName, std::string("file.bin.1.part"));
    QCOMPARE(readAll(taken), std::string("another's"));
}

void OtherFolderTest::anotherFileInThePlaceOfThePartStaysThere() {
    World world;
    const TransferId id = paused(world);
    const std::string part = world.folder.path() / "file.bin.part";
    std::filesystem::remove(part);
    writeFile(part, "another's");
    world.engine->setFolder(id, elsewhere(world));
    world.settle();
    QCOMPARE(world.at(id).directory, elsewhere(world));
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    QCOMPARE(readAll(part), std::string("another's"));
}

void OtherFolderTest::whatRunsOrIsDoneStaysWhereItIs() {
    World world;
    world.origin->serve(resumable());
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::WrongState);
    world.runFor(1s);
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::WrongState);
    QCOMPARE(world.engine->startOver(id), CallStatus::WrongState);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::WrongState);
    QCOMPARE(world.engine->startOver(id), CallStatus::WrongState);
    QCOMPARE(world.engine->setFolder(id, "relative"), CallStatus::WrongState);
    QCOMPARE(world.engine->setFolder(TransferId{99}, "/tmp"), CallStatus::UnknownTransfer);
}

void OtherFolderTest::whatWaitsForSpaceGoesOnElsewhere() {
    World world;
    world.origin->serve(resumable());
    world.disk->fullAfter(1'000'000);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] {
        return world.transfers.contains(id) && world.state(id) == TransferState::Waiting &&
               world.at(id).wait.waitsFor == WaitsFor::Space;
    }));
    world.disk->release();
    QCOMPARE(world.engine->setFolder(id, elsewhere(world)), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(isWhole(elsewhere(world) + "/file.bin"));
}

void OtherFolderTest::removedMeanwhileNothingIsLeft() {
    World world;
    const TransferId id = paused(world);
    world.workersHang = true;
    world.engine->setFolder(id, elsewhere(world));
    world.settle();
    world.engine->remove(id, Removal::DeleteFile);
    world.workersHang = false;
    world.settle();
    QVERIFY(!isThere(world.folder.path() / "file.bin.part"));
    QVERIFY(!isThere(elsewhere(world) + "/file.bin.part"));
    QVERIFY(world.engine->transfers().empty());
}

void OtherFolderTest::aPersonStartsOver() {
    World world;
    const TransferId id = paused(world);
    QCOMPARE(world.engine->startOver(id), CallStatus::Ok);
    world.runFor(500ms);
    QCOMPARE(world.at(id).note, std::string("Started over in a new part"));
    QVERIFY(isThere(world.folder.path() / "file.bin.part"));  // until the new one is whole
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().back().range, std::string());
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
    QVERIFY(isWhole(world.folder.path() / "file.bin"));
}

QTEST_GUILESS_MAIN(OtherFolderTest)
#include "other_folder_test.moc"
