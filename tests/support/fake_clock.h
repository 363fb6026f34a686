#pragma once
// A clock that moves only when it is told to.
//
// One thread. Whoever takes it as a std::function refers to it, so it must outlive them.

#include "engine/time_types.h"

#include <chrono>
#include <functional>

namespace penstock {

class FakeClock {
public:
    FakeClock() = default;
    FakeClock(const FakeClock&) = delete;
    FakeClock& operator=(const FakeClock&) = delete;

    /// Starts some weeks after the epoch, so that "long ago" and TimePoint{} are in the past. What
    /// keeps the reference sees the time move.
    [[nodiscard]] const TimePoint& now() const noexcept { return now_; }

    void advance(Duration by) noexcept { now_ += by; }

    /// Never goes back: an earlier time changes nothing.
    void advanceTo(TimePoint to) noexcept { now_ = to > now_ ? to : now_; }

    /// Implicit, so that a FakeClock can be handed to whatever asks for the time.
    operator std::function<TimePoint()>() const {  // NOLINT(google-explicit-constructor)
        return [this] {
            return now_;
        };
    }

private:
    TimePoint now_ = TimePoint{} + std::chrono::hours{1000};
};

}  // namespace penstock
