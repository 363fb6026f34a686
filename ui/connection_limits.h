#pragma once
// How many connections there may be, how fast they may be and how long they may wait, as a person
// sets it. Values.

#include <chrono>
#include <cstdint>

namespace penstock {

/// What can be chosen: from 1 to these.
inline constexpr int kMostConnections = 32;
inline constexpr int kMostActiveTransfers = 1'000;
inline constexpr int kMostConnectionsPerHost = 100;
inline constexpr int kMostAttempts = 1'000;
inline constexpr std::chrono::seconds kLongestWait{3'600};

struct ConnectionLimits {
    int connections = 4;             // of one file
    int activeTransfers = 5;         // files at the same time
    int connectionsPerHost = 6;      // 0: any number
    std::uint64_t totalRate = 0;     // bytes per second of all transfers; 0: no limit
    std::uint64_t transferRate = 0;  // of each that is added from now on; 0: no limit
    // Of each that says nothing else; from 1 to the above.
    std::chrono::seconds connect{30};     // until a host takes a connection
    std::chrono::seconds firstByte{300};  // of an answer
    std::chrono::seconds stall{60};       // without a byte of the file
    int attempts = 5;                     // in a row without progress

    bool operator==(const ConnectionLimits&) const = default;
};

}  // namespace penstock
