#include "engine/base/speed_meter.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace penstock {

// Non-negative also for a clock before its epoch.
std::int64_t SpeedMeter::slotOf(TimePoint now) noexcept {
    return std::max<std::int64_t>(now.time_since_epoch() / kSlot, 0);
}

TimePoint SpeedMeter::slotEnd(TimePoint now) noexcept {
    return TimePoint{} + (slotOf(now) + 1) * kSlot;
}

void SpeedMeter::add(std::uint64_t bytes, TimePoint now) noexcept {
    addIn(slotOf(now), bytes);
}

std::uint64_t SpeedMeter::bytesPerSecond(TimePoint now) noexcept {
    if (slot_ < 0) {
        return 0;
    }
    enter(slotOf(now));
    const auto slots = static_cast<std::int64_t>(kSlots);
    const std::int64_t oldest = std::max(firstSlot_, slot_ - slots + 1);
    const auto covered = std::chrono::duration_cast<std::chrono::milliseconds>(
        now.time_since_epoch() - oldest * kSlot);
    // A first burst counts as a whole slot's, else its speed would be that of the memory.
    const auto milliseconds =
        static_cast<std::uint64_t>(std::clamp(covered, kSlot, slots * kSlot).count());
    const std::uint64_t sum = std::accumulate(slots_.begin(), slots_.end(), std::uint64_t{0});
    return sum / milliseconds * 1000 + sum % milliseconds * 1000 / milliseconds;
}

void SpeedMeter::reset() noexcept {
    slots_.fill(0);
    slot_ = -1;
    firstSlot_ = 0;
}

void SpeedMeter::enter(std::int64_t slot) noexcept {
    if (slot_ < 0) {
        slot_ = slot;
        firstSlot_ = slot;
        return;
    }
    const std::int64_t passed = slot - slot_;
    if (passed <= 0) {
        return;  // also when the clock went back: count on in the slot that is open
    }
    if (passed >= static_cast<std::int64_t>(kSlots)) {
        slots_.fill(0);
    } else {
        for (std::int64_t i = 1; i <= passed; ++i) {
            slots_[static_cast<std::size_t>(slot_ + i) % kSlots] = 0;
        }
    }
    slot_ = slot;
}

}  // namespace penstock
