#pragma once
// The list of transfers on disk, and which of their bytes may be claimed after a crash. SQLite.
//
// Thread: every call may block on the disk, so a Journal lives on the journal worker and is used by
// one thread at a time. Each call is one transaction, or together() with others: it happened or it
// did not. NORMAL calls are kept over the end of the process, however sudden, but may be lost with
// the power; FULL calls are on the disk when they return, and with them all that came before.
//
// Errors: DiskNoSpace when the disk of the journal is full, else JournalFailed; isLocked() tells
// that another program keeps it locked. After an error nothing of that call is stored and the
// journal is as usable as before. Calls about a row that is not there (any more) do nothing and are
// no error, so that a late mark does not revive a transfer.
//
// Own header fields may be secrets (tokens go by any name), so only those that say nothing about a
// person are written: Accept, Accept-Language, Cache-Control, DNT, Origin, Pragma, Referer and
// User-Agent, without user name or password in them. Of the others the list keeps the names, so
// that a restart knows what is missing (TransferRecord::withheld). Sizes and rates must be below
// 2^63.

#include "engine/error.h"
#include "engine/host_types.h"
#include "engine/queue_types.h"
#include "engine/store/durability.h"
#include "engine/store/transfer_record.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

class JournalFile;

class Journal {
public:
    /// Exclusive: one process at a time, for as long as the Journal lives (DiskBusy, "Penstock is
    /// already running"). Shared: any number of processes.
    enum class Sharing : std::uint8_t { Exclusive, Shared };

    /// Opens the list at `path` (absolute), or begins one; makes its folder (0700) and files
    /// (0600). JournalForeign for a database of another program and JournalNewer for one of a later
    /// version of this, both of which are left as they are. A damaged file is moved aside to
    /// PATH.corrupt-TIME and a fresh list begun: see note(). So is one that holds other tables than
    /// ours, views or triggers. JournalForeign also where the folder or one of the files belongs to
    /// another account or is a link: the folder should hold nothing else, see makePrivateFolder().
    /// A call waits for `patience` when another program keeps the list locked.
    static Result<std::unique_ptr<Journal>> open(
        const std::string& path, Sharing sharing,
        std::chrono::milliseconds patience = std::chrono::seconds(5));

    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    ~Journal();

    /// A sentence for the person if open() or load() had to give something up; else empty.
    [[nodiscard]] const std::string& note() const noexcept { return note_; }

    /// Makes one transaction of the calls that `calls` makes: FULL if asked for, which it must be
    /// if one of them is. With an Error nothing of them is stored, whatever they have returned;
    /// then each may be made alone.
    Error together(Durability durability, const std::function<void()>& calls);

    /// Stores a new record, NORMAL; its marks are not taken from the record. Row 0: a number that
    /// was never used before; else that row, which must be free. Returns the row.
    Result<std::uint64_t> insert(const TransferRecord& record);

    /// Stores all of the record but its marks. NORMAL.
    Error update(const TransferRecord& record);

    /// The same, FULL: before the first byte of a body, and when a part was created.
    Error accept(const TransferRecord& record);

    /// Raises the soft ends, in one transaction. NORMAL. Marks never fall here.
    Error softMarks(std::span<const Mark> marks);

    /// Raises the durable ends, and soft ends to at least the same. FULL. Only for bytes that
    /// PartFile::sync() has vouched for. Ranges that lie within one of these have no row any more.
    Error durableMarks(std::span<const Mark> marks);

    /// Lowers both ends of each of these ranges to at most its `end`. FULL. For a part that turned
    /// out to hold less than was claimed, and for what a failed sync put in doubt.
    Error rewind(std::span<const Mark> lowered);

    Error rewind(const Mark& lowered) { return rewind(std::span(&lowered, 1)); }

    /// The same of all ranges of that generation: nothing from `lowered.end` on is claimed any
    /// more. FULL.
    Error rewindAll(const Mark& lowered);

    /// About to give the part its final name. FULL.
    Error renaming(std::uint64_t row, const std::string& target);

    /// The file is whole under `finalName`, with `total` bytes: state Done, no part name, no
    /// rename, no error, no ranges, no old part; the file's id stays.
    /// FULL.
    Error done(std::uint64_t row, const std::string& finalName, std::uint64_t total,
               std::int64_t finishedMs);

    /// Forgets a transfer with all that belongs to it. NORMAL.
    Error remove(std::uint64_t row);

    /// All records in the order of their rows. Marks are of the current generation. Rows that this
    /// program cannot have stored (isPlausible()) stay where they are and are left out; note() then
    /// says so.
    Result<std::vector<TransferRecord>> load();

    /// Records that are not Done and were asked for with exactly this, newest first.
    Result<std::vector<TransferRecord>> find(const std::string& url, const std::string& directory,
                                             const std::string& name);

    /// What is known of hosts, the latest first.
    Result<std::vector<HostCeiling>> hostCeilings();

    /// Replaces what is known of that host. NORMAL.
    Error storeHostCeiling(const HostCeiling& ceiling);

    /// NORMAL.
    Error forgetHostCeiling(const std::string& host, std::uint16_t port);

    /// By name.
    Result<std::vector<QueueSettings>> queues();

    /// Replaces what is kept of that name. NORMAL.
    Error storeQueue(const QueueSettings& queue);

    /// NORMAL.
    Error forgetQueue(const std::string& name);

    /// 1 + the highest row that this journal ever had, as far as this process knows: reliable while
    /// it is open Exclusive. A list in which somebody has used up the numbers counts on from the
    /// highest of its rows that is below kHighestRow.
    [[nodiscard]] std::uint64_t nextRow() const noexcept { return nextRow_; }

private:
    explicit Journal(std::unique_ptr<JournalFile> file);

    Error readNextRow();
    Error store(const TransferRecord& record, Durability durability);
    Error mark(std::string_view sql, std::span<const Mark> marks, Durability durability);
    int raise(std::string_view sql, std::span<const Mark> marks);

    std::unique_ptr<JournalFile> file_;
    std::string note_;
    std::uint64_t nextRow_ = 1;
};

/// Another program keeps the list locked: the call that returns this may be made again as it was.
[[nodiscard]] bool isLocked(const Error& error) noexcept;

}  // namespace penstock
