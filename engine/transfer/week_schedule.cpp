#include "engine/transfer/week_schedule.h"

#include <algorithm>
#include <ctime>
#include <vector>

namespace penstock {

namespace {

using std::chrono::system_clock;

constexpr int kDaysOfWeek = 7;
constexpr int kSunday = 6;
constexpr std::time_t kHorizon = 8 * 24 * 3600;  // by then all of a week has happened

/// Half open, of the wall's clock.
struct Hours {
    std::time_t begin;
    std::time_t end;
};

/// Midnight of the day that is `days` after that of `today`, and `minutes` more by the clock. What
/// does not exist on a day on which the clock is put forward is the time that comes for it.
std::time_t timeOf(const std::tm& today, int days, int minutes) {
    std::tm time{};
    time.tm_year = today.tm_year;
    time.tm_mon = today.tm_mon;
    time.tm_mday = today.tm_mday + days;
    time.tm_min = minutes;
    time.tm_isdst = -1;
    return std::mktime(&time);
}

/// 0 is Monday.
int weekday(const std::tm& today, int days) {
    return ((today.tm_wday + kSunday + days) % kDaysOfWeek + kDaysOfWeek) % kDaysOfWeek;
}

/// All from yesterday on, for a week and a day.
std::vector<Hours> hoursAround(const WeekSchedule& schedule, WallTime at) {
    const std::time_t now = system_clock::to_time_t(at);
    ::tzset();  // the zone may be another since
    std::tm today{};
    ::localtime_r(&now, &today);
    std::vector<Hours> all;
    for (int day = -1; day <= kDaysOfWeek + 1; ++day) {
        for (const WeekHours& each : schedule) {
            if ((each.days >> static_cast<unsigned>(weekday(today, day)) & 1U) != 0) {
                const int next = each.to <= each.from ? 1 : 0;
                all.push_back({timeOf(today, day, each.from), timeOf(today, day + next, each.to)});
            }
        }
    }
    return all;
}

bool isWithin(const std::vector<Hours>& all, std::time_t at) {
    return std::ranges::any_of(
        all, [at](const Hours& each) { return each.begin <= at && at < each.end; });
}

}  // namespace

bool isOpen(const WeekSchedule& schedule, WallTime at) {
    return schedule.empty() || isWithin(hoursAround(schedule, at), system_clock::to_time_t(at));
}

std::optional<WallTime> nextChange(const WeekSchedule& schedule, WallTime at) {
    const std::vector<Hours> all = hoursAround(schedule, at);
    const std::time_t now = system_clock::to_time_t(at);
    const bool open = isWithin(all, now);
    std::optional<std::time_t> nearest;
    for (const Hours& each : all) {
        const std::time_t then = open ? each.end : each.begin;
        if (then > now && then - now <= kHorizon && isWithin(all, then) != open &&
            (!nearest || then < *nearest)) {
            nearest = then;
        }
    }
    return nearest ? std::optional(system_clock::from_time_t(*nearest)) : std::nullopt;
}

}  // namespace penstock
