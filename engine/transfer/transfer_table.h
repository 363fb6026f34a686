#pragma once
// All transfers of an engine, and which of them moved or want a slot.
//
// Thread: the engine's. Nothing here is proportional to the idle ones, except list().

#include "engine/transfer/admission.h"
#include "engine/transfer/transfer.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

class TransferTable {
public:
    /// Makes it here, where it stays until erase(). No other may have that id.
    /// `line`: of its queue, which outlives it; null: that of all others.
    Transfer& insert(const TransferServices& services, TransferHost& host, TransferId id,
                     Transfer::Beginning&& beginning, Admission::Line* line = nullptr);

    [[nodiscard]] Transfer* find(TransferId id) {
        const auto found = transfers_.find(id);
        return found == transfers_.end() ? nullptr : &*found->second;
    }

    [[nodiscard]] const Transfer* find(TransferId id) const {
        const auto found = transfers_.find(id);
        return found == transfers_.end() ? nullptr : &*found->second;
    }

    void erase(TransferId id);
    /// In the order of adding.
    [[nodiscard]] std::vector<TransferId> list() const;

    [[nodiscard]] bool empty() const noexcept { return transfers_.empty(); }

    /// One of which `is(const Transfer&)` says so, whichever; null if there is none.
    template <typename Is>
    [[nodiscard]] const Transfer* findIf(Is is) const {
        const auto found = std::ranges::find_if(
            transfers_, [&is](const auto& entry) { return is(std::as_const(*entry.second)); });
        return found == transfers_.end() ? nullptr : &*found->second;
    }

    /// It stands in that line now, by the rank that is in its record.
    void place(Transfer& transfer, Admission::Line* line) {
        admission_.place(transfer.id(), transfer.flags.ticket, line, transfer.record().rank);
    }

    [[nodiscard]] Admission& admission() noexcept { return admission_; }

    /// All of them, in no order.
    template <typename Act>
    void each(Act act) {
        for (auto& [id, transfer] : transfers_) {
            act(*transfer);
        }
    }

    void clear() { transfers_.clear(); }

    /// A transfer's state is another one, or whether it waits for a place at a host: it has a slot
    /// now, waits for one, or neither. One that was called to its host gets one only if there is
    /// one. Returns whether one may begin now that could not before.
    bool stateChanged(Transfer& transfer);

    /// The next one to start, by rank, if a slot is free (`limit` 0: always); else null.
    [[nodiscard]] Transfer* nextToStart(int limit);

    /// Whether nextToStart() has one.
    [[nodiscard]] bool canStart(int limit) const {
        return admission_.admits(limit) || mayReturn(limit);
    }

    /// Whether one that stood aside may begin after all.
    [[nodiscard]] bool mayReturn(int limit) const {
        return connections_ != nullptr && admission_.mayReturn(limit, [this](const HostName& host) {
            return connections_->isCrowded(host);
        });
    }

    void moved(Transfer& transfer) {
        transfer.movedAt = ++clock_;
        if (!transfer.flags.moving) {
            transfer.flags.moving = true;
            moving_.push_back(transfer.id());
        }
    }

    /// It may wait for something else: see Transfer::noteWait().
    void noteWait(Transfer& transfer) {
        if (transfer.noteWait()) {
            moved(transfer);
        }
    }

    /// Goes up with each that moved.
    [[nodiscard]] std::uint64_t moves() const noexcept { return clock_; }

    /// The next to move counts as later than `cursor`, which may be another table's.
    void countFrom(std::uint64_t cursor) noexcept { clock_ = std::max(clock_, cursor); }

    /// Replaces `out` by what moved since `cursor`, which is moved on.
    void progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& out, TimePoint now);

private:
    std::optional<Transfer>& placeFor(TransferId id);

    // The nodes of those that are gone are used again, since with pieces of more than a kilobyte
    // malloc is slow.
    using Transfers = std::unordered_map<TransferId, std::optional<Transfer>>;
    static constexpr std::size_t kSpare = 64;

    Transfers transfers_;                      // none of them empty
    std::vector<Transfers::node_type> spare_;  // all of them empty, and no more than kSpare
    Admission admission_;
    ConnectionPool* connections_ = nullptr;  // of those that are here
    std::vector<TransferId> moving_;
    std::uint64_t clock_ = 0;
};

}  // namespace penstock
