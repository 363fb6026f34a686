#pragma once
// What one row of the socket table is made from. Values.

#include "engine/socket_types.h"

#include <cstdint>

namespace penstock {

/// One row: the last snapshot, brought up to date by progress.
struct SocketRow {
    SocketSnapshot snapshot;
    std::uint64_t bytesPerSecond = 0;
};

/// What rows are found by: the serial, since descriptors are reused.
inline std::uint64_t keyOf(const SocketRow* row) noexcept {
    return row->snapshot.serial;
}

}  // namespace penstock
