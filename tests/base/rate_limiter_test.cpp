#include "engine/base/rate_limiter.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const TimePoint kStart = TimePoint{} + 1000h;
constexpr std::uint64_t kKiB = 1U << 10U;
constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kRate = 4 * kMiB;  // whose bucket holds 55 ms
constexpr std::uint64_t kBucket = kRate * 55 / 1000;

/// What was read, and when.
struct Read {
    TimePoint at;
    std::uint64_t bytes = 0;
};

/// By how much two seconds of `rate` may be missed.
std::uint64_t tolerance(std::uint64_t rate) {
    return std::max<std::uint64_t>(rate * 6 / 100, 32 * kKiB);
}

/// Less than this is a crumb.
std::uint64_t leastShare(std::uint64_t rate) {
    return std::max(kKiB, std::min<std::uint64_t>(16 * kKiB, rate / 10));
}

/// From 10 kB/s to 100 MB/s, all magnitudes alike.
std::uint64_t anyRate() {
    const int thousandths = *rc::gen::inRange(4000, 8001);
    return static_cast<std::uint64_t>(std::pow(10.0, thousandths / 1000.0));
}

/// The most that came in any two seconds.
std::uint64_t mostInTwoSeconds(const std::vector<Read>& reads) {
    std::uint64_t most = 0;
    std::uint64_t sum = 0;
    std::size_t oldest = 0;
    for (const Read& read : reads) {
        sum += read.bytes;
        while (reads[oldest].at + 2s < read.at) {
            sum -= reads[oldest++].bytes;
        }
        most = std::max(most, sum);
    }
    return most;
}

/// The least that came in any two whole seconds up to `end`, which begin right after a read.
std::uint64_t leastInTwoSeconds(const std::vector<Read>& reads, TimePoint end) {
    std::uint64_t least = ~std::uint64_t{0};
    for (std::size_t first = 0; first < reads.size() && reads[first].at + 2s <= end; ++first) {
        std::uint64_t sum = 0;
        for (std::size_t i = first + 1; i < reads.size() && reads[i].at <= reads[first].at + 2s;
             ++i) {
            sum += reads[i].bytes;
        }
        least = std::min(least, sum);
    }
    return least;
}

}  // namespace

class RateLimiterTest : public QObject {
    Q_OBJECT

private slots:
    void withoutALimitAllIsAllowed();
    void beginsWithOneBucket();
    void neverHoldsMoreThanOneBucket();
    void aDebtDelaysTheNextShare();
    void theNextShareIsThereWhenPromised();
    void fractionsAreNotLostAtASlowRate();
    void askingOftenAtOneInstantGivesNothing_data();
    void askingOftenAtOneInstantGivesNothing();
    void noShareIsACrumb_data();
    void noShareIsACrumb();
    void aNewRateForgivesTheDebt();
    void aNewRateGivesNothing();
    void whereThereWasNoLimitTheBucketIsFull();
    void aClockThatGoesBackGivesNothing();
    void hugeRatesAndDebtsDoNotOverflow();
    void anyCallsKeepEveryTwoSecondsUnderTheLimit();
    void whoComesWhenToldGetsTheWholeRate();
};

void RateLimiterTest::withoutALimitAllIsAllowed() {
    RateLimiter limiter;
    limiter.take(1000 * kMiB, kStart);
    QCOMPARE(limiter.allowance(kStart), ~std::uint64_t{0});
    QCOMPARE(limiter.nextShare(kStart), kStart);
}

void RateLimiterTest::beginsWithOneBucket() {
    RateLimiter fast(kRate);
    QCOMPARE(fast.allowance(kStart), kBucket);
    RateLimiter slow(1000);
    QCOMPARE(slow.allowance(kStart), 28 * kKiB);
}

void RateLimiterTest::neverHoldsMoreThanOneBucket() {
    RateLimiter limiter(kRate);
    limiter.take(kBucket, kStart);
    QCOMPARE(limiter.allowance(kStart), std::uint64_t{0});
    QCOMPARE(limiter.allowance(kStart + 25ms), kRate / 40);
    QCOMPARE(limiter.allowance(kStart + 10h), kBucket);
}

void RateLimiterTest::aDebtDelaysTheNextShare() {
    RateLimiter limiter(1'000'000);
    limiter.take(55'000 + 2'000'000, kStart);  // of which a bucket is there
    QCOMPARE(limiter.allowance(kStart + 2s), std::uint64_t{0});
    QCOMPARE(limiter.nextShare(kStart + 1s), kStart + 2s + 20480us);  // and a share on top
}

void RateLimiterTest::theNextShareIsThereWhenPromised() {
    for (const std::uint64_t rate : {1ULL, 999ULL, 65'537ULL, 2'097'152ULL, 123'456'789ULL}) {
        RateLimiter limiter(rate);
        limiter.take(limiter.allowance(kStart), kStart);
        const TimePoint share = limiter.nextShare(kStart);
        QVERIFY(share > kStart);
        RateLimiter early = limiter;
        QVERIFY(early.nextShare(share - 2us) > share - 2us);
        QVERIFY(limiter.allowance(share) >= leastShare(rate));
        QCOMPARE(limiter.nextShare(share), share);
    }
}

void RateLimiterTest::fractionsAreNotLostAtASlowRate() {
    RateLimiter limiter(100);
    limiter.take(28 * kKiB, kStart);
    std::uint64_t seen = 0;
    for (int i = 1; i <= 20'480; ++i) {  // asked each millisecond, which is worth 0.1 byte
        seen = limiter.allowance(kStart + i * 1ms);
        QCOMPARE(seen, std::uint64_t{i < 10'240 ? 0U : static_cast<unsigned>(i / 10)});
    }
    QCOMPARE(seen, std::uint64_t{2048});
}

void RateLimiterTest::askingOftenAtOneInstantGivesNothing_data() {
    QTest::addColumn<quint64>("rate");
    for (const quint64 rate : {10'000ULL, 262'144ULL, 1'000'000ULL, 2'097'152ULL, 3'333'333ULL,
                               16'777'215ULL, 99'999'999ULL}) {
        QTest::addRow("%llu", rate) << rate;
    }
}

// At rates that do not divide a second, a byte's time has to be rounded somewhere.
void RateLimiterTest::askingOftenAtOneInstantGivesNothing() {
    QFETCH(quint64, rate);
    RateLimiter limiter(rate);
    std::uint64_t taken = limiter.allowance(kStart);
    limiter.take(taken, kStart);
    const TimePoint later = kStart + 30'001us;  // one refill, and then a hundred thousand questions
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t more = limiter.allowance(later);
        limiter.take(more, later);
        taken += more;
    }
    const std::uint64_t bucket = std::max<std::uint64_t>(rate * 55 / 1000, 28 * kKiB);
    QVERIFY2(taken <= bucket + rate * 30'001 / 1'000'000, qPrintable(QString::number(taken)));
}

void RateLimiterTest::noShareIsACrumb_data() {
    QTest::addColumn<quint64>("rate");
    for (const quint64 rate :
         {1ULL, 5000ULL, 10'000ULL, 100'000ULL, 262'144ULL, 2'097'152ULL, 100'000'000ULL}) {
        QTest::addRow("%llu", rate) << rate;
    }
}

void RateLimiterTest::noShareIsACrumb() {
    QFETCH(quint64, rate);
    RateLimiter limiter(rate);
    TimePoint now = kStart;
    for (int i = 0; i < 50'000; ++i, now += 97us) {
        const std::uint64_t share = limiter.allowance(now);
        QVERIFY2(share == 0 || share >= leastShare(rate), qPrintable(QString::number(share)));
        limiter.take(std::min<std::uint64_t>(share, 1460), now);  // what a packet brings
    }
}

void RateLimiterTest::aNewRateForgivesTheDebt() {
    RateLimiter limiter(1000);
    limiter.take(kMiB, kStart);
    limiter.setRate(kRate, kStart);
    QCOMPARE(limiter.rate(), kRate);
    QCOMPARE(limiter.allowance(kStart), std::uint64_t{0});
    QCOMPARE(limiter.allowance(kStart + 25ms), kRate / 40);
}

void RateLimiterTest::aNewRateGivesNothing() {
    RateLimiter limiter(kRate);
    std::uint64_t taken = 0;
    for (int i = 0; i < 1000; ++i) {
        limiter.setRate(i % 2 == 0 ? kRate : 2 * kRate, kStart);
        const std::uint64_t more = limiter.allowance(kStart);
        limiter.take(more, kStart);
        taken += more;
    }
    QCOMPARE(taken, kBucket);
    limiter.setRate(1000, kStart + 1s);  // of the larger bucket what fits into the smaller
    QCOMPARE(limiter.allowance(kStart + 1s), 28 * kKiB);
}

void RateLimiterTest::whereThereWasNoLimitTheBucketIsFull() {
    RateLimiter limiter;
    limiter.setRate(kRate, kStart);
    QCOMPARE(limiter.allowance(kStart), kBucket);
}

void RateLimiterTest::aClockThatGoesBackGivesNothing() {
    RateLimiter limiter(kRate);
    limiter.take(kBucket, kStart);
    QCOMPARE(limiter.allowance(kStart - 1h), std::uint64_t{0});
    QCOMPARE(limiter.allowance(kStart + 25ms), kRate / 40);
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

void RateLimiterTest::anyCallsKeepEveryTwoSecondsUnderTheLimit() {
    QVERIFY(rc::check("whatever is asked, whenever", [] {
        const std::uint64_t rate = anyRate();
        RateLimiter limiter(rate);
        TimePoint now = kStart;
        std::vector<Read> reads;
        for (int i = 0; i < 300; ++i) {
            if (*rc::gen::inRange(0, 4) == 0) {  // most calls are at the instant of the last
                now += std::chrono::nanoseconds(*rc::gen::inRange(0, 90'000'000));
            }
            const std::uint64_t share = limiter.allowance(now);
            RC_ASSERT(share == 0 || share >= leastShare(rate));
            const auto most = *rc::gen::element<std::uint64_t>(2, 1460, 16'384, 262'144, kMiB);
            limiter.take(std::min(share, most), now);
            reads.push_back({now, std::min(share, most)});
        }
        RC_ASSERT(mostInTwoSeconds(reads) <= 2 * rate + tolerance(rate));
    }));
}

void RateLimiterTest::whoComesWhenToldGetsTheWholeRate() {
    QVERIFY(rc::check("within a few percent, however it is read", [] {
        const std::uint64_t rate = anyRate();
        const auto piece = *rc::gen::element<std::uint64_t>(1460, 16'384, 262'144);
        RateLimiter limiter(rate);
        TimePoint now = kStart;
        std::vector<Read> reads;
        while (now < kStart + 5s) {
            const std::uint64_t share = limiter.allowance(now);
            if (share == 0) {
                now = limiter.nextShare(now) +
                      std::chrono::microseconds(*rc::gen::inRange(0, 15'000));
                continue;
            }
            std::uint64_t taken = 0;
            while (taken + leastShare(rate) < share) {
                const std::uint64_t next = std::min(piece, share - taken);
                limiter.take(next, now);
                taken += next;
            }
            limiter.take(share - taken, now);
            reads.push_back({now, share});
        }
        RC_ASSERT(mostInTwoSeconds(reads) <= 2 * rate + tolerance(rate));
        RC_ASSERT(leastInTwoSeconds(reads, now) + tolerance(rate) >= 2 * rate);
    }));
}

QTEST_GUILESS_MAIN(RateLimiterTest)
#include "rate_limiter_test.moc"
