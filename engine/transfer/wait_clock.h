#pragma once
// What one transfer waits for, since when, and how long it has spent in each wait. A value.

#include "engine/wait_types.h"

namespace penstock {

class WaitClock {
public:
    explicit WaitClock(TimePoint now) noexcept : since_(now) {}

    /// It waits for that from now on. False if it did already.
    bool enter(WaitsFor waitsFor, TimePoint now) noexcept {
        if (waitsFor == waitsFor_) {
            return false;
        }
        spent_.add(waitsFor_, now - since_);
        waitsFor_ = waitsFor;
        since_ = now;
        return true;
    }

    [[nodiscard]] WaitsFor waitsFor() const noexcept { return waitsFor_; }

    [[nodiscard]] TimePoint since() const noexcept { return since_; }

    /// Those that have ended.
    [[nodiscard]] const WaitShares& spent() const noexcept { return spent_; }

private:
    WaitsFor waitsFor_ = WaitsFor::Nothing;
    TimePoint since_;
    WaitShares spent_;
};

}  // namespace penstock
