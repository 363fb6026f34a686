// What chaos has found, each as the least that shows it.

#include "tests/chaos/chaos_world.h"

#include <QTest>

#include <functional>
#include <memory>

using namespace penstock;

Q_DECLARE_METATYPE(penstock::Removal)

namespace {

constexpr int kMostSteps = 20'000;

/// A coded body that comes faster than its rate lets it into its target.
ChaosPlan codedUnderARate(bool sink, bool untilClose) {
    return {.sink = sink,
            .gzip = true,
            .framing = untilClose ? OriginFraming::UntilClose : OriginFraming::Length,
            .size = 100'000,
            .rateLimit = 20'000};
}

bool runUntil(ChaosWorld& world, const std::function<bool()>& done) {
    for (int i = 0; i < kMostSteps && world.trouble.empty() && !done(); ++i) {
        world.step();
    }
    return done();
}

bool runUntilState(ChaosWorld& world, TransferState state) {
    return runUntil(world, [&] { return world.stateOf(world.transfers.front()) == state; });
}

}  // namespace

class FoundTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aCodedBodyUnderARateComesToItsEnd_data();
    void aCodedBodyUnderARateComesToItsEnd();
    void aCodedBodyUnderARateCanBePaused_data();
    void aCodedBodyUnderARateCanBePaused();
    void aCodedBodyUnderARateCanBeRemoved_data();
    void aCodedBodyUnderARateCanBeRemoved();
    void whatIsRemovedWhileItIsFinishedLeavesNothing_data();
    void whatIsRemovedWhileItIsFinishedLeavesNothing();
    void aPauseDoesNotTakeARemovalBack();
    void aSinkIsNotGivenWhatItHasOnceMore();
    void nothingIsResumedWhileTheEngineIsDead();

private:
    void remove(Removal removal);
    void judged();

    const ChaosKit kit_;
    ChaosCounts counts_;
    std::unique_ptr<ChaosWorld> world_;
};

void FoundTest::init() {
    world_ = std::make_unique<ChaosWorld>(1, kit_, counts_);
    world_->wild = false;
}

void FoundTest::cleanup() {
    world_.reset();
}

void FoundTest::remove(Removal removal) {
    ChaosTransfer& transfer = world_->transfers.front();
    transfer.removed = true;
    transfer.removal = removal;
    if (transfer.sink != nullptr) {
        transfer.sink->forbid();
    }
    QCOMPARE(world_->engine->remove(transfer.id, removal), CallStatus::Ok);
}

// By the oracle of the rounds.
void FoundTest::judged() {
    const ChaosTransfer& transfer = world_->transfers.front();
    const auto now = world_->engine->snapshot(transfer.id);
    QCOMPARE(world_->trouble, std::string{});
    QCOMPARE(judge(transfer, now, counts_), std::string{});
    const bool done = now && now->state == TransferState::Done;
    QCOMPARE(judgeFiles(transfer, world_->folder.path(), done, false), std::string{});
}

void FoundTest::aCodedBodyUnderARateComesToItsEnd_data() {
    QTest::addColumn<bool>("sink");
    QTest::addColumn<bool>("untilClose");
    QTest::newRow("into a file") << false << false;
    QTest::newRow("into a file, until the close") << false << true;
    QTest::newRow("into a sink") << true << false;
    QTest::newRow("into a sink, until the close") << true << true;
}

void FoundTest::aCodedBodyUnderARateComesToItsEnd() {
    QFETCH(bool, sink);
    QFETCH(bool, untilClose);
    QVERIFY(world_->add(codedUnderARate(sink, untilClose)));
    QVERIFY(runUntilState(*world_, TransferState::Done));
    judged();
}

void FoundTest::aCodedBodyUnderARateCanBePaused_data() {
    aCodedBodyUnderARateComesToItsEnd_data();
}

void FoundTest::aCodedBodyUnderARateCanBePaused() {
    QFETCH(bool, sink);
    QFETCH(bool, untilClose);
    QVERIFY(world_->add(codedUnderARate(sink, untilClose)));
    ChaosTransfer& transfer = world_->transfers.front();
    QVERIFY(runUntil(*world_, [&] {
        return world_->engine->snapshot(transfer.id)->wait.waitsFor == WaitsFor::RateTokens;
    }));
    transfer.pauseAsked = true;
    QCOMPARE(world_->engine->pause(transfer.id), CallStatus::Ok);
    QVERIFY(runUntilState(*world_, TransferState::Paused));
    judged();
}

void FoundTest::aCodedBodyUnderARateCanBeRemoved_data() {
    aCodedBodyUnderARateComesToItsEnd_data();
}

void FoundTest::aCodedBodyUnderARateCanBeRemoved() {
    QFETCH(bool, sink);
    QFETCH(bool, untilClose);
    QVERIFY(world_->add(codedUnderARate(sink, untilClose)));
    const TransferId id = world_->transfers.front().id;
    QVERIFY(runUntil(*world_, [&] {
        return world_->engine->snapshot(id)->wait.waitsFor == WaitsFor::RateTokens;
    }));
    remove(Removal::KeepFile);
    QVERIFY(runUntil(*world_, [&] { return world_->engine->transfers().empty(); }));
    judged();
}

void FoundTest::whatIsRemovedWhileItIsFinishedLeavesNothing_data() {
    QTest::addColumn<Removal>("removal");
    QTest::newRow("keeping a file") << Removal::KeepFile;
    QTest::newRow("with its file") << Removal::DeleteFile;
}

void FoundTest::whatIsRemovedWhileItIsFinishedLeavesNothing() {
    QFETCH(Removal, removal);
    QVERIFY(world_->add({.size = 1'000}));
    QVERIFY(runUntilState(*world_, TransferState::Verifying));  // the disk's job is out
    remove(removal);
    QVERIFY(runUntil(*world_, [&] { return world_->engine->transfers().empty(); }));
    judged();
    QVERIFY(world_->folder.entries().empty());
}

void FoundTest::aPauseDoesNotTakeARemovalBack() {
    QVERIFY(world_->add({.size = 100'000, .bytesPerWrite = 10'000}));
    const ChaosTransfer& transfer = world_->transfers.front();
    QVERIFY(runUntil(*world_, [&] { return world_->stageOf(transfer) == Stage::Body; }));
    remove(Removal::KeepFile);
    QCOMPARE(world_->stateOf(transfer), TransferState::Settling);
    world_->engine->pause(transfer.id);
    QVERIFY(runUntil(*world_, [&] { return world_->engine->transfers().empty(); }));
    judged();
}

void FoundTest::aSinkIsNotGivenWhatItHasOnceMore() {
    QVERIFY(world_->add({.sink = true, .ranges = false, .size = 100'000, .bytesPerWrite = 10'000}));
    ChaosTransfer& transfer = world_->transfers.front();
    QVERIFY(runUntil(*world_, [&] { return world_->stageOf(transfer) == Stage::Body; }));
    transfer.interrupted = true;
    QCOMPARE(world_->engine->pause(transfer.id), CallStatus::Ok);
    QCOMPARE(world_->engine->resume(transfer.id), CallStatus::Ok);
    QVERIFY(runUntilState(*world_, TransferState::Failed));
    QCOMPARE(world_->engine->snapshot(transfer.id)->error.kind, ErrorKind::RangeBad);
    judged();
}

void FoundTest::nothingIsResumedWhileTheEngineIsDead() {
    world_->loop.refuseTimerIn = 1;
    QVERIFY(world_->add({.size = 1'000}));
    const ChaosTransfer& transfer = world_->transfers.front();
    QVERIFY(runUntilState(*world_, TransferState::Failed));
    QCOMPARE(world_->engine->resume(transfer.id), CallStatus::Dead);
    judged();
}

QTEST_GUILESS_MAIN(FoundTest)
#include "found_test.moc"
