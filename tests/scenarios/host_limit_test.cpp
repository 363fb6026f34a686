// Many files of one host: never more connections than it may have, each used again, and all the
// files come.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace penstock;
using namespace std::chrono_literals;

class HostLimitScenario : public QObject {
    Q_OBJECT

private slots:

    void twoThousandSmallFilesTakeSixConnections() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = EngineLimits{}.connectionsPerHost;
        World world(options);
        world.origin->serve({.path = "/f", .size = 100});
        std::vector<TransferId> added;
        for (int i = 0; i < 2000; ++i) {
            added.push_back(addCounted(world, world.origin->url("/f")));
        }
        std::size_t most = 0;
        world.onReturn = [&](EntryPoint) {
            most = std::max(most, world.shadow.openCount());
        };
        QVERIFY(world.runUntil([&] {
            return std::ranges::all_of(
                added, [&](TransferId id) { return world.state(id) == TransferState::Done; });
        }));
        QCOMPARE(world.origin->requests().size(), std::size_t{2000});
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{6});
        QCOMPARE(most, std::size_t{6});
    }

    void oneThatWaitsSaysSoAndHasNoDeadline() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 1;
        World world(options);
        world.origin->serve({.path = "/slow", .size = 10, .delayFirstByte = 50s});
        world.origin->serve({.path = "/f", .size = 10});
        const TransferId slow = addCounted(world, world.origin->url("/slow"));
        const TransferId id = addCounted(world, world.origin->url("/f"));
        world.runFor(40s);
        const TransferSnapshot waiting = *world.engine->snapshot(id);
        QCOMPARE(waiting.wait.waitsFor, WaitsFor::Host);
        QVERIFY(!waiting.wait.until);
        QCOMPARE(waiting.activeSockets, 0);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(slow), TransferState::Done);
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.at(id).attempt, 0);
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
        const Duration waited = world.at(id).waited.of(WaitsFor::Host);
        QVERIFY(waited >= 50s && waited < 51s);
    }

    void whoStandsAsideComesWhenTheLastThatWaitedGoes_data() {
        QTest::addColumn<bool>("removed");
        QTest::newRow("it is paused") << false;
        QTest::newRow("it is removed") << true;
    }

    void whoStandsAsideComesWhenTheLastThatWaitedGoes() {
        QFETCH(bool, removed);
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 1;
        World world(options);
        world.origin->serve({.path = "/slow", .size = 10, .delayFirstByte = 50s});
        world.origin->serve({.path = "/f", .size = 10});
        addCounted(world, world.origin->url("/slow"));
        world.runFor(1s);
        const TransferId waits = addCounted(world, world.origin->url("/f"));
        world.runFor(1s);
        const TransferId aside = addCounted(world, world.origin->url("/f"));
        world.runFor(1s);
        QCOMPARE(world.state(waits), TransferState::Probing);
        QCOMPARE(world.state(aside), TransferState::Queued);
        removed ? world.engine->remove(waits, Removal::DeleteFile) : world.engine->pause(waits);
        QCOMPARE(world.engine->selfCheck().sentence, std::string());
        QVERIFY(world.runUntil([&] { return world.state(aside) == TransferState::Probing; }, 1s));
        QCOMPARE(world.at(aside).wait.waitsFor, WaitsFor::Host);
        QVERIFY(world.runToEnd(aside));
        QCOMPARE(world.state(aside), TransferState::Done);
    }

    void whoStandsAsideIsNextInLineOnceThePlaceIsGiven() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 1;
        World world(options);
        world.origin->serve({.path = "/slow", .size = 10, .delayFirstByte = 5s});
        world.origin->serve({.path = "/slower", .size = 10, .delayFirstByte = 50s});
        const TransferId first = addCounted(world, world.origin->url("/slow"));
        world.runFor(1s);
        addCounted(world, world.origin->url("/slower"));
        world.runFor(1s);
        const TransferId aside = addCounted(world, world.origin->url("/slow"));
        world.runFor(1s);
        QCOMPARE(world.state(aside), TransferState::Queued);
        QVERIFY(world.runUntil([&] { return world.state(first) == TransferState::Done; }));
        QVERIFY(world.runUntil([&] { return world.state(aside) == TransferState::Probing; }, 1s));
        QVERIFY(world.runToEnd(aside));
    }

    void aServerThatClosesAfterEachAnswerServesThemAllTheSame() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 2;
        World world(options);
        world.origin->serve({.path = "/f",
                             .script = {{.bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                                  "Content-Length: 3\r\n\r\nabc",
                                         .close = true}}});
        std::vector<TransferId> added;
        for (int i = 0; i < 20; ++i) {
            added.push_back(addCounted(world, world.origin->url("/f")));
        }
        std::size_t most = 0;
        world.onReturn = [&](EntryPoint) {
            most = std::max(most, world.shadow.openCount());
        };
        world.runFor(60s);
        for (const TransferId id : added) {
            QCOMPARE(world.state(id), TransferState::Done);
        }
        QCOMPARE(most, std::size_t{2});
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{20});
    }

    void aHostThatCannotBeReachedHoldsNobodyForEver() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 1;
        options.limits.attempts = 2;
        World world(options);
        world.dns.add("gone.test", {.rcode = 3});
        std::vector<TransferId> added;
        for (int i = 0; i < 5; ++i) {
            added.push_back(addCounted(world, "http://gone.test/" + std::to_string(i)));
        }
        world.runFor(600s);
        for (const TransferId id : added) {
            QCOMPARE(world.state(id), TransferState::Failed);
        }
    }

    void pausingTheOneThatIsServedServesTheNext() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 1;
        World world(options);
        world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 1000});
        world.origin->serve({.path = "/f", .size = 10});
        const TransferId slow = addCounted(world, world.origin->url("/slow"));
        QVERIFY(world.runUntil([&] { return world.state(slow) == TransferState::Receiving; }));
        const TransferId gone = addCounted(world, world.origin->url("/f"));
        const TransferId id = addCounted(world, world.origin->url("/f"));
        world.runFor(1s);
        world.engine->remove(gone, Removal::DeleteFile);
        world.runFor(1s);
        QCOMPARE(world.engine->snapshot(id)->wait.waitsFor, WaitsFor::Host);
        world.engine->pause(slow);
        world.settle();
        QCOMPARE(world.state(id), TransferState::Done);
    }

    // A transfer of the same origin that is led on by a redirect does not stand behind the others
    // again: what it was led to may be good for a short time only.
    void aRedirectGoesAheadOfThoseThatWait() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 1;
        World world(options);
        world.origin->serve({.path = "/old", .location = world.origin->url("/new")});
        world.origin->serve({.path = "/new", .size = 10});
        world.origin->serve({.path = "/f", .size = 10});
        const TransferId first = addCounted(world, world.origin->url("/old"));
        std::vector<TransferId> others;
        for (int i = 0; i < 10; ++i) {
            others.push_back(addCounted(world, world.origin->url("/f")));
        }
        QVERIFY(world.runToEnd(first));
        QVERIFY(world.runToEnd(others.back()));
        QCOMPARE(world.origin->requests().at(0).target, std::string("/old"));
        QCOMPARE(world.origin->requests().at(2).target, std::string("/new"));
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    }

    void anotherLimitActsAtOnce() {
        WorldOptions options = withoutJournal();
        options.limits.connectionsPerHost = 1;
        World world(options);
        world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 100});
        std::vector<TransferId> added;
        for (int i = 0; i < 4; ++i) {
            added.push_back(addCounted(world, world.origin->url("/slow")));
        }
        world.runFor(1s);
        QCOMPARE(world.shadow.openCount(), std::size_t{1});
        options.limits.connectionsPerHost = 3;
        world.engine->setLimits(options.limits);
        world.runFor(1s);
        QCOMPARE(world.shadow.openCount(), std::size_t{3});
        QCOMPARE(world.engine->snapshot(added[3])->wait.waitsFor, WaitsFor::Host);
    }
};

QTEST_GUILESS_MAIN(HostLimitScenario)
#include "host_limit_test.moc"
