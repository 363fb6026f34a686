#pragma once
// The bytes of a request without a body (RFC 9112 section 3).

#include "engine/http/headers.h"

#include <string>

namespace penstock {

struct RequestHead {
    std::string method = "GET";
    std::string target;     // Url::target()
    std::string authority;  // Url::authority()
    Headers fields;         // all but Host
};

/// Request line, Host first among the fields (RFC 9110 section 7.2), the fields in their order, and
/// the empty line. Requires method, target and authority without spaces and control characters, as
/// Url gives them. A field that is not well formed (isToken, isFieldValue), or a second Host, is
/// left out: whatever is handed in, one request leaves.
std::string writeRequest(const RequestHead& head);

}  // namespace penstock
