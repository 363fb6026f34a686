// Which bytes a further connection brings: gaps first, then tails, and never what another brings.

#include "engine/transfer/share_plan.h"

#include "engine/transfer/pace.h"

#include <QTest>

#include <random>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;

OpenRange open(std::uint64_t begin, std::uint64_t at, std::uint64_t end, std::uint64_t rate = 0,
               bool slow = false) {
    return {{begin * kMiB, end * kMiB}, at * kMiB, rate, slow};
}

}  // namespace

class SharePlanTest : public QObject {
    Q_OBJECT

private slots:

    void aGapGoesFirst() {
        RangeSet here;
        here.add({0, 10 * kMiB});
        here.add({30 * kMiB, 40 * kMiB});
        const std::vector ranges{open(10, 12, 20)};
        const auto share = nextShare(here, 100 * kMiB, ranges);
        QVERIFY(share && !share->from);
        QVERIFY(share->range == (ByteRange{20 * kMiB, 30 * kMiB}));
    }

    void elseTheTailHalfOfWhatTakesLongest() {
        const std::vector ranges{open(0, 40, 50, 1000), open(50, 60, 100, 1000)};
        const auto share = nextShare({}, 100 * kMiB, ranges);
        QVERIFY(share && share->from == std::size_t{1});
        QVERIFY(share->range == (ByteRange{80 * kMiB, 100 * kMiB}));
    }

    void theSlowerOfTwoTakesLonger() {
        const std::vector ranges{open(0, 40, 50, 100), open(50, 60, 100, 1000)};
        const auto share = nextShare({}, 100 * kMiB, ranges);
        QVERIFY(share && share->from == std::size_t{0});
        QVERIFY(share->range == (ByteRange{45 * kMiB, 50 * kMiB}));
    }

    void whatIsTooLittleStaysWithItsOwn() {
        const std::vector ranges{open(0, 99, 100, 1000)};
        QVERIFY(!nextShare({}, 100 * kMiB, ranges));
    }

    void aSlowOneKeepsWhatItBringsInTheSameTime() {
        const std::vector ranges{open(0, 0, 100, 1'000, true), open(100, 199, 200, 99'000)};
        const auto share = nextShare({}, 200 * kMiB, ranges);
        QVERIFY(share && share->from == std::size_t{0});
        QCOMPARE(share->range.begin, kMiB);
        QCOMPARE(share->range.end, 100 * kMiB);
    }

    void aSlowOneGivesUpTheLastOfIt() {
        const std::vector ranges{open(0, 99, 100, 1, true), open(100, 150, 151, 9'000)};
        const auto share = nextShare({}, 151 * kMiB, ranges);
        QVERIFY(share && share->from == std::size_t{0});
        QCOMPARE(share->range.begin, 99 * kMiB);
    }

    void aGapEndsWhereSomebodyBringsOrHas() {
        RangeSet here;
        here.add({0, 10});
        const std::vector<OpenRange> ranges{{{30, 40}, 30}};
        QCOMPARE(gapEnd(here, 100, ranges, 10), std::uint64_t{30});
        QCOMPARE(gapEnd(here, 100, ranges, 40), std::uint64_t{100});
        QCOMPARE(gapEnd(here, 100, ranges, 5), std::uint64_t{5});    // somebody has it
        QCOMPARE(gapEnd(here, 100, ranges, 30), std::uint64_t{30});  // somebody brings it
    }

    // In any order of shares, arrivals, losses and endings: what is here and what is on its way are
    // disjoint, lie in the file, and in the end are all of it.
    void whateverHappensItAddsUp() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 300; ++round) {
            const std::uint64_t total = (4 + random() % 60) * kMiB + random() % 1000;
            RangeSet here;
            std::vector<OpenRange> open{{{0, total}, 0}};
            for (int step = 0; step < 100'000 && here.size() < total; ++step) {
                if (open.size() < 1 + random() % 8) {
                    if (const auto share = nextShare(here, total, open)) {
                        if (share->from) {
                            QCOMPARE(share->range.end, open[*share->from].range.end);
                            QVERIFY(share->range.begin >= open[*share->from].at);
                            open[*share->from].range.end = share->range.begin;
                        }
                        QVERIFY(share->range.size() > 0 && share->range.end <= total);
                        for (const OpenRange& each : open) {
                            QVERIFY(each.range.end <= share->range.begin ||
                                    each.range.begin >= share->range.end);
                        }
                        open.push_back({share->range, share->range.begin});
                    }
                }
                if (open.empty()) {
                    continue;
                }
                const std::size_t which = random() % open.size();
                OpenRange& moved = open[which];
                moved.at += std::min<std::uint64_t>(moved.left(), random() % (2 * kMiB));
                moved.rate = random() % 1'000'000;
                moved.slow = random() % 10 == 0;
                if (moved.left() == 0 || random() % 20 == 0) {  // over, or lost
                    QVERIFY(moved.at == moved.range.begin ||
                            !here.contains({moved.range.begin, moved.range.begin + 1}));
                    here.add({moved.range.begin, moved.at});
                    open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
                }
            }
            QCOMPARE(here.size(), total);
        }
    }

    void aPaceIsThatSinceTheLastLook() {
        const TimePoint began(1h);
        Pace pace(began, 500);
        pace.look(began + 100ms, 900);
        QVERIFY(!pace.measured());
        pace.look(began + 500ms, 1'500);
        QVERIFY(pace.measured());
        QCOMPARE(pace.rate(), std::uint64_t{2'000});
        QVERIFY(!pace.isSlow(began + 500ms, 6'000));
        QVERIFY(pace.isSlow(began + 500ms, 7'000));
        pace.look(began + 1s, 1'500);
        QCOMPARE(pace.rate(), std::uint64_t{0});
    }

    void oneThatBringsNothingIsSlowInTheEnd() {
        const TimePoint began(1h);
        const Pace pace(began, 0);
        QVERIFY(!pace.isSlow(began + 2s, 1'000));
        QVERIFY(pace.isSlow(began + 2100ms, 1'000));
        QVERIFY(!pace.isSlow(began + 1h, 0));  // nobody brings anything
    }
};

QTEST_GUILESS_MAIN(SharePlanTest)
#include "share_plan_test.moc"
