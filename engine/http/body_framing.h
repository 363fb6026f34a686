#pragma once
// Where the body of a response ends, and whether the connection lives on (RFC 9112 sections 6.3
// and 9.3). Pure.

#include "engine/http/response_head.h"

#include <cstdint>

namespace penstock {

enum class BodyKind : std::uint8_t { Nothing, Length, Chunked, UntilClose };

struct BodyFraming {
    BodyKind kind = BodyKind::Nothing;
    std::uint64_t length = 0;  // bytes; for Length only, else 0
    bool reusable = false;     // another request may follow on the connection once the body is over

    bool operator==(const BodyFraming&) const = default;
};

/// Sizes of this many bytes and above are refused everywhere: offsets are signed on disk.
inline constexpr std::uint64_t kSizeLimit = std::uint64_t{1} << 63U;

/// `headRequest`: the request was a HEAD. Requests by CONNECT are not covered.
/// Heads 1xx, 204, 205 and 304 and answers to HEAD have no body; a 204 or 205 that announces one
/// all the same, and every 101, is not reusable. With Content-Length beside
/// Transfer-Encoding chunked wins and the connection is not reusable. Without either: until
/// close. Proto.Framing: lengths that differ or are no decimal below kSizeLimit, any
/// Transfer-Encoding but one "chunked" on HTTP/1.1.
Result<BodyFraming> bodyFraming(const ResponseHead& head, bool headRequest = false);

}  // namespace penstock
