#pragma once
// The deadlines of an engine, as values that every layer may see.

#include <chrono>

namespace penstock {

/// Deadlines of one attempt. Each is a deadline of its own and ends the attempt with its own kind.
struct EngineTimeouts {
    std::chrono::milliseconds lookup{15'000};
    std::chrono::milliseconds connect{30'000};
    std::chrono::milliseconds handshake{30'000};
    std::chrono::milliseconds firstByte{60'000};
    std::chrono::milliseconds headers{30'000};  // from the first byte of the head to its end
    std::chrono::milliseconds stall{60'000};    // without a byte of the body
    std::chrono::milliseconds idle{118'000};    // a pooled connection nobody uses
    std::chrono::milliseconds close{2'000};     // close_notify
};

}  // namespace penstock
