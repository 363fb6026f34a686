// A part with gaps after a pause or a restart: each range that is kept is compared at its own end,
// so that two versions of a file never stand in one.

#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 9'000'000;
constexpr std::uint64_t kOverlap = 64U << 10U;

/// The file, but for [begin, end), which is that of another one.
std::string changedBetween(std::uint64_t begin, std::uint64_t end) {
    return contentText(1, 0, begin) + contentText(2, begin, end) + contentText(1, end, kSize);
}

/// The same as before by all that a server says of it.
Rule changedTo(const std::string& content) {
    Rule rule = slowFile(kSize);
    rule.literal = content;
    return rule;
}

/// Four ranges of it are here, and none is whole.
TransferId begun(World& world) {
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1s);
    return id;
}

void pause(World& world, TransferId id) {
    world.engine->pause(id);
    world.runUntil([&] { return world.state(id) == TransferState::Paused; });
}

/// Where requests began that were seen since the first `seen`.
std::vector<std::uint64_t> beginsSince(const World& world, std::size_t seen) {
    std::vector<std::uint64_t> begins;
    for (std::size_t i = seen; i < world.origin->requests().size(); ++i) {
        begins.push_back(std::stoull(world.origin->requests()[i].range.substr(6)));
    }
    return begins;
}

}  // namespace

class SegmentResumeTest : public QObject {
    Q_OBJECT

private slots:

    void anotherFileBehindTheFirstGapIsNoticed_data() {
        QTest::addColumn<int>("connections");
        QTest::addColumn<bool>("killed");
        QTest::addColumn<quint64>("begin");
        QTest::addColumn<quint64>("end");
        for (const int connections : {1, 4, 16}) {
            for (const bool killed : {false, true}) {
                const auto row = [&](const char* what, quint64 begin, quint64 end) {
                    QTest::addRow("%s, %d, %s", what, connections, killed ? "killed" : "paused")
                        << connections << killed << begin << end;
                };
                row("all", 1'500'000, kSize);
                row("around the third", 4'000'000, 6'000'000);
                row("the last", 6'500'000, kSize);
            }
        }
    }

    void anotherFileBehindTheFirstGapIsNoticed() {
        QFETCH(int, connections);
        QFETCH(bool, killed);
        QFETCH(quint64, begin);
        QFETCH(quint64, end);
        WorldOptions options = over(4);
        World world(options);
        world.origin->serve(slowFile(kSize));
        TransferId id = begun(world);
        QCOMPARE(world.engine->snapshot(id)->ranges.size(), std::size_t{4});
        if (!killed) {
            pause(world, id);
        }
        const std::string content = changedBetween(begin, end);
        world.origin->serve(changedTo(content));
        options.limits.connections = connections;
        options.limits.connectionsPerHost = connections;
        if (killed) {
            world.restart();
        }
        world.engine->setLimits(options.limits);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.downloaded("file.bin") == content);
    }

    // Nobody brings what follows it.
    void theRangeThatEndsTheFileIsComparedToo() {
        World world(over(4));
        Rule rule = slowFile(kSize);
        rule.edit = [](const RequestLog& /*request*/, OriginReply& reply) {
            reply.rate = reply.content.begin > kSize / 2 ? 4'000'000 : 1'000'000;
        };
        world.origin->serve(rule);
        const TransferId id = begun(world);
        QVERIFY(world.runUntil([&] {
            const auto ranges = world.engine->snapshot(id)->ranges;
            return ranges.size() > 1 && std::ranges::any_of(ranges, [](const ByteRange& each) {
                       return each.end == kSize;
                   });
        }));
        pause(world, id);
        const std::string content = changedBetween(kSize - 30'000, kSize - 10'000);
        world.origin->serve(changedTo(content));
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.downloaded("file.bin") == content);
    }

    void whatIsComparedIsLittle_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("1") << 1;
        QTest::addRow("4") << 4;
    }

    void whatIsComparedIsLittle() {
        QFETCH(int, connections);
        WorldOptions options = over(4);
        World world(options);
        world.origin->serve(slowFile(kSize));
        const TransferId id = begun(world);
        pause(world, id);
        const auto ranges = world.engine->snapshot(id)->ranges;
        QCOMPARE(ranges.size(), std::size_t{4});
        const std::uint64_t here = world.at(id).received;
        const std::uint64_t before = sent(world);
        const std::size_t seen = world.origin->requests().size();
        options.limits.connections = connections;
        world.engine->setLimits(options.limits);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        const std::vector<std::uint64_t> begins = beginsSince(world, seen);
        for (const ByteRange& range : ranges) {
            QVERIFY(std::ranges::count(begins, range.end - kOverlap) == 1);
        }
        // And what was on its way where a connection ended early.
        QVERIFY(sent(world) - before < kSize - here + 4 * kOverlap + 1'000'000);
    }

    // The marks of what was not compared yet are kept.
    void pausesAtOnceLoseNothing() {
        World world(over(4));
        world.origin->serve(slowFile(kSize));
        const TransferId id = begun(world);
        pause(world, id);
        const auto ranges = world.engine->snapshot(id)->ranges;
        for (int i = 0; i < 10; ++i) {
            world.engine->resume(id);
            pause(world, id);
        }
        QVERIFY(world.engine->snapshot(id)->ranges == ranges);
        world.restart();
        QVERIFY(world.engine->snapshot(id)->ranges == ranges);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    // Wherever it is paused again, or killed, nothing that was not compared is trusted.
    void noHalfComparisonIsTrusted_data() {
        QTest::addColumn<int>("after");
        QTest::addColumn<bool>("killed");
        for (const int after : {1, 40, 80, 200}) {
            QTest::addRow("paused after %d ms", after) << after << false;
            QTest::addRow("killed after %d ms", after) << after << true;
        }
    }

    void noHalfComparisonIsTrusted() {
        QFETCH(int, after);
        QFETCH(bool, killed);
        World world(over(4));
        world.origin->serve(slowFile(kSize));
        const TransferId id = begun(world);
        pause(world, id);
        // The last ranges are another file's, of which nothing comes so soon.
        const std::string content = changedBetween(4'000'000, kSize);
        Rule rule = changedTo(content);
        rule.edit = [](const RequestLog& /*request*/, OriginReply& reply) {
            reply.rate = reply.content.begin < 4'000'000 ? 1'000'000 : 200'000;
        };
        world.origin->serve(rule);
        for (int i = 0; i < 2; ++i) {
            world.engine->resume(id);
            world.runFor(std::chrono::milliseconds(after));
            if (killed) {
                world.restart();
            } else {
                pause(world, id);
            }
        }
        world.origin->serve(changedTo(content));
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.downloaded("file.bin") == content);
    }
};

QTEST_GUILESS_MAIN(SegmentResumeTest)
#include "segment_resume_test.moc"
