#pragma once
// The part of one transfer, its line in the list, and what is to be cleaned up of it.
//
// It promises: the list knows of a part, by name, before there is one, and all of it before space
// is taken for it; what is to be unlinked stands in the list until it is; nothing is cut, unlinked
// or named that is not ours. Blocking work is counted by Jobs. Each call that takes a `then` calls
// it once, unless stop() is called before where that is said. Thread: the engine's.

#include "engine/base/range_set.h"
#include "engine/transfer/list_entry.h"
#include "engine/transfer/open_part_sync.h"
#include "engine/transfer/part_check.h"
#include "engine/transfer/part_finder.h"
#include "engine/transfer/part_mover.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

class PartKeeper {
public:
    using Then = std::function<void(Error)>;

    /// `record` as the list has it, if `listed`. The services outlive it.
    PartKeeper(const TransferServices& services, TransferTurn turn,
               std::unique_ptr<TransferRecord> record, bool listed);
    PartKeeper(const PartKeeper&) = delete;
    PartKeeper& operator=(const PartKeeper&) = delete;

    /// What the list has of the transfer, or is to have.
    [[nodiscard]] TransferRecord& record() noexcept { return entry_.record(); }

    [[nodiscard]] const TransferRecord& record() const noexcept { return entry_.record(); }

    /// Null while it is closed. Shared with the jobs that are out.
    [[nodiscard]] const std::shared_ptr<PartFile>& part() const noexcept { return part_; }

    /// Whether a job is out, but for those of syncs().
    [[nodiscard]] bool busy() const noexcept { return jobs_.out(); }

    /// Disk, List or Check: which of them is at work for it, if one is.
    [[nodiscard]] WaitsFor waitsFor() const noexcept {
        return check_.running() ? WaitsFor::Check : jobs_.waitsFor();
    }

    /// All is here, and is compared with its checksum: publish() may still be stopped.
    [[nodiscard]] bool checking() const noexcept { return check_.running(); }

    /// What came has another checksum.
    [[nodiscard]] bool differs() const noexcept { return check_.differed(); }

    /// Bytes that were compared so far.
    [[nodiscard]] std::uint64_t checked() const noexcept { return check_.done(); }

    /// What makes durable what is written to the open part.
    [[nodiscard]] OpenPartSync& syncs() noexcept { return syncs_; }

    [[nodiscard]] const std::shared_ptr<PartSync>& sync() {
        return syncs_.of(part_, markRow(), record());
    }

    /// The row that marks go to; 0: none.
    [[nodiscard]] std::uint64_t markRow() const noexcept {
        return entry_.listed() ? record().row : 0;
    }

    /// What takeUp(), readEnd() and publish() have begun ends with the job that is out.
    void stop() noexcept;

    // --- the list

    void enlist(std::uint64_t row, TransferState state, Then then) {
        entry_.enlist(row, state, std::move(then));
    }

    void save() { entry_.save(); }

    void goesOn() { entry_.goesOn(); }

    /// Of what was marked nothing is to be claimed but `here`, all of which is on the disk; that is
    /// in the list before then().
    void claimOnly(const RangeSet& here, Then then);

    /// After a failed write or sync: of [0, have) and of record().ranges only what is durable may
    /// be claimed, by the list, by the record, and by the part. Returns how much of the first.
    std::uint64_t fallBack(std::uint64_t have);

    // --- the part

    struct TakenUp {
        Error error;
        std::uint64_t have = 0;  // bytes from the first on that are here
        bool whole = false;      // and nothing more is to be asked for
    };

    /// Opens the part that is there already, if any. Not after stop().
    void takeUp(std::function<void(TakenUp)> then);
    /// Makes a part for record().total bytes, or empties the one that is open.
    void create(Then then);
    using ThenBytes = std::function<void(Result<std::vector<std::byte>>)>;
    /// [end − size, end) of the part.
    void read(std::uint64_t end, std::size_t size, ThenBytes then);
    /// The same. Not after stop().
    void readEnd(std::uint64_t end, std::size_t size, ThenBytes then);
    /// The part is begun anew in another: `have` bytes were in it, of the `sameFile` as is to come,
    /// or of another. It stays until the new one is worth more.
    void retire(std::uint64_t have, bool sameFile);
    /// A new generation without marks. `why`: for the person.
    void beginAgain(std::string why);
    /// So much of the new part is durable.
    void reached(std::uint64_t durable);
    /// Everything came, `size` bytes: makes the part fit to be named.
    void finish(std::uint64_t size, Then then);
    /// Gives it its final name, record().finalName or the next that is free, and forgets the part;
    /// before, what it is to have for a checksum is compared with it. Not after stop().
    void publish(Then then);
    /// Gives back the space that was taken and not used: all but that of `here`, which is on the
    /// disk. Nothing else is claimed any more then.
    void giveBack(const RangeSet& here);

    /// Where it is to go once it stands; see move().
    [[nodiscard]] PartMover& mover() noexcept { return mover_; }

    /// It goes to where mover() has it. Of a part that stays, begins again is the caller's to say
    /// within then(); the list is told after that.
    void move(PartMover::Then then) {
        mover_.begin(record(), [this, then = std::move(then)](const PartMoved& moved) {
            then(moved);
            if (moved.error.ok() && entry_.listed()) {
                entry_.accept(ignoreError);
            }
        });
    }

    /// Unlinks a part of ours that holds nothing, so that nothing is left of a try in vain. False
    /// if it is to stay: it is not ours for sure, stands beside an old part, or has perhaps its
    /// name.
    bool discardEmpty();

    /// Gives up the lock, so that another process may go on with it.
    void close() noexcept { letGo(); }

    /// Unlinks what is ours, as `removal` says, and leaves the list. `done`: it was a whole file.
    void remove(Removal removal, bool done);

private:
    [[nodiscard]] std::uint64_t device() const;
    void freeSpace(std::vector<ByteRange> holes);
    void letGo() noexcept;
    void foundOwn(FoundPart found, const std::function<void(TakenUp)>& then);
    void foundOther(FoundPart found, const std::function<void(TakenUp)>& then);
    void adopt(FoundPart& found);
    void announce(Then then);
    void make(Then then);
    void empty(Then then);
    void made(Then then);
    void reserve(Then then);
    void reserved(Error error, Then then);
    void forgetMismatch();
    void dropOldPart(std::function<void()> then);
    void publishAs(int number, Then then);
    void renameTo(const std::string& target, int number, Then then);
    void published(Then then);

    const TransferServices* services_;
    TransferTurn turn_;
    Jobs jobs_;
    OpenPartSync syncs_;
    ListEntry entry_;
    PartFinder finder_;
    PartMover mover_{*services_, jobs_};
    PartCheck check_;
    std::shared_ptr<PartFile> part_;
    unsigned run_ = 0;      // goes up with each stop()
    unsigned creates_ = 0;  // the run that create() was called in
};

}  // namespace penstock
