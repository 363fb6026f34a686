#include "engine/store/journal_file.h"

#include "engine/private_folder.h"
#include "engine/store/folder.h"
#include "engine/store/journal_guard.h"
#include "engine/store/journal_schema.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace penstock {

namespace {

constexpr mode_t kFileMode = 0600;
constexpr int kBusyMilliseconds = 5000;
constexpr std::chrono::milliseconds kLockPause{10};

/// Where memory cannot be shared between processes, or not surely, and so no write-ahead log either
/// (linux/magic.h: NFS, SMB, CIFS, SMB2, AFS, FUSE).
constexpr std::array<std::uint32_t, 6> kWithoutLog{0x6969,     0x517B,     0xFF534D42,
                                                   0xFE534D42, 0x5346414F, 0x65735546};

bool takesWriteAheadLog(const std::string& folder) {
    struct statfs status {};

    return ::statfs(folder.c_str(), &status) != 0 ||
           std::find(kWithoutLog.begin(), kWithoutLog.end(),
                     static_cast<std::uint32_t>(status.f_type)) == kWithoutLog.end();
}

/// A damaged page may show as either.
bool meansDamage(int code) {
    return (code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB;
}

Error journalError(std::string sentence, int systemError) {
    std::string evidence =
        systemError == 0 ? std::string() : std::generic_category().message(systemError);
    return {ErrorKind::JournalFailed, std::move(sentence), std::move(evidence), systemError};
}

}  // namespace

Result<std::unique_ptr<JournalFile>> JournalFile::open(const std::string& path, bool exclusive,
                                                       std::chrono::milliseconds patience) {
    std::unique_ptr<JournalFile> file(new JournalFile(path, patience));
    if (Error error = file->makePrivate(); !error.ok()) {
        return error;
    }
    if (Error error = file->lock(exclusive); !error.ok()) {
        return error;
    }
    if (Error error = file->choose(); !error.ok()) {
        return error;
    }
    if (!exclusive) {
        file->lock_.reset();  // it was for the choice only
    }
    return file;
}

/// A log that somebody else put beside the list would be read as part of it.
Error JournalFile::makePrivate() const {
    if (Error error = makePrivateFolder(folder()); !error.ok()) {
        return error;
    }
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock"}) {
        if (Error error = keepPrivate(path_ + suffix); !error.ok()) {
            return error;
        }
    }
    return {};
}

/// A lock of the kernel's, not a file that is there or not: it cannot outlive its process.
Error JournalFile::lock(bool exclusive) {
    const std::string name = path_ + ".lock";
    lock_.reset(::open(name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kFileMode));
    if (!lock_) {
        return journalError("The list " + path_ + " cannot be locked", errno);
    }
    for (int waited = 0;; waited += static_cast<int>(kLockPause.count())) {
        if (untilDone([&] { return ::flock(lock_.get(), LOCK_EX | LOCK_NB); }) == 0 ||
            errno != EWOULDBLOCK) {
            return {};  // a file system without locks: SQLite's own still keep the file whole
        }
        if (exclusive || waited >= kBusyMilliseconds) {
            return {ErrorKind::DiskBusy, "Penstock is already running", path_ + " is in use",
                    EWOULDBLOCK};
        }
        std::this_thread::sleep_for(kLockPause);
    }
}

Error JournalFile::choose() {
    switch (inspectList(path_)) {
        case ListFile::Missing:
            return begin();
        case ListFile::Damaged:
            return replaceDamaged();
        case ListFile::Unreadable:
            return journalError("The list " + path_ + " cannot be read", errno);
        case ListFile::Other:
            return {ErrorKind::JournalForeign,
                    path_ + " is no list of Penstock; it was left as it is",
                    {},
                    0};
        case ListFile::Newer:
            return newerError();
        case ListFile::Ours:
            break;
    }
    const int code = attach();
    if (meansDamage(code)) {
        database_.reset();
        return replaceDamaged();
    }
    if (newer_) {
        return newerError();
    }
    return code == SQLITE_OK ? Error{} : failure(code);
}

Error JournalFile::newerError() const {
    return {ErrorKind::JournalNewer,
            "The list " + path_ + " was written by a newer Penstock; it was left as it is",
            {},
            0};
}

Error JournalFile::begin() {
    if (const int code = createList(path_); code != SQLITE_OK) {
        return failure(code);
    }
    const int code = attach();
    return code == SQLITE_OK ? Error{} : failure(code);
}

Error JournalFile::replaceDamaged() {
    const std::string kept = setAside(path_);
    if (kept.empty()) {
        return journalError("The list " + path_ + " is damaged and cannot be set aside", errno);
    }
    note_ = "The list " + path_ + " was damaged; it was kept as " + kept + " and a new one begun";
    return begin();
}

int JournalFile::attach() {
    database_ = std::make_unique<Database>();
    if (const int code = database_->open(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX);
        code != SQLITE_OK) {
        return code;
    }
    if (sqlite3_db_readonly(database_->handle(), "main") == 1) {
        return SQLITE_READONLY;
    }
    distrust(*database_);
    sqlite3_busy_timeout(database_->handle(), static_cast<int>(patience_.count()));
    std::string version;
    if (const int code = ask("PRAGMA user_version", version); code != SQLITE_OK) {
        return code;
    }
    if (std::stoll(version) > std::int64_t{kSchemaVersion}) {
        // So far only in the log. Closing must not carry it into the file.
        sqlite3_db_config(database_->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        newer_ = true;
        return SQLITE_OK;
    }
    const int code = checkSchema(*database_, std::stoll(version));
    return code == SQLITE_OK ? configure() : code;
}

/// The statement is over before this returns: a running one would forbid the change to WAL.
int JournalFile::ask(const char* sql, std::string& answer) {
    Query query(*database_, sql);
    const int code = query.step();
    if (code != SQLITE_ROW) {
        return code == SQLITE_DONE ? SQLITE_ERROR : code;
    }
    answer = query.text(0);
    return SQLITE_OK;
}

int JournalFile::configure() {
    std::string verdict;
    if (const int code = ask("PRAGMA quick_check(1)", verdict); code != SQLITE_OK) {
        return code;
    }
    if (verdict != "ok") {
        return SQLITE_CORRUPT;
    }
    const char* mode =
        takesWriteAheadLog(folder()) ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE";
    for (const char* sql :
         {mode, "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON",
          "PRAGMA wal_autocheckpoint = 1000", "PRAGMA journal_size_limit = 4194304"}) {
        if (const int code = database_->execute(sql); code != SQLITE_OK) {
            return code;
        }
    }
    return upgradeList(*database_, path_);
}

Error JournalFile::write(Durability durability, const std::function<int()>& body) {
    if (joined_) {
        return join(durability, body);
    }
    const int code = sync(durability);
    return code == SQLITE_OK ? transact("BEGIN IMMEDIATE", body) : failure(code);
}

Error JournalFile::read(const std::function<int()>& body) {
    return joined_ ? join(Durability::Normal, body) : transact("BEGIN", body);
}

Error JournalFile::together(Durability durability, const std::function<void()>& body) {
    if (const int code = sync(durability); code != SQLITE_OK) {
        return failure(code);
    }
    joined_ = true;
    joinedCode_ = SQLITE_OK;
    Error error = transact("BEGIN IMMEDIATE", [&] {
        body();
        return joinedCode_;
    });
    joined_ = false;
    return error;
}

// SQLite may have rolled back by itself: then what follows would be stored without what was before.
Error JournalFile::join(Durability durability, const std::function<int()>& body) {
    if (joinedCode_ == SQLITE_OK) {
        const bool enough = full_ || durability == Durability::Normal;
        joinedCode_ = enough ? body() : SQLITE_MISUSE;
    }
    return joinedCode_ == SQLITE_OK ? Error{} : failure(joinedCode_);
}

/// Within a transaction the pragma would have no effect.
int JournalFile::sync(Durability durability) {
    const bool full = durability == Durability::Full;
    if (full == full_) {
        return SQLITE_OK;
    }
    const int code =
        database_->execute(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    full_ = code == SQLITE_OK ? full : full_;
    return code;
}

Error JournalFile::transact(const char* begin, const std::function<int()>& body) {
    int code = database_->execute(begin);
    if (code != SQLITE_OK) {
        return failure(code);
    }
    code = body();
    if (code == SQLITE_OK) {
        code = database_->execute("COMMIT");
    }
    if (code == SQLITE_OK) {
        return {};
    }
    Error error = failure(code);  // before the rollback clears what SQLite remembers
    if (sqlite3_get_autocommit(database_->handle()) == 0) {
        database_->execute("ROLLBACK");
    }
    return error;
}

Error JournalFile::failure(int code) const {
    const int primary = code & 0xFF;
    // Without a database it was made under its passing name, by plain system calls.
    const int why = database_ != nullptr ? database_->systemError() : errno;
    std::string words =
        database_ != nullptr ? sqlite3_errmsg(database_->handle()) : sqlite3_errstr(code);
    const bool diskSays = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
    if (primary == SQLITE_FULL || (diskSays && (why == ENOSPC || why == EDQUOT))) {
        return {ErrorKind::DiskNoSpace, "No space left for the list in " + folder(), words, ENOSPC};
    }
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
        return {ErrorKind::JournalFailed, "Another program keeps the list " + path_ + " locked",
                std::move(words), EBUSY};
    }
    std::string sentence = "The list " + path_ + " cannot be used";
    if (primary == SQLITE_READONLY || primary == SQLITE_PERM || primary == SQLITE_CANTOPEN) {
        sentence = "The list " + path_ + " cannot be written to";
    } else if (primary == SQLITE_IOERR) {
        sentence = "The disk failed while using the list " + path_;
    } else if (meansDamage(code)) {
        sentence = "The list " + path_ + " is damaged";
    }
    return {ErrorKind::JournalFailed, std::move(sentence), std::move(words), diskSays ? why : 0};
}

}  // namespace penstock
