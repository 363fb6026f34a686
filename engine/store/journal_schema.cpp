#include "engine/store/journal_schema.h"

#include "engine/base/unique_fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace penstock {

namespace {

constexpr std::array kCompanions{"-wal", "-shm", "-journal"};

// Of version 1, and never changed: a list is made by this and all the steps, so that one that was
// upgraded and one that is new are the same, and each is compared with them to the letter.
// A row's number is never used twice (AUTOINCREMENT), so that an id that somebody still holds
// cannot come to mean another transfer.
constexpr const char* kFirstSchema = R"(
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    directory TEXT NOT NULL,
    name TEXT NOT NULL,
    final_name TEXT NOT NULL,
    final_url TEXT NOT NULL,
    part_name TEXT NOT NULL,
    rate_limit INTEGER NOT NULL,
    state INTEGER NOT NULL,
    error_kind TEXT NOT NULL,
    error_sentence TEXT NOT NULL,
    error_evidence TEXT NOT NULL,
    error_errno INTEGER NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    last_modified_strong INTEGER NOT NULL,
    total INTEGER,
    encoding TEXT NOT NULL,
    generation INTEGER NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    mount_id INTEGER NOT NULL,
    renaming_to TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    finished_ms INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE range (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    begin INTEGER NOT NULL,
    soft_end INTEGER NOT NULL,
    durable_end INTEGER NOT NULL,
    PRIMARY KEY (transfer, generation, begin)
) STRICT, WITHOUT ROWID;
CREATE TABLE header (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (transfer, position)
) STRICT, WITHOUT ROWID;
)";

// From version N to N + 1, the first from 1.
constexpr std::array<const char*, kSchemaVersion - 1> kSteps{
    // 2: what tells a part from a later file of the same inode number. owner NULL: not known.
    R"(
ALTER TABLE transfer ADD COLUMN owner INTEGER;
ALTER TABLE transfer ADD COLUMN birth_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transfer ADD COLUMN mark INTEGER NOT NULL DEFAULT 0;
)",
    // 3: a part that was begun anew in another, and is to be removed.
    R"(
CREATE TABLE old_part (
    transfer INTEGER PRIMARY KEY REFERENCES transfer (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    mount_id INTEGER NOT NULL,
    owner INTEGER,
    birth_ns INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    same_file INTEGER NOT NULL
) STRICT;
)",
    // 4: states by their names, which stay when the order of an enum does not.
    R"(
ALTER TABLE transfer ADD COLUMN state_name TEXT NOT NULL DEFAULT 'paused';
UPDATE transfer SET state_name = CASE state
    WHEN 0 THEN 'queued'
    WHEN 1 THEN 'probing'
    WHEN 2 THEN 'receiving'
    WHEN 3 THEN 'verifying'
    WHEN 4 THEN 'waiting'
    WHEN 6 THEN 'settling'
    WHEN 7 THEN 'asking'
    WHEN 8 THEN 'done'
    WHEN 9 THEN 'failed'
    ELSE 'paused' END;
ALTER TABLE transfer DROP COLUMN state;
)",
    // 5: what is known of hosts, how a person wants it, what the file is to have, and where else it
    // is.
    R"(
CREATE TABLE host_ceiling (
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    connections INTEGER NOT NULL,
    error_kind TEXT NOT NULL,
    error_sentence TEXT NOT NULL,
    error_evidence TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    by_person INTEGER NOT NULL,
    PRIMARY KEY (host, port)
) STRICT, WITHOUT ROWID;
ALTER TABLE transfer ADD COLUMN in_order INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transfer ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE transfer ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transfer ADD COLUMN queue TEXT NOT NULL DEFAULT '';
ALTER TABLE transfer ADD COLUMN checksum TEXT;
ALTER TABLE transfer ADD COLUMN server_digest TEXT;
CREATE TABLE queue (
    name TEXT PRIMARY KEY,
    active INTEGER NOT NULL,
    rate_limit INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE queue_hours (
    queue TEXT NOT NULL REFERENCES queue (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    days INTEGER NOT NULL,
    begin_minute INTEGER NOT NULL,
    end_minute INTEGER NOT NULL,
    PRIMARY KEY (queue, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE source (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (transfer, position)
) STRICT, WITHOUT ROWID;
)",
    // 6: what a transfer does otherwise than all.
    R"(
CREATE TABLE option (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (transfer, name)
) STRICT, WITHOUT ROWID;
)",
    // 7: whether its server gives ranges. NULL: not known.
    R"(
ALTER TABLE transfer ADD COLUMN goes_on INTEGER;
)",
    // 8: why it may not be what was meant.
    R"(
ALTER TABLE transfer ADD COLUMN doubt TEXT NOT NULL DEFAULT '';
)",
};

std::string folderOf(const std::string& path) {
    return path.substr(0, path.rfind('/') + 1);
}

/// Big endian, as all numbers of the header are.
std::uint32_t numberAt(const std::array<unsigned char, 100>& header, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        number = number << 8U | header[i];
    }
    return number;
}

void removeCompanions(const std::string& path) {
    for (const char* suffix : kCompanions) {
        ::unlink((path + suffix).c_str());
    }
}

/// Never over a list that another process made meanwhile, where the file system allows to say so.
bool putInPlace(const std::string& passing, const std::string& path) {
    const char* from = passing.c_str();
    const char* to = path.c_str();
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 || errno == EEXIST) {
        ::unlink(from);
        return true;
    }
    return (errno == EINVAL || errno == ENOSYS) && ::rename(from, to) == 0;
}

/// Within the transaction that the caller has begun; ends it.
int takeSteps(Database& database, std::size_t version) {
    for (; version < kSchemaVersion; ++version) {
        if (const int code = database.execute(kSteps[version - 1]); code != SQLITE_OK) {
            return code;
        }
    }
    const std::string mark = "PRAGMA user_version = " + std::to_string(kSchemaVersion);
    const int code = database.execute(mark.c_str());
    return code == SQLITE_OK ? database.execute("COMMIT") : code;
}

int versionOf(Database& database, std::size_t& version) {
    Query query(database, "PRAGMA user_version");
    const int code = query.step();
    version = code == SQLITE_ROW ? static_cast<std::size_t>(query.integer(0)) : 0;
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

int fillList(const std::string& path) {
    Database database;
    if (const int code = database.open(path, SQLITE_OPEN_READWRITE); code != SQLITE_OK) {
        return code;
    }
    const std::string mark = "PRAGMA application_id = " + std::to_string(kApplicationId);
    for (const char* sql : {"PRAGMA synchronous = FULL", "BEGIN", mark.c_str(), kFirstSchema}) {
        if (const int code = database.execute(sql); code != SQLITE_OK) {
            return code;
        }
    }
    return takeSteps(database, 1);
}

/// SQLite would make the copy readable by others.
int backUp(Database& database, const std::string& to) {
    ::unlink(to.c_str());  // of an upgrade that was broken off: the list is still the old one
    const UniqueFd made(
        ::open(to.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!made) {
        return SQLITE_CANTOPEN;
    }
    Query copy(database, "VACUUM INTO ?");
    return copy.bind(to).run();
}

std::string timeSuffix() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    const std::size_t size =
        std::strftime(text.data(), text.size(), ".corrupt-%Y%m%dT%H%M%SZ", &utc);
    return {text.data(), size};
}

}  // namespace

ListFile inspectList(const std::string& path) {
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    constexpr std::size_t kUserVersionAt = 60;
    constexpr std::size_t kApplicationIdAt = 68;
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));

    struct stat status {};

    if (!fd || ::fstat(fd.get(), &status) != 0) {
        return errno == ENOENT ? ListFile::Missing : ListFile::Unreadable;
    }
    if (!S_ISREG(status.st_mode)) {
        return ListFile::Other;
    }
    std::array<unsigned char, 100> header{};
    const ssize_t n = ::pread(fd.get(), header.data(), header.size(), 0);
    if (n < 0) {
        return ListFile::Unreadable;
    }
    if (static_cast<std::size_t>(n) < header.size() ||
        std::string_view(reinterpret_cast<const char*>(header.data()), kMagic.size()) != kMagic) {
        return ListFile::Damaged;
    }
    if (numberAt(header, kApplicationIdAt) != kApplicationId) {
        return ListFile::Other;
    }
    return numberAt(header, kUserVersionAt) > kSchemaVersion ? ListFile::Newer : ListFile::Ours;
}

int buildSchema(Database& database, std::uint32_t version) {
    int code = database.execute(kFirstSchema);
    for (std::size_t step = 0; code == SQLITE_OK && step + 1 < version; ++step) {
        code = database.execute(kSteps.at(step));
    }
    return code;
}

int createList(const std::string& path) {
    const std::string passing = path + ".new";
    ::unlink(passing.c_str());
    removeCompanions(passing);
    // SQLite gives its other files the permissions of the database, which it would make readable.
    const UniqueFd made(
        ::open(passing.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!made) {
        return SQLITE_CANTOPEN;
    }
    if (const int code = fillList(passing); code != SQLITE_OK) {
        ::unlink(passing.c_str());
        removeCompanions(passing);
        return code;
    }
    // A write-ahead log left from a list that is gone would be replayed into this one.
    removeCompanions(path);
    if (!putInPlace(passing, path)) {
        return SQLITE_CANTOPEN;
    }
    const UniqueFd folder(::open(folderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return ::fsync(folder.get()) == 0 || errno == EINVAL ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

int upgradeList(Database& database, const std::string& path) {
    std::size_t version = 0;
    if (const int code = versionOf(database, version); code != SQLITE_OK) {
        return code;
    }
    if (version >= kSchemaVersion) {
        return SQLITE_OK;
    }
    if (version == 0) {
        return SQLITE_CORRUPT;  // ours by its mark, and no version ever wrote that
    }
    if (const int code = backUp(database, path + ".v" + std::to_string(version));
        code != SQLITE_OK) {
        return code;
    }
    int code = database.execute("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
    if (code == SQLITE_OK) {
        code = takeSteps(database, version);
    }
    if (sqlite3_get_autocommit(database.handle()) == 0) {
        database.execute("ROLLBACK");
    }
    const int after = database.execute("PRAGMA synchronous = NORMAL");
    return code == SQLITE_OK ? after : code;
}

std::string setAside(const std::string& path) {
    const std::string base = path + timeSuffix();
    constexpr int kTries = 100;
    for (int n = 1; n <= kTries; ++n) {
        std::string target = n == 1 ? base : base + '-' + std::to_string(n);
        if (::access(target.c_str(), F_OK) == 0) {
            continue;
        }
        // The log goes first: alone it harms nobody, while the next list must not find it.
        for (const char* suffix : kCompanions) {
            ::renameat2(AT_FDCWD, (path + suffix).c_str(), AT_FDCWD, (target + suffix).c_str(),
                        RENAME_NOREPLACE);
        }
        if (::renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) {
            return target;
        }
        return {};
    }
    return {};
}

}  // namespace penstock
