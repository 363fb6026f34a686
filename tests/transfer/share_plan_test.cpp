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

/// Connections of a file that bring what they are given, stop, and are lost; some of it twice.
struct Game {
    Game(std::mt19937& dice, std::uint64_t size)
        : random(dice), total(size), open{{{0, size}, 0}} {}

    /// Opens, hedges or relieves, if there is anything; false: what it was given is wrong.
    bool opens() {
        if (open.size() < 1 + random() % 8) {
            const auto share = inOrder ? nextInOrder(here, total, open, kMiB + random() % kMiB)
                                       : nextShare(here, total, open);
            if (share) {
                return take(*share);
            }
            if (const auto which = nextHedge(open, random() % 1'000'000)) {
                if (open[*which].hedged || open[*which].left() > kMostHedged) {
                    wrong = "that is not to be hedged";
                    return false;
                }
                open[*which].hedged = true;
                hedges.push_back({open[*which].at, open[*which].range.end});
            }
        } else if (random() % 20 == 0) {
            const std::vector<bool> all(open.size(), true);
            if (const auto which = mostInNeed(open, all, random() % 1'000'000)) {
                end(*which);
            }
        }
        inOrder = random() % 50 == 0 ? !inOrder : inOrder;
        return true;
    }

    bool take(const Share& share) {
        for (std::size_t i = 0; i < open.size(); ++i) {
            OpenRange& each = open[i];
            if (share.from == i) {
                if (share.range.begin < each.at || share.range.end > each.range.end ||
                    each.hedged) {
                    wrong = "it takes what is here, or hedged, or not its own";
                    return false;
                }
                each.range.end = share.range.begin;
            }
        }
        open.push_back({share.range, share.range.begin});
        wrong = "nothing, or more than there is";
        return share.range.size() > 0 && share.range.end <= total;
    }

    /// One of them goes on, ends, is lost, or a hedge wins.
    bool moves() {
        if (!hedges.empty() && random() % 3 == 0) {
            return wins();
        }
        if (open.empty()) {
            return true;
        }
        const std::size_t which = random() % open.size();
        OpenRange& moved = open[which];
        moved.at += std::min<std::uint64_t>(moved.left(), random() % (2 * kMiB));
        moved.rate = random() % 1'000'000;
        moved.slow = random() % 10 == 0;
        if (moved.left() == 0 || random() % 20 == 0) {
            end(which);
        }
        return true;
    }

    /// What was hedged ends where it is; what it lacks was brought by the other one.
    bool wins() {
        const ByteRange hedge = hedges.back();
        hedges.pop_back();
        for (std::size_t i = 0; i < open.size(); ++i) {
            if (open[i].hedged && open[i].range.end == hedge.end) {
                const ByteRange rest{open[i].at, hedge.end};
                end(i);
                here.add(rest);
                return true;
            }
        }
        wrong = "a hedge of what nobody brings";
        return false;
    }

    void end(std::size_t which) {
        const OpenRange over = open[which];
        here.add({over.range.begin, over.at});
        std::erase_if(hedges, [&](const ByteRange& each) {
            return over.hedged && each.end == over.range.end;
        });
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
    }

    [[nodiscard]] bool isDisjoint() const {
        std::uint64_t sum = here.size();
        RangeSet all = here;
        for (const OpenRange& each : open) {
            sum += each.range.size();
            all.add(each.range);
        }
        return sum == all.size() && all.firstGap(0) <= total;
    }

    std::mt19937& random;
    std::uint64_t total;
    RangeSet here;
    std::vector<OpenRange> open;
    std::vector<ByteRange> hedges;
    bool inOrder = false;
    std::string wrong;
};

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

    // Its last is brought by two.
    void theLastOfASlowOneIsHedged() {
        std::vector ranges{open(0, 99, 100, 1'000, true), open(100, 150, 151, 900'000)};
        QVERIFY(!nextShare({}, 151 * kMiB, ranges));
        QCOMPARE(nextHedge(ranges, 900'000), std::optional<std::size_t>(0));
        ranges[0].hedged = true;
        QVERIFY(!nextHedge(ranges, 900'000));
    }

    void thoseThatAreAlikeAreNotHedged() {
        const std::vector ranges{open(0, 99, 100, 900'000), open(100, 150, 151, 800'000)};
        QVERIFY(!nextHedge(ranges, 900'000));
    }

    // It is held in memory.
    void whatIsMuchIsNotHedged() {
        QVERIFY(!nextHedge(std::vector{open(0, 90, 100, 1'000, true)}, 900'000));
    }

    void ofThoseThatAreTooSlowTheSlowestIsRelieved() {
        const std::vector ranges{open(0, 10, 20, 1'000, true), open(20, 30, 40, 500, true),
                                 open(40, 50, 60, 900'000)};
        QCOMPARE(mostInNeed(ranges, {true, true, false}, 900'000), std::optional<std::size_t>(1));
        QCOMPARE(mostInNeed(ranges, {true, false, false}, 900'000), std::optional<std::size_t>(0));
        QVERIFY(!mostInNeed(ranges, {false, false, false}, 900'000));
        QVERIFY(!mostInNeed(ranges, {true, true, true}, 10));  // nobody would be sooner
    }

    void inOrderThePiecesNextToTheBeginningGoFirst() {
        std::vector ranges{open(0, 0, 100)};
        const auto cut = nextInOrder({}, 100 * kMiB, ranges, 4 * kMiB);
        QVERIFY(cut && cut->from == std::size_t{0});
        QVERIFY(cut->range == (ByteRange{4 * kMiB, 8 * kMiB}));
        ranges[0].range.end = cut->range.begin;
        ranges.push_back({cut->range, cut->range.begin});
        const auto next = nextInOrder({}, 100 * kMiB, ranges, 4 * kMiB);
        QVERIFY(next && !next->from);
        QVERIFY(next->range == (ByteRange{8 * kMiB, 12 * kMiB}));
    }

    void inOrderTheLastPieceIsNoCrumb() {
        RangeSet here;
        here.add({0, 95 * kMiB});
        const auto last = nextInOrder(here, 100 * kMiB, {}, 4 * kMiB + 1);
        QVERIFY(last && last->range == (ByteRange{95 * kMiB, 100 * kMiB}));
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

    // In any order of shares, arrivals, losses, splits, hedges, reliefs and endings: what is here
    // and what is on its way are disjoint but for hedges, lie in the file, and in the end are all
    // of it.
    void whateverHappensItAddsUp() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 300; ++round) {
            Game game(random, (4 + random() % 60) * kMiB + random() % 1000);
            for (int step = 0; step < 100'000 && game.here.size() < game.total; ++step) {
                const bool isWell = game.opens() && game.moves();
                QVERIFY2(isWell, game.wrong.c_str());
                QVERIFY2(game.isDisjoint(), "what is here or on its way overlaps");
            }
            QCOMPARE(game.here.size(), game.total);
        }
    }

    void aPaceIsThatSinceTheLastLook() {
        const TimePoint began(1h);
        Pace pace(began, 500);
        pace.look(began + 100ms, 900);
        QVERIFY(!pace.measured());
        QCOMPARE(pace.firstByte(), std::optional<Duration>(100ms));
        pace.look(began + 350ms, 1'300);
        QVERIFY(!pace.measured());
        pace.look(began + 500ms, 1'700);
        QVERIFY(pace.measured());
        QCOMPARE(pace.rate(), std::uint64_t{2'000});
        pace.compare(began + 500ms, 6'000);
        QVERIFY(!pace.isSlow(began + 500ms));
        pace.compare(began + 500ms, 7'000);
        QVERIFY(pace.isSlow(began + 500ms));
        QVERIFY(!pace.isTooSlow(began + 1400ms, 1s, 2s));
        QVERIFY(pace.isTooSlow(began + 1500ms, 1s, 2s));
        pace.look(began + 1s, 1'700);
        QCOMPARE(pace.rate(), std::uint64_t{0});
    }

    // Three round trips say enough of a fast one.
    void theFirstLookMayBeSoon() {
        const TimePoint began(1h);
        Pace pace(began, 0);
        pace.look(began + 20ms, 100);
        pace.look(began + 79ms, 160);
        QVERIFY(!pace.measured());
        pace.look(began + 80ms, 160);
        QVERIFY(pace.measured());
        QCOMPARE(pace.rate(), std::uint64_t{1'000});
    }

    void oneThatBringsNothingIsSlowInTheEnd() {
        const TimePoint began(1h);
        const Pace pace(began, 0);
        QVERIFY(!pace.isSlow(began + 2s));
        QVERIFY(pace.isSlow(began + 2100ms));
        QVERIFY(!pace.isSlow(began + 2100ms, 4s));
        QVERIFY(pace.isTooSlow(began + 2100ms, 1h, 2s));
    }
};

QTEST_GUILESS_MAIN(SharePlanTest)
#include "share_plan_test.moc"
