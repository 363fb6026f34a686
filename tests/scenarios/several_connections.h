#pragma once
// A file over several connections, and how much of it was sent.

#include "tests/scenarios/slow_file.h"

namespace penstock {

/// So many of one file, and of its host.
inline WorldOptions over(int connections) {
    WorldOptions options;
    options.connections = connections;
    options.limits.connectionsPerHost = connections;
    return options;
}

/// Bytes of the file that were sent, whatever became of them.
inline std::uint64_t sent(const World& world) {
    std::uint64_t bytes = 0;
    for (const RequestLog& request : world.origin->requests()) {
        bytes += request.bodyBytesSent;
    }
    return bytes;
}

}  // namespace penstock
