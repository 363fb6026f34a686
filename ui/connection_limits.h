#pragma once
// How many connections there may be and how fast they may be, as a person sets it. Values.

#include <cstdint>

namespace penstock {

/// What can be chosen: from 1 to these.
inline constexpr int kMostConnections = 32;
inline constexpr int kMostActiveTransfers = 1'000;
inline constexpr int kMostConnectionsPerHost = 100;

struct ConnectionLimits {
    int connections = 4;             // of one file
    int activeTransfers = 5;         // files at the same time
    int connectionsPerHost = 6;      // 0: any number
    std::uint64_t totalRate = 0;     // bytes per second of all transfers; 0: no limit
    std::uint64_t transferRate = 0;  // of each that is added from now on; 0: no limit

    bool operator==(const ConnectionLimits&) const = default;
};

}  // namespace penstock
