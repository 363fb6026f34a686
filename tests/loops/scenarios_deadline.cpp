// Silence, at each stage: nothing but the loop's timer can end it.

#include "tests/loops/scene.h"
#include "tests/support/black_hole.h"

#include <QTest>

#include <array>
#include <string>
#include <vector>

namespace penstock {

namespace {

using namespace std::chrono_literals;

constexpr auto kDeadline = 120ms;

SceneOptions withDeadline(std::chrono::milliseconds EngineTimeouts::*deadline,
                          SceneOptions options = {}) {
    options.limits.timeouts.*deadline = kDeadline;
    return options;
}

void checkTimedOut(Scene& scene, const std::string& url, const char* kind) {
    const auto begin = std::chrono::steady_clock::now();
    const TransferId id = scene.add(url);
    QVERIFY(scene.runToEnd(id));
    QVERIFY(std::chrono::steady_clock::now() - begin >= kDeadline);
    QCOMPARE(scene.state(id), TransferState::Failed);
    QCOMPARE(scene.errorOf(id), std::string(kind));
}

void lookup(LoopDriver& driver) {
    Scene scene(driver, withDeadline(&EngineTimeouts::lookup));
    scene.dns->add("mute.test", {.dropA = true, .dropAaaa = true});
    checkTimedOut(scene, (*scene.origin)->url("/file.bin", "mute.test"), "Dns.Timeout");
}

void connect(LoopDriver& driver) {
    const BlackHole hole;
    Scene scene(driver, withDeadline(&EngineTimeouts::connect));
    checkTimedOut(scene, "http://127.0.0.1:" + std::to_string(hole.port()) + "/file.bin",
                  "Connect.Timeout");
}

void handshake(LoopDriver& driver) {
    Scene scene(driver, withDeadline(&EngineTimeouts::handshake, secureOrigin()));
    (*scene.origin)->setDelayHandshake(1h);
    checkTimedOut(scene, scene.url(), "Tls.Timeout");
}

void firstByte(LoopDriver& driver) {
    Scene scene(driver, withDeadline(&EngineTimeouts::firstByte));
    scene.serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    checkTimedOut(scene, scene.url(), "Timeout.FirstByte");
}

void headers(LoopDriver& driver) {
    Scene scene(driver, withDeadline(&EngineTimeouts::headers));
    Rule rule;
    rule.path = "/file.bin";
    rule.script = {{.bytes = "HTTP/1.1 200 OK\r\nX: "}, {.bytes = "y", .delayBefore = 1h}};
    scene.serve(rule);
    checkTimedOut(scene, scene.url(), "Timeout.Headers");
}

void stall(LoopDriver& driver) {
    Scene scene(driver, withDeadline(&EngineTimeouts::stall));
    scene.serve({.path = "/file.bin", .size = 100'000, .stallAfter = 1'000});
    checkTimedOut(scene, scene.url(), "Timeout.Stall");
}

void stallOfMany(LoopDriver& driver) {
    Scene scene(driver, withDeadline(&EngineTimeouts::firstByte));
    scene.serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    std::vector<TransferId> ids;
    for (int i = 0; i < 10; ++i) {
        ids.push_back(scene.add(scene.url()));
    }
    for (const TransferId id : ids) {
        QVERIFY(scene.runToEnd(id));
        QCOMPARE(scene.errorOf(id), std::string("Timeout.FirstByte"));
    }
}

void idle(LoopDriver& driver) {
    Scene scene(driver, withDeadline(&EngineTimeouts::idle));
    scene.serve({.path = "/file.bin", .size = 1'000});
    QVERIFY(scene.runToEnd(scene.add(scene.url())));
    QVERIFY(scene.driver.timerArmed());
    QVERIFY(scene.runUntil([&] { return scene.sockets.empty(); }));
    QVERIFY(scene.watched().empty());
    QCOMPARE(scene.driver.watchedSockets(), std::size_t{0});
    QVERIFY(!scene.driver.timerArmed());  // nothing is left to wait for
}

/// The first request is answered by `status` only: the transfer waits, then has its file.
void afterAWait(LoopDriver& driver, std::vector<HeaderField> fields, Duration least) {
    SceneOptions options;
    options.limits = quickLimits(2);
    Scene scene(driver, options);
    scene.serve({.path = "/file.bin",
                 .size = 1'000,
                 .status = 503,
                 .headers = std::move(fields),
                 .times = 1});
    const TransferId id = scene.add(scene.url());
    QVERIFY(scene.runToState(id, TransferState::Waiting));
    const auto begin = std::chrono::steady_clock::now();
    QVERIFY(scene.runToEnd(id));
    QVERIFY(std::chrono::steady_clock::now() - begin >= least);
    QCOMPARE(scene.at(id).error.sentence, std::string());
    QVERIFY(scene.isWhole("file.bin", 1, 1'000));
}

void retry(LoopDriver& driver) {
    afterAWait(driver, {}, 0ms);
}

void retryAfter(LoopDriver& driver) {
    // Whole seconds, of which the answer's way here may take a little.
    afterAWait(driver, {{"Retry-After", "1"}}, 900ms);
}

constexpr std::array kScenarios{
    LoopScenario{"a name server that is silent", &lookup},
    LoopScenario{"a connect that hangs", &connect},
    LoopScenario{"a handshake that hangs", &handshake},
    LoopScenario{"no first byte", &firstByte},
    LoopScenario{"a head without an end", &headers},
    LoopScenario{"a body that stalls", &stall},
    LoopScenario{"10 deadlines at one time", &stallOfMany},
    LoopScenario{"an idle connection whose time is over", &idle},
    LoopScenario{"a second try", &retry},
    LoopScenario{"a second try when the server asked for it", &retryAfter},
};

}  // namespace

std::span<const LoopScenario> deadlineScenarios() {
    return kScenarios;
}

}  // namespace penstock
