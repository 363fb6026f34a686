#pragma once
// A loop written by hand on poll(), to show each part of one: what its callbacks do, and when it
// calls the engine. For a loop to use, see engine/loops.
//
// It drives in either of two ways, in any order: turn() answers what the callbacks have told, and
// pull() asks the engine afresh and lets it try everything.
// Thread: everything on the one that runs the engine, except wake(). Must outlive the engine.

#include "engine/base/unique_fd.h"
#include "engine/engine.h"

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace penstock {

class HandLoop {
public:
    HandLoop();

    /// For the engine that is to be driven; one at a time.
    [[nodiscard]] LoopCallbacks callbacks();

    /// Events go to `engine` from here on.
    void drive(Engine& engine) noexcept { engine_ = &engine; }

    /// Event mode: waits for the first event or for the deadline, and hands on what there is.
    void turn();
    /// The same, by questions and perform() alone.
    void pull();

    [[nodiscard]] std::size_t watchedSockets() const noexcept { return watches_.size(); }

    [[nodiscard]] bool timerArmed() const noexcept { return deadline_.has_value(); }

private:
    Verdict watch(const Watch& change);
    Verdict arm(std::optional<std::chrono::milliseconds> delay);
    void wake();
    void answerWake();
    void answerSockets();
    void answerTimer();
    [[nodiscard]] int msUntilDeadline() const;

    Engine* engine_ = nullptr;
    std::map<int, Watch> watches_;
    std::optional<TimePoint> deadline_;
    UniqueFd wakeFd_;
    // Of one round.
    std::vector<Watch> asked_;
    std::vector<pollfd> polled_;
};

/// What poll() is to be asked for a watch.
pollfd pollFdOf(const Watch& watch);

}  // namespace penstock
