#include "engine/store/stored_queues.h"

#include "engine/private_folder.h"
#include "engine/store/journal_guard.h"
#include "engine/store/journal_schema.h"
#include "engine/store/queue_rows.h"

#include <cerrno>
#include <system_error>

namespace penstock {

namespace {

constexpr int kBusyMilliseconds = 5'000;
constexpr std::int64_t kFirstWithQueues = 5;

Error unreadable(const std::string& path, std::string why) {
    return {ErrorKind::JournalFailed, "The list " + path + " cannot be read", std::move(why), 0};
}

/// On one unchanging state of the list.
int readAll(Database& database, std::vector<QueueSettings>& out) {
    if (const int code = database.execute("BEGIN"); code != SQLITE_OK) {
        return code;
    }
    std::int64_t version = 0;
    {
        Query query(database, "PRAGMA user_version");
        if (const int code = query.step(); code != SQLITE_ROW) {
            return code;
        }
        version = query.integer(0);
    }
    if (version < kFirstWithQueues) {
        return SQLITE_OK;
    }
    const int code = checkSchema(database, version);
    return code == SQLITE_OK ? readQueues(database, out) : code;
}

}  // namespace

Result<std::vector<QueueSettings>> storedQueues(const std::string& path) {
    switch (inspectList(path)) {
        case ListFile::Missing:
            return std::vector<QueueSettings>{};
        case ListFile::Ours:
            break;
        case ListFile::Newer:
            return Error{ErrorKind::JournalNewer,
                         "The list " + path + " was written by a newer Penstock",
                         {},
                         0};
        case ListFile::Unreadable:
            return unreadable(path, std::generic_category().message(errno));
        case ListFile::Other:
        case ListFile::Damaged:
            return Error{ErrorKind::JournalForeign, path + " is no list of Penstock", {}, 0};
    }
    if (!isPrivateFolder(path.substr(0, path.rfind('/')))) {
        return Error{
            ErrorKind::JournalForeign, "Others may write to the folder of the list " + path, {}, 0};
    }
    Database database;
    int code = database.open(path, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX);
    std::vector<QueueSettings> queues;
    if (code == SQLITE_OK) {
        distrust(database);
        sqlite3_busy_timeout(database.handle(), kBusyMilliseconds);
        code = readAll(database, queues);
    }
    if (code != SQLITE_OK) {
        return unreadable(path, sqlite3_errmsg(database.handle()));
    }
    return queues;
}

}  // namespace penstock
