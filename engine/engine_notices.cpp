#include "engine/engine_notices.h"

#include <utility>

namespace penstock {

void EngineNotices::add(const Notice& notice) {
    switch (notice.kind) {
        case Notice::Kind::Transfer:
            if (Transfer* transfer = transfers_->find(TransferId{notice.id})) {
                transfer->flags.announced = false;
                transfer->flags.toldIn = batch_;
                transfers_->noteWait(*transfer);
                transfer->describe(next<TransferSnapshot>());
            }
            break;
        case Notice::Kind::TransferRemoved:
            next<TransferRemoved>() = {TransferId{notice.id}};
            break;
        case Notice::Kind::Socket: {
            const SocketSnapshot* row = sockets_->noticed(notice.id);
            if (row == nullptr) {
                break;
            }
            noteWaits(row->transfers);
            next<SocketSnapshot>() = *row;
            break;
        }
        case Notice::Kind::SocketWait:
            noteWaits(sockets_->waitNoticed(notice.id));
            break;
        case Notice::Kind::SocketClosed:
            next<SocketClosed>() = {notice.id, notice.why == nullptr ? Error{} : *notice.why};
            break;
        case Notice::Kind::Stopped:
            next<EngineStopped>() = {};
            break;
    }
}

// A socket of theirs is in another step.
void EngineNotices::noteWaits(std::span<const TransferId> transfers) {
    for (const TransferId id : transfers) {
        if (Transfer* transfer = transfers_->find(id)) {
            if (transfer->flags.toldIn != batch_) {  // else that is done already
                transfers_->noteWait(*transfer);
            }
            transfers_->moved(*transfer);  // its count of sockets
        }
    }
}

}  // namespace penstock
