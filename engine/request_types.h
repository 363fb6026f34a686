#pragma once
// What became of each request of a transfer: its first, redirects, ranges, tries. Values; no
// threads, no ownership.
//
// Secrets are hidden where an account is made: of a person's own fields only harmless ones have
// their values (see engine/base/shown_fields.h), and addresses are without userinfo.

#include "engine/error.h"
#include "engine/time_types.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// How a request ended.
enum class RequestEnd : std::uint8_t {
    UnderWay,
    Complete,    // its answer came whole
    Enough,      // all that was wanted of the answer is here; its connection was closed
    Redirected,  // the next request asks where it led
    Challenged,  // a login was wanted: the next request has one
    Unanswered,  // its connection had died meanwhile: it goes out again by itself
    Refused,     // what it was answered is not taken, see RequestAccount::error
    Failed,      // it broke off, see RequestAccount::error
    Stopped,     // by the engine or a person: pause, another connection is faster, …
};

/// "under way", "complete", "enough", "redirected", "login", "unanswered", "refused", "failed",
/// "stopped". Static storage.
std::string_view name(RequestEnd end) noexcept;

/// When each step was reached. Empty: it was not, or there was none (a connection that was open
/// already needs no lookup, connect or handshake; a plain one no handshake).
struct RequestTimings {
    TimePoint queued;                         // it was wanted
    std::optional<TimePoint> lookup;          // a lookup began
    std::optional<TimePoint> lookupAnswered;  // an address was known
    std::optional<TimePoint> connect;         // the first address was tried
    std::optional<TimePoint> connected;       // one has answered
    std::optional<TimePoint> secured;         // the TLS handshake is done
    std::optional<TimePoint> sent;            // the request is on its way
    std::optional<TimePoint> firstByte;       // of the answer
    std::optional<TimePoint> head;            // the whole head
    std::optional<TimePoint> ended;           // the last byte of the body, or its end

    bool operator==(const RequestTimings&) const = default;
};

struct RequestAccount {
    std::uint32_t number = 0;  // from 1 on, in the order of asking
    std::string method;
    std::string url;
    std::optional<std::uint64_t> rangeBegin;  // the range that it asked for; none: the whole
    std::optional<std::uint64_t> rangeEnd;    // behind its last byte; none: to the end
    std::vector<HeaderField> requestFields;   // as sent, secrets hidden
    int status = 0;                           // 0: no answer
    std::string reason;                       // as sent; says nothing
    std::vector<HeaderField> responseFields;  // as they came, secrets hidden
    std::uint64_t bytes = 0;                  // of the body, taken
    RequestTimings timings;
    std::uint64_t socket = 0;  // SocketSnapshot::serial; 0: it has had none
    bool reused = false;       // that had served another before
    std::string peer;          // "192.0.2.1:443"; empty before it is known
    std::string proxy;         // "proxy.example:3128", by way of whom; empty: directly
    RequestEnd end = RequestEnd::UnderWay;
    Error error;  // why, for Refused, Unanswered and Failed

    bool operator==(const RequestAccount&) const = default;
};

}  // namespace penstock
