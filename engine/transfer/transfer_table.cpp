#include "engine/transfer/transfer_table.h"

#include <utility>

namespace penstock {

Transfer& TransferTable::insert(std::unique_ptr<Transfer> transfer) {
    Transfer& added = *transfer;
    transfers_.emplace(added.id(), std::move(transfer));
    stateChanged(added);
    return added;
}

Transfer* TransferTable::find(TransferId id) const {
    const auto found = transfers_.find(id);
    return found == transfers_.end() ? nullptr : found->second.get();
}

void TransferTable::erase(TransferId id) {
    queued_.erase(id);
    active_.erase(id);
    transfers_.erase(id);
}

std::vector<TransferId> TransferTable::list() const {
    std::vector<TransferId> ids;
    ids.reserve(transfers_.size());
    for (const auto& [id, transfer] : transfers_) {
        ids.push_back(id);
    }
    return ids;
}

void TransferTable::stateChanged(Transfer& transfer) {
    const TransferId id = transfer.id();
    if (transfer.state() == TransferState::Queued) {
        queued_.insert(id);
    } else {
        queued_.erase(id);
    }
    if (isActive(transfer.state())) {
        active_.insert(id);
    } else {
        active_.erase(id);
    }
}

Transfer* TransferTable::nextToStart(int limit) const {
    if (queued_.empty() || (limit > 0 && active_.size() >= static_cast<std::size_t>(limit))) {
        return nullptr;
    }
    return find(*queued_.begin());
}

void TransferTable::moved(Transfer& transfer) {
    transfer.movedAt = ++clock_;
    if (!transfer.flags.moving) {
        transfer.flags.moving = true;
        moving_.push_back(transfer.id());
    }
}

void TransferTable::progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& out,
                                  TimePoint now) {
    out.clear();
    std::size_t kept = 0;
    for (const TransferId id : moving_) {
        Transfer* transfer = find(id);
        if (transfer == nullptr) {
            continue;
        }
        out.push_back(transfer->progress(now));
        // Once more after its speed has come down to 0, so that the last value told is 0.
        if (out.back().bytesPerSecond != 0 || transfer->movedAt > cursor) {
            moving_[kept++] = id;
        } else {
            transfer->flags.moving = false;
        }
    }
    moving_.resize(kept);
    cursor = clock_;
}

}  // namespace penstock
