// Step 7 of the turn: what has changed is told, and what is commanded then is done.

#include "engine/engine_impl.h"

#include <utility>

namespace penstock {

void Engine::Impl::announce(Transfer& transfer) {
    slotsChanged_ |= transfers_.stateChanged(transfer);
    if (!transfer.flags.announced) {
        transfer.flags.announced = true;
        notices_.add(Notice::Kind::Transfer, static_cast<std::uint64_t>(transfer.id()));
    }
}

// What the observer commands is done before the loop goes on. It is told of that once more, and of
// what it commands then by the next turn, so that two who answer each other cannot hold the loop.
void Engine::Impl::tellAndObey() {
    constexpr int kTimes = 2;
    for (int i = 0; i < kTimes && tellNotices(); ++i) {
        applyCommands();
        work(Kind::Command);
    }
}

// Returns whether the observer has given commands.
bool Engine::Impl::tellNotices() {
    if (notices_.empty()) {
        return !commands_.empty();
    }
    changes_.clear();
    for (const Notice& notice : notices_.take()) {
        tell(notice);
    }
    if (!changes_.empty()) {
        phase_ = Phase::Notices;
        observer_->changed(changes_);
        phase_ = Phase::Turn;
    }
    return !commands_.empty();
}

void Engine::Impl::tell(const Notice& notice) {
    switch (notice.kind) {
        case Notice::Kind::Transfer:
            if (Transfer* transfer = transfers_.find(TransferId{notice.id})) {
                transfer->flags.announced = false;
                noteWait(*transfer);
                Change& change = changes_.emplace_back(std::in_place_type<TransferSnapshot>);
                transfer->describe(std::get<TransferSnapshot>(change));  // not copied once more
            }
            break;
        case Notice::Kind::TransferRemoved:
            changes_.emplace_back(TransferRemoved{TransferId{notice.id}});
            break;
        case Notice::Kind::Socket: {
            const SocketSnapshot* row = sockets_.noticed(notice.id);
            if (row == nullptr) {
                break;
            }
            noteWaits(row->transfers);
            changes_.emplace_back(*row);
            break;
        }
        case Notice::Kind::SocketWait:
            noteWaits(sockets_.waitNoticed(notice.id));
            break;
        case Notice::Kind::SocketClosed:
            changes_.emplace_back(
                SocketClosed{notice.id, notice.why == nullptr ? Error{} : *notice.why});
            break;
        case Notice::Kind::Stopped:
            changes_.emplace_back(EngineStopped{});
            break;
    }
}

void Engine::Impl::noteWait(Transfer& transfer) {
    if (transfer.noteWait()) {
        transfers_.moved(transfer);
    }
}

// A socket of theirs is in another step.
void Engine::Impl::noteWaits(std::span<const TransferId> transfers) {
    for (const TransferId id : transfers) {
        if (Transfer* transfer = transfers_.find(id)) {
            noteWait(*transfer);
            transfers_.moved(*transfer);  // its count of sockets
        }
    }
}

void Engine::Impl::applyCommands() {
    obeying_.swap(commands_);
    for (const Command& command : obeying_) {
        if (command.effect) {
            command.effect();
        } else if (Transfer* known = transfers_.find(command.id)) {
            command.act(*known);
        }
    }
    obeying_.clear();
}

}  // namespace penstock
