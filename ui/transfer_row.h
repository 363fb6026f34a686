#pragma once
// What one row of the transfer table is made from. Values; GUI thread.

#include "engine/transfer_types.h"

#include <cstdint>

namespace penstock {

/// One row: the last snapshot, brought up to date by progress.
struct TransferRow {
    TransferSnapshot snapshot;
    std::uint64_t bytesPerSecond = 0;
};

inline TransferId keyOf(const TransferRow* row) noexcept {
    return row->snapshot.id;
}

}  // namespace penstock
