#pragma once
// What the head of an answer means for a file of which a part may be here already. Pure.
//
// It looks at status, fields and framing, and at nothing of the body; that what comes is compared
// with what is here, and written within the range that is named here, is the caller's part.

#include "engine/http/body_framing.h"
#include "engine/http/content_range.h"
#include "engine/http/url.h"
#include "engine/http/validators.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace penstock {

/// What was asked, and what is known of the file.
struct Asked {
    std::string_view host;               // that was asked, for the sentences of errors
    std::string_view name;               // of the file, for the same
    std::optional<std::uint64_t> from;   // "Range: bytes=FROM-"; none: the whole file
    std::uint64_t have = 0;              // bytes of the file that are here
    std::optional<std::uint64_t> total;  // of the file
    std::string_view codings;            // of the bytes that are here, as contentCodings() has them
    Validators known;                    // of the file that is here
    bool endMayBeHere = false;   // the server has just sent a piece that ends at `from`, of a file
                                 // whose size it did not tell
    const Url* given = nullptr;  // the address that a person gave, if what is here is no web page
    bool mayBeginAgain = true;   // what is here can be fetched once more (a file, not a sink)
    std::chrono::system_clock::time_point now;  // for Retry-After
};

/// The whole file, from its first byte on. The same as is here, if anything is here.
struct Offer {
    std::optional<std::uint64_t> total;  // of the file in its coding, if known
};

/// These bytes of the file that is here, and no others.
struct Partial {
    ByteRange range;
    std::optional<std::uint64_t> total;
    bool bounded = false;  // the body's framing does not end it with the range
};

/// A 416 that says: what is here is all of it.
struct AllHere {};

/// It answers somewhere else: see followRedirect().
struct NextRequest {};

/// The server has another file now. `whole`: this answer brings it.
struct Changed {
    Error error;
    std::optional<Offer> whole;
};

/// Not now; `after`: what the server asks for, at most kMaxRetryAfter.
struct Retry {
    Error error;
    std::optional<std::chrono::seconds> after;
};

/// Nothing of this answer may be used.
struct Refusal {
    Error error;
};

using Judgement = std::variant<Offer, Partial, AllHere, NextRequest, Changed, Retry, Refusal>;

/// What speaks against the answer; ok() where nothing does.
Error errorOf(const Judgement& judgement);

/// `framing` is that of `head`. Final answers only (status 200 and above). RFC 9110 sections
/// 14, 15.
Judgement judgeAnswer(const ResponseHead& head, const BodyFraming& framing, const Asked& asked);

}  // namespace penstock
