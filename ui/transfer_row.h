#pragma once
// What one row of the transfer table is made from. Values; GUI thread.

#include "engine/socket_types.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <optional>

namespace penstock {

/// What the furthest of a transfer's sockets waits for, and the deadline that runs meanwhile.
struct TransferStage {
    WaitsFor waitsFor = WaitsFor::Nothing;
    std::optional<TimePoint> since;
    std::optional<TimePoint> until;

    bool operator==(const TransferStage&) const = default;
};

/// One row: the last snapshot, brought up to date by progress and by what its sockets do.
struct TransferRow {
    TransferSnapshot snapshot;
    std::uint64_t bytesPerSecond = 0;
    TransferStage stage;
};

inline TransferId keyOf(const TransferRow* row) noexcept {
    return row->snapshot.id;
}

}  // namespace penstock
