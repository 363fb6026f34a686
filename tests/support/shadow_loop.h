#pragma once
// The contract, checked from outside: stands between an engine and whatever loop drives it, keeps
// its own table of what the loop has been told, and checks after each callback and before each
// entry point returns that what was told is right, no more and no less.
//
//   loop ──calls──▶ engine ──socket, timer, hooks──▶ ShadowLoop ──the same──▶ loop
//                     └──────────returning─────────▶ ShadowLoop
//
// Every engine of the tests is made here, so each scenario is a test of the contract too (MS-1, 3
// to 6, 20a, 33 to 36, 45, 61), and of R-149: no two turns in a row that ask for the next at once
// and move nothing. Thread: the engine's.

#include "engine/engine.h"

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace penstock {

class ShadowLoop {
public:
    /// How often, since the beginning.
    struct Counts {
        int socketCalls = 0;
        int timerCalls = 0;
        int entries = 0;  // entry points that have returned
        int opened = 0;   // descriptors, through the hook
        int closed = 0;
    };

    /// Called with a sentence for each breach; qFatal unless a test of the checker says otherwise.
    std::function<void(const std::string&)> onBreach;

    ShadowLoop();
    ShadowLoop(const ShadowLoop&) = delete;
    ShadowLoop& operator=(const ShadowLoop&) = delete;
    ~ShadowLoop() = default;

    /// An engine that is checked; the shadow must outlive it, and belongs to one engine at a time.
    /// What is given is used as it is, behind the checks.
    std::unique_ptr<Engine> make(EngineConfig config, LoopCallbacks callbacks, SocketHooks hooks,
                                 EngineObserver& observer);
    /// After the engine has gone: nothing may be watched, open or pending any more.
    void checkGone();

    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

    /// Descriptors that are watched, as the loop has been told.
    [[nodiscard]] std::size_t watchedCount() const noexcept { return watched_.size(); }

    /// Descriptors that the engine has opened and not closed.
    [[nodiscard]] std::size_t openCount() const noexcept { return open_.size(); }

    // The checks, for the tests of the checker: what an engine would bring about.
    Verdict socketTold(const Watch& watch);
    Verdict timerTold(std::optional<std::chrono::milliseconds> wait);
    int openAsked(SocketRequest& request);
    void closeAsked(int fd, SocketPurpose purpose);
    void returned(EntryPoint from);

private:
    /// Between the engine and its observer: counts.
    struct Notices final : EngineObserver {
        void changed(std::span<Change> inOrder) override {
            ++count;
            to->changed(inOrder);
        }

        EngineObserver* to = nullptr;
        std::uint64_t count = 0;
    };

    struct Watched {
        std::uint64_t registration = 0;
        Interest interest = Interest::Nothing;
        void* user = nullptr;
        ino_t inode = 0;
    };

    void breach(const std::string& sentence);
    void checkForgotten(const Watch& watch);
    void checkWanted(const Watch& watch);
    void noteUsedUp();
    void checkTimer();
    void checkWatched();
    void checkSpin(EntryPoint from);
    [[nodiscard]] std::uint64_t movement() const;

    LoopCallbacks inner_;
    SocketHooks innerHooks_;
    std::function<TimePoint()> clock_;
    std::function<void(EntryPoint)> innerReturning_;
    Engine* engine_ = nullptr;  // null until it is made
    std::map<int, Watched> watched_;
    std::set<int> open_;
    std::uint64_t lastRegistration_ = 0;
    bool pending_ = false;
    TimePoint due_;  // when the pending wake-up is to come
    bool refused_ = false;
    int timersInCall_ = 0;
    bool droppedInCall_ = false;        // the first of them was "none"
    std::chrono::milliseconds skew_{};  // by which a real clock may move between two readings
    Counts counts_;
    Notices notices_;
    std::atomic<std::uint64_t> wakes_ = 0;  // any thread
    std::uint64_t moved_ = 0;               // movement() when the last turn ended
    int idleTurns_ = 0;                     // in a row
};

}  // namespace penstock
