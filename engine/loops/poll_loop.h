#pragma once
// Drives an engine with poll(): the loop of old, which keeps no record of any socket.
//
//     PollLoop loop;
//     Engine engine(config, loop.callbacks(), {}, observer);
//     engine.add(request);
//     loop.run(engine, [&] { return observer.finished(); });
//
// Each round asks the engine what it watches and how long it can wait, polls that, and hands on
// what is ready. The cost of a round is that of all sockets; EpollLoop's is that of the ready ones.
// A program with a poll() of its own needs no PollLoop: the two functions below are the adaptor.
//
// Thread: everything on the one that runs the engine, except stop() and the engine's own wake.
// Lifetime: the loop must outlive the engine.

#include "engine/engine.h"
#include "engine/loops/loop_wake.h"

#include <poll.h>

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace penstock {

/// Appends one entry for each watch, in their order: for Engine::watched().
void appendPollFds(std::span<const Watch> watched, std::vector<pollfd>& out);

/// For Engine::socketAction(). Hang-up and an invalid descriptor are Errors.
Readiness pollReadiness(short revents) noexcept;

class PollLoop {
public:
    /// Opens an eventfd; see error().
    PollLoop() = default;

    /// Res.Fds when the system gave no descriptor; such a loop refuses every watch.
    [[nodiscard]] const Error& error() const noexcept { return wake_.error(); }

    /// For the engine that this loop is to drive.
    [[nodiscard]] LoopCallbacks callbacks();

    /// Runs turns until stop() was called or `until` says true. It is asked before each turn.
    void run(Engine& engine, const std::function<bool()>& until);
    /// One turn: waits for the first of an event, the engine's deadline and `longest` (nullopt: no
    /// limit), and hands on what there is. Returns whether there was anything.
    bool runOnce(Engine& engine, std::optional<std::chrono::milliseconds> longest = std::nullopt);

    /// Any thread: run() returns after the turn that is under way, or at once the next time.
    void stop() { wake_.stop(); }

private:
    LoopWake wake_;
    // Of one round; kept for their memory.
    std::vector<Watch> watched_;
    std::vector<pollfd> polled_;
};

}  // namespace penstock
