#pragma once
// The loop of a round, from the engine's side: it keeps what it is told, refuses what it is asked
// to refuse, and hands out descriptors whose numbers were closed a moment ago. It calls nothing by
// itself but `inCallback`; the round drives.

#include "engine/engine.h"
#include "tests/chaos/chaos_counts.h"
#include "tests/chaos/chaos_random.h"
#include "tests/support/fake_clock.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace penstock {

class ChaosLoop {
public:
    struct Event {
        int fd = -1;
        Readiness readiness = Readiness::Nothing;
    };

    /// All must outlive it. `hangingPort` is where connects hang, see Way::HangingFirst.
    ChaosLoop(const FakeClock& clock, ChaosRandom& random, ChaosCounts& counts,
              std::uint16_t hangingPort)
        : clock_(clock), random_(random), counts_(counts), hangingPort_(hangingPort) {}

    [[nodiscard]] LoopCallbacks callbacks();
    [[nodiscard]] SocketHooks hooks();

    /// For EngineConfig::returning: a turn is over.
    void turnEnded() { ++turn_; }

    /// What poll() says of the watched sockets now.
    [[nodiscard]] std::vector<Event> ready() const;
    /// Of one, watched or not; waits for nothing.
    [[nodiscard]] static Readiness readinessOf(int fd, Interest interest);

    [[nodiscard]] const std::map<int, Interest>& watched() const noexcept { return watched_; }

    /// When the pending wake-up is due.
    [[nodiscard]] std::optional<TimePoint> timerAt() const noexcept { return timerAt_; }

    /// It is about to be delivered, due or not.
    void useUpTimer() { timerAt_.reset(); }

    [[nodiscard]] bool woken() const noexcept { return woken_; }

    void useUpWake() { woken_ = false; }

    /// Numbers that the engine has closed so far; some may be in use again.
    [[nodiscard]] const std::vector<int>& closedNumbers() const noexcept { return closed_; }

    [[nodiscard]] bool isOpen(int fd) const { return open_.contains(fd); }

    [[nodiscard]] bool looksUp() const;

    /// The k-th call from now is refused (1: the next); 0: none.
    int refuseSocketIn = 0;
    int refuseTimerIn = 0;
    int refuseOpenIn = 0;

    // So far.
    int httpRefusals = 0;  // refused socket callbacks
    int dnsRefusals = 0;
    int timerRefusals = 0;
    int opened = 0;
    int closed = 0;

    /// Called from the callbacks and hooks now and then.
    std::function<void()> inCallback;

private:
    Verdict socket(const Watch& watch);
    Verdict timer(std::optional<std::chrono::milliseconds> wait);
    int open(SocketRequest& request);
    void close(int fd, SocketPurpose purpose);
    int recycled(int fd);
    void lead(SocketRequest& request) const;
    void sometimesCall();

    const FakeClock& clock_;
    ChaosRandom& random_;
    ChaosCounts& counts_;
    std::uint16_t hangingPort_;
    std::map<int, Interest> watched_;
    std::map<int, SocketPurpose> open_;
    std::optional<TimePoint> timerAt_;
    bool woken_ = false;
    std::vector<int> closed_;
    std::map<int, std::uint64_t> closedIn_;  // the turn in which a number was closed last
    std::uint64_t turn_ = 0;
};

}  // namespace penstock
