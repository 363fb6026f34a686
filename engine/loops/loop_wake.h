#pragma once
// What other threads may touch of a loop: its wake-up and the request to stop.
//
// An eventfd of the loop's own, which the loop watches like any descriptor. Any number of wakes
// until it is drained are one. Linux.

#include "engine/base/unique_fd.h"
#include "engine/error.h"

#include <atomic>

namespace penstock {

/// Res.Fds when errno says that the system is short of something, else Internal.
Error loopError(const char* sentence);

class LoopWake {
public:
    /// Opens the eventfd; see error().
    LoopWake();
    LoopWake(const LoopWake&) = delete;
    LoopWake& operator=(const LoopWake&) = delete;
    ~LoopWake() = default;

    /// Res.Fds when the system gave no descriptor.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

    /// To be watched for reading; −1 after an error.
    [[nodiscard]] int fd() const noexcept { return fd_.get(); }

    /// Any thread: makes fd() readable, unless it is already.
    void wake();
    /// Any thread: asks the loop to end, and wakes it.
    void stop();

    /// Returns whether stop() was called, and forgets it.
    [[nodiscard]] bool takeStop() noexcept { return stopped_.exchange(false); }

    /// The loop's thread, when fd() is readable and before it calls Engine::wokenUp(): a wake from
    /// here on is another one.
    void drain();

private:
    UniqueFd fd_;
    Error error_;
    std::atomic<bool> pending_ = false;
    std::atomic<bool> stopped_ = false;
};

}  // namespace penstock
