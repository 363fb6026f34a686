// A file over several connections: nothing is brought twice, nothing is missing at the end, and
// what is marked is not fetched again after a kill.

#include "engine/base/range_set.h"
#include "engine/store/sqlite.h"
#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 12'000'000;
/// So much of the end of what is here is compared with what comes.
constexpr std::uint64_t kOverlap = 64U << 10U;

WorldOptions over(int connections) {
    WorldOptions options;
    options.connections = connections;
    options.limits.connectionsPerHost = connections;
    return options;
}

/// Each connection has a speed of its own, and now and then one is lost in the middle.
Rule uneven(std::mt19937& random) {
    Rule rule{.path = "/file.bin", .size = kSize};
    rule.edit = [&random](const RequestLog& /*request*/, OriginReply& reply) {
        reply.rate = 100'000 + random() % 2'000'000;
        if (random() % 3 == 0) {
            reply.resetAfter = random() % 3'000'000;
        }
    };
    return rule;
}

/// What is wrong with the ranges that are shown; empty if nothing is.
QString wrongWith(const TransferSnapshot& shown) {
    RangeSet here;
    for (const ByteRange& range : shown.ranges) {
        here.add(range);
    }
    if (here.size() != shown.received) {
        return QString("%1 of %2 bytes in ranges").arg(here.size()).arg(shown.received);
    }
    std::uint64_t end = 0;
    for (const SegmentSnapshot& each : shown.segments) {
        if (each.range.begin < end || each.at < each.range.begin || each.at > each.range.end ||
            !here.contains({each.range.begin, each.at})) {
            return QString("%1 to %2 at %3, behind %4")
                .arg(each.range.begin)
                .arg(each.range.end)
                .arg(each.at)
                .arg(end);
        }
        end = each.range.end;
    }
    if (end > kSize) {
        return QString("to %1").arg(end);
    }
    return {};
}

/// The ranges that the list marks as here.
RangeSet markedIn(const World& world) {
    RangeSet marked;
    Database list;
    if (list.open(world.state_.file("list.db"), SQLITE_OPEN_READWRITE) == SQLITE_OK) {
        Query rows(list, "SELECT begin, soft_end FROM range");
        while (rows.step() == SQLITE_ROW) {
            marked.add({rows.number(0), rows.number(1)});
        }
    }
    return marked;
}

/// What "bytes=1-2" asks for.
ByteRange askedFor(const std::string& field) {
    const std::size_t equals = field.find('=');
    const std::size_t dash = field.find('-');
    if (equals == std::string::npos || dash == std::string::npos) {
        return {0, kSize};
    }
    const std::string last = field.substr(dash + 1);
    return {std::strtoull(field.c_str() + equals + 1, nullptr, 10),
            last.empty() ? kSize : std::strtoull(last.c_str(), nullptr, 10) + 1};
}

/// Bytes of `marked` that are asked for by the requests from `first` on, beside the end of each of
/// its ranges.
std::uint64_t askedAgain(const World& world, std::size_t first, const RangeSet& marked) {
    RangeSet sure = marked;
    for (const ByteRange& range : marked.ranges()) {
        sure.remove({range.end - std::min(range.size(), kOverlap), range.end});
    }
    RangeSet left = sure;
    for (std::size_t i = first; i < world.origin->requests().size(); ++i) {
        left.remove(askedFor(world.origin->requests()[i].range));
    }
    return sure.size() - left.size();
}

}  // namespace

class SegmentsTest : public QObject {
    Q_OBJECT

private slots:

    void ms80TheRangesShownNeverOverlap() {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            std::mt19937 random(seed);
            World world(over(seed % 2 == 0 ? 8 : 4));
            world.origin->serve(uneven(random));
            const TransferId id = world.add(world.origin->url("/file.bin"));
            std::size_t most = 0;
            QString wrong;
            world.onReturn = [&](EntryPoint) {
                const auto shown = world.engine->snapshot(id);
                if (shown && wrong.isEmpty()) {
                    most = std::max(most, shown->segments.size());
                    wrong = wrongWith(*shown);
                }
            };
            QVERIFY(world.runToEnd(id));
            world.onReturn = nullptr;
            QVERIFY2(wrong.isEmpty(), qPrintable(QString("seed %1: %2").arg(seed).arg(wrong)));
            QVERIFY(most > 2);
            QCOMPARE(world.state(id), TransferState::Done);
            QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
        }
    }

    // Whatever happened on the way: losses, a pause, another number of connections, a restart.
    void ms81WhatIsDoneAddsUpToTheWhole() {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            std::mt19937 random(seed);
            World world(over(4));
            world.origin->serve(uneven(random));
            const TransferId id = world.add(world.origin->url("/file.bin"));
            for (int step = 0; step < 4; ++step) {
                world.runFor(std::chrono::milliseconds(100 + random() % 900));
                const TransferSnapshot shown = *world.engine->snapshot(id);
                QVERIFY2(wrongWith(shown).isEmpty(), qPrintable(wrongWith(shown)));
                QVERIFY(shown.received <= kSize);
                if (random() % 2 == 0) {
                    world.restart();
                } else {
                    world.engine->pause(id);
                    world.runFor(100ms);
                    world.engine->resume(id);
                }
            }
            const bool over = world.runToEnd(id);
            QVERIFY2(over, name(world.state(id)).data());
            const TransferSnapshot done = *world.engine->snapshot(id);
            QCOMPARE(done.state, TransferState::Done);
            QCOMPARE(done.received, kSize);
            QCOMPARE(done.ranges.size(), std::size_t{1});
            QCOMPARE(*done.ranges.begin(), (ByteRange{0, kSize}));
            QVERIFY(done.segments.empty());
            QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
        }
    }

    void ms82WhatIsMarkedIsNotFetchedAgainAfterAKill() {
        for (int moment = 1; moment <= 8; ++moment) {
            World world(over(moment % 2 == 0 ? 8 : 4));
            world.origin->serve({.path = "/file.bin", .size = kSize, .rate = 1'000'000});
            const TransferId id = world.add(world.origin->url("/file.bin"));
            world.runFor(std::chrono::milliseconds(250 + moment * 110));
            const RangeSet marked = markedIn(world);
            QVERIFY(marked.size() > 100'000);
            const std::size_t before = world.origin->requests().size();
            world.restart();
            QVERIFY(world.runToEnd(id));
            QCOMPARE(world.state(id), TransferState::Done);
            QCOMPARE(askedAgain(world, before, marked), std::uint64_t{0});
            QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
        }
    }
};

QTEST_GUILESS_MAIN(SegmentsTest)
#include "segments_test.moc"
