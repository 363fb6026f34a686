// Ranges of a file: each operation beside a set of single offsets.

#include "engine/base/range_set.h"

#include <QTest>

#include <random>
#include <set>

using namespace penstock;

namespace {

using Ranges = std::vector<ByteRange>;

constexpr std::uint64_t kLimit = 64;

RangeSet of(const Ranges& ranges) {
    RangeSet set;
    for (const ByteRange& range : ranges) {
        set.add(range);
    }
    return set;
}

/// What is promised of the form: sorted, disjoint, none empty, none touching the next.
bool isTidy(const RangeSet& set) {
    std::optional<std::uint64_t> last;
    for (const ByteRange& range : set.ranges()) {
        if (range.begin >= range.end || (last && range.begin <= *last)) {
            return false;
        }
        last = range.end;
    }
    return true;
}

}  // namespace

Q_DECLARE_METATYPE(Ranges)

class RangeSetTest : public QObject {
    Q_OBJECT

private slots:
    void addingJoinsWhatTouches_data();
    void addingJoinsWhatTouches();
    void removingCuts_data();
    void removingCuts();
    void gapsAreFoundInOrder();
    void gapsAreWhatIsMissingBeforeTheEnd();
    void theLargestOffsetsAreNoTrouble();
    void anyRowOfOperationsIsThatOfSingleOffsets();
};

void RangeSetTest::addingJoinsWhatTouches_data() {
    QTest::addColumn<Ranges>("ranges");
    QTest::addColumn<Ranges>("wanted");
    QTest::newRow("nothing") << Ranges{} << Ranges{};
    QTest::newRow("an empty one") << Ranges{{5, 5}} << Ranges{};
    QTest::newRow("a turned one") << Ranges{{5, 4}} << Ranges{};
    QTest::newRow("one") << Ranges{{0, 5}} << Ranges{{0, 5}};
    QTest::newRow("apart") << Ranges{{6, 9}, {0, 5}} << Ranges{{0, 5}, {6, 9}};
    QTest::newRow("touching behind") << Ranges{{0, 5}, {5, 9}} << Ranges{{0, 9}};
    QTest::newRow("touching before") << Ranges{{5, 9}, {0, 5}} << Ranges{{0, 9}};
    QTest::newRow("within") << Ranges{{0, 9}, {3, 5}} << Ranges{{0, 9}};
    QTest::newRow("around") << Ranges{{3, 5}, {0, 9}} << Ranges{{0, 9}};
    QTest::newRow("over two") << Ranges{{0, 2}, {4, 6}, {1, 5}} << Ranges{{0, 6}};
    QTest::newRow("between two") << Ranges{{0, 2}, {6, 8}, {3, 5}}
                                 << Ranges{{0, 2}, {3, 5}, {6, 8}};
}

void RangeSetTest::addingJoinsWhatTouches() {
    QFETCH(Ranges, ranges);
    QFETCH(Ranges, wanted);
    QCOMPARE(of(ranges).ranges(), wanted);
}

void RangeSetTest::removingCuts_data() {
    QTest::addColumn<quint64>("begin");
    QTest::addColumn<quint64>("end");
    QTest::addColumn<Ranges>("wanted");
    QTest::newRow("nothing") << quint64(7) << quint64(7) << Ranges{{0, 10}, {20, 30}};
    QTest::newRow("the middle") << quint64(4) << quint64(6) << Ranges{{0, 4}, {6, 10}, {20, 30}};
    QTest::newRow("the front") << quint64(0) << quint64(6) << Ranges{{6, 10}, {20, 30}};
    QTest::newRow("the end") << quint64(6) << quint64(10) << Ranges{{0, 6}, {20, 30}};
    QTest::newRow("over the gap") << quint64(6) << quint64(25) << Ranges{{0, 6}, {25, 30}};
    QTest::newRow("the gap") << quint64(10) << quint64(20) << Ranges{{0, 10}, {20, 30}};
    QTest::newRow("all") << quint64(0) << ~quint64(0) << Ranges{};
}

void RangeSetTest::removingCuts() {
    QFETCH(quint64, begin);
    QFETCH(quint64, end);
    QFETCH(Ranges, wanted);
    RangeSet set = of({{0, 10}, {20, 30}});
    set.remove({begin, end});
    QCOMPARE(set.ranges(), wanted);
}

void RangeSetTest::gapsAreFoundInOrder() {
    const RangeSet set = of({{0, 10}, {20, 30}});
    QCOMPARE(set.firstGap(), std::uint64_t{10});
    QCOMPARE(set.firstGap(5), std::uint64_t{10});
    QCOMPARE(set.firstGap(15), std::uint64_t{15});
    QCOMPARE(set.firstGap(20), std::uint64_t{30});
    QCOMPARE(of({{5, 10}}).firstGap(), std::uint64_t{0});
}

void RangeSetTest::theLargestOffsetsAreNoTrouble() {
    constexpr std::uint64_t kEnd = ~std::uint64_t{0};
    RangeSet set;
    set.add({kEnd - 1, kEnd});
    set.add({0, 1});
    QVERIFY(set.contains({kEnd - 1, kEnd}));
    set.add({0, kEnd});
    QCOMPARE(set.ranges(), (Ranges{{0, kEnd}}));
    QCOMPARE(set.size(), kEnd);
    set.remove({1, kEnd});
    QCOMPARE(set.ranges(), (Ranges{{0, 1}}));
}

void RangeSetTest::anyRowOfOperationsIsThatOfSingleOffsets() {
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<std::uint64_t> offset(0, kLimit);
    RangeSet set;
    std::set<std::uint64_t> offsets;
    for (int i = 0; i < 20'000; ++i) {
        const ByteRange range{offset(random), offset(random)};
        const bool adds = offset(random) % 2 == 0;
        adds ? set.add(range) : set.remove(range);
        for (std::uint64_t at = range.begin; at < range.end; ++at) {
            adds ? void(offsets.insert(at)) : void(offsets.erase(at));
        }
        QVERIFY(isTidy(set));
        QCOMPARE(set.size(), std::uint64_t{offsets.size()});
        const std::uint64_t from = offset(random);
        std::uint64_t gap = from;
        while (offsets.contains(gap)) {
            ++gap;
        }
        QCOMPARE(set.firstGap(from), gap);
        QCOMPARE(set.contains({from, gap}), true);
        QCOMPARE(set.contains({from, gap + 1}), false);
    }
}

void RangeSetTest::gapsAreWhatIsMissingBeforeTheEnd() {
    QVERIFY(RangeSet().gaps().empty());
    QVERIFY(of({{0, 10}}).gaps().empty());
    QCOMPARE(of({{5, 10}, {20, 30}}).gaps(), (Ranges{{0, 5}, {10, 20}}));
}

QTEST_GUILESS_MAIN(RangeSetTest)
#include "range_set_test.moc"
