#pragma once
// Bytes per second, averaged over about two seconds. Pure: the caller brings the time.

#include "engine/time_types.h"

#include <array>
#include <cstdint>

namespace penstock {

/// Counts bytes in eight slots of 250 ms; the speed is their sum over the time that they cover, so
/// a stream that stops reads 0 within 2 s. Never negative, never NaN, whatever the clock does.
///
/// Each slot carries its number, so that to count needs no look at the others: those that are too
/// old are left out when the speed is asked for.
class SpeedMeter {
public:
    /// The number of the slot of `now`, from 1 on, and when it ends: for callers that count much,
    /// and keep it.
    [[nodiscard]] static std::int64_t slotOf(TimePoint now) noexcept;
    [[nodiscard]] static TimePoint slotEnd(TimePoint now) noexcept;

    void addIn(std::int64_t slot, std::uint64_t bytes) noexcept {
        Slot& into = slots_[static_cast<std::size_t>(slot) % kSlots];
        if (into.number != slot) {
            into = {slot, 0};
            first_ = first_ == 0 ? slot : first_;
        }
        into.bytes += bytes;
    }

    void add(std::uint64_t bytes, TimePoint now) noexcept;
    [[nodiscard]] std::uint64_t bytesPerSecond(TimePoint now) const noexcept;
    void reset() noexcept;

private:
    struct Slot {
        std::int64_t number = 0;  // none
        std::uint64_t bytes = 0;
    };

    static constexpr std::size_t kSlots = 8;
    static constexpr std::chrono::milliseconds kSlot{250};

    std::array<Slot, kSlots> slots_{};
    std::int64_t first_ = 0;  // the slot in which counting began; 0: not yet
};

}  // namespace penstock
