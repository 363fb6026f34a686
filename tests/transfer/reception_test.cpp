// Reception alone: what it asks, what it takes of an answer, and what it says came of it. Part and
// list are real, connections do what the test says.

#include "engine/transfer/reception.h"

#include "tests/transfer/reception_stage.h"

#include <QTest>

#include <algorithm>
#include <cstring>
#include <span>

using namespace penstock;

namespace {

using Stage = ReceptionStage;

}  // namespace

class ReceptionTest : public QObject {
    Q_OBJECT

private slots:
    void aFreshAnswerBecomesAPart();
    void aShortAnswerHasFailed();
    void theRestIsAskedForUnderItsCondition();
    void anAnswerPastItsRangeIsCutThere();
    void aPieceIsFollowedByTheNext();
    void anotherFileIsTakenIfItMayBe();
    void anotherFileIsRefusedElse();
    void theSameFileFromItsFirstByteLeavesTheOldPart();
    void aRefusalSaysWhenToComeBack();
    void whatTheNameIsComesFromTheAnswer();
    void aCodedBodyIsDecodedOnItsWay();
    void aSinkIsToldOfItsBeginOnceAndItsWordIsFinal();
    void stoppingKeepsWhatCameAndSaysNoMore();
    void nothingIsConcludedWhileAJobIsOut();
    void whatADiskErrorLeavesCountsAsFetched();
};

void ReceptionTest::aFreshAnswerBecomesAPart() {
    Stage stage;
    stage.ask();
    QVERIFY(!stage.sent("Range:"));
    QCOMPARE(stage.head(200, {kTag, kRanges}), BodyPlan::Take);
    QCOMPARE(stage.answers, 1);
    QVERIFY(stage.sources.current().resumable());
    stage.body(letters(0, kSize));
    QCOMPARE(stage.movedBytes, std::size_t{kSize});
    QCOMPARE(stage.reception.received(), kSize);
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(stage.reception.conclude().end, Reception::End::Nothing);  // once
    QCOMPARE(stage.plan.here(), kSize);
    Error said{ErrorKind::Internal, {}, {}, 0};
    stage.reception.publish([&](Error error) { said = std::move(error); });
    stage.finishJobs();
    QVERIFY(said.ok());
    QCOMPARE(stage.content("file.bin"), letters(0, kSize));
}

void ReceptionTest::aShortAnswerHasFailed() {
    Stage stage;
    stage.ask();
    stage.head(200);
    stage.body(letters(0, 400));
    stage.end();
    const Reception::Conclusion end = stage.reception.conclude();
    QCOMPARE(end.end, Reception::End::Failed);
    QCOMPARE(end.error.kind, ErrorKind::TruncBody);
    QCOMPARE(stage.plan.here(), std::uint64_t{400});
}

void ReceptionTest::theRestIsAskedForUnderItsCondition() {
    Stage stage;
    stage.breakOffAt(400);
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::ConnectReset);
    stage.askAgain();
    QVERIFY(stage.sent("Range: bytes=400-\r\n"));
    QVERIFY(stage.sent("If-Range: \"one\"\r\n"));
    stage.head(206, {kTag, range("400-999/1000")}, 600);
    stage.body(letters(400, 600));
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(stage.content("file.bin.part"), letters(0, kSize));
}

void ReceptionTest::anAnswerPastItsRangeIsCutThere() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    stage.head(206, {kTag, range("400-499/1000")}, {});
    stage.body(letters(400, 100) + "and what nobody asked for");
    stage.reception.flush();
    stage.finishJobs();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Piece);
    QCOMPARE(stage.content("file.bin.part"), letters(0, 500));
}

void ReceptionTest::aPieceIsFollowedByTheNext() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    for (std::uint64_t at = 400; at < kSize; at += 200) {
        QVERIFY(stage.sent("Range: bytes=" + std::to_string(at) + "-\r\n"));
        stage.head(
            206, {kTag, range(std::to_string(at) + "-" + std::to_string(at + 199) + "/1000")}, 200);
        stage.body(letters(at, 200));
        stage.end();
        const bool last = at + 200 == kSize;
        QCOMPARE(stage.reception.conclude().end,
                 last ? Reception::End::Whole : Reception::End::Piece);
        if (!last) {
            stage.reception.goOn();
            stage.goOn();
        }
    }
    QCOMPARE(stage.content("file.bin.part"), letters(0, kSize));
}

void ReceptionTest::anotherFileIsTakenIfItMayBe() {
    Stage stage;
    stage.breakOffAt(400);
    stage.reception.stop();
    stage.finishJobs();
    stage.maySwitch = true;
    stage.ask();
    QCOMPARE(stage.head(200, {{"ETag", "\"two\""}}, 5), BodyPlan::Take);
    stage.body("other");
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(stage.content("file.bin.1.part"), std::string("other"));
    QCOMPARE(stage.content("file.bin.part"), letters(0, 400));
    QVERIFY(stage.keeper.record().oldPart && !stage.keeper.record().oldPart->sameFile);
}

void ReceptionTest::anotherFileIsRefusedElse() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    QCOMPARE(stage.head(200, {{"ETag", "\"two\""}}, 5), BodyPlan::Drain);
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::EntityChanged);
    QCOMPARE(stage.plan.here(), std::uint64_t{400});
    QCOMPARE(stage.content("file.bin.part"), letters(0, 400));
}

void ReceptionTest::theSameFileFromItsFirstByteLeavesTheOldPart() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    QCOMPARE(stage.head(200, {kTag, kRanges}), BodyPlan::Take);
    QVERIFY(stage.keeper.record().oldPart && stage.keeper.record().oldPart->sameFile);
    QCOMPARE(stage.keeper.record().oldPart->end, std::uint64_t{400});
    QCOMPARE(stage.plan.here(), std::uint64_t{0});
}

void ReceptionTest::aRefusalSaysWhenToComeBack() {
    Stage stage;
    stage.ask();
    stage.head(503, {{"Retry-After", "7"}});
    const Reception::Conclusion end = stage.reception.conclude();
    QCOMPARE(end.error.kind, ErrorKind::HttpServer);
    QVERIFY(end.retryAfter == std::chrono::seconds(7));
    QVERIFY(!end.isFinal);
    QCOMPARE(stage.answers, 0);
    QVERIFY(stage.folder.entries().empty());
}

void ReceptionTest::whatTheNameIsComesFromTheAnswer() {
    Stage stage;
    stage.ask();
    stage.head(200, {{"Content-Disposition", "attachment; filename=\"the one.iso\""}});
    QCOMPARE(stage.keeper.record().finalName, std::string("the one.iso"));
    QCOMPARE(stage.folder.entries(), std::vector<std::string>{"the one.iso.part"});
}

void ReceptionTest::aCodedBodyIsDecodedOnItsWay() {
    Stage stage;
    stage.ask();
    QCOMPARE(stage.head(200, {{"Content-Encoding", "br, x-unknown"}}), BodyPlan::Drain);
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::EncUnsupported);
    stage.askAgain();
    QCOMPARE(stage.head(200, {{"Content-Encoding", "gzip"}, kTag, kRanges}), BodyPlan::Take);
    QVERIFY(!stage.keeper.record().total);          // the length is that of the coded body
    QVERIFY(!stage.sources.current().resumable());  // nothing goes on from the middle of a coding
    QVERIFY(!stage.sources.current().goesOn());
    stage.body("\x1F\x8B, and then no gzip at all");
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::EncCorrupt);
}

void ReceptionTest::aSinkIsToldOfItsBeginOnceAndItsWordIsFinal() {
    const auto sink = std::make_shared<CollectingSink>();
    Stage stage(sink);
    stage.ask();
    stage.head(200, {}, 5);
    QCOMPARE(sink->announced, std::optional<std::uint64_t>(5));
    stage.body("hello");
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(sink->text, std::string("hello"));
    QVERIFY(stage.folder.entries().empty());

    const auto refusing = std::make_shared<CollectingSink>();
    refusing->refusal = {ErrorKind::ConnectReset, "Not here", {}, 0};
    Stage other(refusing);
    other.ask();
    QCOMPARE(other.head(200, {}, 5), BodyPlan::Drain);
    const Reception::Conclusion end = other.reception.conclude();
    QCOMPARE(end.error.sentence, std::string("Not here"));
    QVERIFY(end.isFinal);
}

void ReceptionTest::stoppingKeepsWhatCameAndSaysNoMore() {
    Stage stage;
    stage.ask();
    stage.head(200, {kTag, kRanges});
    stage.body(letters(0, 400));
    stage.reception.stop();
    QVERIFY(!stage.reception.asking());
    QVERIFY(stage.reception.busy());  // it is on its way to the disk
    stage.finishJobs();
    QVERIFY(!stage.reception.busy());
    QCOMPARE(stage.reception.conclude().end, Reception::End::Nothing);
    QCOMPARE(stage.plan.here(), std::uint64_t{400});
    stage.keeper.syncs().makeDurable();
    stage.finishJobs();
    stage.reception.close();
    QCOMPARE(stage.keeper.record().softEnd, std::uint64_t{400});
    QCOMPARE(stage.keeper.record().durableEnd, std::uint64_t{400});
}

void ReceptionTest::nothingIsConcludedWhileAJobIsOut() {
    Stage stage;
    stage.ask();
    ResponseHead head;
    head.status = 200;
    stage.events().headReceived(head, {BodyKind::Length, 0, true});
    stage.session().endFirst();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Nothing);  // the part is being made
    stage.finishJobs();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
}

// Else the tries would not see that it was progress.
void ReceptionTest::whatADiskErrorLeavesCountsAsFetched() {
    Stage stage;
    stage.ask();
    stage.head(200, {kTag, kRanges});
    stage.body(letters(0, 400));
    stage.reception.flush();
    stage.finishJobs();
    stage.keeper.syncs().makeDurable();
    stage.finishJobs();
    stage.disk->fail(FileCall::Pwritev, ENOSPC, 1, true);
    stage.body(letters(400, 100));
    stage.reception.flush();
    stage.finishJobs();
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::DiskNoSpace);
    stage.reception.stop();
    QCOMPARE(stage.plan.here(), std::uint64_t{400});
    QCOMPARE(stage.plan.foundEnd(), std::uint64_t{0});
}

QTEST_GUILESS_MAIN(ReceptionTest)
#include "reception_test.moc"
