#pragma once
// What an engine may use, as values that every layer may see.

#include "engine/engine_timeouts.h"

#include <chrono>
#include <cstddef>

namespace penstock {

struct EngineLimits {
    int activeTransfers = 0;  // 0: no limit; others wait Queued, in order of their ids
    int attempts = 5;         // failed tries without progress before a transfer is Failed
    /// First back-off; doubles with each try, full jitter.
    std::chrono::milliseconds retryBase{1'000};
    std::chrono::milliseconds retryCeiling{300'000};
    std::size_t bufferMemory = 64U << 20U;  // all bodies in flight to the disk, bytes
    int idleConnections = 16;
    EngineTimeouts timeouts;
};

}  // namespace penstock
