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

/// Tells which transfer's stage is another now. One value, since Qt's metatypes cannot stream an
/// enum of the id's width as a signal's parameter.
struct StageChange {
    TransferId id = TransferId::Nothing;
    TransferStage stage;
};

/// One row: the last snapshot, brought up to date by progress and by what its sockets do.
struct TransferRow {
    TransferSnapshot snapshot;
    std::uint64_t bytesPerSecond = 0;
    TransferStage stage;
};

// What rows, and news of them, are found by.

inline TransferId keyOf(const TransferSnapshot& snapshot) noexcept {
    return snapshot.id;
}

inline TransferId keyOf(const TransferProgress& progress) noexcept {
    return progress.id;
}

inline TransferId keyOf(const StageChange& change) noexcept {
    return change.id;
}

inline TransferId keyOf(const TransferRow& row) noexcept {
    return row.snapshot.id;
}

}  // namespace penstock
