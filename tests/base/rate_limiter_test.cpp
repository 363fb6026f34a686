#include "engine/base/rate_limiter.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const TimePoint kStart = TimePoint{} + 1000h;
constexpr std::uint64_t kMiB = 1U << 20U;

}  // namespace

class RateLimiterTest : public QObject {
    Q_OBJECT

private slots:
    void withoutALimitAllIsAllowed();
    void beginsWithOneQuantum();
    void neverHoldsMoreThanOneQuantum();
    void aDebtDelaysTheNextShare();
    void theNextShareIsThereWhenPromised();
    void fractionsAreNotLostAtASlowRate();
    void aNewRateForgivesTheDebt();
    void aClockThatGoesBackGivesNothing();
    void hugeRatesAndDebtsDoNotOverflow();
    void neverGivesMoreThanRateTimesTime();
};

void RateLimiterTest::withoutALimitAllIsAllowed() {
    RateLimiter limiter;
    limiter.take(1000 * kMiB, kStart);
    QCOMPARE(limiter.allowance(kStart), ~std::uint64_t{0});
    QCOMPARE(limiter.nextShare(kStart), kStart);
}

void RateLimiterTest::beginsWithOneQuantum() {
    RateLimiter fast(4 * kMiB);
    QCOMPARE(fast.allowance(kStart), kMiB);
    RateLimiter slow(1000);
    QCOMPARE(slow.allowance(kStart), std::uint64_t{16384});
}

void RateLimiterTest::neverHoldsMoreThanOneQuantum() {
    RateLimiter limiter(4 * kMiB);
    limiter.take(kMiB, kStart);
    QCOMPARE(limiter.allowance(kStart), std::uint64_t{0});
    QCOMPARE(limiter.allowance(kStart + 125ms), kMiB / 2);
    QCOMPARE(limiter.allowance(kStart + 10h), kMiB);
}

void RateLimiterTest::aDebtDelaysTheNextShare() {
    RateLimiter limiter(4 * kMiB);
    limiter.take(5 * kMiB, kStart);
    QCOMPARE(limiter.allowance(kStart + 1s), std::uint64_t{0});
    QCOMPARE(limiter.nextShare(kStart + 1s), kStart + 1250ms);
}

void RateLimiterTest::theNextShareIsThereWhenPromised() {
    for (const std::uint64_t rate : {1ULL, 999ULL, 65'537ULL, 123'456'789ULL}) {
        RateLimiter limiter(rate);
        const std::uint64_t quantum = limiter.allowance(kStart);
        limiter.take(quantum, kStart);
        const TimePoint share = limiter.nextShare(kStart);
        QVERIFY(share > kStart);
        RateLimiter early = limiter;
        QVERIFY(early.allowance(share - 2us) < quantum);
        QCOMPARE(limiter.allowance(share), quantum);
        QCOMPARE(limiter.nextShare(share), share);
    }
}

void RateLimiterTest::fractionsAreNotLostAtASlowRate() {
    RateLimiter limiter(100);
    limiter.take(16384, kStart);
    std::uint64_t seen = 0;
    for (int i = 1; i <= 10'000; ++i) {  // asked each millisecond, which is worth 0.1 byte
        seen = limiter.allowance(kStart + i * 1ms);
    }
    QCOMPARE(seen, std::uint64_t{1000});
}

void RateLimiterTest::aNewRateForgivesTheDebt() {
    RateLimiter limiter(1000);
    limiter.take(kMiB, kStart);
    limiter.setRate(4 * kMiB);
    QCOMPARE(limiter.rate(), 4 * kMiB);
    QCOMPARE(limiter.allowance(kStart), kMiB);
}

void RateLimiterTest::aClockThatGoesBackGivesNothing() {
    RateLimiter limiter(4 * kMiB);
    limiter.take(kMiB, kStart);
    QCOMPARE(limiter.allowance(kStart - 1h), std::uint64_t{0});
    QCOMPARE(limiter.allowance(kStart + 125ms), kMiB / 2);
}

void RateLimiterTest::hugeRatesAndDebtsDoNotOverflow() {
    RateLimiter limiter(~std::uint64_t{0});
    QVERIFY(limiter.allowance(kStart) > 0);
    limiter.take(~std::uint64_t{0}, kStart);
    limiter.take(~std::uint64_t{0}, kStart);
    QCOMPARE(limiter.allowance(kStart + 1h), std::uint64_t{0});
    QVERIFY(limiter.nextShare(kStart) > kStart);
    RateLimiter slow(1);
    slow.take(~std::uint64_t{0}, kStart);
    QVERIFY(slow.nextShare(kStart) > kStart + 24h);
}

void RateLimiterTest::neverGivesMoreThanRateTimesTime() {
    QVERIFY(rc::check("bounded", [] {
        const auto rate = *rc::gen::inRange<std::uint64_t>(1, 50'000'000);
        RateLimiter limiter(rate);
        const std::uint64_t first = limiter.allowance(kStart);
        TimePoint now = kStart;
        std::uint64_t taken = 0;
        for (int i = 0; i < 50; ++i) {
            now += std::chrono::microseconds(*rc::gen::inRange(0, 500'000));
            const std::uint64_t bytes = limiter.allowance(now);
            limiter.take(bytes, now);
            taken += bytes;
        }
        const auto elapsed = std::chrono::duration<double>(now - kStart).count();
        RC_ASSERT(static_cast<double>(taken) <=
                  static_cast<double>(first) + elapsed * static_cast<double>(rate) + 1);
    }));
}

QTEST_GUILESS_MAIN(RateLimiterTest)
#include "rate_limiter_test.moc"
