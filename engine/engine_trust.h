#pragma once
// What a person trusts beside the system's authorities, and what follows for those that are asked
// about it or stand on it. Made for a call, and not kept.
//
// Thread: the engine's. Not for those who include engine.h.

#include "engine/engine_sockets.h"
#include "engine/net/trusted_keys.h"
#include "engine/transfer/transfer_table.h"

namespace penstock {

class EngineTrust {
public:
    EngineTrust(TrustedKeys& keys, TransferTable& transfers, EngineSockets sockets) noexcept
        : keys_(&keys), transfers_(&transfers), sockets_(sockets) {}

    /// All that ask about that key go on.
    void trust(const TrustedKey& key) const;
    void forget(const TrustedKey& key) const;
    /// Trusts what that one asks about. False: it asks for nothing of the kind.
    bool answer(const Transfer& transfer) const;

private:
    TrustedKeys* keys_;
    TransferTable* transfers_;
    EngineSockets sockets_;
};

}  // namespace penstock
