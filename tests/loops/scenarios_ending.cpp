// Ends of every kind, at every stage: the loop has nothing left of it at the return of the call.

#include "tests/loops/scene.h"
#include "tests/support/black_hole.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <string>

namespace penstock {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSize = 200'000;

/// A transfer that has come to one stage and gets no further.
enum class Stage : std::uint8_t { Lookup, Connect, Handshake, FirstByte, Body };

constexpr SocketState stateOf(Stage stage) {
    constexpr std::array kStates{SocketState::Resolving, SocketState::Connecting,
                                 SocketState::Securing, SocketState::AwaitingReply,
                                 SocketState::Receiving};
    return kStates[static_cast<std::size_t>(stage)];
}

/// A scene with such a transfer in it.
struct Held {
    Held(LoopDriver& driver, Stage stage)
        : scene(driver, stage == Stage::Handshake ? secureOrigin() : SceneOptions{}) {
        Rule rule;
        rule.path = "/file.bin";
        rule.size = kSize;
        std::string url = scene.url();
        if (stage == Stage::Lookup) {
            scene.dns->add("mute.test", {.dropA = true, .dropAaaa = true});
            url = (*scene.origin)->url("/file.bin", "mute.test");
        } else if (stage == Stage::Connect) {
            url = "http://127.0.0.1:" + std::to_string(hole.port()) + "/file.bin";
        } else if (stage == Stage::Handshake) {
            (*scene.origin)->setDelayHandshake(1h);
        } else if (stage == Stage::FirstByte) {
            rule.delayFirstByte = 1h;
        } else {
            rule.stallAfter = kSize / 2;
        }
        scene.serve(rule);
        id = scene.add(url);
        arrived = scene.runToSocket(stateOf(stage));
    }

    BlackHole hole;
    Scene scene;
    TransferId id;
    bool arrived = false;
};

template <Stage At>
void removed(LoopDriver& driver) {
    Held held(driver, At);
    QVERIFY(held.arrived);
    QCOMPARE(held.scene.engine->remove(held.id, Removal::KeepFile), CallStatus::Ok);
    if (At != Stage::Lookup) {  // a name server is asked for everybody
        QVERIFY(held.scene.watched().empty());
        QCOMPARE(held.scene.driver.watchedSockets(), std::size_t{0});
    }
    QVERIFY(held.scene.runUntil([&] { return held.scene.transfers.empty(); }));
    QVERIFY(held.scene.folder.entries().empty());
}

template <Stage At>
void destroyed(LoopDriver& driver) {
    Held held(driver, At);
    QVERIFY(held.arrived);
    held.scene.end();
    QCOMPARE(driver.watchedSockets(), std::size_t{0});
    QVERIFY(!driver.timerArmed());
}

template <Stage At>
void stopped(LoopDriver& driver) {
    Held held(driver, At);
    QVERIFY(held.arrived);
    held.scene.engine->stop();
    QVERIFY(held.scene.runUntil([&] { return held.scene.stopped; }));
}

void checkWhole(Scene& scene, TransferId id) {
    QVERIFY(scene.runToEnd(id));
    QCOMPARE(scene.at(id).error.sentence, std::string());
    QVERIFY(scene.isWhole("file.bin", 1, kSize));
}

void pausedInTheBody(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve({.path = "/file.bin", .size = kSize, .times = 1, .stallAfter = kSize / 2});
    const TransferId id = scene.add(scene.url());
    QVERIFY(scene.runToState(id, TransferState::Receiving));
    QVERIFY(scene.runUntil([&] { return scene.engine->snapshot(id)->received > 0; }));
    QCOMPARE(scene.engine->pause(id), CallStatus::Ok);
    QVERIFY(scene.watched().empty());
    QVERIFY(scene.runToState(id, TransferState::Paused));
    QCOMPARE(scene.driver.watchedSockets(), std::size_t{0});
    QVERIFY(!scene.driver.timerArmed());
    QCOMPARE(scene.engine->resume(id), CallStatus::Ok);
    checkWhole(scene, id);
    QVERIFY(!(*scene.origin)->requests().back().range.empty());
}

void pausedAtOnce(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve({.path = "/file.bin", .size = kSize});
    const TransferId id = scene.add(scene.url());
    QCOMPARE(scene.engine->pause(id), CallStatus::Ok);
    QVERIFY(scene.runToState(id, TransferState::Paused));
    scene.runFor(20ms);
    QVERIFY((*scene.origin)->requests().empty());
    QCOMPARE(scene.engine->resume(id), CallStatus::Ok);
    checkWhole(scene, id);
}

void addedPaused(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve({.path = "/file.bin", .size = kSize});
    const TransferId id =
        scene.add(scene.url(), [](TransferRequest& request) { request.startPaused = true; });
    scene.runFor(20ms);
    QVERIFY((*scene.origin)->requests().empty());
    QCOMPARE(scene.engine->resume(id), CallStatus::Ok);
    checkWhole(scene, id);
}

/// The first try ends in the middle as `rule` has it; the next brings the rest.
void lostAndFound(LoopDriver& driver, Rule rule) {
    SceneOptions options;
    options.limits = quickLimits(3);
    Scene scene(driver, options);
    rule.path = "/file.bin";
    rule.size = kSize;
    rule.times = 1;
    scene.serve(rule);
    checkWhole(scene, scene.add(scene.url()));
    QCOMPARE((*scene.origin)->requests().size(), std::size_t{2});
    QVERIFY(std::ranges::count(scene.states, TransferState::Waiting) > 0);
}

void reset(LoopDriver& driver) {
    lostAndFound(driver, {.resetAfter = kSize / 2});
}

void closedEarly(LoopDriver& driver) {
    lostAndFound(driver, {.closeAfter = kSize / 2});
}

void failsFor(LoopDriver& driver, Rule rule, const char* kind) {
    Scene scene(driver);
    rule.path = "/file.bin";
    rule.size = kSize;
    scene.serve(std::move(rule));
    const TransferId id = scene.add(scene.url());
    QVERIFY(scene.runToEnd(id));
    QCOMPARE(scene.state(id), TransferState::Failed);
    QCOMPARE(scene.errorOf(id), std::string(kind));
}

void truncated(LoopDriver& driver) {
    failsFor(driver, {.closeAfter = 1'000}, "Trunc.Body");
}

void notFound(LoopDriver& driver) {
    failsFor(driver, {.status = 404}, "Http.Status");
}

void noHttp(LoopDriver& driver) {
    failsFor(driver, {.script = {{.bytes = "220 ftp ready\r\n", .close = true}}},
             "Proto.StatusLine");
}

void startedAnew(LoopDriver& driver) {
    SceneOptions options;
    options.journal = true;
    Scene scene(driver, options);
    scene.serve({.path = "/file.bin", .size = kSize, .times = 1, .stallAfter = kSize / 2});
    scene.add(scene.url());
    QVERIFY(scene.runToSocket(SocketState::Receiving));
    scene.engine->stop();
    QVERIFY(scene.runUntil([&] { return scene.stopped; }));
    scene.end();
    scene.begin();
    QCOMPARE(scene.engine->restore(), CallStatus::Ok);
    const std::vector<TransferId> ids = scene.engine->transfers();
    QCOMPARE(ids.size(), std::size_t{1});
    scene.transfers[ids.front()] = *scene.engine->snapshot(ids.front());
    checkWhole(scene, ids.front());
}

constexpr std::array kScenarios{
    LoopScenario{"removed while its name is looked up", &removed<Stage::Lookup>},
    LoopScenario{"removed while it connects", &removed<Stage::Connect>},
    LoopScenario{"removed in the handshake", &removed<Stage::Handshake>},
    LoopScenario{"removed before the first byte", &removed<Stage::FirstByte>},
    LoopScenario{"removed in the body", &removed<Stage::Body>},
    LoopScenario{"destroyed while a name is looked up", &destroyed<Stage::Lookup>},
    LoopScenario{"destroyed in a connect", &destroyed<Stage::Connect>},
    LoopScenario{"destroyed in a handshake", &destroyed<Stage::Handshake>},
    LoopScenario{"destroyed before the first byte", &destroyed<Stage::FirstByte>},
    LoopScenario{"destroyed in a body", &destroyed<Stage::Body>},
    LoopScenario{"stopped in a connect", &stopped<Stage::Connect>},
    LoopScenario{"stopped in a body", &stopped<Stage::Body>},
    LoopScenario{"paused in the body and resumed", &pausedInTheBody},
    LoopScenario{"paused at once and resumed", &pausedAtOnce},
    LoopScenario{"added paused", &addedPaused},
    LoopScenario{"a reset in the body, then the rest", &reset},
    LoopScenario{"an early close, then the rest", &closedEarly},
    LoopScenario{"a body cut short", &truncated},
    LoopScenario{"no such file", &notFound},
    LoopScenario{"no HTTP", &noHttp},
    LoopScenario{"stopped, and another engine on the same loop", &startedAnew},
};

}  // namespace

std::span<const LoopScenario> endingScenarios() {
    return kScenarios;
}

}  // namespace penstock
