#pragma once
// When the loop is to call next, and what it was told of that last: it is told of changes only,
// since each costs it a system call. Thread: the engine's.

#include "engine/socket_types.h"

#include <chrono>
#include <cstdint>

namespace penstock {

/// When the engine is to be called next, whatever its sockets do.
struct NextCall {
    enum class When : std::uint8_t { Never, Soon, At };
    When when = When::Never;
    TimePoint at = {};  // for At

    bool operator==(const NextCall&) const = default;
};

/// How long it is until then, as loops take it: nullopt for never; rounded up, so that nobody is
/// early; at most what poll() and its kin take as an int. A loop that comes early is told the rest.
std::optional<std::chrono::milliseconds> waitUntil(const NextCall& call, TimePoint now);

class LoopTimer {
public:
    /// `callbacks` must outlive it.
    explicit LoopTimer(const LoopCallbacks& callbacks) noexcept : callbacks_(&callbacks) {}

    /// Whether the loop was told just that, and has not called since.
    [[nodiscard]] bool knows(const NextCall& call) const noexcept {
        return call == told_ && !wasted_;
    }

    /// Tells it. When it refuses, nothing is pending.
    Verdict tell(NextCall call, TimePoint now);
    /// Tells it that there is nothing to wait for, if it waits.
    void drop();

    /// The loop has called. The timer is of one shot: nothing is pending now.
    void fired() noexcept {
        told_ = {};
        wasted_ = false;
    }

    /// It has called when it could not be served, and is to do so again.
    void wasted() noexcept { wasted_ = told_.when != NextCall::When::Never; }

private:
    const LoopCallbacks* callbacks_;
    NextCall told_;        // last; Never also if it has called since
    bool wasted_ = false;  // told_ has come and is to come again
};

}  // namespace penstock
