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
    row(ErrorKind::EntityChanged, Action::Ask);
    row(ErrorKind::PolicyPrivateNet, Action::Ask);
}

void RetryPolicyTest::transientKindsAreTriedAgainAndOthersAreNot() {
    QFETCH(int, kind);
    QFETCH(int, action);
    const RetryDecision decision =
        decideRetry({static_cast<ErrorKind>(kind), 1, 0.5, std::nullopt}, EngineLimits{});
    QCOMPARE(static_cast<int>(decision.action), action);
}

void RetryPolicyTest::theBackOffDoublesWithFullJitterUpToItsCeiling() {
    EngineLimits limits;
    limits.attempts = 100;
    const auto delay = [&](int failures, double chance) {
        return decideRetry({ErrorKind::ConnectRefused, failures, chance, std::nullopt}, limits)
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
    QCOMPARE(decideRetry({ErrorKind::TruncBody, 4, 0.5, std::nullopt}, limits).action,
             Action::Retry);
    QCOMPARE(decideRetry({ErrorKind::TruncBody, 5, 0.5, std::nullopt}, limits).action,
             Action::GiveUp);
}

void RetryPolicyTest::retryAfterWins() {
    const RetryDecision decision =
        decideRetry({ErrorKind::HttpServer, 1, 0.5, 120s}, EngineLimits{});
    QCOMPARE(decision.reason, WaitReason::RetryAfter);
    QCOMPARE(decision.delay, std::chrono::milliseconds(120s));
}

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "retry_policy_test.moc"
