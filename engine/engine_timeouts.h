#pragma once
// The deadlines of an engine, as values that every layer may see.

#include <chrono>

namespace penstock {

/// Each is a deadline of its own and ends what it stands for with its own kind of error; how a
/// transfer waits between two attempts is of EngineLimits.
struct EngineTimeouts {
    // Of a transfer, from add() or resume() on. Zero: none. They end it for good (Timeout.Queue,
    // Timeout.Total).
    std::chrono::milliseconds queue{0};  // until it gets a slot
    std::chrono::milliseconds total{0};  // until every byte is there, all waiting included
    // Of one attempt, which may be tried again.
    std::chrono::milliseconds lookup{15'000};
    std::chrono::milliseconds connect{30'000};
    std::chrono::milliseconds handshake{30'000};
    std::chrono::milliseconds firstByte{300'000};  // some servers pack an archive first
    std::chrono::milliseconds headers{30'000};     // from the first byte of the head to its end
    std::chrono::milliseconds stall{60'000};       // without a byte of the body
    std::chrono::milliseconds idle{118'000};       // a pooled connection nobody uses
    std::chrono::milliseconds close{2'000};        // our close_notify, and the peer's
};

}  // namespace penstock
