#pragma once
// The line of one transfer in the list: its record, whether the list has it, and what is told to
// the list of it. Thread: the engine's; the list is written in jobs.

#include "engine/transfer/jobs.h"

#include <functional>
#include <memory>
#include <string>

namespace penstock {

class ListEntry {
public:
    using Then = std::function<void(Error)>;

    /// `record` as the list has it, if `listed`. Both others must outlive it.
    ListEntry(const TransferServices& services, Jobs& jobs, std::unique_ptr<TransferRecord> record,
              bool listed)
        : services_(&services),
          jobs_(&jobs),
          record_(std::move(record)),
          place_(listed ? Place::Listed : Place::Unlisted) {}

    /// What the list has of the transfer, or is to have.
    [[nodiscard]] TransferRecord& record() noexcept { return *record_; }

    [[nodiscard]] const TransferRecord& record() const noexcept { return *record_; }

    [[nodiscard]] bool listed() const noexcept { return place_ == Place::Listed; }

    /// Whether there is a list at all.
    [[nodiscard]] bool hasList() const noexcept { return services_->journal != nullptr; }

    /// Whether a shared list is to be searched for a part of such a request; until searched().
    [[nodiscard]] bool wantsSearch() const noexcept {
        return hasList() && services_->journalShared && place_ == Place::Unlisted;
    }

    void searched() noexcept { place_ = Place::Searched; }

    /// It goes on with what another line told of.
    void replaceBy(TransferRecord&& found);

    /// Gives it the row of its own in a list that is not shared, unless it has one; then() only if
    /// that is tried.
    void enlist(std::uint64_t row, TransferState state, Then then);
    /// All of the record but its marks, on the disk before then(); makes a line if there is none.
    void accept(Then then);
    /// The same, later; where the list is shared a line about nothing goes instead.
    void save();
    /// It does not rest any more: saved, where a restart would have it do so.
    void goesOn();
    /// All marks fall to record().durableEnd, and to those of record().ranges; on the disk before
    /// then().
    void rewind(Then then);
    /// `range` is on the disk.
    void durable(ByteRange range);
    /// The part is about to be called `target`.
    void renaming(const std::string& target, Then then);
    /// The file has its name: a shared list forgets it.
    void done(std::function<void()> then);
    void remove();

private:
    enum class Place : std::uint8_t {
        Unlisted,
        Searched,  // a shared list was searched for a part of such a request
        Listed,
    };

    const TransferServices* services_;
    Jobs* jobs_;
    std::unique_ptr<TransferRecord> record_;
    Place place_;
};

}  // namespace penstock
