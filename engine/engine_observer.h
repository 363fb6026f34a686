#pragma once
// What an engine tells of, and whom.

#include "engine/error.h"
#include "engine/socket_types.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <span>
#include <variant>

namespace penstock {

struct TransferRemoved {
    TransferId id;
};

struct SocketClosed {
    std::uint64_t serial;
    Error error;  // why, if it failed
};

struct EngineStopped {};

/// One notice. A TransferSnapshot: that transfer is new or its state, name, size or reason
/// changed. A SocketSnapshot: that socket was opened or is at another step.
using Change =
    std::variant<TransferSnapshot, TransferRemoved, SocketSnapshot, SocketClosed, EngineStopped>;

class EngineObserver {
public:
    EngineObserver() = default;
    EngineObserver(const EngineObserver&) = delete;
    EngineObserver& operator=(const EngineObserver&) = delete;
    virtual ~EngineObserver() = default;

    /// At most once a turn (and once more for commands given from here), in the order in which
    /// things happened. The span and what is in it may be moved from, and dies with the call.
    virtual void changed(std::span<Change> inOrder) = 0;
};

}  // namespace penstock
