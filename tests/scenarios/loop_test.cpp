// The two callbacks and the calls that answer them: only what changed is told, what is refused
// fails its own transfers only, and nothing can be called from within.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <set>

using namespace penstock;
using namespace std::chrono_literals;

class LoopTest : public QObject {
    Q_OBJECT

private slots:
    void ms22AnUnknownDescriptorIsOkAndCostsNothing();
    void ms25AnEarlyTimeoutTellsTheSameDeadlineAgain();
    void ms28AddDoesNoWorkAndAsksForTimerZeroOnce();
    void ms37NothingCanBeCalledFromACallback();
    void ms51CommandsOfTheObserverAreDoneBeforeTheCallReturns();
    void ms58ARefusedSocketFailsThatAddressOnly();
    void ms61EveryDescriptorIsClosedOnceThroughTheHook();
    void aRefusedWatchFailsThatTransferOnly();
    void aRefusedTimerEndsEverythingAndTheEngineRevives();
    void performTriesEverything();
    void theQueueKeepsToItsLimitAndItsOrder();
    void aRateIsKeptAndTheSocketUnwatchedBetweenShares();
};

void LoopTest::ms22AnUnknownDescriptorIsOkAndCostsNothing() {
    World world;
    QCOMPARE(world.engine->socketAction(9999, Readiness::Read), Status::Ok);
    QCOMPARE(world.engine->socketAction(-1, Readiness::Read), Status::Ok);
    QCOMPARE(world.engine->assign(9999, nullptr), Status::UnknownSocket);
    QCOMPARE(world.socketCalls, 0);
    QCOMPARE(world.timerCalls, 0);
}

void LoopTest::ms25AnEarlyTimeoutTellsTheSameDeadlineAgain() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    world.add(world.origin->url("/file.bin"));
    world.runFor(1s);
    const int calls = world.timerCalls;
    const auto left = world.engine->timeout();
    world.timerPending = false;  // a loop that calls too early has used its timer up
    world.engine->timeoutExpired();
    QCOMPARE(world.timerCalls, calls + 1);
    QVERIFY(world.timerTold == left);
}

void LoopTest::ms28AddDoesNoWorkAndAsksForTimerZeroOnce() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10});
    for (int i = 0; i < 100; ++i) {
        world.add(world.origin->url("/file.bin"));
    }
    QCOMPARE(world.timerCalls, 1);
    QVERIFY(world.timerTold == 0ms);
    QCOMPARE(world.socketCalls, 0);
}

void LoopTest::ms37NothingCanBeCalledFromACallback() {
    WorldOptions options;
    World* world = nullptr;
    TransferId id = TransferId::None;
    std::set<Status> answers;
    const auto tryAll = [&] {
        if (world == nullptr || world->engine == nullptr) {
            return;
        }
        Engine& engine = *world->engine;
        answers.insert({engine.pause(id), engine.resume(id), engine.remove(id, Removal::KeepFile),
                        engine.socketAction(0, Readiness::Read), engine.timeoutExpired(),
                        engine.wokenUp(), engine.perform(), engine.setLimits({})});
        QVERIFY(!engine.add({}).ok());
    };
    options.hooks.open = [&](SocketRequest& request) {
        tryAll();
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    World made(options);
    made.origin->serve({.path = "/file.bin", .size = 1000});
    id = made.add(made.origin->url("/file.bin"));
    world = &made;
    QVERIFY(made.runToEnd(id));
    QCOMPARE(made.state(id), TransferState::Done);
    QCOMPARE(answers, std::set{Status::Reentered});
}

void LoopTest::ms51CommandsOfTheObserverAreDoneBeforeTheCallReturns() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1'000'000, .rate = 100'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    Status answer = Status::Dead;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Receiving) {
            answer = world.engine->pause(id);
        }
    };
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
    QCOMPARE(answer, Status::Ok);
    QVERIFY(world.watchedFds.empty());
}

void LoopTest::ms58ARefusedSocketFailsThatAddressOnly() {
    WorldOptions options;
    options.origin.addresses = {"127.0.0.1", "127.0.0.2"};
    int refused = 0;
    options.hooks.open = [&](SocketRequest& request) {
        if (request.purpose == SocketPurpose::Http && refused == 0) {
            ++refused;
            return -1;
        }
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    World world(options);
    world.dns.add("two.test", {.a = {"127.0.0.1", "127.0.0.2"}});
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId id = world.add(world.origin->url("/file.bin", "two.test"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);  // within the same attempt
    QCOMPARE(refused, 1);
}

void LoopTest::ms61EveryDescriptorIsClosedOnceThroughTheHook() {
    WorldOptions options;
    std::multiset<int> open;
    int opened = 0;
    options.hooks.open = [&](SocketRequest& request) {
        const int fd = ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
        open.insert(fd);
        ++opened;
        return fd;
    };
    options.hooks.close = [&](int fd, SocketPurpose /*purpose*/) {
        QCOMPARE(open.count(fd), std::size_t{1});
        open.erase(fd);
        ::close(fd);
    };
    {
        World world(options);
        world.dns.add("some.test", {.a = {"127.0.0.1"}});
        world.origin->serve({.path = "/file.bin", .size = 1'000'000, .rate = 1'000'000});
        const TransferId ends = world.add(world.origin->url("/file.bin", "some.test"));
        const TransferId paused = world.add(world.origin->url("/file.bin"));
        world.runFor(500ms);
        world.engine->pause(paused);
        QVERIFY(world.runToEnd(ends));
        world.add(world.origin->url("/file.bin"));
        world.runFor(100ms);  // the engine ends in the middle of this one
    }
    QVERIFY(opened >= 4);
    QVERIFY(open.empty());
}

void LoopTest::aRefusedWatchFailsThatTransferOnly() {
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

void LoopTest::aRefusedTimerEndsEverythingAndTheEngineRevives() {
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
    world.engine->remove(id.value(), Removal::KeepFile);
    world.settle();
    const TransferId again = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(again));
    QCOMPARE(world.state(again), TransferState::Done);
}

void LoopTest::performTriesEverything() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    for (int i = 0; i < 10'000 && world.state(id) != TransferState::Done; ++i) {
        world.origin->pump(0);
        world.engine->perform();
    }
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 1'000'000));
    std::vector<Watch> watched;
    world.engine->watched(watched);
    QCOMPARE(watched.size(), world.watchedFds.size());  // differences were told all along
}

void LoopTest::theQueueKeepsToItsLimitAndItsOrder() {
    WorldOptions options;
    options.limits.activeTransfers = 2;
    World world(options);
    std::vector<TransferId> ids;
    for (int i = 0; i < 5; ++i) {
        const std::string path = "/" + std::to_string(i);
        world.origin->serve({.path = path, .size = 100'000, .rate = 100'000});
        ids.push_back(world.add(world.origin->url(path)));
    }
    world.runFor(500ms);
    QCOMPARE(world.state(ids[1]), TransferState::Receiving);
    QCOMPARE(world.state(ids[2]), TransferState::Queued);
    QVERIFY(world.runToEnd(ids[4]));
    std::vector<std::string> order;
    for (const RequestLog& request : world.origin->requests()) {
        order.push_back(request.target);
    }
    QCOMPARE(order, (std::vector<std::string>{"/0", "/1", "/2", "/3", "/4"}));
}

void LoopTest::aRateIsKeptAndTheSocketUnwatchedBetweenShares() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [](TransferRequest& request) { request.rateLimit = 100'000; });
    const TimePoint began = world.clock.now();
    world.runFor(3s);
    QVERIFY(world.watchedFds.empty());  // over quota: nobody is woken by what the kernel holds
    QVERIFY(world.timerPending);
    QVERIFY(world.runToEnd(id));
    const double seconds = std::chrono::duration<double>(world.clock.now() - began).count();
    QVERIFY2(seconds > 9.0 && seconds < 11.0, qPrintable(QString::number(seconds)));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 1'000'000));
}

QTEST_GUILESS_MAIN(LoopTest)
#include "loop_test.moc"
