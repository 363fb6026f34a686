// One file over many connections: shares, odd answers to one of them, pause, kill and restart.

#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

/// A megabyte a second on each connection.
Rule shared() {
    return slowFile(kSize);
}

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

class SegmentsTest : public QObject {
    Q_OBJECT

private slots:

    void severalConnectionsBringItInAShareOfTheTime_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("1") << 1;
        QTest::addRow("4") << 4;
        QTest::addRow("8") << 8;
    }

    void severalConnectionsBringItInAShareOfTheTime() {
        QFETCH(int, connections);
        World world(over(connections));
        world.origin->serve(shared());
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        const double took = seconds(world.clock.now() - began);
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, kSize));
        const double alone = static_cast<double>(kSize) / 1e6;
        QVERIFY2(took < alone / connections * 1.6 + 0.5, qPrintable(QString::number(took)));
        QVERIFY(world.origin->acceptedConnections() >= static_cast<std::size_t>(connections));
        QVERIFY(sent(world) < kSize + 2'000'000);
    }

    void aSmallFileHasOneConnection() {
        World world(over(4));
        world.origin->serve(slowFile(4'000'000));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.origin->requests().size(), std::size_t{1});
    }

    void withoutProofThatItIsTheSameFileThereIsOneConnection_data() {
        QTest::addColumn<QString>("etag");
        QTest::addColumn<bool>("ranges");
        QTest::addRow("no validator") << "" << true;
        QTest::addRow("weak") << "W/\"first\"" << true;
        QTest::addRow("no ranges") << "\"first\"" << false;
    }

    void withoutProofThatItIsTheSameFileThereIsOneConnection() {
        QFETCH(QString, etag);
        QFETCH(bool, ranges);
        World world(over(4));
        Rule rule = shared();
        rule.etag = etag.toStdString();
        rule.ranges = ranges;
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.origin->requests().size(), std::size_t{1});
        QVERIFY(isExact(world, kSize));
    }

    void aServerThatTakesTwoGetsTwo() {
        WorldOptions options = over(8);
        options.origin.maxConnections = 2;
        World world(options);
        world.origin->serve(shared());
        const TransferId id = world.add(world.origin->url("/file.bin"));
        const TimePoint began = world.clock.now();
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QCOMPARE(world.at(id).attempt, 0);
        QVERIFY2(world.origin->acceptedConnections() < 12,
                 qPrintable(QString::number(world.origin->acceptedConnections())));
        QVERIFY(seconds(world.clock.now() - began) < 16);
    }

    void aConnectionThatCrawlsIsRelieved() {
        World world(over(8));
        Rule rule = shared();
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            if (request.connection == 3) {
                reply.rate = 10'000;
            }
        };
        world.origin->serve(rule);
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        const double took = seconds(world.clock.now() - began);
        QVERIFY2(took < 1.6 * 24.0 / 8, qPrintable(QString::number(took)));
    }

    void aConnectionThatFallsSilentIsRelieved() {
        World world(over(4));
        Rule rule = shared();
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            if (request.connection == 2) {
                reply.stallAfter = 100'000;
            }
        };
        world.origin->serve(rule);
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        const double took = seconds(world.clock.now() - began);
        QVERIFY2(took < 15, qPrintable(QString::number(took)));
    }

    void eachSegmentIsToldWithItsSocketAndItsRate() {
        World world(over(4));
        world.origin->serve(shared());
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(2s);
        const TransferSnapshot shown = *world.engine->snapshot(id);
        QCOMPARE(shown.segments.size(), std::size_t{4});
        QCOMPARE(shown.activeSockets, 4);
        QCOMPARE(shown.allowedSockets, 4);
        std::uint64_t before = 0;
        for (const SegmentSnapshot& segment : shown.segments) {
            QVERIFY(segment.range.begin >= before && segment.range.end <= kSize);
            before = segment.range.end;
            QVERIFY(segment.at > segment.range.begin && segment.at < segment.range.end);
            QVERIFY(segment.bytesPerSecond > 800'000 && segment.bytesPerSecond < 1'200'000);
            QVERIFY(world.sockets.count(segment.socket) == 1);
        }
        std::uint64_t cursor = 0;
        std::vector<TransferProgress> moved;
        std::vector<SocketProgress> sockets;
        world.engine->progressSince(cursor, moved, sockets);
        for (const SegmentSnapshot& segment : shown.segments) {
            QVERIFY(std::ranges::any_of(moved, [&](const TransferProgress& each) {
                return each.rangeBegin == segment.range.begin && each.rangeEnd == segment.at;
            }));
        }
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.at(id).segments.empty());
    }

    void aPauseKeepsAllRanges() {
        World world(over(4));
        world.origin->serve(shared());
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(3s);
        world.engine->pause(id);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
        QVERIFY(world.at(id).ranges.size() >= 3);
        const std::uint64_t here = world.at(id).received;
        QVERIFY2(here > 10'000'000, qPrintable(QString::number(here)));
        const std::uint64_t before = sent(world);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QVERIFY2(sent(world) - before < kSize - here + 3'000'000,
                 qPrintable(QString::number(sent(world) - before)));
    }

    void anotherNumberOfConnectionsGoesOnFromAllRanges() {
        World world(over(8));
        world.origin->serve(shared());
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(1500ms);
        world.engine->pause(id);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
        EngineLimits limits;
        limits.connections = 1;
        world.engine->setLimits(limits);
        const std::uint64_t here = world.at(id).received;
        const std::uint64_t before = sent(world);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QVERIFY(sent(world) - before < kSize - here + 1'000'000);
    }

    void moreConnectionsAreOpenedOnceTheyAreAllowed() {
        World world(over(1));
        world.origin->serve(shared());
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(500ms);
        QCOMPARE(world.at(id).activeSockets, 1);
        EngineLimits limits;
        limits.connections = 3;
        world.engine->setLimits(limits);
        QVERIFY(world.runUntil([&] { return world.at(id).activeSockets == 3; }));
        QCOMPARE(world.at(id).allowedSockets, 3);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    void aFileThatChangesMeanwhileIsNeverMixed() {
        for (unsigned after = 1; after <= 6; ++after) {
            World world(over(4));
            Rule rule = shared();
            rule.change = EntityChange{.afterRequests = after};
            world.origin->serve(rule);
            const TransferId id = world.add(world.origin->url("/file.bin"));
            QVERIFY(world.runUntil([&] {
                return world.state(id) == TransferState::Done ||
                       world.state(id) == TransferState::Asking ||
                       world.state(id) == TransferState::Failed;
            }));
            if (world.state(id) == TransferState::Done) {
                const std::string whole = world.downloaded("file.bin");
                QVERIFY2(whole == contentText(1, 0, kSize) || whole == contentText(2, 0, kSize),
                         qPrintable(QString::number(after)));
            }
        }
    }

    void aDiskThatFailsUnderOneClaimsNothingThatIsNotThere() {
        for (const int at : {5, 9, 14, 20}) {
            World world(over(4));
            world.origin->serve(shared());
            const TransferId id = world.add(world.origin->url("/file.bin"));
            world.runUntil([&] { return world.state(id) == TransferState::Receiving; });
            world.disk->fail(FileCall::Pwritev, EIO, at);
            QVERIFY(world.runToEnd(id));
            if (world.state(id) != TransferState::Done) {
                world.engine->resume(id);
                QVERIFY(world.runToEnd(id));
            }
            QCOMPARE(world.state(id), TransferState::Done);
            QVERIFY2(isExact(world, kSize), qPrintable(QString::number(at)));
        }
    }

    void aRateLimitIsThatOfAllOfThem() {
        World world(over(4));
        Rule rule = shared();
        rule.rate = 0;
        world.origin->serve(rule);
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"),
                                        [](TransferRequest& r) { r.rateLimit = 2'000'000; });
        QVERIFY(world.runToEnd(id));
        const double took = seconds(world.clock.now() - began);
        QVERIFY2(took > 11.6 && took < 12.6, qPrintable(QString::number(took)));
        QVERIFY(isExact(world, kSize));
    }
};

QTEST_GUILESS_MAIN(SegmentsTest)
#include "segments_test.moc"
