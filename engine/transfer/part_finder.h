#pragma once
// Finds a part again: the one that a record tells of, or one that another run of the program has
// left of the same request. Thread: the engine's; the disk is looked at in jobs.

#include "engine/store/part_file.h"
#include "engine/transfer/jobs.h"

#include <functional>
#include <memory>
#include <vector>

namespace penstock {

/// With a part: `record` is the one that tells of it, as it is to be gone on with, and `error` why
/// it cannot be at the moment. Without: `error` is DiskMissing if there is none.
struct FoundPart {
    Error error;
    std::unique_ptr<PartFile> part;
    TransferRecord record;
    std::uint64_t have = 0;  // bytes from the first on that it is known to hold
    bool whole = false;      // killed within the rename: nothing more is to be asked for
};

class PartFinder {
public:
    using Then = std::function<void(FoundPart)>;

    /// Both must outlive it.
    PartFinder(const TransferServices& services, Jobs& jobs) : services_(&services), jobs_(&jobs) {}

    /// Looks for the part of `record`, cuts off what lies beyond its marks, since that is not known
    /// to be right, and takes space for the rest. Where the part may be another's file (a record of
    /// a list of the first version), it is not touched: its end is to be compared first.
    void open(const TransferRecord& record, Then then);
    /// Looks for the newest part that the list has of a request like this; whatever lines tell of
    /// nothing go. Nothing found is no error.
    void claim(const TransferRecord& like, Then then);

    /// What is under way ends with the job that is out, and then() is not called.
    void stop() noexcept { ++run_; }

    /// Announced in the list and perhaps made: a kill came before more was known of it.
    [[nodiscard]] static bool isUnbegun(const TransferRecord& record) {
        return !record.partName.empty() && record.part.inode == 0;
    }

private:
    struct Search;

    void dropUnbegun(const TransferRecord& record, Then then);
    void reopen(const TransferRecord& record, Then then);
    void finishRename(const TransferRecord& record, Then then);
    void prepare(FoundPart found, Then then);
    void distrust(const TransferRecord& record);
    void rewind(std::vector<Mark> lowered);
    void tryNext(std::shared_ptr<Search> search);
    void forget(const TransferRecord& candidate);

    /// `then` unless stop() is called before.
    template <typename R>
    std::function<void(R)> unlessStopped(std::function<void(R)> then) {
        return [this, run = run_, then = std::move(then)](R result) {
            if (run == run_) {
                then(std::move(result));
            }
        };
    }

    const TransferServices* services_;
    Jobs* jobs_;
    unsigned run_ = 0;
};

}  // namespace penstock
