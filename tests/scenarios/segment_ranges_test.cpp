// The ranges that are shown of a file over many connections: nothing is brought by two of them.

#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

void rowsForSeeds(unsigned count) {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= count; ++seed) {
        QTest::addRow("%u", seed) << seed;
    }
}

/// Each connection has a speed of its own, and now and then one is lost in the middle.
Rule uneven(std::mt19937& random) {
    Rule rule{.path = "/file.bin", .size = kSize};
    rule.edit = [&random](const RequestLog& /*request*/, OriginReply& reply) {
        reply.rate = 50'000 + random() % 2'000'000;
        switch (random() % 5) {
            case 0:
                reply.resetAfter = random() % 3'000'000;
                break;
            case 1:
                reply.closeAfter = random() % 3'000'000;
                break;
            case 2:
                reply.stallAfter = random() % 3'000'000;
                break;
            default:
                break;
        }
    };
    return rule;
}

/// What two of them bring, beside what was to be hedged, which one of the two holds in memory.
std::uint64_t broughtTwice(const TransferSnapshot& shown) {
    std::uint64_t twice = 0;
    std::uint64_t end = 0;
    for (const SegmentSnapshot& each : shown.segments) {  // by their begins
        twice += end > each.at ? end - each.at : 0;
        end = std::max(end, each.range.end);
    }
    return twice;
}

}  // namespace

class SegmentRangesTest : public QObject {
    Q_OBJECT

private slots:

    void rangesDoNotOverlapThroughLossesAndSlowness_data() { rowsForSeeds(6); }

    void rangesDoNotOverlapThroughLossesAndSlowness() {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        World world(over(8));
        world.origin->serve(uneven(random));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        std::size_t most = 0;
        std::uint64_t twice = 0;
        world.onReturn = [&](EntryPoint) {
            if (const auto shown = world.engine->snapshot(id)) {
                most = std::max(most, shown->segments.size());
                twice = std::max(twice, broughtTwice(*shown));
            }
        };
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, kSize));
        QVERIFY2(most > 2, qPrintable(QString::number(most)));
        QCOMPARE(twice, std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(SegmentRangesTest)
#include "segment_ranges_test.moc"
