#include "app/exit_signals.h"

#include "app/exit_code.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace penstock {

namespace {

constexpr std::array<int, 5> kSignals{SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
constexpr std::size_t kEnding = 3;  // the first of them; the others are ignored

// Signals belong to the process, and a handler reaches nothing but statics.
std::atomic<int> signalFd{-1};       // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<int> receivedSignal{0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<int>::is_always_lock_free, "only such are safe in a handler");

extern "C" void noteSignal(int number) {
    int none = 0;
    if (!receivedSignal.compare_exchange_strong(none, number)) {
        ::_exit(kSignalExit + number);
    }
    const int before = errno;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(signalFd, &one, sizeof one);
    errno = before;
}

}  // namespace

ExitSignals::ExitSignals() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    signalFd = fd_;
    receivedSignal = 0;
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        struct sigaction action {};

        action.sa_handler = i < kEnding ? noteSignal : SIG_IGN;
        action.sa_flags = SA_RESTART;
        ::sigaction(kSignals.at(i), nullptr, &before_.at(i));
        // What the caller has switched off (nohup, a job in the background) stays off.
        if (before_.at(i).sa_handler != SIG_IGN) {
            ::sigaction(kSignals.at(i), &action, nullptr);
        }
    }
}

ExitSignals::~ExitSignals() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals.at(i), &before_.at(i), nullptr);
    }
    signalFd = -1;
    ::close(fd_);
}

int ExitSignals::received() const noexcept {
    return receivedSignal;
}

}  // namespace penstock
