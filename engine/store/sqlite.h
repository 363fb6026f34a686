#pragma once
// SQLite with owners: a database, and one use of a statement that the database keeps prepared.
//
// Result codes stay SQLite's (SQLITE_OK, …); JournalFile turns them into Errors. One thread.

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace penstock {

class Database {
public:
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// `flags` as for sqlite3_open_v2().
    int open(const std::string& path, int flags);
    /// Runs one or more statements without arguments or rows.
    int execute(const char* sql);
    /// Kept until the database goes. Null if SQLite refuses it: see handle() for why.
    sqlite3_stmt* prepared(std::string_view sql);

    /// The errno behind SQLITE_IOERR and SQLITE_CANTOPEN; 0 if unknown.
    [[nodiscard]] int systemError() const;

    [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };

    sqlite3* handle_ = nullptr;
    std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>> statements_;
};

/// One run of a statement: bind in order, step, read columns. Resets the statement at the end, so
/// at most one Query of the same text may live at a time. Bound text must outlive it.
class Query {
public:
    Query(Database& database, std::string_view sql);
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query();

    Query& bind(std::int64_t value);
    Query& bind(std::uint64_t value);  // its bits as a signed number
    Query& bind(std::string_view text);
    /// The same, but `text` may go.
    Query& bindCopy(std::string_view text);
    Query& bindNull();

    /// SQLITE_ROW, SQLITE_DONE or an error code.
    int step();
    /// step() for a statement without rows: SQLITE_OK when it is done.
    int run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::uint64_t number(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] bool isNull(int column) const;

private:
    sqlite3* handle_;
    sqlite3_stmt* statement_;
    int bound_ = 0;
};

}  // namespace penstock
