#include "tests/base/rate_stage.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Less than this is a crumb.
std::uint64_t leastShare(std::uint64_t rate) {
    return std::max(kKiB, std::min<std::uint64_t>(16 * kKiB, rate / 10));
}

double part(const Reader& of, const Reader& with) {
    return static_cast<double>(of.read) / static_cast<double>(with.read);
}

}  // namespace

class RateShareTest : public QObject {
    Q_OBJECT

private slots:
    void withoutALimitAllIsAllowed();
    void theWholeIsSharedEvenly_data();
    void theWholeIsSharedEvenly();
    void aTransferGetsByItsWeightHoweverManyConnectionsItHas();
    void whatOneLeavesTheOthersHave();
    void theLowestOfItsLimitsHolds();
    void eachHostHasItsOwnLimit();
    void aHostThatIsAskedAgainHasNoFreshBucket();
    void aChangeActsAtOnce();
    void aLimitThatComesLaterHoldsForWhatRunsAlready();
    void oneThatGoesLeavesItsTurnToTheNext();
    void oneThatDoesNotComeHoldsNobodyUp();
    void oneThatComesAnewDoesNotMakeUpForItsAbsence();
    void manyThatWaitCostFewWakeUps();
    void whatIsPromisedMayBeTakenInCrumbs();
};

void RateShareTest::withoutALimitAllIsAllowed() {
    Stage stage;
    Reader& only = stage.reader(stage.account());
    QCOMPARE(only.share.allowance(kStart), ~std::uint64_t{0});
    only.share.take(1000 * kMiB, kStart);
    QCOMPARE(only.share.promise(kStart), ~std::uint64_t{0});
    QVERIFY(!stage.tree.inUse());
}

void RateShareTest::theWholeIsSharedEvenly_data() {
    QTest::addColumn<quint64>("rate");
    QTest::addColumn<int>("connections");
    for (const int connections : {1, 4, 16, 32}) {
        for (const quint64 rate : {200'000ULL, 2'000'000ULL, 50'000'000ULL}) {
            QTest::addRow("%llu B/s over %d", rate, connections) << rate << connections;
        }
    }
}

void RateShareTest::theWholeIsSharedEvenly() {
    QFETCH(quint64, rate);
    QFETCH(int, connections);
    Stage stage;
    RateAccount& one = stage.account(rate);
    std::vector<Reader*> all;
    for (int i = 0; i < connections; ++i) {
        all.push_back(&stage.reader(one));
    }
    stage.runFor(20s);
    const QString wrong = breach(all, rate, kStart + 1s, stage.now);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    const auto [least, most] = std::ranges::minmax(all, {}, &Reader::read);
    const std::uint64_t tolerance = 2 * std::max<std::uint64_t>(rate / 20, 28 * kKiB);
    QVERIFY2(most->read - least->read <= tolerance,
             qPrintable(QString("%1 to %2").arg(least->read).arg(most->read)));
    for (const Reader* each : all) {
        QVERIFY(each->smallest >= leastShare(rate));
    }
}

void RateShareTest::aTransferGetsByItsWeightHoweverManyConnectionsItHas() {
    Stage stage;
    stage.tree.setTotal(1'300'000, stage.now);
    Reader& low = stage.reader(stage.account(0, 1));
    RateAccount& usual = stage.account(0, 3);
    std::vector<Reader*> its;
    for (int i = 0; i < 8; ++i) {
        its.push_back(&stage.reader(usual));
    }
    Reader& high = stage.reader(stage.account(0, 9));
    stage.runFor(30s);
    std::uint64_t ofUsual = 0;
    for (const Reader* each : its) {
        ofUsual += each->read;
    }
    const double unit = static_cast<double>(low.read);
    QVERIFY2(std::abs(static_cast<double>(ofUsual) / unit - 3) < 0.25,
             qPrintable(QString::number(static_cast<double>(ofUsual) / unit)));
    QVERIFY2(std::abs(part(high, low) - 9) < 0.75, qPrintable(QString::number(part(high, low))));
}

void RateShareTest::whatOneLeavesTheOthersHave() {
    Stage stage;
    stage.tree.setTotal(1'000'000, stage.now);
    Reader& slow = stage.reader(stage.account(), 100'000);
    Reader& fast = stage.reader(stage.account());
    Reader& other = stage.reader(stage.account());
    stage.runFor(20s);
    QVERIFY2(slow.read > 19 * 100'000, qPrintable(QString::number(slow.read)));
    QVERIFY2(breach({&slow, &fast, &other}, 1'000'000, kStart + 1s, stage.now).isEmpty(),
             qPrintable(breach({&slow, &fast, &other}, 1'000'000, kStart + 1s, stage.now)));
    QVERIFY(std::abs(part(fast, other) - 1) < 0.05);
}

void RateShareTest::theLowestOfItsLimitsHolds() {
    Stage stage;
    stage.tree.setTotal(1'000'000, stage.now);
    stage.tree.setHost(600'000, stage.now);
    Reader& a = stage.reader(stage.account(150'000), 1000 * kMiB, "one");
    Reader& b = stage.reader(stage.account(), 1000 * kMiB, "one");
    Reader& c = stage.reader(stage.account(), 1000 * kMiB, "two");
    stage.runFor(20s);
    const TimePoint from = kStart + 1s;
    QVERIFY2(breach({&a}, 150'000, from, stage.now).isEmpty(),
             qPrintable(breach({&a}, 150'000, from, stage.now)));
    QVERIFY2(breach({&a, &b, &c}, 1'000'000, from, stage.now).isEmpty(),
             qPrintable(breach({&a, &b, &c}, 1'000'000, from, stage.now)));
    // The host is not full: what is left of the whole is shared by the two that can take it.
    QVERIFY2(std::abs(part(b, c) - 1) < 0.06, qPrintable(QString::number(part(b, c))));
}

void RateShareTest::eachHostHasItsOwnLimit() {
    Stage stage;
    stage.tree.setHost(300'000, stage.now);
    Reader& a = stage.reader(stage.account(), 1000 * kMiB, "one");
    Reader& b = stage.reader(stage.account(), 1000 * kMiB, "one");
    Reader& c = stage.reader(stage.account(), 1000 * kMiB, "two");
    stage.runFor(20s);
    QVERIFY(breach({&a, &b}, 300'000, kStart + 1s, stage.now).isEmpty());
    QVERIFY(breach({&c}, 300'000, kStart + 1s, stage.now).isEmpty());
    QVERIFY(std::abs(part(a, b) - 1) < 0.05);
}

void RateShareTest::aHostThatIsAskedAgainHasNoFreshBucket() {
    Stage stage;
    stage.tree.setHost(100'000, stage.now);
    RateAccount& account = stage.account();
    std::uint64_t read = 0;
    for (int i = 0; i < 100; ++i) {
        Reader one(account, "example.org", 1000 * kMiB);
        one.filled = kStart - 1s;
        one.run(kStart);
        read += one.read;
    }
    QVERIFY(read <= 28 * kKiB);
}

void RateShareTest::aChangeActsAtOnce() {
    Stage stage;
    stage.tree.setTotal(1'000, stage.now);  // the next share is seconds away
    RateAccount& account = stage.account();
    std::vector<Reader*> all{&stage.reader(account), &stage.reader(account)};
    stage.runFor(60s);
    stage.tree.setTotal(1'000'000, stage.now);
    const TimePoint changed = stage.now;
    stage.runFor(10s);
    QVERIFY2(breach(all, 1'000'000, changed, stage.now).isEmpty(),
             qPrintable(breach(all, 1'000'000, changed, stage.now)));
    stage.tree.setTotal(0, stage.now);
    const std::uint64_t before = all[0]->read;
    stage.runFor(1s);
    QVERIFY(all[0]->read - before > 100 * kMiB);
}

void RateShareTest::aLimitThatComesLaterHoldsForWhatRunsAlready() {
    Stage stage;
    RateAccount& account = stage.account();
    Reader& one = stage.reader(account, 10 * kMiB);
    stage.runFor(5s);
    QVERIFY(one.read > 45 * kMiB);
    account.setRate(500'000, stage.now);
    TimePoint from = stage.now;
    stage.runFor(10s);
    QVERIFY2(breach({&one}, 500'000, from, stage.now).isEmpty(),
             qPrintable(breach({&one}, 500'000, from, stage.now)));
    stage.tree.setHost(200'000, stage.now);
    from = stage.now;
    stage.runFor(10s);
    QVERIFY2(breach({&one}, 200'000, from, stage.now).isEmpty(),
             qPrintable(breach({&one}, 200'000, from, stage.now)));
}

void RateShareTest::oneThatGoesLeavesItsTurnToTheNext() {
    Stage stage;
    RateAccount& account = stage.account(100'000);
    for (int i = 0; i < 32; ++i) {
        stage.reader(account);
    }
    stage.runFor(10s);
    std::vector<std::unique_ptr<Reader>> last;
    last.push_back(std::move(stage.readers.back()));
    stage.readers = std::move(last);  // 31 go at once, in the middle of their waits
    Reader& only = *stage.readers.front();
    const TimePoint from = stage.now;
    stage.runFor(10s);
    QVERIFY2(breach({&only}, 100'000, from, stage.now).isEmpty(),
             qPrintable(breach({&only}, 100'000, from, stage.now)));
}

void RateShareTest::oneThatDoesNotComeHoldsNobodyUp() {
    Stage stage;
    RateAccount& account = stage.account(1'000'000);
    Reader& lost = stage.reader(account);
    Reader& one = stage.reader(account);
    stage.runFor(5s);
    QVERIFY(lost.held);
    lost.next = TimePoint::max();  // its connection is gone, and nobody has said so
    const TimePoint from = stage.now;
    stage.runFor(10s);
    QVERIFY2(breach({&one}, 1'000'000, from, stage.now).isEmpty(),
             qPrintable(breach({&one}, 1'000'000, from, stage.now)));
}

void RateShareTest::oneThatComesAnewDoesNotMakeUpForItsAbsence() {
    Stage stage;
    stage.tree.setTotal(1'000'000, stage.now);
    Reader& one = stage.reader(stage.account());
    Reader& rests = stage.reader(stage.account(), 0);
    stage.runFor(30s);
    rests.speed = 1000 * kMiB;
    const std::uint64_t before = one.read;
    stage.runFor(10s);
    QVERIFY2(one.read - before > 4'700'000, qPrintable(QString::number(one.read - before)));
    QVERIFY(rests.read > 4'700'000);
}

void RateShareTest::manyThatWaitCostFewWakeUps() {
    Stage stage;
    RateAccount& account = stage.account(2'000'000);
    for (int i = 0; i < 32; ++i) {
        stage.reader(account);
    }
    stage.runFor(10s);
    std::uint64_t wakes = 0;
    for (const auto& each : stage.readers) {
        wakes += each->wakes;
    }
    QVERIFY2(wakes < 3'000, qPrintable(QString::number(wakes)));  // of some 1,000 shares
}

void RateShareTest::whatIsPromisedMayBeTakenInCrumbs() {
    Stage stage;
    Reader& one = stage.reader(stage.account(4 * kMiB));
    const std::uint64_t promised = one.share.promise(kStart);
    QCOMPARE(promised, 4 * kMiB * 55 / 1000);
    one.share.take(promised - 10, kStart);
    QCOMPARE(one.share.allowance(kStart), std::uint64_t{10});
    one.share.take(10, kStart);
    QCOMPARE(one.share.allowance(kStart), std::uint64_t{0});
    one.share.take(promised - 10, kStart + 10h);  // not of the promise, which is kept
    QCOMPARE(one.share.allowance(kStart + 10h), std::uint64_t{0});
    QCOMPARE(one.share.promise(kStart + 10h), std::uint64_t{0});
}

QTEST_GUILESS_MAIN(RateShareTest)
#include "rate_share_test.moc"
