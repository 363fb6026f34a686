#pragma once
// Bare epoll, the same for every subject: what is compared is what they do with its events.
//
// Level-triggered, one timer, one eventfd for wake(). Thread: the program's, but for wake().

#include "engine/base/unique_fd.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace penstock::bench {

class BareLoop {
public:
    /// Where events go.
    class Target {
    public:
        Target() = default;
        Target(const Target&) = delete;
        Target& operator=(const Target&) = delete;
        virtual ~Target() = default;

        /// The one action that is measured. `events` are those of epoll.
        virtual void action(int fd, std::uint32_t events) = 0;
        virtual void expired() = 0;
        virtual void woken() = 0;
    };

    struct Counts {
        std::uint64_t watches = 0;   // calls of watch()
        std::uint64_t timers = 0;    // calls of arm()
        std::uint64_t actions = 0;   // events handed on
        std::uint64_t expiries = 0;  // timers handed on
        std::uint64_t waits = 0;     // returns of epoll_wait
    };

    /// Throws std::runtime_error when the system gives no descriptors.
    explicit BareLoop(Target& target);

    /// EPOLLIN and EPOLLOUT; 0: forget it. A descriptor that was closed is forgotten already.
    void watch(int fd, std::uint32_t events);
    void arm(std::optional<std::chrono::milliseconds> delay);
    /// Any thread.
    void wake();

    /// Turns until `until` says true, asked before each.
    void run(const std::function<bool()>& until);
    /// One turn, waiting at most `longest`.
    void turn(std::optional<std::chrono::milliseconds> longest);

    /// From now on each action is run inside of measured(), and its nanoseconds kept.
    void timeActions(std::size_t expected);
    /// Ends that, and hands them over.
    std::vector<std::uint32_t> takeTimes();

    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

private:
    void deliver(int fd, std::uint32_t events);
    [[nodiscard]] int waitTime(std::optional<std::chrono::milliseconds> longest) const;

    Target& target_;
    UniqueFd epoll_;
    UniqueFd wake_;
    std::vector<std::uint32_t> watched_;  // by descriptor
    std::optional<std::chrono::steady_clock::time_point> deadline_;
    std::atomic<bool> wakePending_ = false;
    bool timing_ = false;
    std::vector<std::uint32_t> times_;
    Counts counts_;
};

}  // namespace penstock::bench
