// What follows a lost attempt, as a table.

#include "engine/transfer/retry_policy.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;
using Action = RetryDecision::Action;

class RetryPolicyTest : public QObject {
    Q_OBJECT

private slots:
    void transientKindsAreTriedAgainAndOthersAreNot_data();
    void transientKindsAreTriedAgainAndOthersAreNot();
    void theBackOffDoublesWithFullJitterUpToItsCeiling();
    void afterTheLastTryItGivesUp();
    void retryAfterWins();
    void withoutADescriptorItWaitsHoweverOftenItFailed();
    void aChangedFileIsStartedOverOnceAndNotWhenMuchWasToCome();
    void piecesThatHaveAnotherChecksumAreFetchedOnceMore();
    void wrongRangesAreAnsweredByAskingWithout();
};

void RetryPolicyTest::transientKindsAreTriedAgainAndOthersAreNot_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("action");
    const auto row = [](ErrorKind kind, Action action) {
        QTest::addRow("%s", std::string(name(kind)).c_str())
            << static_cast<int>(kind) << static_cast<int>(action);
    };
    row(ErrorKind::ConnectRefused, Action::Retry);
    row(ErrorKind::ConnectTimeout, Action::Retry);
    row(ErrorKind::DnsServFail, Action::Retry);
    row(ErrorKind::DnsNotFound, Action::GiveUp);
    row(ErrorKind::TruncBody, Action::Retry);
    row(ErrorKind::TimeoutStall, Action::Retry);
    row(ErrorKind::HttpServer, Action::Retry);
    row(ErrorKind::HttpStatus, Action::GiveUp);
    row(ErrorKind::TlsUntrusted, Action::GiveUp);
    row(ErrorKind::ProtoFraming, Action::GiveUp);
    row(ErrorKind::RedirTooMany, Action::GiveUp);
    row(ErrorKind::DiskNoSpace, Action::WaitForSpace);
    row(ErrorKind::DiskIo, Action::GiveUp);
    row(ErrorKind::EntityChanged, Action::StartOver);
    row(ErrorKind::RangeMismatch, Action::WithoutRanges);
    row(ErrorKind::RangeMultipart, Action::WithoutRanges);
    row(ErrorKind::PolicyPrivateNet, Action::Ask);
}

void RetryPolicyTest::transientKindsAreTriedAgainAndOthersAreNot() {
    QFETCH(int, kind);
    QFETCH(int, action);
    const RetryDecision decision =
        decideRetry({.kind = static_cast<ErrorKind>(kind), .chance = 0.5, .askedForRange = true},
                    EngineLimits{});
    QCOMPARE(static_cast<int>(decision.action), action);
}

void RetryPolicyTest::theBackOffDoublesWithFullJitterUpToItsCeiling() {
    EngineLimits limits;
    limits.attempts = 100;
    const auto delay = [&](int failures, double chance) {
        return decideRetry(
                   {.kind = ErrorKind::ConnectRefused, .failures = failures, .chance = chance},
                   limits)
            .delay;
    };
    QCOMPARE(delay(1, 0.5), 500ms);
    QCOMPARE(delay(2, 0.5), 1000ms);
    QCOMPARE(delay(4, 0.5), 4000ms);
    QCOMPARE(delay(1, 0.0), 100ms);         // a tenth at least
    QCOMPARE(delay(50, 0.999), 299'700ms);  // five minutes at most
}

void RetryPolicyTest::afterTheLastTryItGivesUp() {
    const EngineLimits limits;
    QCOMPARE(decideRetry({.kind = ErrorKind::TruncBody, .failures = 4}, limits).action,
             Action::Retry);
    QCOMPARE(decideRetry({.kind = ErrorKind::TruncBody, .failures = 5}, limits).action,
             Action::GiveUp);
}

void RetryPolicyTest::retryAfterWins() {
    const RetryDecision decision =
        decideRetry({.kind = ErrorKind::HttpServer, .retryAfter = 120s}, EngineLimits{});
    QCOMPARE(decision.waitsFor, WaitsFor::RetryAfter);
    QCOMPARE(decision.delay, std::chrono::milliseconds(120s));
}

void RetryPolicyTest::withoutADescriptorItWaitsHoweverOftenItFailed() {
    const RetryDecision decision =
        decideRetry({.kind = ErrorKind::ResFds, .failures = 100, .chance = 0.5}, EngineLimits{});
    QCOMPARE(static_cast<int>(decision.action), static_cast<int>(Action::Retry));
    QCOMPARE(decision.waitsFor, WaitsFor::Descriptors);
    QCOMPARE(decision.delay, std::chrono::milliseconds(3s));
    Tries tries;
    tries.lost(ErrorKind::ResFds, 0);
    QCOMPARE(tries.failures(), 0);
}

void RetryPolicyTest::aChangedFileIsStartedOverOnceAndNotWhenMuchWasToCome() {
    const auto action = [](LostAttempt lost) {
        lost.kind = ErrorKind::EntityChanged;
        lost.failures = 9;
        return decideRetry(lost, EngineLimits{}).action;
    };
    QCOMPARE(action({}), Action::StartOver);
    QCOMPARE(action({.startedOver = true}), Action::Ask);
    QCOMPARE(action({.mayStartOver = false}), Action::Ask);
    QCOMPARE(action({.total = (64U << 20U) - 1}), Action::StartOver);
    QCOMPARE(action({.total = 64U << 20U}), Action::Ask);
}

void RetryPolicyTest::piecesThatHaveAnotherChecksumAreFetchedOnceMore() {
    const auto action = [](LostAttempt lost) {
        lost.kind = ErrorKind::CheckMismatch;
        return decideRetry(lost, EngineLimits{}).action;
    };
    QCOMPARE(action({}), Action::GiveUp);
    QCOMPARE(action({.pieced = true}), Action::StartOver);
    QCOMPARE(action({.startedOver = true, .pieced = true}), Action::GiveUp);
    QCOMPARE(action({.mayStartOver = false, .pieced = true}), Action::GiveUp);
}

void RetryPolicyTest::wrongRangesAreAnsweredByAskingWithout() {
    const auto action = [](LostAttempt lost) {
        lost.kind = ErrorKind::RangeBad;
        lost.failures = 9;
        return decideRetry(lost, EngineLimits{}).action;
    };
    QCOMPARE(action({.askedForRange = true}), Action::WithoutRanges);
    QCOMPARE(action({.askedForRange = false}), Action::GiveUp);  // so it cannot go on for ever
    QCOMPARE(action({.mayStartOver = false, .askedForRange = true}), Action::GiveUp);
}

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "retry_policy_test.moc"
