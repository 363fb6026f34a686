#pragma once
// The opened database of the journal: its lock, its pragmas, its transactions, and its errors as
// sentences. One thread; blocks.

#include "engine/base/unique_fd.h"
#include "engine/error.h"
#include "engine/store/durability.h"
#include "engine/store/sqlite.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace penstock {

class JournalFile {
public:
    /// See Journal::open(). `exclusive` keeps PATH.lock locked until destroyed.
    static Result<std::unique_ptr<JournalFile>> open(const std::string& path, bool exclusive,
                                                     std::chrono::milliseconds patience);

    JournalFile(const JournalFile&) = delete;
    JournalFile& operator=(const JournalFile&) = delete;
    ~JournalFile() = default;

    [[nodiscard]] const std::string& note() const noexcept { return note_; }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    [[nodiscard]] Database& database() noexcept { return *database_; }

    /// Runs `body`, which returns SQLITE_OK or the code that failed, as one transaction: all of it
    /// is stored, or nothing.
    Error write(Durability durability, const std::function<int()>& body);

    /// Runs `body`, in which write() and read() are parts of one transaction. After the first that
    /// fails, or that needs more than `durability`, none runs any more and nothing is stored.
    Error together(Durability durability, const std::function<void()>& body);

    /// Runs `body` on one unchanging state of the database.
    Error read(const std::function<int()>& body);

private:
    JournalFile(std::string path, std::chrono::milliseconds patience)
        : path_(std::move(path)), patience_(patience) {}

    [[nodiscard]] Error makePrivate() const;
    Error lock(bool exclusive);
    Error choose();
    Error begin();
    int attach();
    int configure();
    int ask(const char* sql, std::string& answer);
    [[nodiscard]] Error newerError() const;
    Error replaceDamaged();
    int sync(Durability durability);
    Error join(Durability durability, const std::function<int()>& body);
    Error transact(const char* begin, const std::function<int()>& body);
    [[nodiscard]] Error failure(int code) const;

    [[nodiscard]] std::string folder() const { return path_.substr(0, path_.rfind('/')); }

    std::string path_;
    std::chrono::milliseconds patience_;
    UniqueFd lock_;
    std::unique_ptr<Database> database_;  // closed before the lock goes
    std::string note_;
    bool newer_ = false;
    bool full_ = false;           // what PRAGMA synchronous stands at
    bool joined_ = false;         // within together()
    int joinedCode_ = SQLITE_OK;  // of the first call in it that failed
};

}  // namespace penstock
