#pragma once
// Drives an engine with select(), for what has nothing better. As PollLoop, with the limit of an
// fd_set: a socket whose descriptor is FD_SETSIZE or more is refused, which fails its transfers
// and no other; refusal() says why.
//
// Thread: everything on the one that runs the engine, except stop() and the engine's own wake.
// Lifetime: the loop must outlive the engine.

#include "engine/engine.h"
#include "engine/loops/loop_wake.h"
#include "engine/loops/select_sets.h"

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace penstock {

class SelectLoop {
public:
    /// Opens an eventfd; see error().
    SelectLoop();

    /// Res.Fds when the system gave no descriptor, or one too high; such a loop refuses every
    /// watch.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

    /// For the engine that this loop is to drive.
    [[nodiscard]] LoopCallbacks callbacks();

    /// Why a watch was refused last (Res.Fds); ok() while none was.
    [[nodiscard]] const Error& refusal() const noexcept { return refusal_; }

    /// Runs turns until stop() was called or `until` says true. It is asked before each turn.
    void run(Engine& engine, const std::function<bool()>& until);
    /// One turn: waits for the first of an event, the engine's deadline and `longest` (nullopt: no
    /// limit), and hands on what there is. Returns whether there was anything.
    bool runOnce(Engine& engine, std::optional<std::chrono::milliseconds> longest = std::nullopt);

    /// Any thread: run() returns after the turn that is under way, or at once the next time.
    void stop() { wake_.stop(); }

private:
    Verdict check(const Watch& change);

    LoopWake wake_;
    Error error_;
    Error refusal_;
    // Of one round; kept for their memory.
    std::vector<Watch> watched_;
    SelectSets sets_;
};

}  // namespace penstock
