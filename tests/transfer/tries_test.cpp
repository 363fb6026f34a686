// Which tries count: only ground that was never reached before ends a streak.

#include "engine/transfer/retry_policy.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;
constexpr ErrorKind kBroken = ErrorKind::TruncBody;

}  // namespace

class TriesTest : public QObject {
    Q_OBJECT

private slots:
    void eachLossCounts();
    void aMebibyteOfNewGroundEndsTheStreak();
    void smallGainsAddUp();
    void bytesFetchedAgainAreNoProgress();
    void anotherFileBeginsItsGroundAnewButNotTheStreak();
    void waitingForSpaceIsNoTry();
    void requestsThatWentOutAgainCount();
    void aWholeAnswerIsProgressWhateverItsSize();
    void whatWasHereAtTheBeginningIsNoProgress();
    void aPersonForgetsTheStreak();
};

void TriesTest::eachLossCounts() {
    Tries tries;
    for (int i = 1; i <= 4; ++i) {
        tries.lost(kBroken, 0);
        QCOMPARE(tries.failures(), i);
    }
}

void TriesTest::aMebibyteOfNewGroundEndsTheStreak() {
    Tries tries;
    tries.lost(kBroken, 0);
    tries.lost(kBroken, kMiB - 1);
    QCOMPARE(tries.failures(), 2);
    tries.lost(kBroken, kMiB);
    QCOMPARE(tries.failures(), 1);
    tries.lost(kBroken, 2 * kMiB - 1);
    QCOMPARE(tries.failures(), 2);
}

void TriesTest::smallGainsAddUp() {
    Tries tries;
    for (std::uint64_t at = kMiB / 4; at < 20 * kMiB; at += kMiB / 4) {
        tries.lost(kBroken, at);
        QVERIFY(tries.failures() <= 4);
    }
}

void TriesTest::bytesFetchedAgainAreNoProgress() {
    Tries tries;
    tries.lost(kBroken, 2 * kMiB);
    for (int i = 2; i <= 5; ++i) {
        tries.lost(kBroken, 2 * kMiB);  // from 0 again, to the same place
        QCOMPARE(tries.failures(), i);
    }
    tries.answered(kMiB);
    QCOMPARE(tries.failures(), 5);
    tries.lost(kBroken, 3 * kMiB);
    QCOMPARE(tries.failures(), 1);
}

void TriesTest::anotherFileBeginsItsGroundAnewButNotTheStreak() {
    Tries tries;
    tries.lost(kBroken, 5 * kMiB);
    tries.lost(ErrorKind::EntityChanged, 5 * kMiB);
    tries.otherFile();
    QCOMPARE(tries.failures(), 2);
    tries.lost(kBroken, kMiB);
    QCOMPARE(tries.failures(), 1);
}

void TriesTest::waitingForSpaceIsNoTry() {
    Tries tries;
    for (int i = 0; i < 20; ++i) {
        tries.lost(ErrorKind::DiskNoSpace, 1000);
        QCOMPARE(tries.failures(), 0);
    }
    tries.lost(kBroken, 1000);
    QCOMPARE(tries.failures(), 1);
    tries.lost(ErrorKind::DiskNoSpace, 1000);
    QCOMPARE(tries.failures(), 1);
}

void TriesTest::requestsThatWentOutAgainCount() {
    Tries tries;
    tries.lost(ErrorKind::ProtoEmptyReply, 0, 1);
    QCOMPARE(tries.failures(), 2);
}

void TriesTest::aWholeAnswerIsProgressWhateverItsSize() {
    Tries tries;
    tries.lost(kBroken, 100);
    tries.lost(kBroken, 100);
    tries.answered(100);
    QCOMPARE(tries.failures(), 2);
    tries.answered(101);
    QCOMPARE(tries.failures(), 0);
}

void TriesTest::whatWasHereAtTheBeginningIsNoProgress() {
    Tries tries;
    tries.lost(kBroken, 0);
    tries.beginAt(100 * kMiB);
    tries.lost(kBroken, 100 * kMiB);
    QCOMPARE(tries.failures(), 2);
}

void TriesTest::aPersonForgetsTheStreak() {
    Tries tries;
    tries.lost(kBroken, 2 * kMiB);
    tries.lost(kBroken, 2 * kMiB);
    tries.forget();
    QCOMPARE(tries.failures(), 0);
    tries.lost(kBroken, 2 * kMiB + 10);
    QCOMPARE(tries.failures(), 1);
}

QTEST_GUILESS_MAIN(TriesTest)
#include "tries_test.moc"
