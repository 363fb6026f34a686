#pragma once
// Bytes per second, averaged over about two seconds. Pure: the caller brings the time.

#include "engine/transfer_types.h"

#include <array>
#include <cstdint>

namespace penstock {

/// Counts bytes in eight slots of 250 ms; the speed is their sum over the time that they cover, so
/// a stream that stops reads 0 within 2 s. Never negative, never NaN, whatever the clock does.
class SpeedMeter {
public:
    /// The number of the slot of `now`, and when it ends: for whoever counts much, and keeps it.
    [[nodiscard]] static std::int64_t slotOf(TimePoint now) noexcept;
    [[nodiscard]] static TimePoint slotEnd(TimePoint now) noexcept;

    void addIn(std::int64_t slot, std::uint64_t bytes) noexcept {
        if (slot != slot_) {
            enter(slot);
        }
        slots_[static_cast<std::size_t>(slot_) % kSlots] += bytes;
    }

    void add(std::uint64_t bytes, TimePoint now) noexcept;
    [[nodiscard]] std::uint64_t bytesPerSecond(TimePoint now) noexcept;
    void reset() noexcept;

private:
    void enter(std::int64_t slot) noexcept;

    static constexpr std::size_t kSlots = 8;
    static constexpr std::chrono::milliseconds kSlot{250};

    std::array<std::uint64_t, kSlots> slots_{};
    std::int64_t slot_ = -1;      // number of the slot that is being filled; -1: none yet
    std::int64_t firstSlot_ = 0;  // the slot in which counting began
};

}  // namespace penstock
