#pragma once
// What happened to a transfer, event by event, as Engine::trace() and EngineConfig::trace tell it.
// Values; no threads, no ownership. Secrets are hidden as in request_types.h.

#include "engine/time_types.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace penstock {

enum class TraceKind : std::uint8_t {
    LookupStarted,    // text: the name
    LookupAnswered,   // text: how many addresses, or which are known
    ConnectTried,     // text: the address
    ConnectFailed,    // text: the address, and why
    Connected,        // text: the address
    TlsDone,          // text: version, cipher, whether it was resumed
    RequestSent,      // text: method and address
    HeadCame,         // text: status and reason
    Redirected,       // text: where to
    BodyEnded,        // text: how many bytes
    RequestFailed,    // text: the reason
    RequestStopped,   // by the engine or a person
    RequestRepeated,  // its connection had died meanwhile
    RetryPlanned,     // text: why, and when
    Waited,        // for something else than the server, for long; `at` is its end; text: how long
    StateEntered,  // text: name(TransferState)
    Disk,          // text: what went wrong
};

/// "lookup started", "connect failed", … for logs and JSON. Static storage.
std::string_view name(TraceKind kind) noexcept;

struct TraceEvent {
    TimePoint at;
    TraceKind kind = TraceKind::StateEntered;
    std::uint32_t request = 0;  // RequestAccount::number; 0: of none
    std::uint64_t socket = 0;   // SocketSnapshot::serial; 0: of none
    std::string text;

    bool operator==(const TraceEvent&) const = default;
};

}  // namespace penstock
