// What a host refuses while others run is how many connections it takes: learned, kept, tried again
// a day later; and a person's word goes before it.

#include "engine/connections_text.h"
#include "tests/scenarios/several_connections.h"
#include "tests/support/only_status.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

enum class Refuses { With403, With429, With503, ByReset, ByClose, BySilence };

void refuse(Refuses how, OriginReply& reply) {
    switch (how) {
        case Refuses::With403:
            return answerOnly(reply, 403);
        case Refuses::With429:
            return answerOnly(reply, 429);
        case Refuses::With503:
            return answerOnly(reply, 503);
        case Refuses::ByReset:
            reply.script = {{.reset = true}};
            break;
        case Refuses::ByClose:
            reply.script = {{.close = true}};
            break;
        case Refuses::BySilence:
            reply.script = {{.bytes = "HTTP", .delayBefore = 1h}};
            break;
    }
}

/// A host that takes two connections, for a while.
struct TwoTaken {
    explicit TwoTaken(int connections) : world(over(connections)) {}

    /// What comes on a further connection is refused for `lasts`.
    void serve(Refuses how, Duration lasts = 3s, const std::string& path = "/file.bin") {
        Rule rule = slowFile(kSize);
        rule.path = path;
        rule.rate = rate;
        rule.edit = [this, how, until = world.clock.now() + lasts](const RequestLog& request,
                                                                   OriginReply& reply) {
            if (taken.size() < 2) {
                taken.insert(request.connection);
            }
            if (!taken.contains(request.connection) && request.time < until) {
                refuse(how, reply);
            }
        };
        taken.clear();
        world.origin->serve(rule);
    }

    [[nodiscard]] std::vector<HostCeiling> known() const { return world.engine->hostCeilings(); }

    World world;
    std::set<std::uint64_t> taken;  // of its connections
    std::uint64_t rate = 1'000'000;
};

/// Goes on to the end; the most connections that brought something together.
std::size_t mostTogether(World& world, TransferId id) {
    std::size_t most = 0;
    world.runUntil([&] {
        const auto shown = world.engine->snapshot(id);
        std::size_t together = 0;
        for (const SegmentSnapshot& each : shown->segments) {
            together += each.at > each.range.begin ? 1 : 0;
        }
        most = std::max(most, together);
        return shown->state == TransferState::Done || shown->state == TransferState::Failed;
    });
    return most;
}

}  // namespace

class CeilingTest : public QObject {
    Q_OBJECT

private slots:

    void whatIsRefusedWhileOthersRunIsLearned_data() {
        QTest::addColumn<int>("connections");
        QTest::addColumn<int>("how");
        for (const int connections : {4, 16}) {
            const auto row = [connections](const char* name, Refuses how) {
                QTest::addRow("%s, %d", name, connections) << connections << static_cast<int>(how);
            };
            row("403", Refuses::With403);
            row("429", Refuses::With429);
            row("503", Refuses::With503);
            row("reset", Refuses::ByReset);
            row("close", Refuses::ByClose);
        }
    }

    void whatIsRefusedWhileOthersRunIsLearned() {
        QFETCH(int, connections);
        QFETCH(int, how);
        TwoTaken host(connections);
        host.serve(static_cast<Refuses>(how));
        const TransferId id = host.world.add(host.world.origin->url("/file.bin"));
        host.world.runFor(2s);
        const std::vector<HostCeiling> known = host.known();
        QCOMPARE(known.size(), std::size_t{1});
        QCOMPARE(known.front().host, std::string("127.0.0.1"));
        QCOMPARE(known.front().port, host.world.origin->port());
        QCOMPARE(known.front().connections, 2);
        QVERIFY(!known.front().byPerson && !known.front().reason.ok());
        QVERIFY(host.world.wall() - known.front().since < 3s);
        const TransferSnapshot shown = *host.world.engine->snapshot(id);
        QCOMPARE(shown.moreConnections, MoreConnections::HostCeiling);
        QCOMPARE(shown.allowedSockets, 2);
        QCOMPARE(shown.segments.size(), std::size_t{2});
        const std::string text = connectionsText(shown, host.world.clock.now());
        QVERIFY2(text.starts_with("127.0.0.1 takes 2 connections since "), text.c_str());
        QVERIFY(host.world.runToEnd(id));
        QCOMPARE(host.world.state(id), TransferState::Done);
        QCOMPARE(host.world.at(id).attempt, 0);
        QVERIFY(isExact(host.world, kSize));
    }

    // It has taken the connection, and says nothing on it.
    void aSilentHostIsOneThatRefuses() {
        for (const int connections : {4, 16}) {
            TwoTaken host(connections);
            host.rate = 300'000;
            host.serve(Refuses::BySilence);
            const TransferId id = host.world.add(host.world.origin->url("/file.bin"));
            host.world.runFor(9s);
            QVERIFY(host.known().empty());
            host.world.runFor(2s);
            QCOMPARE(host.known().size(), std::size_t{1});
            QCOMPARE(host.known().front().connections, 2);
            QCOMPARE(host.known().front().reason.kind, ErrorKind::TimeoutFirstByte);
            QVERIFY(host.world.runToEnd(id));
            QVERIFY(isExact(host.world, kSize));
        }
    }

    void aSingleConnectionLearnsNothing() {
        World world;
        Rule rule = slowFile(kSize);
        rule.status = 503;
        rule.times = 2;
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.engine->hostCeilings().empty());
    }

    // Of two files of one host the second is refused: it waits for a place.
    void aFurtherFileThatIsRefusedLearns() {
        World world;
        Rule rule = slowFile(kSize);
        world.origin->serve(rule);
        Rule other = slowFile(1'000'000);
        other.path = "/other.bin";
        other.status = 503;
        other.headers = {{"Retry-After", "1"}};
        other.times = 1;
        world.origin->serve(other);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(1s);
        const TransferId second = world.add(world.origin->url("/other.bin"));
        world.runFor(4s);
        QCOMPARE(world.engine->hostCeilings().size(), std::size_t{1});
        QCOMPARE(world.engine->hostCeilings().front().connections, 1);
        QCOMPARE(world.engine->snapshot(second)->wait.waitsFor, WaitsFor::Host);
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.runToEnd(second));
        QCOMPARE(world.state(second), TransferState::Done);
    }

    void whatIsKnownIsKept() {
        TwoTaken host(4);
        host.serve(Refuses::With503);
        const TransferId id = host.world.add(host.world.origin->url("/file.bin"));
        host.world.runFor(2s);
        const std::vector<HostCeiling> known = host.known();
        QCOMPARE(known.size(), std::size_t{1});
        host.world.restart();
        QCOMPARE(host.known(), known);
        QVERIFY(mostTogether(host.world, id) <= 2);
        QVERIFY(isExact(host.world, kSize));
    }

    void aDayLaterOneMoreIsTried_data() {
        QTest::addColumn<bool>("refusedAgain");
        QTest::addRow("taken") << false;
        QTest::addRow("refused again") << true;
    }

    void aDayLaterOneMoreIsTried() {
        QFETCH(bool, refusedAgain);
        TwoTaken host(4);
        host.serve(Refuses::With503);
        const TransferId id = host.world.add(host.world.origin->url("/file.bin"));
        QCOMPARE(mostTogether(host.world, id), std::size_t{2});
        QCOMPARE(host.known().front().connections, 2);
        host.world.wallBegan += 25h;
        host.serve(Refuses::With503, refusedAgain ? 3s : 0s, "/again.bin");
        const TransferId again = host.world.add(host.world.origin->url("/again.bin"));
        QVERIFY(mostTogether(host.world, again) <= (refusedAgain ? 2U : 3U));
        QCOMPARE(host.world.state(again), TransferState::Done);
        QCOMPARE(host.known().front().connections, refusedAgain ? 2 : 3);
        QVERIFY(host.world.wall() - host.known().front().since < 30s);
    }

    void aPersonsWordIsNotLearnedOver() {
        TwoTaken host(4);
        host.world.engine->setHostCeiling("127.0.0.1", host.world.origin->port(), 3);
        const std::vector<HostCeiling> known = host.known();
        QVERIFY(known.front().byPerson);
        host.serve(Refuses::With503);
        const TransferId id = host.world.add(host.world.origin->url("/file.bin"));
        QVERIFY(mostTogether(host.world, id) <= 2);
        QVERIFY(isExact(host.world, kSize));
        QCOMPARE(host.known(), known);
    }

    void aPersonsWordActsAtOnce() {
        World world(over(4));
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(1s);
        QCOMPARE(world.engine->snapshot(id)->segments.size(), std::size_t{4});
        world.engine->setHostCeiling("127.0.0.1", world.origin->port(), 2);
        world.runFor(100ms);
        QCOMPARE(world.engine->snapshot(id)->segments.size(), std::size_t{2});
        QCOMPARE(world.engine->snapshot(id)->moreConnections, MoreConnections::HostCeiling);
        world.engine->forgetHostCeiling("127.0.0.1", world.origin->port());
        world.runFor(600ms);
        QCOMPARE(world.engine->snapshot(id)->segments.size(), std::size_t{4});
        QCOMPARE(world.engine->snapshot(id)->moreConnections, MoreConnections::AsMany);
        QVERIFY(world.engine->hostCeilings().empty());
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    // It goes before the limit of all hosts, too.
    void aPersonMayAllowAHostMore() {
        WorldOptions options = over(4);
        options.limits.connectionsPerHost = 2;
        World world(options);
        world.engine->setHostCeiling("127.0.0.1", world.origin->port(), 4);
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QCOMPARE(mostTogether(world, id), std::size_t{4});
    }

    // Of a refused range: the others go on, and the host is left alone for so long.
    void retryAfterOfAFurtherOneIsWaitedFor_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("4") << 4;
        QTest::addRow("16") << 16;
    }

    void retryAfterOfAFurtherOneIsWaitedFor() {
        QFETCH(int, connections);
        World world(over(connections));
        world.engine->setHostCeiling("127.0.0.1", world.origin->port(), connections);
        Rule rule = slowFile(kSize);
        const TimePoint began = world.clock.now();
        std::vector<TimePoint> asked;
        rule.edit = [&](const RequestLog& request, OriginReply& reply) {
            asked.push_back(request.time);
            if (request.connection > 2 && request.time - began < 3s) {
                refuse(Refuses::With503, reply);
                reply.headers.push_back({"Retry-After", "4"});
            }
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(1s);
        const TransferSnapshot shown = *world.engine->snapshot(id);
        QCOMPARE(shown.state, TransferState::Receiving);
        QCOMPARE(shown.moreConnections, MoreConnections::RetryAfter);
        QVERIFY(shown.moreConnectionsAt && *shown.moreConnectionsAt > world.clock.now() + 2s);
        QCOMPARE(connectionsText(shown, *shown.moreConnectionsAt - 2500ms),
                 std::string("127.0.0.1 asks to come later with another connection, in 3 s"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        const auto early = std::ranges::count_if(
            asked, [began](TimePoint at) { return at > began + 500ms && at < began + 3900ms; });
        QCOMPARE(early, std::ptrdiff_t{0});
        QVERIFY(std::ranges::any_of(asked, [began](TimePoint at) { return at >= began + 4s; }));
    }
};

QTEST_GUILESS_MAIN(CeilingTest)
#include "ceiling_test.moc"
