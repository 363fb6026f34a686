#pragma once
// All transfers of an engine, and which of them moved or want a slot.
//
// Thread: the engine's. Nothing here is proportional to the idle ones, except list().

#include "engine/transfer/admission.h"
#include "engine/transfer/transfer.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <vector>

namespace penstock {

class TransferTable {
public:
    Transfer& insert(std::unique_ptr<Transfer> transfer);

    [[nodiscard]] Transfer* find(TransferId id) const {
        const auto found = transfers_.find(id);
        return found == transfers_.end() ? nullptr : found->second.get();
    }

    void erase(TransferId id);
    /// In the order of adding.
    [[nodiscard]] std::vector<TransferId> list() const;

    /// In no order; list() has one.
    [[nodiscard]] const std::unordered_map<TransferId, std::unique_ptr<Transfer>>& all()
        const noexcept {
        return transfers_;
    }

    /// A transfer's state is another one. Whether one may begin now that could not before.
    bool stateChanged(Transfer& transfer);

    /// The next one to start, in order of ids, if a slot is free (`limit` 0: always); else null.
    [[nodiscard]] Transfer* nextToStart(int limit);

    /// Whether nextToStart() has one.
    [[nodiscard]] bool canStart(int limit) const { return admission_.admits(limit); }

    void moved(Transfer& transfer) {
        transfer.movedAt = ++clock_;
        if (!transfer.flags.moving) {
            transfer.flags.moving = true;
            moving_.push_back(transfer.id());
        }
    }

    /// Goes up with each that moved.
    [[nodiscard]] std::uint64_t moves() const noexcept { return clock_; }

    /// The next to move counts as later than `cursor`, which may be another table's.
    void countFrom(std::uint64_t cursor) noexcept { clock_ = std::max(clock_, cursor); }

    /// Replaces `out` by what moved since `cursor`, which is moved on.
    void progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& out, TimePoint now);

private:
    std::unordered_map<TransferId, std::unique_ptr<Transfer>> transfers_;

    Admission admission_;
    std::vector<TransferId> moving_;
    std::uint64_t clock_ = 0;
};

}  // namespace penstock
