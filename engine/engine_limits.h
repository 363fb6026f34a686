#pragma once
// What an engine may use, as values that every layer may see.

#include "engine/engine_timeouts.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace penstock {

/// EngineLimits::bufferMemory below this counts as this: a stream at full speed takes 256 KiB at a
/// time.
inline constexpr std::size_t kLeastBufferMemory = 256U << 10U;

/// What is usual in a program for people: so many files at once, and so many connections a host.
inline constexpr int kUsualActiveTransfers = 5;
inline constexpr int kUsualConnectionsPerHost = 6;

struct EngineLimits {
    int activeTransfers = 0;  // 0: no limit; others wait Queued, in order of their ids
    int connections = 4;      // of one file at the same time, at least 1
    int attempts = 5;         // failed tries without progress before a transfer is Failed
    /// First back-off; doubles with each try, full jitter.
    std::chrono::milliseconds retryBase{1'000};
    std::chrono::milliseconds retryCeiling{300'000};
    /// All bodies in flight to the disk, bytes; at least kLeastBufferMemory, whatever is said here.
    std::size_t bufferMemory = 32U << 20U;
    int idleConnections = 16;
    /// Of a host, that is a name and a port, idle ones included; 0: any number. What finds them all
    /// taken waits until one is free.
    int connectionsPerHost = kUsualConnectionsPerHost;
    /// Bytes per second of all transfers together, and of each host; 0: none. What one leaves of
    /// its share the others may use. See TransferRequest::rateLimit.
    std::uint64_t totalRate = 0;
    std::uint64_t hostRate = 0;
    EngineTimeouts timeouts;
};

}  // namespace penstock
