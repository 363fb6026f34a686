#pragma once
// The head of a response, as parsed (RFC 9112 section 4). A value; any thread.

#include "engine/http/headers.h"

#include <string>

namespace penstock {

struct ResponseHead {
    int status = 0;        // 100 to 999; 600 and above is to be taken as 5xx (RFC 9110 section 15)
    int minorVersion = 1;  // of HTTP/1.x
    std::string reason;    // as sent; says nothing (RFC 9112 section 4)
    Headers fields;
    bool tidy = true;  // false: something was tolerated; never use the connection again

    /// As new, but its memory stays.
    void clear() noexcept {
        status = 0;
        minorVersion = 1;
        reason.clear();
        fields.clear();
        tidy = true;
    }

    bool operator==(const ResponseHead&) const = default;
};

/// "404 Not Found": as evidence, for people.
inline std::string statusText(const ResponseHead& head) {
    return head.reason.empty() ? std::to_string(head.status)
                               : std::to_string(head.status) + " " + head.reason;
}

}  // namespace penstock
