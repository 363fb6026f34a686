#pragma once
// What a round consists of: an engine, its transfers, servers and a clock, and the loop's part of
// driving them, one step at a time.
//
// A wild step leaves out, delays and reorders what it may; a calm one does what every loop does.
// Thread: one.

#include "engine/engine.h"
#include "tests/chaos/chaos_counts.h"
#include "tests/chaos/chaos_loop.h"
#include "tests/chaos/chaos_plan.h"
#include "tests/chaos/chaos_random.h"
#include "tests/chaos/chaos_transfer.h"
#include "tests/support/black_hole.h"
#include "tests/support/dns_stub.h"
#include "tests/support/fake_clock.h"
#include "tests/support/origin.h"
#include "tests/support/shadow_loop.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// What all rounds share, because it is dear to make.
struct ChaosKit {
    /// From here on the process trusts its own authority only, and has its folders in memory:
    /// reading the system's certificates, and making and removing thousands of folders, would take
    /// most of the time. Throws std::runtime_error.
    ChaosKit();

    TempDir folder;
    BlackHole hole;               // connects to it hang
    TestCertificate certificate;  // for certificateOptions()
    std::string caFile;
    std::string resolvConf;
};

class ChaosWorld final : public EngineObserver {
public:
    ChaosWorld(std::uint64_t seed, const ChaosKit& kit, ChaosCounts& counts);
    ~ChaosWorld() override;

    /// Draws a transfer and adds it. False if the engine does not take it.
    bool add();
    bool add(const ChaosPlan& plan);
    /// One turn of the loop, and `between` before each call of the engine that it makes.
    void step();
    /// To be called after every call of the engine, with its name: takes note of what was refused
    /// within it, and checks what a Dead engine owes.
    void entered(const std::string& call);
    /// The engine goes; what it owes at that is checked.
    void destroy();

    [[nodiscard]] Stage stageOf(const ChaosTransfer& transfer) const;
    [[nodiscard]] std::optional<TransferState> stateOf(const ChaosTransfer& transfer) const;

    /// How things stand, for the report of a failure.
    [[nodiscard]] std::string describe() const;

    /// Keeps the first that is not empty.
    void fail(std::string trouble);

    ChaosRandom random;
    ChaosCounts& counts;
    FakeClock clock;
    TempDir folder;
    Origin origin;
    DnsStub dns;
    ChaosLoop loop;
    ShadowLoop shadow;  // checks the contract at every call
    std::vector<ChaosTransfer> transfers;
    std::string trouble;  // empty while all is well
    bool wild = true;
    bool dead = false;  // a timer was refused, and the list is not empty yet
    int timerHeld = 0;  // so many steps a wake-up that is due waits
    std::function<void()> between = [] {
    };
    std::function<void()> inNotice = [] {
    };
    std::unique_ptr<Engine> engine;

private:
    void changed(std::span<Change> inOrder) override;
    void take(const Change& change);
    void begin(std::uint64_t seed, const ChaosKit& kit);
    bool pumpServers();
    bool deliverEvents();
    bool deliverWake();
    bool deliverTimer();
    void moveClock();
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;
    [[nodiscard]] bool stirs() const;
    void checkDead();
    void trace(const std::string& call) const;

    std::map<std::uint64_t, SocketSnapshot> sockets_;  // as announced
    int knownRefusals_ = 0;
    int knownTimerRefusals_ = 0;
    int quiet_ = 0;  // steps without anything
    bool wakeMissed_ = false;
    bool traces_ = false;  // see README.md
};

}  // namespace penstock
