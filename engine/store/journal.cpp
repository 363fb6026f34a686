#include "engine/store/journal.h"

#include "engine/store/host_rows.h"
#include "engine/store/journal_file.h"
#include "engine/store/journal_rows.h"
#include "engine/store/old_part_rows.h"
#include "engine/store/queue_rows.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace penstock {

namespace {

// The row of a mark may have been removed since it was sent on its way.
constexpr std::string_view kSoftMark =
    "INSERT INTO range SELECT ?1, ?2, ?3, ?4, 0 "
    "WHERE EXISTS (SELECT 1 FROM transfer WHERE id = ?1) "
    "ON CONFLICT DO UPDATE SET soft_end = max(soft_end, excluded.soft_end)";
constexpr std::string_view kDurableMark =
    "INSERT INTO range SELECT ?1, ?2, ?3, ?4, ?4 "
    "WHERE EXISTS (SELECT 1 FROM transfer WHERE id = ?1) "
    "ON CONFLICT DO UPDATE SET soft_end = max(soft_end, excluded.soft_end), "
    "durable_end = max(durable_end, excluded.durable_end)";
// What lies within a durable range needs no row of its own: the first kMostRanges are read.
constexpr std::string_view kDropCovered =
    "DELETE FROM range WHERE transfer = ?1 AND generation = ?2 AND begin > ?3 AND soft_end <= ?4";
constexpr std::string_view kRewind =
    "UPDATE range SET soft_end = min(soft_end, ?4), durable_end = min(durable_end, ?4) "
    "WHERE transfer = ?1 AND generation = ?2 AND begin = ?3";
constexpr std::string_view kRewindAll =
    "UPDATE range SET soft_end = min(soft_end, max(?4, begin)), "
    "durable_end = min(durable_end, max(?4, begin)) "
    "WHERE transfer = ?1 AND generation = ?2 AND begin >= ?3";
constexpr std::string_view kDone =
    "UPDATE transfer SET state_name = ?, final_name = ?, total = ?, finished_ms = ?, part_name = "
    "'', "
    "renaming_to = '', error_kind = 'None', error_sentence = '', error_evidence = '', "
    "error_errno = 0 WHERE id = ?";

std::string leftOutNote(std::size_t count, const std::string& path) {
    return (count == 1 ? "A line of the list " : std::to_string(count) + " lines of the list ") +
           path + " cannot have been written by Penstock and " + (count == 1 ? "was" : "were") +
           " left out";
}

}  // namespace

Journal::Journal(std::unique_ptr<JournalFile> file)
    : file_(std::move(file)), note_(file_->note()) {}

Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const std::string& path, Sharing sharing,
                                               std::chrono::milliseconds patience) {
    auto file = JournalFile::open(path, sharing == Sharing::Exclusive, patience);
    if (!file) {
        return file.error();
    }
    std::unique_ptr<Journal> journal(new Journal(std::move(file).value()));
    if (Error error = journal->readNextRow(); !error.ok()) {
        return error;
    }
    return journal;
}

Error Journal::readNextRow() {
    return file_->read([&] {
        Query select(file_->database(), "SELECT seq FROM sqlite_sequence WHERE name = 'transfer'");
        const int code = select.step();
        if (code == SQLITE_ROW) {
            nextRow_ = select.number(0) + 1;
        }
        if (code == SQLITE_ROW && nextRow_ > kHighestRow) {
            return readFreeRow(file_->database(), nextRow_);
        }
        return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
    });
}

Error Journal::together(Durability durability, const std::function<void()>& calls) {
    return file_->together(durability, calls);
}

Result<std::uint64_t> Journal::insert(const TransferRecord& record) {
    std::uint64_t row = 0;
    Error error = file_->write(Durability::Normal,
                               [&] { return insertRecord(file_->database(), record, row); });
    if (!error.ok()) {
        return error;
    }
    nextRow_ = row > kHighestRow ? nextRow_ : std::max(nextRow_, row + 1);
    return row;
}

Error Journal::update(const TransferRecord& record) {
    return store(record, Durability::Normal);
}

Error Journal::accept(const TransferRecord& record) {
    return store(record, Durability::Full);
}

Error Journal::store(const TransferRecord& record, Durability durability) {
    return file_->write(durability, [&] { return updateRecord(file_->database(), record); });
}

Error Journal::softMarks(std::span<const Mark> marks) {
    return mark(kSoftMark, marks, Durability::Normal);
}

Error Journal::durableMarks(std::span<const Mark> marks) {
    if (marks.empty()) {
        return {};
    }
    return file_->write(Durability::Full, [&] {
        const int code = raise(kDurableMark, marks);
        return code == SQLITE_OK ? raise(kDropCovered, marks) : code;
    });
}

Error Journal::rewind(std::span<const Mark> lowered) {
    return mark(kRewind, lowered, Durability::Full);
}

Error Journal::rewindAll(const Mark& lowered) {
    return mark(kRewindAll, {&lowered, 1}, Durability::Full);
}

Error Journal::mark(std::string_view sql, std::span<const Mark> marks, Durability durability) {
    if (marks.empty()) {
        return {};
    }
    return file_->write(durability, [&] { return raise(sql, marks); });
}

int Journal::raise(std::string_view sql, std::span<const Mark> marks) {
    for (const Mark& one : marks) {
        Query query(file_->database(), sql);
        query.bind(one.row).bind(one.generation).bind(one.begin).bind(one.end);
        if (const int code = query.run(); code != SQLITE_OK) {
            return code;
        }
    }
    return SQLITE_OK;
}

Error Journal::renaming(std::uint64_t row, const std::string& target) {
    return file_->write(Durability::Full, [&] {
        Query update(file_->database(), "UPDATE transfer SET renaming_to = ? WHERE id = ?");
        return update.bind(target).bind(row).run();
    });
}

Error Journal::done(std::uint64_t row, const std::string& finalName, std::uint64_t total,
                    std::int64_t finishedMs) {
    return file_->write(Durability::Full, [&] {
        Query update(file_->database(), kDone);
        update.bind(penstock::name(TransferState::Done)).bind(finalName);
        if (const int code = update.bind(total).bind(finishedMs).bind(row).run();
            code != SQLITE_OK) {
            return code;
        }
        Query clear(file_->database(), "DELETE FROM range WHERE transfer = ?");
        const int code = clear.bind(row).run();
        return code == SQLITE_OK ? forgetOldPart(file_->database(), row) : code;
    });
}

Error Journal::remove(std::uint64_t row) {
    return file_->write(Durability::Normal, [&] {
        Query erase(file_->database(), "DELETE FROM transfer WHERE id = ?");
        return erase.bind(row).run();
    });
}

Result<std::vector<TransferRecord>> Journal::load() {
    std::vector<TransferRecord> records;
    std::size_t leftOut = 0;
    Error error = file_->read([&] { return readAllRecords(file_->database(), records, leftOut); });
    if (!error.ok()) {
        return error;
    }
    if (leftOut > 0) {
        note_ += note_.empty() ? "" : "; ";
        note_ += leftOutNote(leftOut, file_->path());
    }
    return records;
}

Result<std::vector<TransferRecord>> Journal::find(const std::string& url,
                                                  const std::string& directory,
                                                  const std::string& name) {
    std::vector<TransferRecord> records;
    Error error = file_->read(
        [&] { return readMatchingRecords(file_->database(), url, directory, name, records); });
    if (!error.ok()) {
        return error;
    }
    return records;
}

Result<std::vector<HostCeiling>> Journal::hostCeilings() {
    std::vector<HostCeiling> ceilings;
    Error error = file_->read([&] { return readHostCeilings(file_->database(), ceilings); });
    if (!error.ok()) {
        return error;
    }
    return ceilings;
}

Error Journal::storeHostCeiling(const HostCeiling& ceiling) {
    return file_->write(Durability::Normal,
                        [&] { return penstock::storeHostCeiling(file_->database(), ceiling); });
}

Error Journal::forgetHostCeiling(const std::string& host, std::uint16_t port) {
    return file_->write(Durability::Normal,
                        [&] { return penstock::forgetHostCeiling(file_->database(), host, port); });
}

Result<std::vector<QueueSettings>> Journal::queues() {
    std::vector<QueueSettings> queues;
    Error error = file_->read([&] { return readQueues(file_->database(), queues); });
    if (!error.ok()) {
        return error;
    }
    return queues;
}

Error Journal::storeQueue(const QueueSettings& queue) {
    return file_->write(Durability::Normal,
                        [&] { return penstock::storeQueue(file_->database(), queue); });
}

Error Journal::forgetQueue(const std::string& name) {
    return file_->write(Durability::Normal,
                        [&] { return penstock::forgetQueue(file_->database(), name); });
}

bool isLocked(const Error& error) noexcept {
    return error.kind == ErrorKind::JournalFailed && error.systemError == EBUSY;
}

}  // namespace penstock
