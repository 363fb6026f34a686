#pragma once
// Which bytes a 206 or 416 speaks of (RFC 9110 sections 14.4, 15.3.7 and 15.5.17). Pure.

#include "engine/http/response_head.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace penstock {

struct ContentRange {
    std::optional<ByteRange> range;      // half open; nullopt: unsatisfied ("bytes */1234")
    std::optional<std::uint64_t> total;  // nullopt: not known ("bytes 0-9/*")

    bool operator==(const ContentRange&) const = default;
};

/// The value of a Content-Range field in bytes. Range.Bad for other units, what the grammar does
/// not have, "*/*", last before first, last at or past the total, and numbers of 2^63 and above.
Result<ContentRange> parseContentRange(std::string_view value);

/// May the body of this 206 be written to `askedBegin`? `knownTotal`
/// is the size that earlier answers gave, `codings` (as contentCodings() has them) those of the
/// bytes that are stored. Looks at nothing but the fields named:
/// Range.Multipart (multipart/byteranges), Range.Encoded (other content codings), Range.Bad (no,
/// more than one or no proper Content-Range, or one that reaches past the known end),
/// Range.Mismatch (another start), Entity.Changed (another total). ok() if it may.
Error checkPartial(const ResponseHead& head, std::uint64_t askedBegin,
                   std::optional<std::uint64_t> knownTotal, std::string_view codings = {});

}  // namespace penstock
