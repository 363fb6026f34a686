#pragma once
// Named queues: transfers that share limits of their own, and hours. Values; no threads, no
// ownership.

#include <cstdint>
#include <string>
#include <vector>

namespace penstock {

/// Some hours of some days. `to` may be as early as `from` or earlier: then it is of the next day.
/// Both are minutes after midnight of the local time, as a clock on the wall shows it: where that
/// is put forward or back, they move with it.
struct WeekHours {
    /// Bit 0 is Monday, bit 6 Sunday: the days on which `from` is.
    std::uint8_t days = 0;
    std::uint16_t from = 0;  // 0 to 1439
    std::uint16_t to = 0;    // 0 to 1440

    bool operator==(const WeekHours&) const = default;
};

/// When transfers may run; empty: always.
using WeekSchedule = std::vector<WeekHours>;

/// Limits that go beside those of the engine: both hold.
struct QueueSettings {
    std::string name;             // not empty
    int activeTransfers = 0;      // 0: no limit of its own
    std::uint64_t rateLimit = 0;  // bytes per second of all of them together; 0: none
    WeekSchedule schedule;

    bool operator==(const QueueSettings&) const = default;
};

}  // namespace penstock
