#include "engine/store/sqlite.h"

namespace penstock {

namespace {

/// Of the database (SQLITE_FCNTL_FILE_POINTER), or of its log or journal.
int lastErrnoOf(sqlite3* handle, int whichFile) {
    sqlite3_file* file = nullptr;
    int last = 0;
    if (sqlite3_file_control(handle, "main", whichFile, &file) == SQLITE_OK && file != nullptr &&
        file->pMethods != nullptr) {
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &last);
    }
    return last;
}

}  // namespace

Database::~Database() {
    statements_.clear();
    sqlite3_close(handle_);
}

int Database::open(const std::string& path, int flags) {
    const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    sqlite3_extended_result_codes(handle_, 1);
    return code;
}

int Database::execute(const char* sql) {
    return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
}

sqlite3_stmt* Database::prepared(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) {
        return found->second.get();
    }
    sqlite3_stmt* statement = nullptr;
    const int size = static_cast<int>(sql.size());
    if (sqlite3_prepare_v3(handle_, sql.data(), size, SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK) {
        return nullptr;
    }
    statements_.emplace(sql, statement);
    return statement;
}

int Database::systemError() const {
    if (handle_ == nullptr) {
        return 0;
    }
    // sqlite3_system_errno() is what errno was when the statement ended, after the rollback.
    for (const int file : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
        if (const int last = lastErrnoOf(handle_, file); last != 0) {
            return last;
        }
    }
    return sqlite3_system_errno(handle_);
}

Query::Query(Database& database, std::string_view sql)
    : handle_(database.handle()), statement_(database.prepared(sql)) {}

Query::~Query() {
    if (statement_ != nullptr) {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
}

Query& Query::bind(std::int64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, value);
    return *this;
}

Query& Query::bind(std::uint64_t value) {
    return bind(static_cast<std::int64_t>(value));
}

Query& Query::bind(std::string_view text) {
    // The pointer of an empty view may be null, which SQLite would take for NULL.
    sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                        SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Query& Query::bindCopy(std::string_view text) {
    sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                        SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Query& Query::bindNull() {
    sqlite3_bind_null(statement_, ++bound_);
    return *this;
}

int Query::step() {
    return statement_ == nullptr ? sqlite3_extended_errcode(handle_) : sqlite3_step(statement_);
}

int Query::run() {
    const int code = step();
    return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::uint64_t Query::number(int column) const {
    return static_cast<std::uint64_t>(integer(column));
}

std::string Query::text(int column) const {
    const unsigned char* text = sqlite3_column_text(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return text == nullptr ? std::string() : std::string(text, text + size);
}

bool Query::isNull(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

}  // namespace penstock
