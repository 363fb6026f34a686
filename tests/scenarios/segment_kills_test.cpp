// Killed while several connections bring a file: every range that is marked is there, and it goes
// on from all of them.

#include "engine/store/sqlite.h"
#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>
#include <cstring>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 12'000'000;

/// Bytes of the part that are written and not marked: a kill now would cost them. Pages of zeros
/// are not written.
std::int64_t unmarked(const World& world) {
    constexpr std::size_t kPage = 4096;
    static const std::string zeros(kPage, '\0');
    const std::string part = world.downloaded("file.bin.part");
    std::int64_t written = 0;
    for (std::size_t at = 0; at < part.size(); at += kPage) {
        const std::size_t n = std::min(kPage, part.size() - at);
        const bool empty = std::memcmp(part.data() + at, zeros.data(), n) == 0;
        written += empty ? 0 : static_cast<std::int64_t>(n);
    }
    Database list;
    if (list.open(world.state_.file("list.db"), SQLITE_OPEN_READWRITE) != SQLITE_OK) {
        return written;
    }
    Query marked(list, "SELECT coalesce(sum(soft_end - begin), 0) FROM range");
    return marked.step() == SQLITE_ROW ? written - marked.integer(0) : written;
}

/// A megabyte a second on each connection.
Rule shared() {
    return slowFile(kSize);
}

}  // namespace

class SegmentKillsTest : public QObject {
    Q_OBJECT

private slots:

    void aKillAtAnyMomentKeepsAllRanges_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("connections");
        for (const int connections : {4, 16}) {
            QTest::addRow("list, %d", connections)
                << static_cast<int>(JournalConfig::Mode::List) << connections;
            QTest::addRow("get, %d", connections)
                << static_cast<int>(JournalConfig::Mode::Shared) << connections;
        }
    }

    void aKillAtAnyMomentKeepsAllRanges() {
        QFETCH(int, mode);
        QFETCH(int, connections);
        for (int moment = 1; moment <= 6; ++moment) {
            WorldOptions options = withMode(mode);
            options.connections = connections;
            options.limits.connectionsPerHost = connections;
            World world(options);
            Rule rule = shared();
            world.origin->serve(rule);
            TransferId id = world.add(world.origin->url("/file.bin"));
            world.runFor(std::chrono::milliseconds(17 + moment * 100));
            const std::uint64_t here = world.engine->snapshot(id)->received;
            const std::uint64_t before = sent(world);
            world.restart();
            if (options.journal == JournalConfig::Mode::Shared) {
                id = world.add(world.origin->url("/file.bin"));
            }
            QVERIFY(world.runToEnd(id));
            QCOMPARE(world.state(id), TransferState::Done);
            QVERIFY2(isExact(world, kSize), qPrintable(QString::number(moment)));
            // At most 1 MiB a file and 256 KiB a connection, and what is compared.
            const std::uint64_t again = (std::uint64_t{1} << 20U) + (64U << 10U) +
                                        static_cast<std::uint64_t>(connections) * (256U << 10U);
            const std::uint64_t slack = 3'000'000;  // sent to connections that ended early
            QVERIFY2(sent(world) - before < kSize - here + again + slack,
                     qPrintable(QStringLiteral("%1: %2 of %3, %4 here")
                                    .arg(moment)
                                    .arg(sent(world) - before)
                                    .arg(kSize)
                                    .arg(here)));
        }
    }

    void aSlowListBoundsWhatAKillCosts_data() {
        QTest::addColumn<int>("connections");
        for (const int connections : {1, 4, 16}) {
            QTest::addRow("%d", connections) << connections;
        }
    }

    // At most 1 MiB a file and 256 KiB a connection is written and not marked, at any moment.
    void aSlowListBoundsWhatAKillCosts() {
        QFETCH(int, connections);
        constexpr std::uint64_t kMany = 24'000'000;
        WorldOptions options = over(connections);
        options.jobsTake = [](const WorkerKey& key) {
            return key.kind == WorkerKey::Kind::Journal ? Duration(100ms) : Duration(1ms);
        };
        World world(std::move(options));
        Rule rule = slowFile(kMany);
        rule.rate = 8'000'000;
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Receiving; }));
        for (int moment = 0; moment < 60 && world.state(id) == TransferState::Receiving; ++moment) {
            world.runFor(37ms);
            const std::int64_t most = (1 << 20) + connections * (256 << 10);
            const std::int64_t now = unmarked(world);
            QVERIFY2(now <= most, qPrintable(QStringLiteral("%1: %2").arg(moment).arg(now)));
        }
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kMany));
    }

    void manyKillsInARowAreExact() {
        for (int round = 0; round < 4; ++round) {
            WorldOptions options = over(4);
            options.journal =
                round % 2 == 0 ? JournalConfig::Mode::List : JournalConfig::Mode::Shared;
            World world(options);
            world.origin->serve(shared());
            TransferId id = world.add(world.origin->url("/file.bin"));
            for (int kill = 0; kill < 12; ++kill) {
                world.runFor(std::chrono::milliseconds(120 + (kill * 7 + round * 3) % 5 * 30));
                world.restart();
                if (options.journal == JournalConfig::Mode::Shared) {
                    id = world.add(world.origin->url("/file.bin"));
                }
            }
            QVERIFY(world.runToEnd(id));
            QVERIFY2(isExact(world, kSize), qPrintable(QString::number(round)));
        }
    }

    // The first connection brought nothing yet, the others did.
    void rangesWithoutTheFirstByteAreKept() {
        World world(over(4));
        Rule rule = shared();
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            if (request.numberForRule == 1) {
                reply.rate = 1;
            }
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(1100ms);
        QVERIFY(world.engine->snapshot(id)->received > 2'000'000);
        world.restart();
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }
};

QTEST_GUILESS_MAIN(SegmentKillsTest)
#include "segment_kills_test.moc"
