// The table of states: what may follow what, and nothing else.

#include "engine/transfer/transfer_state.h"

#include <QTest>

#include <map>
#include <optional>

using namespace penstock;
using S = TransferState;
using E = TransferEvent;

Q_DECLARE_METATYPE(penstock::TransferState)
Q_DECLARE_METATYPE(penstock::TransferEvent)
Q_DECLARE_METATYPE(std::optional<penstock::TransferState>)

class TransferStateTest : public QObject {
    Q_OBJECT

private slots:
    void theLifeOfADownload();
    void everyActiveStateCanBeStopped();
    void settlingEndsOnlyBySettling();
    void onlyWorkTakesASlot();
    void everyStateHasAName();
    void eachEventInEachState_data();
    void eachEventInEachState();
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

// All that follows, by state; an event that is not named means nothing there.
void TransferStateTest::eachEventInEachState_data() {
    using Follows = std::map<E, S>;
    QTest::addColumn<S>("from");
    QTest::addColumn<E>("event");
    QTest::addColumn<std::optional<S>>("to");
    const std::map<S, Follows> wanted{
        {S::Queued, {{E::Start, S::Probing}, {E::Stop, S::Settling}}},
        {S::Probing,
         {{E::Answered, S::Receiving},
          {E::Complete, S::Verifying},
          {E::Lost, S::Waiting},
          {E::Stop, S::Settling}}},
        {S::Receiving,
         {{E::Answered, S::Receiving},
          {E::Piece, S::Probing},
          {E::Complete, S::Verifying},
          {E::Lost, S::Waiting},
          {E::Stop, S::Settling}}},
        {S::Verifying, {{E::Verified, S::Done}, {E::Lost, S::Waiting}, {E::Stop, S::Settling}}},
        {S::Waiting, {{E::Due, S::Queued}, {E::Resume, S::Queued}, {E::Stop, S::Settling}}},
        {S::Settling,
         {{E::SettledPaused, S::Paused},
          {E::SettledFailed, S::Failed},
          {E::SettledAsking, S::Asking},
          {E::SettledQueued, S::Queued}}},
        {S::Asking, {{E::Resume, S::Queued}, {E::Stop, S::Settling}}},
        {S::Paused, {{E::Resume, S::Queued}, {E::Stop, S::Settling}}},
        {S::Failed, {{E::Resume, S::Queued}, {E::Stop, S::Settling}}},
        {S::Done, {{E::Stop, S::Settling}}},
    };
    QCOMPARE(wanted.size(), std::size_t(S::Failed) + 1);
    for (const auto& [from, follows] : wanted) {
        for (int i = 0; i <= int(E::Resume); ++i) {
            const E event{static_cast<std::uint8_t>(i)};
            const auto found = follows.find(event);
            QTest::addRow("%s, event %d", std::string(name(from)).c_str(), i)
                << from << event
                << (found == follows.end() ? std::nullopt : std::optional(found->second));
        }
    }
}

void TransferStateTest::eachEventInEachState() {
    QFETCH(S, from);
    QFETCH(E, event);
    QFETCH(std::optional<S>, to);
    QVERIFY(next(from, event) == to);
}

QTEST_GUILESS_MAIN(TransferStateTest)
#include "transfer_state_test.moc"
