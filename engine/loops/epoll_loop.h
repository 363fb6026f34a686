#pragma once
// Drives an engine with epoll and nothing else: a downloader fits on a page.
//
//     EpollLoop loop;
//     Engine engine(config, loop.callbacks(), {}, observer);
//     engine.add(request);
//     loop.run(engine, [&] { return observer.finished(); });
//
// Thread: everything on the one that runs the engine, except stop() and the engine's own wake.
// Lifetime: the loop must outlive the engine, which takes its watches back when it is destroyed.
// The cost of a turn is that of the descriptors that are ready, however many are watched.

#include "engine/base/unique_fd.h"
#include "engine/engine.h"
#include "engine/loops/loop_wake.h"

#include <sys/epoll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace penstock {

class EpollLoop {
public:
    /// Opens an epoll instance and an eventfd; see error().
    EpollLoop();
    EpollLoop(const EpollLoop&) = delete;
    EpollLoop& operator=(const EpollLoop&) = delete;
    ~EpollLoop() = default;

    /// Res.Fds when the system gave no descriptor; such a loop refuses every watch.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

    /// For the engine that this loop is to drive; one at a time.
    [[nodiscard]] LoopCallbacks callbacks();

    /// Runs turns until stop() was called or `until` says true. It is asked before each turn.
    void run(Engine& engine, const std::function<bool()>& until);
    /// One turn: waits for the first of an event, the engine's deadline and `longest` (nullopt: no
    /// limit), and hands on what there is. Returns whether there was anything.
    bool runOnce(Engine& engine, std::optional<std::chrono::milliseconds> longest = std::nullopt);

    /// Any thread: run() returns after the turn that is under way, or at once the next time.
    void stop() { wake_.stop(); }

    /// Watches a descriptor of the program's own for reading, level-triggered. `readable` may call
    /// the engine, watchFd() and forgetFd(). Res.Fds or Internal when epoll refuses.
    Error watchFd(int fd, std::function<void()> readable);
    /// Before it is closed. An unknown descriptor is ignored.
    void forgetFd(int fd);

    /// Sockets of the engine that are watched now.
    [[nodiscard]] std::size_t watchedSockets() const noexcept { return watched_; }

    /// Whether a deadline of the engine is pending.
    [[nodiscard]] bool timerArmed() const noexcept { return deadline_.has_value(); }

private:
    // What is known of a descriptor, found by its number. An event counts only for the
    // registration under which it was asked for: within a batch, numbers are closed and reused.
    struct Entry {
        std::uint32_t registration = 0;
        bool watched = false;
    };

    Verdict watch(const Watch& change);
    Verdict forget(const Watch& change);
    void arm(std::optional<std::chrono::milliseconds> delay);
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDeadline() const;
    void deliver(Engine& engine, const epoll_event& event);
    void deliverOwn(Engine& engine, int fd);

    UniqueFd epoll_;
    LoopWake wake_;
    Error error_;
    std::vector<Entry> entries_;
    std::unordered_map<int, std::function<void()>> own_;
    std::size_t watched_ = 0;
    std::optional<TimePoint> deadline_;
};

}  // namespace penstock
