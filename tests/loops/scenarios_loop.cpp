// What is between the engine and the loop itself: threads, mixed calls, late and false events.

#include "tests/loops/scene.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <thread>

namespace penstock {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSize = 300'000;

Rule slowFile() {
    return {.path = "/file.bin", .size = kSize, .bytesPerWrite = 3'000};
}

void checkWhole(Scene& scene) {
    QCOMPARE(scene.transfers.size(), std::size_t{1});
    const TransferSnapshot& last = scene.transfers.begin()->second;
    QCOMPARE(last.error.sentence, std::string());
    QCOMPARE(last.state, TransferState::Done);
    QVERIFY(scene.isWhole("file.bin", 1, kSize));
}

/// Downloads slowFile(), with `meddle` before each turn.
void withMeddling(Scene& scene, const std::function<void()>& meddle) {
    scene.serve(slowFile());
    const TransferId id = scene.add(scene.url());
    QVERIFY(scene.runUntil([&] {
        meddle();
        return scene.state(id) == TransferState::Done || scene.state(id) == TransferState::Failed;
    }));
    checkWhole(scene);
}

void workersWake(LoopDriver& driver) {
    SceneOptions options;
    options.journal = true;
    Scene scene(driver, options);
    withMeddling(scene, [] {});
    QVERIFY(scene.wakes > 0);
}

void postedToAnIdleEngine(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve(slowFile());
    QVERIFY(!scene.driver.timerArmed());
    std::thread other([&] { scene.post([&](Engine&) { scene.add(scene.url()); }); });
    QVERIFY(scene.runUntil([&] {
        return !scene.transfers.empty() &&
               scene.transfers.begin()->second.state == TransferState::Done;
    }));
    other.join();
    checkWhole(scene);
}

void wokenFromManyThreads(LoopDriver& driver) {
    Scene scene(driver);
    std::atomic<bool> over = false;
    std::array<std::thread, 3> others;
    for (std::thread& other : others) {
        other = std::thread([&] {
            while (!over) {
                scene.post([](Engine&) {});
                std::this_thread::yield();
            }
        });
    }
    withMeddling(scene, [] {});
    over = true;
    for (std::thread& other : others) {
        other.join();
    }
}

void timerZeroIsNotAnsweredWithin(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve(slowFile());
    const TransferId id = scene.add(scene.url());
    // A loop that called back from inside the timer callback would have run a turn by now.
    QCOMPARE(scene.toldDelay.value(), 0ms);
    QCOMPARE(scene.engine->timeout().value(), 0ms);
    QCOMPARE(scene.socketCalls, 0);
    QVERIFY(scene.states.empty());
    QVERIFY(scene.driver.timerArmed());
    QVERIFY(scene.runToEnd(id));
    checkWhole(scene);
}

void performMixed(LoopDriver& driver) {
    Scene scene(driver, secureOrigin());
    withMeddling(scene, [&] {
        QCOMPARE(scene.engine->perform(), CallStatus::Ok);
        QCOMPARE(scene.driver.watchedSockets(), scene.toldSockets.size());
    });
}

/// First perform() alone, as a program without a loop would; the loop takes it up in the middle.
void performThenTheLoop(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve(slowFile());
    const TransferId id = scene.add(scene.url());
    while (scene.engine->snapshot(id)->received == 0) {
        QCOMPARE(scene.engine->perform(), CallStatus::Ok);
        std::this_thread::yield();
    }
    QCOMPARE(scene.driver.watchedSockets(), std::size_t{1});
    QVERIFY(scene.runToEnd(id));
    checkWhole(scene);
}

void watchedIsWhatWasTold(LoopDriver& driver) {
    Scene scene(driver);
    const auto check = [&] {
        std::map<int, Interest> listed;
        const std::vector<Watch> all = scene.watched();
        QVERIFY(std::ranges::is_sorted(all, {}, &Watch::fd));
        for (const Watch& watch : all) {
            listed[watch.fd] = watch.interest;
        }
        QVERIFY(listed == scene.toldSockets);
        QCOMPARE(scene.driver.watchedSockets(), listed.size());
    };
    check();
    QVERIFY(scene.watched().empty());
    withMeddling(scene, check);
    check();
    QCOMPARE(scene.watched().size(), std::size_t{1});  // the idle connection
}

void timeoutIsWhatWasTold(LoopDriver& driver) {
    Scene scene(driver);
    const auto check = [&] {
        const auto left = scene.engine->timeout();
        QCOMPARE(left.has_value(), scene.toldDelay.has_value());
        QCOMPARE(scene.driver.timerArmed(), left.has_value());
        if (left) {
            QVERIFY(*left <= *scene.toldDelay);  // by as much as has passed since
            QCOMPARE(*scene.toldDelay == 0ms, *left == 0ms);
        }
    };
    check();
    withMeddling(scene, check);
    check();
}

void falseAndLateEvents(LoopDriver& driver) {
    Scene scene(driver);
    std::minstd_rand random(1);
    std::uniform_int_distribution<int> anyFd(-1, 60);
    std::uniform_int_distribution<int> anyReadiness(0, 7);
    withMeddling(scene, [&] {
        for (int i = 0; i < 5; ++i) {
            const auto readiness = static_cast<Readiness>(anyReadiness(random));
            QCOMPARE(scene.engine->socketAction(anyFd(random), readiness), CallStatus::Ok);
        }
    });
}

void earlyTimeouts(LoopDriver& driver) {
    Scene scene(driver);
    withMeddling(scene, [&] { QCOMPARE(scene.engine->timeoutExpired(), CallStatus::Ok); });
}

void wakesNobodyAskedFor(LoopDriver& driver) {
    Scene scene(driver);
    withMeddling(scene, [&] { QCOMPARE(scene.engine->wokenUp(), CallStatus::Ok); });
}

void commandsOfTheObserver(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve(slowFile());
    const TransferId id = scene.add(scene.url());
    bool paused = false;
    scene.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer == nullptr) {
            return;
        }
        if (transfer->state == TransferState::Receiving && !std::exchange(paused, true)) {
            QCOMPARE(scene.engine->pause(id), CallStatus::Ok);
        } else if (transfer->state == TransferState::Paused) {
            QCOMPARE(scene.engine->resume(id), CallStatus::Ok);
        }
    };
    QVERIFY(scene.runToEnd(id));
    QVERIFY(paused);
    checkWhole(scene);
}

/// Descriptors are closed and opened within one turn, so their numbers come again at once.
void numbersAreReused(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve({.path = "/small", .size = 100, .keepAlive = false});
    std::vector<TransferId> ids;
    for (int i = 0; i < 60; ++i) {
        ids.push_back(scene.add(scene.url("/small"), [i](TransferRequest& request) {
            request.name = "small-" + std::to_string(i);
        }));
    }
    scene.engine->setLimits([] {
        EngineLimits limits = quickLimits();
        limits.activeTransfers = 3;
        return limits;
    }());
    for (const TransferId id : ids) {
        QVERIFY(scene.runToEnd(id));
        QCOMPARE(scene.at(id).error.sentence, std::string());
    }
    QCOMPARE(scene.folder.entries().size(), ids.size());
}

constexpr std::array kScenarios{
    LoopScenario{"workers wake the loop", &workersWake},
    LoopScenario{"another thread posts to an idle engine", &postedToAnIdleEngine},
    LoopScenario{"three threads wake the loop all the time", &wokenFromManyThreads},
    LoopScenario{"ms37 timer zero is not answered from within", &timerZeroIsNotAnsweredWithin},
    LoopScenario{"ms30 perform() mixed with events loses nothing", &performMixed},
    LoopScenario{"ms30 perform() first, then the loop", &performThenTheLoop},
    LoopScenario{"ms32 watched() is what was told", &watchedIsWhatWasTold},
    LoopScenario{"ms45 timeout() is what was told", &timeoutIsWhatWasTold},
    LoopScenario{"ms23 false and late events", &falseAndLateEvents},
    LoopScenario{"ms25 timeouts that are not due", &earlyTimeouts},
    LoopScenario{"wakes that nobody asked for", &wakesNobodyAskedFor},
    LoopScenario{"ms51 commands of the observer", &commandsOfTheObserver},
    LoopScenario{"ms5 numbers of descriptors come again", &numbersAreReused},
};

}  // namespace

std::span<const LoopScenario> loopScenarios() {
    return kScenarios;
}

}  // namespace penstock
