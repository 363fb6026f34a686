#include "engine/base/speed_meter.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace penstock {

namespace {

/// Non-negative also for a clock before its epoch.
std::int64_t slotAt(TimePoint now, std::chrono::milliseconds width) noexcept {
    return std::max<std::int64_t>(now.time_since_epoch() / width, 0);
}

}  // namespace

void SpeedMeter::add(std::uint64_t bytes, TimePoint now) noexcept {
    if (slot_ < 0) {
        slot_ = slotAt(now, kSlot);
        firstSlot_ = slot_;
    }
    advance(now);
    slots_[static_cast<std::size_t>(slot_) % kSlots] += bytes;
}

std::uint64_t SpeedMeter::bytesPerSecond(TimePoint now) noexcept {
    if (slot_ < 0) {
        return 0;
    }
    advance(now);
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

void SpeedMeter::advance(TimePoint now) noexcept {
    const std::int64_t current = slotAt(now, kSlot);
    const std::int64_t passed = current - slot_;
    if (passed <= 0) {
        return;  // also when the clock went back: count on in the slot that is open
    }
    for (std::int64_t i = 1; i <= std::min<std::int64_t>(passed, kSlots); ++i) {
        slots_[static_cast<std::size_t>(slot_ + i) % kSlots] = 0;
    }
    slot_ = current;
}

}  // namespace penstock
