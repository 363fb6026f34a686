#pragma once
// SIGINT, SIGTERM and SIGHUP as an event of the loop, while an object of this class lives.
//
// One at a time in a process. The first signal makes fd() readable; the second ends the process at
// once, whatever the loop is doing. SIGPIPE and SIGXFSZ are ignored: both are seen as errors of the
// call. A handler and not a signalfd, which needs the signals blocked: that would pass on to the
// programs that the window starts.

#include <signal.h>

#include <array>
#include <cstddef>

namespace penstock {

class ExitSignals {
public:
    ExitSignals();
    /// What the signals did before.
    ~ExitSignals();
    ExitSignals(const ExitSignals&) = delete;
    ExitSignals& operator=(const ExitSignals&) = delete;

    /// Stays readable once a signal has come.
    [[nodiscard]] int fd() const noexcept { return fd_; }

    /// The signal that came first, or 0.
    [[nodiscard]] int received() const noexcept;

private:
    static constexpr std::size_t kHandled = 5;

    int fd_ = -1;
    std::array<struct sigaction, kHandled> before_{};
};

}  // namespace penstock
