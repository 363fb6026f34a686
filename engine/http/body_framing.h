#pragma once
// Where the body of a response ends, and whether the connection lives on (RFC 9112 sections 6.3
// and 9.3). Pure.

#include "engine/http/response_head.h"

#include <cstdint>
#include <string>

namespace penstock {

enum class BodyKind : std::uint8_t { Nothing, Length, Chunked, UntilClose };

struct BodyFraming {
    BodyKind kind = BodyKind::Nothing;
    std::uint64_t length = 0;  // bytes; for Length only, else 0
    bool reusable = false;     // another request may follow on the connection once the body is over
    bool coded = false;        // what the chunks hold is in the transferCodings(), to be undone

    bool operator==(const BodyFraming&) const = default;
};

/// Sizes of this many bytes and above are refused everywhere: offsets are signed on disk.
inline constexpr std::uint64_t kSizeLimit = std::uint64_t{1} << 63U;

/// `headRequest`: the request was a HEAD. Requests by CONNECT are not covered.
/// Heads 1xx, 204, 205 and 304 and answers to HEAD have no body; a 204 or 205 that announces one
/// all the same, and every 101, is not reusable. With Content-Length beside
/// Transfer-Encoding chunked wins and the connection is not reusable. Without either: until
/// close. Chunked is undone once, however often it is said; "identity" and empty members say
/// nothing; gzip and deflate may stand before it. Proto.Framing: lengths that differ or are no
/// decimal below kSizeLimit, any other Transfer-Encoding.
Result<BodyFraming> bodyFraming(const ResponseHead& head, bool headRequest = false);

/// The transfer codings around the body beside chunked, in the order of application, in lower case
/// and joined by ", ": for ContentDecoder. They are of the way, and no part of the file.
std::string transferCodings(const Headers& fields);

}  // namespace penstock
