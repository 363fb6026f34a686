// Ends: of a connection that says goodbye, of an engine, and of what a loop refuses to watch.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <map>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

// Three transfers of different kinds, each with a sink that counts its ends.
struct Three {
    explicit Three(World& world) {
        world.dns.add("some.test", {.a = {"127.0.0.1"}});
        world.origin->serve({.path = "/file.bin", .size = 700'000, .delayFirstByte = 1s});
        for (const std::string& url :
             {world.origin->url("/file.bin"), world.origin->url("/file.bin", "some.test"),
              world.origin->tlsUrl("/file.bin")}) {
            TransferRequest request;
            request.url = url;
            request.sink = sinks.emplace_back(std::make_shared<MemorySink>());
            if (auto id = world.engine->add(request)) {
                ids.push_back(id.value());
            } else {
                sinks.pop_back();  // the engine was dead already
            }
        }
    }

    [[nodiscard]] bool ended(const World& world) const {
        return std::ranges::all_of(ids, [&](TransferId id) {
            const TransferState state = world.engine->snapshot(id)->state;
            return state == TransferState::Done || state == TransferState::Failed;
        });
    }

    std::vector<TransferId> ids;
    std::vector<std::shared_ptr<MemorySink>> sinks;
};

WorldOptions threeOptions() {
    WorldOptions options = withoutJournal();
    options.tls = true;
    return options;
}

}  // namespace

class ClosingTest : public QObject {
    Q_OBJECT

private slots:
    void ms9AGoodbyeIsWatchedUntilItIsAnswered();
    void ms9ManyGoodbyesNeitherSpinNorLeak();
    void ms10TheEndOfAnEngineTellsEndsOnlyAndLeavesNothing();
    void ms11ARefusedSocketCallbackFailsItsTransferOnly();
    void ms11AnyOneSocketCallbackMayBeRefused();
    void ms11AnyOneTimerCallbackMayBeRefused();
    void ms11ADeadEngineRevivesWhenItsListIsEmpty();
};

void ClosingTest::ms9AGoodbyeIsWatchedUntilItIsAnswered() {
    WorldOptions options = withoutPool();
    options.tls = true;
    World world(options);
    world.origin->setDelayGoodbye(200ms);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId id = addCounted(world, world.origin->tlsUrl("/file.bin", "127.0.0.1"));
    QVERIFY(world.runToEnd(id));
    world.engine->remove(id, Removal::KeepFile);  // the last transfer is gone
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    QCOMPARE(world.watchedFds.begin()->second, Interest::Read);
    const TimePoint done = world.clock.now();
    const int entries = world.shadow.counts().entries;
    QVERIFY(world.runUntil([&] { return world.shadow.openCount() == 0; }));
    QCOMPARE(world.clock.now() - done, Duration(200ms));
    QVERIFY(world.shadow.counts().entries - entries <= 2);
    QVERIFY(world.socketErrors.empty());
}

void ClosingTest::ms9ManyGoodbyesNeitherSpinNorLeak() {
    constexpr int kConnections = 1000;
    constexpr std::size_t kAtOnce = 20;
    WorldOptions options = withoutPool();
    options.tls = true;
    options.limits.activeTransfers = static_cast<int>(kAtOnce);
    World world(options);
    world.origin->setDelayGoodbye(200ms);
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 200ms});
    std::size_t most = 0;
    world.onReturn = [&](EntryPoint /*from*/) {
        most = std::max(most, world.shadow.openCount());
    };
    for (int i = 0; i < kConnections; ++i) {
        addCounted(world, world.origin->tlsUrl("/file.bin", "127.0.0.1"));
    }
    QVERIFY(world.runUntil([&] {
        return world.shadow.counts().opened == kConnections && world.shadow.openCount() == 0;
    }));
    QVERIFY(world.watchedFds.empty());
    QVERIFY2(most <= 3 * kAtOnce, qPrintable(QString::number(most)));
    QVERIFY(world.shadow.counts().entries < 12 * kConnections);
}

void ClosingTest::ms10TheEndOfAnEngineTellsEndsOnlyAndLeavesNothing() {
    constexpr std::size_t kConnections = 10;
    WorldOptions options = withoutJournal();
    options.tls = true;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    for (std::size_t i = 0; i < kConnections; ++i) {
        addCounted(world, world.origin->tlsUrl("/file.bin", "127.0.0.1"));
    }
    world.settle();
    QCOMPARE(world.watchedFds.size(), kConnections);
    Engine* engine = world.engine.get();
    std::size_t ends = 0;
    world.onSocket = [&](const Watch& watch) {
        QCOMPARE(watch.interest, Interest::Nothing);
        std::vector<Watch> left;
        engine->watched(left);  // the engine is still there
        QCOMPARE(left.size(), kConnections - ++ends);
        QCOMPARE(engine->assign(watch.fd, &ends), CallStatus::UnknownSocket);
        QVERIFY(left.empty() || engine->assign(left.front().fd, &ends) == CallStatus::Ok);
    };
    world.engine.reset();
    QCOMPARE(ends, kConnections);
    QVERIFY(world.watchedFds.empty());
    QVERIFY(!world.timerPending);
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
    const int calls = world.socketCalls + world.timerCalls;
    while (world.origin->pump(0)) {
    }
    QCOMPARE(world.socketCalls + world.timerCalls, calls);
}

void ClosingTest::ms11ARefusedSocketCallbackFailsItsTransferOnly() {
    World world;
    world.origin->serve({.path = "/a", .size = 1000});
    world.origin->serve({.path = "/b", .size = 1000});
    world.refuseSocketCall = 1;
    const TransferId a = world.add(world.origin->url("/a"));
    const TransferId b = world.add(world.origin->url("/b"));
    QVERIFY(world.runToEnd(a));
    QVERIFY(world.runToEnd(b));
    QCOMPARE(world.state(a), TransferState::Failed);
    QCOMPARE(kindOf(world.at(a).error), std::string("Engine.LoopRefused"));
    QCOMPARE(world.state(b), TransferState::Done);
}

void ClosingTest::ms11AnyOneSocketCallbackMayBeRefused() {
    int calls = 1;
    int failures = 0;
    for (int k = 1; k <= calls; ++k) {
        World world(threeOptions());
        world.refuseSocketCall = k;
        const Three three(world);
        QVERIFY(world.runUntil([&] { return three.ended(world); }));
        for (std::size_t i = 0; i < three.ids.size(); ++i) {
            const TransferSnapshot& at = world.at(three.ids[i]);
            failures += at.state == TransferState::Failed ? 1 : 0;
            QCOMPARE(three.sinks[i]->ends, 1);
            if (at.state == TransferState::Done) {
                QVERIFY(three.sinks[i]->text == contentText(1, 0, 700'000));
            }
        }
        if (k == 1) {
            calls = world.socketCalls;
        }
        world.engine.reset();
        QCOMPARE(world.shadow.counts().opened, world.shadow.counts().closed);
    }
    QVERIFY(calls >= 8);
    QVERIFY(failures >= 6);
    QVERIFY(failures <= calls);  // at most one transfer for each refusal
}

void ClosingTest::ms11AnyOneTimerCallbackMayBeRefused() {
    int calls = 1;
    for (int k = 0; k <= calls; ++k) {  // 0: none is
        World world(threeOptions());
        world.refuseTimerCall = k;
        const Three three(world);
        QVERIFY(world.runUntil([&] { return three.ended(world); }));
        for (std::size_t i = 0; i < three.ids.size(); ++i) {
            const auto at = world.engine->snapshot(three.ids[i]);
            QCOMPARE(three.sinks[i]->ends, 1);
            if (at->state == TransferState::Done) {
                QVERIFY(three.sinks[i]->text == contentText(1, 0, 700'000));
            } else {
                QCOMPARE(kindOf(at->error), std::string("Engine.LoopRefused"));
            }
        }
        world.settle();
        if (k == 0) {
            calls = world.timerCalls;
        } else {
            QCOMPARE(world.timerCalls, k);  // not one more after the refused one
        }
        world.engine.reset();
        QCOMPARE(world.shadow.counts().opened, world.shadow.counts().closed);
    }
    QVERIFY(calls >= 5);
}

void ClosingTest::ms11ADeadEngineRevivesWhenItsListIsEmpty() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    world.refuseTimer = true;
    TransferRequest request;
    request.url = world.origin->url("/file.bin");
    request.directory = world.folder.path().string();
    const auto id = world.engine->add(request);
    QVERIFY(id.ok());
    world.settle();
    QCOMPARE(world.state(id.value()), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id.value()).error), std::string("Engine.LoopRefused"));
    QVERIFY(!world.engine->add(request).ok());
    world.refuseTimer = false;
    QVERIFY(!world.engine->add(request).ok());  // not before
    world.engine->remove(id.value(), Removal::KeepFile);
    world.settle();
    const TransferId again = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(again));
    QCOMPARE(world.state(again), TransferState::Done);
}

QTEST_GUILESS_MAIN(ClosingTest)
#include "closing_test.moc"
