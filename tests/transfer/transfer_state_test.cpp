// The table of states: what may follow what, and nothing else.

#include "engine/transfer/transfer_state.h"

#include <QTest>

using namespace penstock;
using S = TransferState;
using E = TransferEvent;

Q_DECLARE_METATYPE(penstock::TransferState)
Q_DECLARE_METATYPE(penstock::TransferEvent)

class TransferStateTest : public QObject {
    Q_OBJECT

private slots:
    void theLifeOfADownload();
    void everyActiveStateCanBeStopped();
    void settlingEndsOnlyBySettling();
    void onlyWorkTakesASlot();
    void everyStateHasAName();
};

void TransferStateTest::theLifeOfADownload() {
    S state = S::Queued;
    const std::pair<E, S> life[]{
        {E::Start, S::Probing}, {E::Answered, S::Receiving},   {E::Lost, S::Waiting},
        {E::Due, S::Queued},    {E::Start, S::Probing},        {E::Answered, S::Receiving},
        {E::Stop, S::Settling}, {E::SettledPaused, S::Paused}, {E::Resume, S::Queued},
        {E::Start, S::Probing}, {E::Answered, S::Receiving},   {E::Complete, S::Verifying},
        {E::Verified, S::Done}};
    for (const auto& [event, wanted] : life) {
        const auto to = next(state, event);
        QVERIFY(to.has_value());
        QCOMPARE(*to, wanted);
        state = *to;
    }
    for (const E event : {E::Start, E::Answered, E::Complete, E::Lost, E::Due, E::Resume}) {
        QVERIFY(!next(S::Done, event));  // a finished file is never touched again
    }
}

void TransferStateTest::everyActiveStateCanBeStopped() {
    for (const S state :
         {S::Queued, S::Probing, S::Receiving, S::Verifying, S::Waiting, S::Asking}) {
        QCOMPARE(next(state, E::Stop), std::optional(S::Settling));
    }
}

void TransferStateTest::settlingEndsOnlyBySettling() {
    for (const E event :
         {E::Start, E::Answered, E::Complete, E::Verified, E::Lost, E::Due, E::Stop, E::Resume}) {
        QVERIFY(!next(S::Settling, event));
    }
    QCOMPARE(next(S::Settling, E::SettledFailed), std::optional(S::Failed));
    QCOMPARE(next(S::Settling, E::SettledAsking), std::optional(S::Asking));
}

void TransferStateTest::onlyWorkTakesASlot() {
    for (const S state :
         {S::Queued, S::Waiting, S::Paused, S::Settling, S::Asking, S::Done, S::Failed}) {
        QVERIFY(!isActive(state));
    }
    for (const S state : {S::Probing, S::Receiving, S::Verifying}) {
        QVERIFY(isActive(state));
    }
}

void TransferStateTest::everyStateHasAName() {
    for (int i = 0; i <= static_cast<int>(S::Failed); ++i) {
        QVERIFY(!name(static_cast<S>(i)).empty());
    }
}

QTEST_GUILESS_MAIN(TransferStateTest)
#include "transfer_state_test.moc"
