#include "engine/store/journal_guard.h"

#include "engine/store/file_name.h"
#include "engine/store/journal_schema.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace penstock {

namespace {

/// SQLite's instructions; a schema of ours takes a few hundred.
constexpr int kMostSteps = 1'000'000;
constexpr std::string_view kPartSuffix = ".part";

/// Ends statements that take too long, for as long as it lives.
class StepLimit {
public:
    explicit StepLimit(Database& database) : handle_(database.handle()) {
        sqlite3_progress_handler(
            handle_, kMostSteps, [](void* /*unused*/) { return 1; }, nullptr);
    }

    StepLimit(const StepLimit&) = delete;
    StepLimit& operator=(const StepLimit&) = delete;

    ~StepLimit() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

private:
    sqlite3* handle_;
};

/// All that the schema holds, in one order. ANALYZE, which anybody may run, leaves tables that
/// nobody but SQLite reads.
int readSchema(Database& database, std::string& out) {
    Query select(database,
                 "SELECT type || char(10) || name || char(10) || tbl_name || char(10) || "
                 "coalesce(sql, '') FROM sqlite_master WHERE NOT (type = 'table' AND name IN "
                 "('sqlite_stat1', 'sqlite_stat4')) ORDER BY type, name");
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        out += select.text(0);
        out += '\n';
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int expectedSchema(std::uint32_t version, std::string& out) {
    Database fresh;
    int code = fresh.open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY);
    if (code == SQLITE_OK) {
        code = buildSchema(fresh, version);
    }
    return code == SQLITE_OK ? readSchema(fresh, out) : code;
}

/// May be negative in the database.
bool isCount(std::uint64_t number) {
    return number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

}  // namespace

bool isPartName(std::string_view name) {
    return isEntryName(name) && name.ends_with(kPartSuffix);
}

void distrust(Database& database) {
    constexpr std::array kSettings{
        std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0}};
    for (const auto& [setting, value] : kSettings) {
        sqlite3_db_config(database.handle(), setting, value, nullptr);
    }
}

int checkSchema(Database& database, std::int64_t version) {
    if (version < 1 || version > std::int64_t{kSchemaVersion}) {
        return SQLITE_CORRUPT;
    }
    std::string expected;
    if (const int code = expectedSchema(static_cast<std::uint32_t>(version), expected);
        code != SQLITE_OK) {
        return code;
    }
    const StepLimit limit(database);
    std::string found;
    const int code = readSchema(database, found);
    if ((code & 0xFF) == SQLITE_INTERRUPT || (code & 0xFF) == SQLITE_ERROR) {
        return SQLITE_CORRUPT;  // endless, or a schema that cannot be read
    }
    return code != SQLITE_OK || found == expected ? code : SQLITE_CORRUPT;
}

bool isPlausible(const TransferRecord& record) {
    const std::string& folder = record.directory;
    const auto isFinal = [](const std::string& name) {
        return name.empty() || mayBeFinalName(name);
    };
    return (folder.empty() || folder.front() == '/') && folder.find('\0') == std::string::npos &&
           (record.partName.empty() || isPartName(record.partName)) && isFinal(record.finalName) &&
           isFinal(record.renamingTo) && isCount(record.total.value_or(0)) &&
           isCount(record.softEnd) && isCount(record.durableEnd);
}

}  // namespace penstock
