#pragma once
// What a connection or a transfer waits for, since when and until when: one vocabulary for both.
// Values; no threads, no ownership.

#include "engine/time_types.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace penstock {

/// Waits of a connection in the order of its steps, then those that only a transfer has.
enum class WaitsFor : std::uint8_t {
    Nothing,       // a transfer: it is done
    Answer,        // of a name server, or of the system
    TcpConnect,    // RFC 9293 section 3.5
    ProxyReply,    // that a proxy leads on (RFC 9110 section 9.3.6, RFC 1928)
    TlsHandshake,  // RFC 8446 section 2
    Send,          // that the peer takes the request
    FirstByte,     // of the answer
    Headers,       // the rest of its head
    Body,          // more of its body
    Disk,          // a worker: reading, writing, naming a file
    RateTokens,    // the next share of a rate limit
    NextRequest,   // a kept-alive connection without an exchange
    Close,         // the peer's goodbye
    Slot,          // a transfer: a place among those that are active
    Stream,        // a connection that another exchange opens, and that carries several
    Host,          // one of the connections that its host may have
    List,          // the journal: its worker, or another program that keeps it locked
    Check,         // the digest of all that came, to be compared with its checksum
    Retry,         // the next try
    RetryAfter,    // the next try, which the server has asked to be later (RFC 9110 10.2.3)
    Space,         // room on the disk
    Descriptors,   // of the process or the system: too many files and sockets are open
    Schedule,      // the hours of its queue
    Decision,      // a person's answer to a Question
    Resume,        // a person: paused or failed
};

inline constexpr std::size_t kWaitsForCount = static_cast<std::size_t>(WaitsFor::Resume) + 1;

/// "TCP connect", "proxy reply", "TLS handshake", "first byte", "body", … Static storage.
const char* waitWord(WaitsFor waitsFor) noexcept;

/// One wait. Trivially copyable.
struct Wait {
    WaitsFor waitsFor = WaitsFor::Nothing;
    TimePoint since{};
    std::optional<TimePoint> until = {};  // when it ends by itself, one way or another

    bool operator==(const Wait&) const = default;
};

/// How long was spent in each wait that has ended.
class WaitShares {
public:
    [[nodiscard]] Duration of(WaitsFor waitsFor) const noexcept {
        return spent_[static_cast<std::size_t>(waitsFor)];
    }

    void add(WaitsFor waitsFor, Duration spent) noexcept {
        spent_[static_cast<std::size_t>(waitsFor)] += spent;
    }

    /// Of all but Nothing, which is no part of a life.
    [[nodiscard]] Duration total() const noexcept;

    bool operator==(const WaitShares&) const = default;

private:
    std::array<Duration, kWaitsForCount> spent_{};
};

}  // namespace penstock
