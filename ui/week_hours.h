#pragma once
// The hours of a week at which a queue may run, as a grid of days and hours, and in words. Pure.

#include "engine/queue_types.h"

#include <QString>

#include <array>
#include <bitset>

namespace penstock {

inline constexpr int kDays = 7;    // from Monday
inline constexpr int kHours = 24;  // of a day

using WeekGrid = std::array<std::bitset<kHours>, kDays>;

/// An hour is on if any of it is. An empty schedule, which is always, is all on.
WeekGrid gridOf(const WeekSchedule& schedule);

/// Few entries: days with the same hours share them, and hours that go over midnight are one. All
/// on is empty: always. All off is one entry without a day: never.
WeekSchedule scheduleOf(const WeekGrid& grid);

/// "Always", "Never", "Mon–Fri 22:00–06:00, Sat Sun 00:00–24:00".
QString scheduleText(const WeekSchedule& schedule);

/// "Mon" to "Sun".
QString dayName(int day);

}  // namespace penstock
