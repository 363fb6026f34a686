#pragma once
// Whether a schedule is open, and when that changes. By the local time of the system as it is when
// asked: hours follow the clock on the wall where that is put forward or back, or the zone is
// another.

#include "engine/queue_types.h"

#include <chrono>
#include <optional>

namespace penstock {

using WallTime = std::chrono::system_clock::time_point;

/// An empty schedule always is.
bool isOpen(const WeekSchedule& schedule, WallTime at);

/// When it opens or closes next; none: it never does.
std::optional<WallTime> nextChange(const WeekSchedule& schedule, WallTime at);

}  // namespace penstock
