// socketAction() and its kin: what they cost, what they believe, what they leave alone.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <map>
#include <random>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

std::uint64_t stepsOf(const World& world) {
    const EngineWork work = world.engine->work();
    return work.connectionSteps + work.transferSteps + work.deadlines;
}

struct Cost {
    std::uint64_t turns = 0;
    std::uint64_t steps = 0;
};

// What one slow download of 50 events costs beside `paused` transfers and `idle` connections.
Cost costBeside(int paused, int idle) {
    WorldOptions options = withoutJournal();
    options.limits.idleConnections = idle;
    World world(options);
    world.origin->serve({.path = "/small", .size = 1});
    for (int i = 0; i < paused; ++i) {
        world.add(world.origin->url("/small"),
                  [](TransferRequest& request) { request.startPaused = true; });
    }
    for (int i = 0; i < idle; ++i) {
        addCounted(world, world.origin->url("/small"));
    }
    world.origin->serve({.path = "/slow", .size = 50'000, .rate = 50'000});
    world.settle();
    const TransferId id = addCounted(world, world.origin->url("/slow"));
    world.runFor(100ms);
    const EngineWork before = world.engine->work();
    const std::uint64_t steps = stepsOf(world);
    world.runUntil([&] { return world.state(id) == TransferState::Done; });
    return {world.engine->work().turns - before.turns, stepsOf(world) - steps};
}

}  // namespace

class ActionTest : public QObject {
    Q_OBJECT

private slots:
    void ms21WhatIsIdleCostsNothing();
    void ms22AnUnknownDescriptorIsOkAndCostsNothing();
    void ms22ALateEventIsOkAndCostsNothing();
    void ms23TheReadinessIsOnlyAHint_data();
    void ms23TheReadinessIsOnlyAHint();
    void ms23AnyEventOfAnyDescriptorDoesNoHarm();
    void ms24AnErrorIsFoundByReading_data();
    void ms24AnErrorIsFoundByReading();
    void ms25AnEarlyTimeoutTellsTheSameDeadlineAgain();
    void ms27ACallForOneEndsAnotherThatIsDue();
    void ms28AddDoesNoWork();
    void ms29ManyAddsAskForTimerZeroOnce();
};

void ActionTest::ms21WhatIsIdleCostsNothing() {
    const Cost alone = costBeside(0, 16);
    QVERIFY(alone.turns > 20);
    for (const int paused : {1'000, 10'000}) {
        const Cost beside = costBeside(paused, 16);
        QCOMPARE(beside.turns, alone.turns);
        QCOMPARE(beside.steps, alone.steps);
    }
    const Cost besideIdle = costBeside(0, 200);
    QCOMPARE(besideIdle.turns, alone.turns);
    QCOMPARE(besideIdle.steps, alone.steps);
}

void ActionTest::ms22AnUnknownDescriptorIsOkAndCostsNothing() {
    World world;
    QCOMPARE(world.engine->socketAction(9999, Readiness::Read), CallStatus::Ok);
    QCOMPARE(world.engine->socketAction(-1, Readiness::Read), CallStatus::Ok);
    QCOMPARE(world.engine->assign(9999, nullptr), CallStatus::UnknownSocket);
    QCOMPARE(world.socketCalls, 0);
    QCOMPARE(world.timerCalls, 0);
    QCOMPARE(world.engine->work().turns, std::uint64_t{0});
}

void ActionTest::ms22ALateEventIsOkAndCostsNothing() {
    World world(withoutPool());
    world.origin->serve({.path = "/file.bin", .size = 10});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    world.settle();
    const std::uint64_t turns = world.engine->work().turns;
    const std::size_t told = world.told.size();
    QCOMPARE(world.engine->socketAction(world.told.front().fd, Readiness::ReadWrite),
             CallStatus::Ok);
    QCOMPARE(world.engine->work().turns, turns);
    QCOMPARE(world.told.size(), told);
}

void ActionTest::ms23TheReadinessIsOnlyAHint_data() {
    QTest::addColumn<int>("said");
    QTest::addRow("nothing") << static_cast<int>(Readiness::Nothing);
    QTest::addRow("readable") << static_cast<int>(Readiness::Read);
    QTest::addRow("writable") << static_cast<int>(Readiness::Write);
    QTest::addRow("error") << static_cast<int>(Readiness::Error);
}

void ActionTest::ms23TheReadinessIsOnlyAHint() {
    QFETCH(int, said);
    WorldOptions options = withoutJournal();
    options.tls = true;
    World world(options);
    world.distort = [said](Readiness /*seen*/) {
        return static_cast<Readiness>(said);
    };
    world.origin->serve({.path = "/file.bin", .size = 300'000});
    const TimePoint began = world.clock.now();
    for (const std::string& url :
         {world.origin->url("/file.bin"), world.origin->tlsUrl("/file.bin")}) {
        const auto sink = std::make_shared<MemorySink>();
        const TransferId id = world.add(url, into(sink));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(sink->text == contentText(1, 0, 300'000));
    }
    QVERIFY(world.clock.now() - began < 1s);
}

void ActionTest::ms23AnyEventOfAnyDescriptorDoesNoHarm() {
    WorldOptions options = withoutJournal();
    options.tls = true;
    World world(options);
    std::mt19937 random(20240611);
    const auto any = [&](unsigned below) {
        return static_cast<int>(random() % below);
    };
    Rule rule{.path = "/file.bin", .size = 200'000, .rate = 100'000};
    world.origin->serve(rule);
    std::map<TransferId, std::shared_ptr<MemorySink>> sinks;
    for (int i = 0; i < 6; ++i) {
        const auto sink = std::make_shared<MemorySink>();
        const bool tls = i % 2 == 1;
        sinks[world.add(tls ? world.origin->tlsUrl("/file.bin") : world.origin->url("/file.bin"),
                        into(sink))] = sink;
    }
    for (int round = 0; round < 3000; ++round) {
        QCOMPARE(world.engine->socketAction(any(40) - 1, static_cast<Readiness>(any(8))),
                 CallStatus::Ok);
        if (any(20) == 0) {
            world.runFor(10ms);
        }
        if (any(20) == 0) {
            world.timerPending = false;  // it is used up, and perhaps early
            QCOMPARE(world.engine->timeoutExpired(), CallStatus::Ok);
        }
    }
    for (const auto& [id, sink] : sinks) {
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(sink->text == contentText(1, 0, 200'000));
        QCOMPARE(sink->ends, 1);
    }
}

void ActionTest::ms24AnErrorIsFoundByReading_data() {
    QTest::addColumn<bool>("reset");
    QTest::addRow("RST in the body") << true;
    QTest::addRow("FIN in the body") << false;
}

void ActionTest::ms24AnErrorIsFoundByReading() {
    QFETCH(bool, reset);
    std::vector<std::string> order;
    WorldOptions options = withoutJournal();
    options.limits.attempts = 1;
    options.hooks.close = [&](int fd, SocketPurpose /*purpose*/) {
        order.emplace_back("close");
        ::close(fd);
    };
    World world(options);
    world.mostRounds = 10'000;
    world.distort = [](Readiness /*seen*/) {
        return Readiness::Error;  // no more than that is ever said
    };
    world.onSocket = [&](const Watch& watch) {
        if (watch.interest == Interest::Nothing) {
            order.emplace_back("end");
        }
    };
    Rule rule{.path = "/file.bin", .size = 1'000'000};
    (reset ? rule.resetAfter : rule.closeAfter) = 1000;
    world.origin->serve(rule);
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    world.settle();
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Trunc.Body"));
    QCOMPARE(order, (std::vector<std::string>{"end", "close"}));
}

void ActionTest::ms25AnEarlyTimeoutTellsTheSameDeadlineAgain() {
    WorldOptions options = withoutJournal();
    options.limits.timeouts.firstByte = 500ms;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    addCounted(world, world.origin->url("/file.bin"));
    world.runFor(100ms);
    QVERIFY(world.timerTold == 500ms);
    const int calls = world.timerCalls;
    const std::uint64_t steps = stepsOf(world);
    world.timerPending = false;  // a loop that calls too early has used its timer up
    world.engine->timeoutExpired();
    QCOMPARE(world.timerCalls, calls + 1);
    QVERIFY(world.timerTold == 400ms);
    QCOMPARE(stepsOf(world), steps);  // nothing was run
    const auto left = world.engine->timeout();
    world.engine->timeoutExpired();  // and once more
    QCOMPARE(world.timerCalls, calls + 2);
    QVERIFY(world.timerTold == left);
}

void ActionTest::ms27ACallForOneEndsAnotherThatIsDue() {
    WorldOptions options = withoutJournal();
    options.limits.attempts = 1;
    options.limits.timeouts.firstByte = 10s;
    World world(options);
    world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 10'000});
    world.origin->serve({.path = "/mute", .size = 10, .delayFirstByte = 1h});
    const TransferId slow = addCounted(world, world.origin->url("/slow"));
    world.runFor(5s);
    const int fd = world.told.front().fd;
    const TransferId mute = addCounted(world, world.origin->url("/mute"));
    world.runFor(5s);
    world.clock.advance(5s);  // the loop is late, and has an event first
    QCOMPARE(world.state(mute), TransferState::Probing);
    world.engine->socketAction(fd, Readiness::Read);
    QCOMPARE(world.state(mute), TransferState::Failed);
    QCOMPARE(world.state(slow), TransferState::Receiving);
    QCOMPARE(world.engine->transfers(), (std::vector<TransferId>{slow, mute}));
}

void ActionTest::ms28AddDoesNoWork() {
    int opened = 0;
    WorldOptions options;
    options.hooks.open = [&](SocketRequest& /*request*/) {
        ++opened;
        return -1;
    };
    World world(options);
    int notices = 0;
    world.onChange = [&](const Change& /*change*/) {
        ++notices;
    };
    world.add(world.origin->url("/file.bin"));
    QCOMPARE(world.timerCalls, 1);
    QVERIFY(world.timerTold == 0ms);
    QCOMPARE(world.socketCalls, 0);
    QCOMPARE(opened, 0);
    QCOMPARE(notices, 0);
    QCOMPARE(stepsOf(world), std::uint64_t{0});
    world.engine->timeoutExpired();  // what add() asked for
    QCOMPARE(opened, 1);
}

void ActionTest::ms29ManyAddsAskForTimerZeroOnce() {
    World world;
    for (int i = 0; i < 1000; ++i) {
        world.add(world.origin->url("/file.bin"));
    }
    QCOMPARE(world.timerCalls, 1);
    QVERIFY(world.timerTold == 0ms);
}

QTEST_GUILESS_MAIN(ActionTest)
#include "action_test.moc"
