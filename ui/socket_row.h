#pragma once
// What one row of the socket table is made from. Values; GUI thread.

#include "engine/socket_types.h"

#include <QString>

#include <cstdint>

namespace penstock {

/// One row: the last snapshot, brought up to date by progress, and its transfer's name.
struct SocketRow {
    SocketSnapshot snapshot;
    std::uint64_t bytesPerSecond = 0;
    QString transferName;  // fit to be shown; empty for none
};

// What rows, and news of them, are found by: the serial, since descriptors are reused.

inline std::uint64_t keyOf(const SocketSnapshot& snapshot) noexcept {
    return snapshot.serial;
}

inline std::uint64_t keyOf(const SocketProgress& progress) noexcept {
    return progress.serial;
}

inline std::uint64_t keyOf(const SocketRow& row) noexcept {
    return row.snapshot.serial;
}

}  // namespace penstock
