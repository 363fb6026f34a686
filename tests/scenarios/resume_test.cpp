// Pause, loss and restart: what is here is kept, what is doubtful is fetched anew, and no byte is
// ever written to an offset that the server did not state.

#include "tests/scenarios/slow_file.h"
#include "tests/support/content.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 4'000'000;
constexpr std::uint64_t kOverlap = 64U << 10U;

TransferId startAndPause(World& world) {
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(1500));
    world.engine->pause(id);
    world.settle();
    return id;
}

std::uint64_t firstByteAsked(const RequestLog& request) {
    return request.range.empty() ? 0 : std::stoull(request.range.substr(6));
}

}  // namespace

class ResumeTest : public QObject {
    Q_OBJECT

private slots:
    void pauseClosesAndResumeComparesTheEndOfWhatIsHere();
    void aPausedTransferCostsNothing();
    void aLostConnectionIsRetriedByItself();
    void afterFiveTriesWithoutProgressItFails();
    void progressForgetsEarlierFailures();
    void aRestartGoesOnAndComparesTheEnd_data();
    void aRestartGoesOnAndComparesTheEnd();
    void withoutAStrongValidatorTheEndIsCompared();
    void r109AnotherFileBehindAWeakValidatorStartsOverInANewPart();
    void whatCannotGoOnLaterIsSaidBeforeItIsStopped_data();
    void whatCannotGoOnLaterIsSaidBeforeItIsStopped();
    void r108AChangedFileStartsOverInANewPart();
    void r108ALargeChangedFileAsksAndKeepsThePart();
    void r104AnIgnoredRangeNeverWritesAtAnOffset();
    void r105ARangeForAnotherStartIsRefused();
    void r107AnotherTotalIsAChangedFile();
    void r112A416ForTheWholeFileCompletesIt();
    void anEmptyPartIsUsedAgain_data();
    void anEmptyPartIsUsedAgain();
    void removeUnlinksThePartAndForgetsTheTransfer();
    void removeWithFileUnlinksTheFinishedFile();
};

void ResumeTest::pauseClosesAndResumeComparesTheEndOfWhatIsHere() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(1500));
    QCOMPARE(world.state(id), TransferState::Receiving);
    QCOMPARE(world.engine->pause(id), CallStatus::Ok);
    QVERIFY(world.watchedFds.empty());  // before the call is back
    world.settle();
    QCOMPARE(world.state(id), TransferState::Paused);
    QVERIFY(world.sockets.empty());
    const auto here = world.at(id).received;
    QVERIFY(here > 1'000'000);
    QCOMPARE(world.downloaded("file.bin.part").size(), std::size_t{here});
    QVERIFY(world.downloaded("file.bin.part") == contentText(1, 0, here));

    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(firstByteAsked(world.origin->requests().back()), here - kOverlap);
    QCOMPARE(world.origin->requests().back().header("If-Range"), std::string("\"first\""));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void ResumeTest::aPausedTransferCostsNothing() {
    World world;
    world.origin->serve(slowFile(kSize));
    startAndPause(world);
    const int calls = world.socketCalls + world.timerCalls;
    QVERIFY(!world.timerPending);
    world.runFor(std::chrono::seconds(10));
    QCOMPARE(world.socketCalls + world.timerCalls, calls);
}

void ResumeTest::aLostConnectionIsRetriedByItself() {
    World world;
    Rule rule = slowFile(kSize);
    rule.closeAfter = 1'500'000;
    rule.times = 2;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Trunc.Body"));
    QVERIFY(world.at(id).wait.until.has_value());
    QCOMPARE(world.at(id).attempt, 1);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().size(), std::size_t{3});
    QCOMPARE(firstByteAsked(world.origin->requests()[1]), std::uint64_t{1'500'000});
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void ResumeTest::afterFiveTriesWithoutProgressItFails() {
    World world;
    Rule rule = slowFile(kSize);
    rule.closeAfter = 100'000;
    world.origin->serve(rule);
    rule.change.reset();
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Trunc.Body"));
    QCOMPARE(world.at(id).error.sentence,
             std::string("127.0.0.1 closed the connection before the file was complete"));
    QCOMPARE(world.origin->requests().size(), std::size_t{5});
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin.part"});
}

void ResumeTest::progressForgetsEarlierFailures() {
    World world;
    Rule rule = slowFile(kSize);
    rule.size = 9'000'000;
    rule.closeAfter = 1'100'000;  // over 1 MiB each time: R-116
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 9'000'000));
}

void ResumeTest::aRestartGoesOnAndComparesTheEnd_data() {
    QTest::addColumn<int>("mode");
    QTest::addRow("the window's list") << static_cast<int>(JournalConfig::Mode::List);
    QTest::addRow("get's journal") << static_cast<int>(JournalConfig::Mode::Shared);
}

void ResumeTest::aRestartGoesOnAndComparesTheEnd() {
    QFETCH(int, mode);
    World world(withMode(mode));
    world.origin->serve(slowFile(kSize));
    TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(2500));
    const std::size_t inPart = world.downloaded("file.bin.part").size();
    QVERIFY(inPart > 2'000'000);
    world.restart();
    if (mode == static_cast<int>(JournalConfig::Mode::Shared)) {
        id = world.add(world.origin->url("/file.bin"));
    } else {
        world.settle();
        QCOMPARE(world.transfers.size(), std::size_t{1});
    }
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    const std::uint64_t asked = firstByteAsked(world.origin->requests().back());
    QVERIFY(asked > 0);
    QVERIFY2(inPart - asked <= (1U << 20U), qPrintable(QString::number(inPart - asked)));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

void ResumeTest::withoutAStrongValidatorTheEndIsCompared() {
    World world;
    Rule rule = slowFile(kSize);
    rule.etag = "W/\"weak\"";
    world.origin->serve(rule);
    const TransferId id = startAndPause(world);
    const auto here = world.at(id).received;
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(firstByteAsked(world.origin->requests().back()), here - kOverlap);
    QCOMPARE(world.origin->requests().back().header("If-Range"), std::string());
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void ResumeTest::r109AnotherFileBehindAWeakValidatorStartsOverInANewPart() {
    World world;
    Rule rule = slowFile(kSize);
    rule.etag = "";
    rule.change = EntityChange{.afterRequests = 1, .seed = 2, .etag = "", .size = {}};
    world.origin->serve(rule);
    const TransferId id = startAndPause(world);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSize));
    QCOMPARE(world.at(id).note,
             std::string("The file on the server has changed; started over in a new part"));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

void ResumeTest::whatCannotGoOnLaterIsSaidBeforeItIsStopped_data() {
    QTest::addColumn<bool>("ranges");
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<bool>("startsOver");
    QTest::newRow("no ranges") << false << QByteArray("\"first\"") << true;
    QTest::newRow("neither ranges nor validator") << false << QByteArray() << true;
    QTest::newRow("ranges") << true << QByteArray("\"first\"") << false;
    QTest::newRow("ranges, which the end proves") << true << QByteArray() << false;
}

void ResumeTest::whatCannotGoOnLaterIsSaidBeforeItIsStopped() {
    QFETCH(bool, ranges);
    QFETCH(QByteArray, etag);
    QFETCH(bool, startsOver);
    World world;
    Rule rule = slowFile(kSize);
    rule.ranges = ranges;
    rule.etag = etag.toStdString();
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(1500));
    QCOMPARE(world.at(id).startsOver, startsOver);
    world.engine->pause(id);
    world.settle();
    QCOMPARE(world.at(id).startsOver, startsOver);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(!world.at(id).startsOver && isExact(world, kSize));
    QCOMPARE(world.at(id).note.find("started over") != std::string::npos, startsOver);
}

void ResumeTest::r108AChangedFileStartsOverInANewPart() {
    World world;
    Rule rule = slowFile(kSize);
    rule.change = EntityChange{};
    world.origin->serve(rule);
    const TransferId id = startAndPause(world);
    world.engine->resume(id);
    world.runFor(std::chrono::milliseconds(500));
    QCOMPARE(world.folder.entries(),
             (std::vector<std::string>{"file.bin.1.part", "file.bin.part"}));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSize));
    QCOMPARE(world.at(id).note,
             std::string("The file on the server has changed; started over in a new part"));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

void ResumeTest::r108ALargeChangedFileAsksAndKeepsThePart() {
    World world;
    Rule rule = slowFile(kSize);
    rule.size = 80U << 20U;
    world.origin->serve(rule);
    const TransferId id = startAndPause(world);
    const auto here = world.at(id).received;
    rule.seed = 2;
    rule.etag = "\"second\"";
    world.origin->serve(rule);
    world.engine->resume(id);
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Asking; }));
    QCOMPARE(world.at(id).question, Question::EntityChanged);
    QCOMPARE(world.at(id).error.sentence,
             std::string("The file on 127.0.0.1 has changed since this download began"));
    QCOMPARE(world.downloaded("file.bin.part").size(), std::size_t{here});
    rule.size = kSize;  // it has changed once more, or this would take long
    world.origin->serve(rule);
    QCOMPARE(world.engine->answer(id, Choice::StartOver), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSize));
}

void ResumeTest::r104AnIgnoredRangeNeverWritesAtAnOffset() {
    World world;
    Rule rule = slowFile(kSize);
    rule.ignoreRange = true;
    world.origin->serve(rule);
    const TransferId id = startAndPause(world);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.at(id).note,
             std::string("The server cannot resume; started over in a new part"));
}

void ResumeTest::r105ARangeForAnotherStartIsRefused() {
    World world;
    Rule rule = slowFile(kSize);
    rule.edit = [](const RequestLog& request, OriginReply& reply) {
        if (!request.range.empty()) {
            reply.content.begin -= 1000;
            for (HeaderField& field : reply.headers) {
                if (field.name == "Content-Range") {
                    field.value = "bytes " + std::to_string(reply.content.begin) + "-" +
                                  std::to_string(kSize - 1) + "/" + std::to_string(kSize);
                } else if (field.name == "Content-Length") {
                    field.value = std::to_string(kSize - reply.content.begin);
                }
            }
        }
    };
    world.origin->serve(rule);
    const TransferId id = startAndPause(world);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().back().range, std::string());  // un-ranged, once
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void ResumeTest::r107AnotherTotalIsAChangedFile() {
    World world;
    Rule rule = slowFile(kSize);
    rule.change =
        EntityChange{.afterRequests = 1, .seed = 2, .etag = "\"first\"", .size = kSize + 5};
    world.origin->serve(rule);
    const TransferId id = startAndPause(world);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSize + 5));
}

void ResumeTest::r112A416ForTheWholeFileCompletesIt() {
    World world;
    Rule rule = slowFile(kSize);
    rule.framing = OriginFraming::Chunked;  // no total: the last byte's arrival is not known yet
    rule.stallAfter = kSize;
    rule.times = 1;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(6000));
    QCOMPARE(world.at(id).state, TransferState::Receiving);
    world.engine->pause(id);
    world.settle();
    QCOMPARE(world.at(id).received, kSize);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void ResumeTest::anEmptyPartIsUsedAgain_data() {
    aRestartGoesOnAndComparesTheEnd_data();
}

// Stopped between the making of the part and its first byte.
void ResumeTest::anEmptyPartIsUsedAgain() {
    QFETCH(int, mode);
    World world(withMode(mode));
    Rule rule = slowFile(kSize);
    rule.delayBody = std::chrono::seconds(5);
    world.origin->serve(rule);
    TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::seconds(1));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin.part"});
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    world.restart();
    if (mode == static_cast<int>(JournalConfig::Mode::Shared)) {
        id = world.add(world.origin->url("/file.bin"));
    }
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

void ResumeTest::removeUnlinksThePartAndForgetsTheTransfer() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(1500));
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::Ok);
    QVERIFY(world.watchedFds.empty());
    world.settle();
    QVERIFY(world.transfers.empty());
    QVERIFY(world.folder.entries().empty());
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::UnknownTransfer);
    world.restart();
    world.settle();
    QVERIFY(world.transfers.empty());
}

void ResumeTest::removeWithFileUnlinksTheFinishedFile() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId kept = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(kept));
    const TransferId gone = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(gone));
    world.engine->remove(kept, Removal::KeepFile);
    world.engine->remove(gone, Removal::DeleteFile);
    world.settle();
    QVERIFY(world.transfers.empty());
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

QTEST_GUILESS_MAIN(ResumeTest)
#include "resume_test.moc"
