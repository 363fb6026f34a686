#pragma once
// What the test servers have in common: each runs on whichever thread calls pump(), at the time of
// the clock it was given.
//
// A scenario puts engine and servers on one thread and one FakeClock, pumps until nothing happens
// any more, and then moves the clock to the nearest deadline of all. Where real time is wanted,
// PumpThread does the pumping.

#include "engine/time_types.h"

#include <atomic>
#include <functional>
#include <optional>
#include <thread>

namespace penstock {

class Pumped {
public:
    Pumped() = default;
    Pumped(const Pumped&) = delete;
    Pumped& operator=(const Pumped&) = delete;
    virtual ~Pumped() = default;

    /// Waits up to `timeoutMs` (0: only looks, -1: without limit) for sockets, handles what is
    /// ready and what is due, and answers whether that was anything.
    virtual bool pump(int timeoutMs) = 0;
    /// When it has something to do without any socket; nullopt: never.
    [[nodiscard]] virtual std::optional<TimePoint> nextDeadline() const = 0;
    /// Readable when pump(0) would find a socket ready. For poll() over several; do not read it.
    [[nodiscard]] virtual int pollFd() const = 0;
    /// Any thread: makes a waiting pump() return.
    virtual void wake() = 0;
};

/// Pumps `server` on a thread of its own from construction until stop() or destruction. The
/// server's clock is the real one (std::chrono::steady_clock), or whoever moves it calls wake().
class PumpThread {
public:
    explicit PumpThread(Pumped& server);
    PumpThread(const PumpThread&) = delete;
    PumpThread& operator=(const PumpThread&) = delete;
    ~PumpThread();

    /// Returns when the thread has ended. May be called twice.
    void stop();

private:
    void run();

    Pumped& server_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// The real clock, as the test servers take it.
std::function<TimePoint()> steadyClock();

}  // namespace penstock
