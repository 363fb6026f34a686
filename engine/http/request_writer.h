#pragma once
// The bytes of a request without a body (RFC 9112 section 3).

#include "engine/http/headers.h"

#include <string>
#include <string_view>

namespace penstock {

struct RequestHead {
    std::string method = "GET";
    std::string target;     // Url::target()
    std::string authority;  // Url::authority()
    Headers fields;         // all but Host
    /// Go before them. Must outlive the head, and come from usualFields(). Null: none.
    const Headers* usual = nullptr;
};

/// What a client says in each request: User-Agent (left out where `userAgent` is no field value),
/// Accept, and Accept-Encoding: identity, since a resume counts the bytes of the file itself.
Headers usualFields(std::string_view userAgent);

/// Request line, Host first among the fields (RFC 9110 section 7.2), the fields in their order, and
/// the empty line. Requires method, target and authority without spaces and control characters, as
/// Url gives them. A field that is not well formed (isToken, isFieldValue), or a second Host, is
/// left out: whatever is handed in, one request leaves.
std::string writeRequest(const RequestHead& head);
/// The same into `out`, whose memory is used again.
void writeRequest(const RequestHead& head, std::string& out);

}  // namespace penstock
