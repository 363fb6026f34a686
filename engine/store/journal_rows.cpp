#include "engine/store/journal_rows.h"

#include "engine/base/shown_fields.h"
#include "engine/base/text.h"
#include "engine/printable_text.h"
#include "engine/store/journal_guard.h"
#include "engine/store/old_part_rows.h"
#include "engine/store/option_rows.h"
#include "engine/store/source_rows.h"

#include <algorithm>
#include <array>
#include <utility>

namespace penstock {

namespace {

// The order of bindRecord() and readRecord().
const char* const kColumns =
    "url, directory, name, final_name, final_url, part_name, rate_limit, state_name, error_kind, "
    "error_sentence, error_evidence, error_errno, etag, last_modified, last_modified_strong, "
    "total, encoding, generation, device, inode, boot_id, mount_id, renaming_to, added_ms, "
    "finished_ms, note, owner, birth_ns, mark, in_order, checksum, "
    "server_digest, priority, position, queue, goes_on, doubt";
constexpr std::int64_t kMostRanges = 4096;  // of one file; connections are 32 at most
const char* const kPlaces =
    "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?";

/// What another version stored and this one does not know is not begun by itself.
TransferState stateNamed(std::string_view text) {
    return transferStateNamed(text).value_or(TransferState::Paused);
}

void bindRecord(Query& query, const TransferRecord& record) {
    query.bind(record.url).bind(record.directory).bind(record.name).bind(record.finalName);
    query.bind(record.finalUrl).bind(record.partName).bind(record.rateLimit);
    query.bind(name(record.state)).bind(name(record.error.kind));
    query.bind(record.error.sentence).bind(record.error.evidence);
    query.bind(std::int64_t{record.error.systemError}).bind(record.etag).bind(record.lastModified);
    query.bind(std::int64_t{record.lastModifiedStrong ? 1 : 0});
    if (record.total) {
        query.bind(*record.total);
    } else {
        query.bindNull();
    }
    query.bind(record.encoding).bind(record.generation).bind(record.part.device);
    query.bind(record.part.inode).bind(record.part.bootId).bind(record.part.mountId);
    query.bind(record.renamingTo).bind(record.addedMs).bind(record.finishedMs).bind(record.note);
    if (record.part.owner) {
        query.bind(std::int64_t{*record.part.owner});
    } else {
        query.bindNull();
    }
    query.bind(record.part.birthNs).bind(record.part.mark);
    query.bind(std::int64_t{record.inOrder ? 1 : 0});
    for (const auto* checksum : {&record.checksum, &record.serverDigest}) {
        if (*checksum) {
            query.bindCopy(checksumText(**checksum));
        } else {
            query.bindNull();
        }
    }
    query.bind(name(record.rank.priority)).bind(record.rank.position).bind(record.queue);
    if (record.goesOn) {
        query.bind(std::int64_t{*record.goesOn ? 1 : 0});
    } else {
        query.bindNull();
    }
    query.bind(name(record.doubt));
}

/// After the columns come the row and its marks; see selectSql().
TransferRecord readRecord(const Query& query) {
    TransferRecord record;
    int column = 0;
    for (std::string* text : {&record.url, &record.directory, &record.name, &record.finalName,
                              &record.finalUrl, &record.partName}) {
        *text = query.text(column++);
    }
    record.rateLimit = query.number(column++);
    record.state = stateNamed(query.text(column++));
    record.error.kind = kindNamed(query.text(column++));
    record.error.sentence = query.text(column++);
    record.error.evidence = query.text(column++);
    record.error.systemError = static_cast<int>(query.integer(column++));
    record.etag = query.text(column++);
    record.lastModified = query.text(column++);
    record.lastModifiedStrong = query.integer(column++) != 0;
    if (!query.isNull(column)) {
        record.total = query.number(column);
    }
    ++column;
    record.encoding = query.text(column++);
    record.generation = query.number(column++);
    record.part.device = query.number(column++);
    record.part.inode = query.number(column++);
    record.part.bootId = query.text(column++);
    record.part.mountId = query.number(column++);
    record.renamingTo = query.text(column++);
    record.addedMs = query.integer(column++);
    record.finishedMs = query.integer(column++);
    record.note = query.text(column++);
    if (!query.isNull(column)) {
        record.part.owner = static_cast<std::uint32_t>(query.integer(column));
    }
    ++column;
    record.part.birthNs = query.integer(column++);
    record.part.mark = query.number(column++);
    record.inOrder = query.integer(column++) != 0;
    for (auto* checksum : {&record.checksum, &record.serverDigest}) {
        if (!query.isNull(column)) {
            *checksum = parseChecksum(query.text(column));
        }
        ++column;
    }
    record.rank.priority = priorityNamed(query.text(column++)).value_or(Priority::Normal);
    record.rank.position = query.integer(column++);
    record.queue = query.text(column++);
    if (!query.isNull(column)) {
        record.goesOn = query.integer(column) != 0;
    }
    ++column;
    record.doubt = doubtNamed(query.text(column++));
    record.row = query.number(column++);
    record.softEnd = query.number(column++);
    record.durableEnd = query.number(column);
    return record;
}

std::string selectSql(const std::string& rest) {
    const std::string mark =
        " FROM range WHERE transfer = transfer.id AND range.generation = transfer.generation "
        "AND begin = 0), 0)";
    return std::string("SELECT ") + kColumns + ", id, coalesce((SELECT soft_end" + mark +
           ", coalesce((SELECT durable_end" + mark + " FROM transfer " + rest;
}

int insertField(Database& database, std::uint64_t row, std::int64_t position,
                const std::string& name, std::string_view value) {
    Query insert(database, "INSERT INTO header VALUES (?, ?, ?, ?)");
    return insert.bind(row).bind(position).bind(name).bind(value).run();
}

/// Each name once.
std::vector<std::string> withheldFrom(const TransferRecord& record) {
    std::vector<std::string> names = record.withheld;
    for (const HeaderField& field : record.headers) {
        const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return equalsIgnoreCase(field.name, name);
        });
        if (!known && !isHarmless(field)) {
            names.push_back(field.name);
        }
    }
    return names;
}

/// What is withheld stands at negative positions, with its name alone.
int insertFields(Database& database, std::uint64_t row, const TransferRecord& record) {
    std::int64_t position = 0;
    for (const HeaderField& field : record.headers) {
        if (!isHarmless(field)) {
            continue;
        }
        if (const int code = insertField(database, row, position++, field.name, field.value);
            code != SQLITE_OK) {
            return code;
        }
    }
    position = -1;
    for (const std::string& name : withheldFrom(record)) {
        if (const int code = insertField(database, row, position--, name, {}); code != SQLITE_OK) {
            return code;
        }
    }
    return SQLITE_OK;
}

int readFields(Database& database, TransferRecord& record) {
    Query select(database,
                 "SELECT name, value, position FROM header WHERE transfer = ? ORDER BY "
                 "position < 0, abs(position)");
    select.bind(record.row);
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        if (select.integer(2) < 0) {
            record.withheld.push_back(select.text(0));
        } else {
            record.headers.push_back({select.text(0), select.text(1)});
        }
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/// What cannot be true of the file is left out.
int readRanges(Database& database, TransferRecord& record) {
    Query select(database,
                 "SELECT begin, soft_end, durable_end FROM range WHERE transfer = ? AND "
                 "generation = ? AND begin > 0 ORDER BY begin LIMIT ?");
    select.bind(record.row).bind(record.generation).bind(kMostRanges);
    const std::uint64_t most = record.total.value_or(0);
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        RangeMark range{select.number(0), select.number(1), select.number(2)};
        if (range.begin < range.softEnd && range.softEnd <= most) {
            range.durableEnd = std::clamp(range.durableEnd, range.begin, range.softEnd);
            record.ranges.push_back(range);
        }
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/// Else SQLite would say that the disk is full.
bool numbersAreUsedUp(Database& database) {
    Query select(database, "SELECT 1 FROM sqlite_sequence WHERE name = 'transfer' AND seq > ?");
    return select.bind(kHighestRow).step() == SQLITE_ROW;
}

int readRecords(Database& database, Query& select, std::vector<TransferRecord>& out,
                std::size_t& leftOut) {
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        TransferRecord record = readRecord(select);
        if (!isPlausible(record)) {
            ++leftOut;
            continue;
        }
        out.push_back(std::move(record));
        int more = readFields(database, out.back());
        if (more == SQLITE_OK) {
            more = readRanges(database, out.back());
        }
        if (more != SQLITE_OK) {
            return more;
        }
    }
    if (code == SQLITE_DONE) {
        code = readOldParts(database, out);
        code = code == SQLITE_OK ? readMirrors(database, out) : code;
        code = code == SQLITE_OK ? readOptions(database, out) : code;
    }
    return code;
}

}  // namespace

ErrorKind kindNamed(std::string_view text) {
    for (int i = 0; i <= static_cast<int>(ErrorKind::Internal); ++i) {
        const auto kind = static_cast<ErrorKind>(i);
        if (name(kind) == text) {
            return kind;
        }
    }
    return ErrorKind::Internal;
}

int readFreeRow(Database& database, std::uint64_t& row) {
    Query select(database,
                 "SELECT coalesce(max(id), 0) + 1 FROM transfer WHERE id BETWEEN 1 AND ?");
    const int code = select.bind(kHighestRow - 1).step();
    row = code == SQLITE_ROW ? select.number(0) : 0;
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

int insertRecord(Database& database, const TransferRecord& record, std::uint64_t& row) {
    Query insert(database, std::string("INSERT INTO transfer (") + kColumns + ", id) VALUES (" +
                               kPlaces + ",?)");
    bindRecord(insert, record);
    row = record.row;
    if (row == 0 && numbersAreUsedUp(database)) {
        if (const int code = readFreeRow(database, row); code != SQLITE_OK) {
            return code;
        }
    }
    if (row == 0) {
        insert.bindNull();
    } else {
        insert.bind(row);
    }
    if (const int code = insert.run(); code != SQLITE_OK) {
        return code;
    }
    row = static_cast<std::uint64_t>(sqlite3_last_insert_rowid(database.handle()));
    if (record.oldPart) {
        if (const int code = storeOldPart(database, row, record.oldPart); code != SQLITE_OK) {
            return code;
        }
    }
    if (const int code = storeMirrors(database, row, record.mirrors); code != SQLITE_OK) {
        return code;
    }
    if (const int code = storeOptions(database, row, record.options); code != SQLITE_OK) {
        return code;
    }
    return insertFields(database, row, record);
}

int updateRecord(Database& database, const TransferRecord& record) {
    Query update(database, std::string("UPDATE transfer SET (") + kColumns + ") = (" + kPlaces +
                               ") WHERE id = ?");
    bindRecord(update, record);
    update.bind(record.row);
    if (const int code = update.run(); code != SQLITE_OK) {
        return code;
    }
    if (sqlite3_changes(database.handle()) == 0) {
        return SQLITE_OK;
    }
    Query clear(database, "DELETE FROM header WHERE transfer = ?");
    clear.bind(record.row);
    if (const int code = clear.run(); code != SQLITE_OK) {
        return code;
    }
    if (const int code = storeOldPart(database, record.row, record.oldPart); code != SQLITE_OK) {
        return code;
    }
    if (const int code = storeMirrors(database, record.row, record.mirrors); code != SQLITE_OK) {
        return code;
    }
    if (const int code = storeOptions(database, record.row, record.options); code != SQLITE_OK) {
        return code;
    }
    return insertFields(database, record.row, record);
}

int readAllRecords(Database& database, std::vector<TransferRecord>& out, std::size_t& leftOut) {
    Query select(database, selectSql("ORDER BY id"));
    return readRecords(database, select, out, leftOut);
}

int readMatchingRecords(Database& database, const std::string& url, const std::string& directory,
                        const std::string& name, std::vector<TransferRecord>& out) {
    Query select(database, selectSql("WHERE url = ? AND directory = ? AND name = ? AND "
                                     "state_name <> ? "
                                     "ORDER BY id DESC"));
    select.bind(url).bind(directory).bind(name);
    select.bind(penstock::name(TransferState::Done));
    std::size_t leftOut = 0;
    return readRecords(database, select, out, leftOut);
}

}  // namespace penstock
