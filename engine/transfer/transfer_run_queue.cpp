#include "engine/transfer/transfer_run_queue.h"

#include <string>

namespace penstock {

void TransferRunQueue::markDirty(Transfer& transfer) {
    if (!transfer.flags.dirty) {
        transfer.flags.dirty = true;
        dirty_.push_back(transfer.id());
    }
}

void TransferRunQueue::markReceiving() {
    for (const TransferId id : table_->list()) {
        Transfer& each = *table_->find(id);
        if (each.state() == TransferState::Receiving) {
            markDirty(each);
        }
    }
}

void TransferRunQueue::announce(Transfer& transfer) {
    slotsChanged_ |= table_->stateChanged(transfer);
    if (!transfer.flags.announced) {
        transfer.flags.announced = true;
        notices_->add(Notice::Kind::Transfer, static_cast<std::uint64_t>(transfer.id()));
    }
}

void TransferRunQueue::wantsFlush(Transfer& transfer) {
    if (!transfer.flags.flush) {
        transfer.flags.flush = true;
        flushing_.push_back(transfer.id());
    }
}

void TransferRunQueue::waitsForBuffer(Transfer& transfer) {
    if (!transfer.flags.waitsForBuffer) {
        transfer.flags.waitsForBuffer = true;
        waiting_.push_back(transfer.id());
    }
}

void TransferRunQueue::start(int limit) {
    while (Transfer* transfer = table_->nextToStart(limit)) {
        transfer->start();
    }
}

void TransferRunQueue::runMarked() {
    running_.swap(dirty_);
    for (const TransferId id : running_) {
        Transfer* transfer = table_->find(id);
        if (transfer == nullptr) {
            continue;
        }
        transfer->flags.dirty = false;
        ++steps_;
        transfer->run();
        if (transfer->gone()) {
            notices_->add(Notice::Kind::TransferRemoved, static_cast<std::uint64_t>(id));
            table_->erase(id);
            slotsChanged_ = true;
            continue;
        }
        if (!transfer->flags.announced) {  // else that is done when it is told
            table_->noteWait(*transfer);
        }
        if (transfer->flags.ticket.holds && transfer->mayWaitForPlace()) {
            slotsChanged_ |= table_->stateChanged(*transfer);
        }
    }
    running_.clear();
}

void TransferRunQueue::flushAll() {
    for (std::size_t i = 0; i < flushing_.size(); ++i) {  // one may ask again meanwhile
        if (Transfer* transfer = table_->find(flushing_[i])) {
            transfer->flags.flush = false;
            transfer->flush();
        }
    }
    flushing_.clear();
    giveBuffers();
}

// As many go as can be served, since each costs a turn; one that does not take its piece gives way
// to the next at the end of that turn, and one that finds none queues again.
void TransferRunQueue::giveBuffers() {
    if (waiting_.empty()) {
        return;
    }
    std::size_t pieces = buffers_->left() / BufferPool::kSmallest;
    while (pieces > 0 && !waiting_.empty()) {
        const TransferId id = waiting_.front();
        waiting_.pop_front();
        if (Transfer* transfer = table_->find(id)) {
            transfer->flags.waitsForBuffer = false;
            transfer->bufferFree();
            --pieces;
        }
    }
}

Error TransferRunQueue::check(int limit, bool lookupsRun) const {
    const Transfer* stuck = table_->findIf([&](const Transfer& each) {
        return !willRun(each, limit) && !(lookupsRun && each.looksUp());
    });
    const Transfer* silent = nullptr;
    if (stuck == nullptr && notices_->empty()) {
        silent = table_->findIf([](const Transfer& each) { return !each.noted(); });
    }
    const Transfer* found = stuck != nullptr ? stuck : silent;
    if (found == nullptr) {
        return {};
    }
    return {ErrorKind::Internal,
            stuck != nullptr ? "Nothing would ever go on with a transfer"
                             : "A transfer waits for something else than it says",
            "transfer " + std::to_string(static_cast<std::uint64_t>(found->id())) + ", " +
                std::string(name(found->state())),
            0};
}

// The contract's liveness: a person, a place in a queue, or something of its own is sure to go on
// with it.
bool TransferRunQueue::willRun(const Transfer& transfer, int limit) const {
    switch (transfer.state()) {
        case TransferState::Paused:
        case TransferState::Asking:
        case TransferState::Done:
        case TransferState::Failed:
            return true;  // a person's turn
        case TransferState::Queued:
            return slotsChanged_ || !table_->canStart(limit);
        default:
            return transfer.flags.dirty || transfer.flags.waitsForBuffer || transfer.willRun();
    }
}

}  // namespace penstock
