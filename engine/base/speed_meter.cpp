#include "engine/base/speed_meter.h"

#include <algorithm>
#include <chrono>

namespace penstock {

// Non-negative also for a clock before its epoch.
std::int64_t SpeedMeter::slotOf(TimePoint now) noexcept {
    return std::max<std::int64_t>(now.time_since_epoch() / kSlot, 0) + 1;
}

TimePoint SpeedMeter::slotEnd(TimePoint now) noexcept {
    return TimePoint{} + slotOf(now) * kSlot;
}

void SpeedMeter::add(std::uint64_t bytes, TimePoint now) noexcept {
    addIn(slotOf(now), bytes);
}

std::uint64_t SpeedMeter::bytesPerSecond(TimePoint now) const noexcept {
    if (first_ == 0) {
        return 0;
    }
    const auto slots = static_cast<std::int64_t>(kSlots);
    std::int64_t current = slotOf(now);
    for (const Slot& slot : slots_) {
        current = std::max(current, slot.number);  // the clock went back: it is open still
    }
    const std::int64_t oldest = std::max(first_, current - slots + 1);
    std::uint64_t sum = 0;
    for (const Slot& slot : slots_) {
        sum += slot.number >= oldest ? slot.bytes : 0;
    }
    const auto covered = std::chrono::duration_cast<std::chrono::milliseconds>(
        now.time_since_epoch() - (oldest - 1) * kSlot);
    // A first burst counts as a whole slot's, else its speed would be that of the memory.
    const auto milliseconds =
        static_cast<std::uint64_t>(std::clamp(covered, kSlot, slots * kSlot).count());
    return sum / milliseconds * 1000 + sum % milliseconds * 1000 / milliseconds;
}

void SpeedMeter::reset() noexcept {
    slots_ = {};
    first_ = 0;
}

}  // namespace penstock
