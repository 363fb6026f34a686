#include "engine/transfer/transfer_table.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace penstock {

Transfer& TransferTable::insert(std::unique_ptr<Transfer> transfer) {
    Transfer& added = *transfer;
    transfers_.emplace(added.id(), std::move(transfer));
    stateChanged(added);
    return added;
}

void TransferTable::erase(TransferId id) {
    const auto found = transfers_.find(id);
    if (found == transfers_.end()) {
        return;
    }
    const Transfer::Flags& flags = found->second->flags;
    queued_ -= flags.queued ? 1U : 0U;
    active_ -= flags.active ? 1U : 0U;
    transfers_.erase(found);
}

std::vector<TransferId> TransferTable::list() const {
    std::vector<TransferId> ids;
    ids.reserve(transfers_.size());
    for (const auto& [id, transfer] : transfers_) {
        ids.push_back(id);
    }
    std::ranges::sort(ids);
    return ids;
}

void TransferTable::stateChanged(Transfer& transfer) {
    Transfer::Flags& flags = transfer.flags;
    const bool queued = transfer.state() == TransferState::Queued;
    const bool active = isActive(transfer.state());
    if (queued == flags.queued && active == flags.active) {
        return;
    }
    if (queued != flags.queued) {
        flags.queued = queued;
        queued_ += queued ? 1U : std::size_t(-1);
        if (queued && !flags.inQueue) {
            flags.inQueue = true;
            queue_.push_back(transfer.id());
            std::push_heap(queue_.begin(), queue_.end(), std::greater<>());
        }
    }
    if (active != flags.active) {
        flags.active = active;
        active_ += active ? 1U : std::size_t(-1);
    }
}

bool TransferTable::canStart(int limit) const {
    return queued_ > 0 && slotFree(limit);
}

Transfer* TransferTable::nextToStart(int limit) {
    while (!queue_.empty() && slotFree(limit)) {
        Transfer* first = find(queue_.front());
        if (first != nullptr && first->flags.queued) {
            return first;
        }
        std::pop_heap(queue_.begin(), queue_.end(), std::greater<>());
        queue_.pop_back();
        if (first != nullptr) {
            first->flags.inQueue = false;
        }
    }
    return nullptr;
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
