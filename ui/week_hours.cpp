#include "ui/week_hours.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace penstock {

namespace {

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(WeekHours)
};

constexpr int kMinutes = 60;
constexpr int kDayMinutes = kHours * kMinutes;
constexpr unsigned kAllDays = (1U << kDays) - 1;

/// Minutes [from, to) of one day.
void turnOn(std::bitset<kHours>& day, int from, int to) {
    for (int hour = from / kMinutes; hour * kMinutes < to; ++hour) {
        day.set(static_cast<std::size_t>(hour));
    }
}

bool isDay(const WeekHours& hours, int day) {
    return ((hours.days >> static_cast<unsigned>(day)) & 1U) != 0;
}

struct Run {
    int from = 0;  // hours; to: 24 at most
    int to = 0;
};

std::vector<Run> runsOf(const std::bitset<kHours>& day) {
    std::vector<Run> runs;
    for (int hour = 0; hour < kHours; ++hour) {
        if (!day.test(static_cast<std::size_t>(hour))) {
            continue;
        }
        if (runs.empty() || runs.back().to != hour) {
            runs.push_back({hour, hour});
        }
        runs.back().to = hour + 1;
    }
    return runs;
}

/// Whether the last hours of a day and the first of the next are one night, a day long at most.
bool isNight(const std::vector<Run>& today, const std::vector<Run>& tomorrow) {
    return !today.empty() && !tomorrow.empty() && today.back().to == kHours &&
           today.back().from > 0 && tomorrow.front().from == 0 &&
           tomorrow.front().to <= today.back().from;
}

void add(WeekSchedule& schedule, int day, int from, int to) {
    const auto known = std::find_if(schedule.begin(), schedule.end(), [=](const WeekHours& each) {
        return each.from == from && each.to == to;
    });
    const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(day));
    if (known != schedule.end()) {
        known->days = static_cast<std::uint8_t>(known->days | bit);
    } else {
        schedule.push_back({bit, static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(to)});
    }
}

QString clockText(int minutes) {
    return QStringLiteral("%1:%2")
        .arg(minutes / kMinutes, 2, 10, QLatin1Char('0'))
        .arg(minutes % kMinutes, 2, 10, QLatin1Char('0'));
}

/// Three days or more in a row are said from the first to the last.
QString daysText(unsigned days) {
    if (days == kAllDays) {
        return Words::tr("Daily");
    }
    QStringList parts;
    for (int day = 0; day < kDays;) {
        int end = day;
        while (end < kDays && ((days >> static_cast<unsigned>(end)) & 1U) != 0) {
            ++end;
        }
        if (end - day > 2) {
            parts.append(dayName(day) + QChar(0x2013) + dayName(end - 1));
        } else {
            for (int each = day; each < end; ++each) {
                parts.append(dayName(each));
            }
        }
        day = end + 1;
    }
    return parts.join(QLatin1Char(' '));
}

bool isNever(const WeekSchedule& schedule) {
    return !schedule.empty() && std::all_of(schedule.begin(), schedule.end(),
                                            [](const WeekHours& each) { return each.days == 0; });
}

}  // namespace

WeekGrid gridOf(const WeekSchedule& schedule) {
    WeekGrid grid;
    if (schedule.empty()) {
        for (auto& day : grid) {
            day.set();
        }
        return grid;
    }
    for (const WeekHours& hours : schedule) {
        for (int day = 0; day < kDays; ++day) {
            if (!isDay(hours, day)) {
                continue;
            }
            if (hours.to > hours.from) {
                turnOn(grid.at(static_cast<std::size_t>(day)), hours.from, hours.to);
            } else {
                turnOn(grid.at(static_cast<std::size_t>(day)), hours.from, kDayMinutes);
                turnOn(grid.at(static_cast<std::size_t>((day + 1) % kDays)), 0, hours.to);
            }
        }
    }
    return grid;
}

WeekSchedule scheduleOf(const WeekGrid& grid) {
    WeekSchedule schedule;
    const bool always =
        std::all_of(grid.begin(), grid.end(), [](const auto& day) { return day.all(); });
    if (always) {
        return schedule;
    }
    const auto runsAt = [&grid](int day) {
        return runsOf(grid.at(static_cast<std::size_t>((day + kDays) % kDays)));
    };
    for (int day = 0; day < kDays; ++day) {
        const std::vector<Run> runs = runsAt(day);
        const std::vector<Run> tomorrow = runsAt(day + 1);
        const bool begunYesterday = isNight(runsAt(day - 1), runs);
        for (std::size_t i = begunYesterday ? 1 : 0; i < runs.size(); ++i) {
            const bool night = i + 1 == runs.size() && isNight(runs, tomorrow);
            add(schedule, day, runs[i].from * kMinutes,
                (night ? tomorrow.front().to : runs[i].to) * kMinutes);
        }
    }
    if (schedule.empty()) {
        schedule.push_back({});
    }
    return schedule;
}

QString scheduleText(const WeekSchedule& schedule) {
    if (schedule.empty()) {
        return Words::tr("Always");
    }
    if (isNever(schedule)) {
        return Words::tr("Never");
    }
    QStringList parts;
    for (const WeekHours& hours : schedule) {
        if (hours.days != 0) {
            parts.append(QStringLiteral("%1 %2%3%4")
                             .arg(daysText(hours.days), clockText(hours.from), QChar(0x2013),
                                  clockText(hours.to)));
        }
    }
    return parts.join(QStringLiteral(", "));
}

QString dayName(int day) {
    return QLocale().standaloneDayName(day + 1, QLocale::ShortFormat);
}

}  // namespace penstock
