#include "engine/transfer/transfer_table.h"

#include <algorithm>
#include <utility>

namespace penstock {

Transfer& TransferTable::insert(const TransferServices& services, TransferHost& host, TransferId id,
                                Transfer::Beginning&& beginning, Admission::Line* line) {
    connections_ = &services.connections;
    Transfer& added = placeFor(id).emplace(services, host, id, std::move(beginning));
    place(added, line);
    stateChanged(added);
    return added;
}

void TransferTable::erase(TransferId id) {
    const auto found = transfers_.find(id);
    if (found == transfers_.end()) {
        return;
    }
    Transfers::node_type node = transfers_.extract(found);
    std::optional<Transfer>& gone = node.mapped();
    admission_.forget(gone->flags.ticket);
    gone.reset();
    if (spare_.size() < kSpare) {
        spare_.push_back(std::move(node));
    }
}

std::optional<Transfer>& TransferTable::placeFor(TransferId id) {
    if (spare_.empty()) {
        return transfers_[id];
    }
    Transfers::node_type node = std::move(spare_.back());
    spare_.pop_back();
    node.key() = id;
    return transfers_.insert(std::move(node)).position->second;
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

bool TransferTable::stateChanged(Transfer& transfer) {
    return admission_.update(transfer.id(), transfer.flags.ticket,
                             transfer.state() == TransferState::Queued, transfer.usesSlot());
}

Transfer* TransferTable::nextToStart(int limit) {
    if (!canStart(limit)) {
        return nullptr;
    }
    const auto ticketOf = [this](TransferId id) {
        Transfer* known = find(id);
        return known == nullptr ? nullptr : &known->flags.ticket;
    };
    const auto crowded = [this](const HostName& host) {
        return connections_->isCrowded(host);
    };
    const TransferId id = admission_.first(limit, ticketOf, crowded, [this](TransferId its) {
        const Url& url = find(its)->address();
        return HostName{url.host, url.port};
    });
    for (const TransferId moved : admission_.takeMoved()) {
        if (Transfer* known = find(moved)) {
            noteWait(*known);
        }
    }
    return id == TransferId::Nothing ? nullptr : find(id);
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
        transfer->progress(now, out);
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
