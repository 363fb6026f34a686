#include "engine/store/queue_rows.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::int64_t kMostQueues = 1'000;
constexpr std::int64_t kMostHours = 100;  // of one queue
constexpr int kMinutesOfDay = 24 * 60;
constexpr int kAllDays = 0x7F;

int storeHours(Database& database, const QueueSettings& queue) {
    std::int64_t position = 0;
    for (const WeekHours& hours : queue.schedule) {
        Query insert(database, "INSERT INTO queue_hours VALUES (?, ?, ?, ?, ?)");
        insert.bind(queue.name).bind(position++).bind(std::int64_t{hours.days});
        insert.bind(std::int64_t{hours.from}).bind(std::int64_t{hours.to});
        if (const int code = insert.run(); code != SQLITE_OK) {
            return code;
        }
    }
    return SQLITE_OK;
}

int readHours(Database& database, QueueSettings& queue) {
    Query select(database,
                 "SELECT days, begin_minute, end_minute FROM queue_hours WHERE queue = ? "
                 "AND days BETWEEN 0 AND 127 AND begin_minute BETWEEN 0 AND 1439 "
                 "AND end_minute BETWEEN 0 AND 1440 ORDER BY position LIMIT ?");
    select.bind(queue.name).bind(kMostHours);
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        queue.schedule.push_back({static_cast<std::uint8_t>(select.integer(0)),
                                  static_cast<std::uint16_t>(select.integer(1)),
                                  static_cast<std::uint16_t>(select.integer(2))});
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

}  // namespace

bool isPossible(const QueueSettings& queue) {
    return !queue.name.empty() && queue.name.size() <= kMostQueueName &&
           queue.activeTransfers >= 0 && queue.schedule.size() <= kMostHours &&
           std::ranges::all_of(queue.schedule, [](const WeekHours& hours) {
               return hours.days <= kAllDays && hours.from < kMinutesOfDay &&
                      hours.to <= kMinutesOfDay;
           });
}

int storeQueue(Database& database, const QueueSettings& queue) {
    if (const int code = forgetQueue(database, queue.name); code != SQLITE_OK) {
        return code;
    }
    Query insert(database, "INSERT INTO queue VALUES (?, ?, ?)");
    insert.bind(queue.name).bind(std::int64_t{queue.activeTransfers}).bind(queue.rateLimit);
    const int code = insert.run();
    return code == SQLITE_OK ? storeHours(database, queue) : code;
}

int forgetQueue(Database& database, const std::string& name) {
    for (const char* sql :
         {"DELETE FROM queue_hours WHERE queue = ?", "DELETE FROM queue WHERE name = ?"}) {
        Query erase(database, sql);
        if (const int code = erase.bind(name).run(); code != SQLITE_OK) {
            return code;
        }
    }
    return SQLITE_OK;
}

int readQueues(Database& database, std::vector<QueueSettings>& out) {
    {
        Query select(database,
                     "SELECT name, active, rate_limit FROM queue WHERE length(name) BETWEEN 1 AND "
                     "200 AND active BETWEEN 0 AND 100000 ORDER BY name LIMIT ?");
        select.bind(kMostQueues);
        int code = select.step();
        for (; code == SQLITE_ROW; code = select.step()) {
            QueueSettings& queue = out.emplace_back();
            queue.name = select.text(0);
            queue.activeTransfers = static_cast<int>(select.integer(1));
            queue.rateLimit = select.number(2);
        }
        if (code != SQLITE_DONE) {
            return code;
        }
    }
    for (QueueSettings& queue : out) {
        if (const int code = readHours(database, queue); code != SQLITE_OK) {
            return code;
        }
    }
    return SQLITE_OK;
}

}  // namespace penstock
