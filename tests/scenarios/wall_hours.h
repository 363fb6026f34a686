#pragma once
// Hours of a queue beside what the world's wall clock shows. The zone must be UTC: see initTestCase
// of those that use it.

#include "engine/queue_types.h"
#include "tests/scenarios/world.h"

#include <cstdint>
#include <ctime>

namespace penstock {

/// Minutes after midnight of the world's wall clock.
inline std::uint16_t minuteNow(const World& world) {
    const std::time_t now = std::chrono::system_clock::to_time_t(world.wall());
    std::tm local{};
    ::localtime_r(&now, &local);
    return static_cast<std::uint16_t>(local.tm_hour * 60 + local.tm_min);
}

/// Each day, for an hour that begins in so many minutes.
inline WeekSchedule hourFrom(const World& world, int minutes) {
    constexpr std::uint16_t kDay = 24 * 60;
    const int from = (minuteNow(world) + minutes + kDay) % kDay;
    return {
        {0x7F, static_cast<std::uint16_t>(from), static_cast<std::uint16_t>((from + 60) % kDay)}};
}

}  // namespace penstock
