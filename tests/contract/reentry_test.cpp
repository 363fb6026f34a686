// What may be called from where, and that it changes nothing where it may not be.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <set>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

using Answers = std::set<CallStatus>;

// Every call that moves something.
Answers tryToMove(Engine& engine, TransferId id) {
    Answers answers{engine.pause(id),
                    engine.resume(id),
                    engine.remove(id, Removal::KeepFile),
                    engine.answer(id, Choice::Stop),
                    engine.socketAction(0, Readiness::Read),
                    engine.timeoutExpired(),
                    engine.wokenUp(),
                    engine.perform(),
                    engine.restore(),
                    engine.setLimits({}),
                    engine.setProxies({})};
    engine.stop();
    if (engine.add({.url = "http://127.0.0.1/", .directory = "/tmp"}).ok()) {
        answers.insert(CallStatus::Ok);
    }
    return answers;
}

// Every call that only asks. Returns whether they all made sense.
bool askEverything(Engine& engine, TransferId id) {
    std::vector<Watch> watched;
    engine.watched(watched);
    static_cast<void>(engine.timeout());
    static_cast<void>(engine.work());
    static_cast<void>(engine.selfCheck());
    return engine.startError().ok() && engine.snapshot(id) &&
           engine.transfers().size() == std::size_t{1};
}

}  // namespace

class ReentryTest : public QObject {
    Q_OBJECT

private slots:
    void ms37NothingMovesFromTheSocketAndTimerCallbacks();
    void ms48NothingMovesFromAHookOrASink_data();
    void ms48NothingMovesFromAHookOrASink();
    void ms49PauseAndResumeAreRefusedWhereTheLoopIsTold();
    void ms50TheObserverMayAddAndRemove();
    void ms50TheObserverMayNotDriveTheEngine();
    void ms50TheObserverMaySetLimitsAndStop();
    void ms51CommandsOfTheObserverAreDoneBeforeTheCallReturns();
    void ms51WhoIsCancelledByTheObserverReceivesNothingMore();
    void ms52RemoveIsCompleteWhenItReturns();
    void ms52WhatIsRemovedIsUnknown();
    void ms54AnAbortedAnswerClosesItsConnectionAWholeOneDoesNot();
};

void ReentryTest::ms37NothingMovesFromTheSocketAndTimerCallbacks() {
    for (const bool fromTimer : {false, true}) {
        World world(withoutPool());
        world.origin->serve({.path = "/file.bin", .size = 100'000, .delayFirstByte = 1s});
        const auto sink = std::make_shared<MemorySink>();
        const TransferId id = world.add(world.origin->url("/file.bin"), into(sink));
        Answers answers;
        int asked = 0;
        const auto tryAll = [&] {
            if (world.engine != nullptr && world.engine->snapshot(id)) {
                answers.merge(tryToMove(*world.engine, id));
                QVERIFY(askEverything(*world.engine, id));
                ++asked;
            }
        };
        if (fromTimer) {
            world.onTimer = [&](auto /*wait*/) {
                tryAll();
            };
        } else {
            world.onSocket = [&](const Watch& /*watch*/) {
                tryAll();
            };
        }
        QVERIFY(world.runToEnd(id));
        QVERIFY(asked >= 3);
        QCOMPARE(answers, Answers{CallStatus::Reentered});
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(sink->text == contentText(1, 0, 100'000));
    }
}

void ReentryTest::ms48NothingMovesFromAHookOrASink_data() {
    QTest::addColumn<QString>("from");
    for (const char* from : {"open", "prepare", "close", "sink"}) {
        QTest::addRow("%s", from) << from;
    }
}

void ReentryTest::ms48NothingMovesFromAHookOrASink() {
    QFETCH(QString, from);
    World* made = nullptr;
    TransferId id = TransferId::Nothing;
    Answers answers;
    int asked = 0;
    const auto tryFrom = [&](const char* place) {
        if (from == place && made != nullptr && made->engine != nullptr) {
            answers.merge(tryToMove(*made->engine, id));
            QVERIFY(askEverything(*made->engine, id));
            ++asked;
        }
    };
    WorldOptions options = withoutPool();
    options.hooks.open = [&](SocketRequest& request) {
        tryFrom("open");
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    options.hooks.prepare = [&](int /*fd*/, const SocketRequest& /*request*/) {
        tryFrom("prepare");
        return Prepared::Ok;
    };
    options.hooks.close = [&](int fd, SocketPurpose /*purpose*/) {
        tryFrom("close");
        ::close(fd);
    };
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 100'000});
    const auto sink = std::make_shared<MemorySink>();
    sink->onCall = [&] {
        tryFrom("sink");
    };
    id = world.add(world.origin->url("/file.bin"), into(sink));
    made = &world;
    QVERIFY(world.runToEnd(id));
    world.settle();
    QVERIFY(asked >= 1);
    QCOMPARE(answers, Answers{CallStatus::Reentered});
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(sink->text == contentText(1, 0, 100'000));
    made = nullptr;
}

void ReentryTest::ms49PauseAndResumeAreRefusedWhereTheLoopIsTold() {
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = 1'000'000, .rate = 500'000});
    const TransferId one = addCounted(world, world.origin->url("/file.bin"));
    const TransferId other =
        world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
            request.startPaused = true;
            request.sink = std::make_shared<CountingSink>();
        });
    Answers answers;
    const auto tryBoth = [&] {
        answers.insert(world.engine->pause(one));
        answers.insert(world.engine->resume(other));
    };
    world.onSocket = [&](const Watch& /*watch*/) {
        tryBoth();
    };
    world.onTimer = [&](auto /*wait*/) {
        tryBoth();
    };
    QVERIFY(world.runToEnd(one));
    QCOMPARE(answers, Answers{CallStatus::Reentered});
    QCOMPARE(world.state(one), TransferState::Done);
    QCOMPARE(world.state(other), TransferState::Paused);
    world.onSocket = nullptr;
    world.onTimer = nullptr;
}

void ReentryTest::ms50TheObserverMayAddAndRemove() {
    constexpr int kTransfers = 1000;
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = 10});
    int done = 0;
    TransferRequest request;
    request.url = world.origin->url("/file.bin");
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer == nullptr || transfer->state != TransferState::Done) {
            return;
        }
        QCOMPARE(world.engine->remove(transfer->id, Removal::KeepFile), CallStatus::Ok);
        if (++done < kTransfers) {
            request.sink = std::make_shared<CountingSink>();
            QVERIFY(world.engine->add(request).ok());
        }
    };
    addCounted(world, request.url);
    QVERIFY(world.runUntil([&] { return done == kTransfers; }));
    world.settle();
    QVERIFY(world.engine->transfers().empty());
    QVERIFY(world.transfers.empty());
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
}

void ReentryTest::ms50TheObserverMayNotDriveTheEngine() {
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = 10});
    Answers answers;
    world.onChange = [&](const Change& /*change*/) {
        Engine& engine = *world.engine;
        answers.insert({engine.perform(), engine.timeoutExpired(), engine.wokenUp(),
                        engine.socketAction(0, Readiness::Read)});
    };
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(answers, Answers{CallStatus::Reentered});
    QCOMPARE(world.state(id), TransferState::Done);
}

void ReentryTest::ms50TheObserverMaySetLimitsAndStop() {
    WorldOptions options = withoutJournal();
    options.limits.activeTransfers = 1;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 1'000'000, .rate = 100'000});
    addCounted(world, world.origin->url("/file.bin"));
    const TransferId second = addCounted(world, world.origin->url("/file.bin"));
    bool set = false;
    world.onChange = [&](const Change& /*change*/) {
        if (!std::exchange(set, true)) {
            EngineLimits wider = options.limits;
            wider.activeTransfers = 2;
            QCOMPARE(world.engine->setLimits(wider), CallStatus::Ok);
        }
    };
    world.runFor(1s);
    QCOMPARE(world.state(second), TransferState::Receiving);
    world.onChange = [&](const Change& change) {
        if (std::holds_alternative<TransferRemoved>(change)) {
            world.engine->stop();
        }
    };
    world.engine->remove(second, Removal::KeepFile);
    world.settle();
    QVERIFY(world.stopped);
}

void ReentryTest::ms51CommandsOfTheObserverAreDoneBeforeTheCallReturns() {
    World world;
    world.mostRounds = 10'000;
    world.origin->serve({.path = "/file.bin", .size = 1'000'000, .rate = 100'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    std::optional<CallStatus> answer;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Receiving && !answer) {
            answer = world.engine->pause(id);
        }
    };
    world.onReturn = [&](EntryPoint /*from*/) {
        if (answer) {
            QVERIFY(world.watchedFds.empty());
        }
    };
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
    QCOMPARE(answer, std::optional(CallStatus::Ok));
}

void ReentryTest::ms51WhoIsCancelledByTheObserverReceivesNothingMore() {
    World world(withoutJournal());
    world.mostRounds = 10'000;
    world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 100'000});
    world.origin->serve({.path = "/small", .size = 10, .delayFirstByte = 2s, .delayBody = 1s});
    const auto sink = std::make_shared<MemorySink>();
    const TransferId other = world.add(world.origin->url("/slow"), into(sink));
    const TransferId self = addCounted(world, world.origin->url("/small"));
    std::optional<std::size_t> had;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->id == self &&
            transfer->state == TransferState::Receiving) {
            world.engine->remove(self, Removal::KeepFile);
            world.engine->remove(other, Removal::KeepFile);
            had = sink->text.size();
        }
    };
    world.onReturn = [&](EntryPoint /*from*/) {
        if (had) {
            QVERIFY(world.engine->transfers().empty());
        }
    };
    QVERIFY(world.runUntil([&] { return had.has_value(); }));
    world.runFor(10s);
    QVERIFY(*had > 0);
    QCOMPARE(sink->text.size(), *had);
    QVERIFY(world.transfers.empty());
}

void ReentryTest::ms52RemoveIsCompleteWhenItReturns() {
    World world(withoutJournal());
    world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 100'000});
    const TransferId id = addCounted(world, world.origin->url("/slow"));
    world.runFor(1s);
    QVERIFY(world.timerPending);
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::Ok);
    QCOMPARE(world.told.back().interest, Interest::Nothing);
    QVERIFY(world.watchedFds.empty());
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
    QVERIFY(!world.timerPending);
    QVERIFY(!world.engine->snapshot(id));
    QVERIFY(world.transfers.empty());  // the observer knows, too
}

void ReentryTest::ms52WhatIsRemovedIsUnknown() {
    World world(withoutJournal());
    world.workersHang = true;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.settle();
    QCOMPARE(world.state(id), TransferState::Receiving);
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::Ok);
    QCOMPARE(world.state(id), TransferState::Settling);  // its part is being made
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::Ok);
    world.workersHang = false;
    world.settle();
    QVERIFY(world.transfers.empty());
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::UnknownTransfer);
    QCOMPARE(world.engine->remove(TransferId{99}, Removal::KeepFile), CallStatus::UnknownTransfer);
    QCOMPARE(world.engine->pause(TransferId::Nothing), CallStatus::UnknownTransfer);
}

void ReentryTest::ms54AnAbortedAnswerClosesItsConnectionAWholeOneDoesNot() {
    World world(withoutJournal());
    world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 100'000});
    world.origin->serve({.path = "/small", .size = 1000});
    const TransferId slow = addCounted(world, world.origin->url("/slow"));
    world.runFor(1s);
    world.engine->remove(slow, Removal::KeepFile);
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
    const TransferId small = addCounted(world, world.origin->url("/small"));
    QVERIFY(world.runToEnd(small));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
    world.engine->remove(small, Removal::KeepFile);
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/small"))));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
}

QTEST_GUILESS_MAIN(ReentryTest)
#include "reentry_test.moc"
