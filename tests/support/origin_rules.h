#pragma once
// What the test origin does for a path, and what it tells about the requests that it saw.
//
// Values only. Sizes are bytes, rates bytes per second; delays run on the origin's clock.

#include "engine/transfer_types.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// A piece of an exact answer: wait, send, then perhaps end the connection.
struct RawStep {
    std::string bytes = {};
    std::chrono::milliseconds delayBefore{0};
    bool close = false;  // FIN (over TLS without close_notify)
    bool reset = false;  // RST
};

/// One request as it arrived, and how far its answer got.
struct RequestLog {
    std::uint64_t connection = 0;          // 1, 2, … in the order of accepting
    std::uint32_t numberOnConnection = 0;  // 1 for the first request of its connection
    std::uint32_t numberForRule = 0;       // 1 for the first request that this rule answers
    std::string method = {};
    std::string target = {};
    std::vector<HeaderField> headers = {};
    std::string range = {};  // the Range field's value; empty without one
    TimePoint time{};
    std::uint64_t bodyBytesSent = 0;  // content handed to the kernel; framing and heads not counted
    bool tls = false;
    std::string serverName = {};  // SNI; empty without
    bool resumed = false;         // its TLS session began on an earlier connection

    /// The first field of that name (case-insensitive); empty without one.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// How the end of a body is told (RFC 9112 section 6).
enum class OriginFraming : std::uint8_t { Length, Chunked, UntilClose };

/// An answer as planned from the rule and the request; Rule::edit may change any of it.
struct OriginReply {
    int status = 200;
    std::string reason = {};
    std::vector<HeaderField> headers = {};  // complete: framing and range fields included
    ByteRange content = {};                 // of the generated content
    std::uint64_t seed = 0;
    std::optional<std::string> literal = {};  // sent instead of the content
    OriginFraming framing = OriginFraming::Length;
    std::uint64_t rate = 0;                        // 0: as fast as it goes
    std::optional<std::uint64_t> stallAfter = {};  // of the body; see Rule
    std::optional<std::uint64_t> closeAfter = {};
    std::optional<std::uint64_t> resetAfter = {};
    std::vector<RawStep> script = {};  // not empty: sent instead of everything above
};

/// From the request with number `afterRequests` + 1 on, the rule's file is another one, generated
/// from `seed`.
struct EntityChange {
    unsigned afterRequests = 1;
    std::uint64_t seed = 2;
    std::string etag = "\"second\"";
    std::optional<std::uint64_t> size = {};  // nullopt: unchanged
};

/// What is served under a path. The defaults: a file with a strong entity tag, in ranges if asked.
struct Rule {
    using Framing = OriginFraming;

    std::string path = {};  // "/file.bin"; compared without the query

    // The file
    std::uint64_t size = 0;
    std::uint64_t seed = 1;                   // see content.h
    std::optional<std::string> literal = {};  // these bytes instead of generated content
    std::string etag = "\"first\"";           // with its quotes, or W/"…"; empty: none
    std::string lastModified = {};            // an HTTP date; empty: none
    std::optional<EntityChange> change = {};

    // The head
    int status = 0;             // 0: 200, 206 or 416 as the request has it
    std::string location = {};  // not empty: a redirect, 302 unless `status` says which
    std::string contentDisposition = {};
    std::string contentType = "application/octet-stream";
    std::optional<std::string> date = {};   // nullopt: the system's time; empty: no Date field
    std::vector<HeaderField> headers = {};  // further fields
    bool ranges = true;                     // false: Accept-Ranges: none, and always whole
    bool ignoreRange = false;               // promises ranges, sends the whole
    bool keepAlive = true;

    // The body
    OriginFraming framing = OriginFraming::Length;
    std::uint64_t chunkSize = 16384;  // Chunked
    bool closeNotify = true;          // UntilClose over TLS ends with close_notify
    std::uint64_t rate = 0;           // 0: as fast as it goes
    std::size_t bytesPerWrite = 0;    // 0: all; n: the whole answer in writes of n, one a pump()

    // Time
    std::chrono::milliseconds delayFirstByte{0};  // from the request to the head
    std::chrono::milliseconds delayBody{0};       // from the head to the body

    // Misbehaviour, for the first `times` requests, or for all. A non-zero `status` that is no
    // success, `location` and `script` are under `times` too. Counted in bytes of each answer's
    // body.
    std::optional<unsigned> times = {};
    std::optional<std::uint64_t> stallAfter = {};  // then silence, the connection stays open
    std::optional<std::uint64_t> closeAfter = {};  // FIN, without close_notify
    std::optional<std::uint64_t> resetAfter = {};  // RST
    std::vector<RawStep> script = {};              // exact bytes instead of an answer
    std::vector<RawStep> trailing = {};            // exact bytes after a complete answer

    /// Last word on each answer; runs on the pumping thread and must not call the origin.
    std::function<void(const RequestLog&, OriginReply&)> edit = {};
};

}  // namespace penstock
