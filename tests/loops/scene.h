#pragma once
// One scenario on a real loop and the real clock: an engine with its worker threads, driven by the
// event system under test; an origin and a name server on threads of their own.

#include "engine/engine.h"
#include "tests/loops/loop_driver.h"
#include "tests/support/dns_stub.h"
#include "tests/support/origin.h"
#include "tests/support/shadow_loop.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace penstock {

/// Retries at once, where a scenario is about trying again.
EngineLimits quickLimits(int attempts = 1);

/// What a scenario may choose before its scene begins.
struct SceneOptions {
    OriginConfig origin = {};
    bool tls = false;  // the origin gets a TLS port with a certificate for localhost
    bool journal = false;
    EngineLimits limits = quickLimits();
    SocketHooks hooks = {};
};

/// The defaults, with a TLS port.
SceneOptions secureOrigin();

class Scene final : public EngineObserver {
public:
    explicit Scene(LoopDriver& driver, SceneOptions options = {});
    ~Scene() override;

    /// Runs the loop until `done`. Returns what it said last; false after 20 s.
    bool runUntil(const std::function<bool()>& done);
    bool runToState(TransferId id, TransferState state);
    /// Done or Failed.
    bool runToEnd(TransferId id);
    /// Until a socket is at that step.
    bool runToSocket(SocketState state);
    /// Lets the loop run for a while: for what shall not happen.
    void runFor(std::chrono::milliseconds duration);

    /// A transfer into `folder`.
    TransferId add(const std::string& url,
                   const std::function<void(TransferRequest&)>& change = {});

    /// The URL of `path` on the origin.
    [[nodiscard]] std::string url(const std::string& path = "/file.bin") const;
    void serve(Rule rule);

    [[nodiscard]] const TransferSnapshot& at(TransferId id) const { return transfers.at(id); }

    [[nodiscard]] TransferState state(TransferId id) const { return at(id).state; }

    /// name() of the transfer's error.
    [[nodiscard]] std::string errorOf(TransferId id) const;
    /// Whether `name` is in `folder` and its bytes are those of `seed`, all `size` of them.
    [[nodiscard]] bool isWhole(const std::string& name, std::uint64_t seed,
                               std::uint64_t size) const;
    [[nodiscard]] std::vector<Watch> watched() const;

    /// Any thread: `command` runs on the loop's, between two turns; the loop is woken for it.
    void post(std::function<void(Engine&)> command);
    /// Destroys the engine as it is.
    void end();
    /// After end(): another engine on the same loop, and on the same journal if there is one.
    void begin();

    /// The n-th socket callback from now is refused (1: the next); 0: none.
    int refuseSocketCall = 0;
    int socketCalls = 0;
    /// What the loop was told to watch, by descriptor, and how long to wait.
    std::map<int, Interest> toldSockets;
    std::optional<std::chrono::milliseconds> toldDelay;
    std::atomic<int> wakes = 0;

    LoopDriver& driver;
    TempDir folder;
    TestCa ca;
    std::unique_ptr<OriginThread> origin;
    DnsStubThread dns;
    std::map<TransferId, TransferSnapshot> transfers;
    std::map<std::uint64_t, SocketSnapshot> sockets;
    std::vector<TransferState> states;  // all that were announced, in order, of all transfers
    std::function<void(const Change&)> onChange;
    bool stopped = false;
    std::unique_ptr<Engine> engine;

private:
    void changed(std::span<Change> inOrder) override;
    void take(Change& change);
    [[nodiscard]] EngineConfig config();
    [[nodiscard]] LoopCallbacks callbacks();
    Verdict socketTold(const Watch& change);
    void runPosted();

    SceneOptions options_;
    TempDir state_;
    ShadowLoop shadow_;
    LoopCallbacks own_;  // the driver's
    std::mutex mutex_;
    std::vector<std::function<void(Engine&)>> posted_;  // under mutex_
};

/// One scenario: a sentence as a name, and what it does. It returns early where a check fails.
struct LoopScenario {
    const char* name;
    void (*run)(LoopDriver& driver);
};

std::span<const LoopScenario> bodyScenarios();
std::span<const LoopScenario> connectionScenarios();
std::span<const LoopScenario> deadlineScenarios();
std::span<const LoopScenario> endingScenarios();
std::span<const LoopScenario> loopScenarios();

}  // namespace penstock
