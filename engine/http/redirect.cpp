#include "engine/http/redirect.h"

#include "engine/base/text.h"
#include "engine/http/percent.h"

#include <algorithm>
#include <string>
#include <utility>

namespace penstock {

namespace {

Error badRedirect(const Url& from, std::string_view what) {
    return {ErrorKind::RedirBad, from.host + " redirects " + std::string(what), {}, 0};
}

std::size_t sizeOf(const ResponseHead& head) {
    constexpr std::size_t kStatusLineBytes = 13;
    constexpr std::size_t kMarksAField = 4;  // ": " and CRLF
    std::size_t bytes = kStatusLineBytes + head.reason.size();
    for (const FieldView field : head.fields.fields()) {
        bytes += field.name.size() + field.value.size() + kMarksAField;
    }
    return bytes;
}

/// An encoded line break has no honest use in a place to go to, and has been used to smuggle
/// fields into what a client writes from it.
bool hasControl(std::string_view location) {
    const std::string decoded = percentDecode(location);
    return std::any_of(decoded.begin(), decoded.end(), isControl);
}

Result<std::string_view> locationOf(const Url& from, const ResponseHead& head) {
    const auto locations = head.fields.all("Location");
    if (locations.empty()) {
        return badRedirect(from, "without saying where");
    }
    const auto differs = [&](std::string_view other) {
        return other != locations.front();
    };
    if (std::any_of(locations.begin(), locations.end(), differs)) {
        return badRedirect(from, "to two different addresses at once");
    }
    if (locations.front().size() > kMaxUrlBytes) {
        return badRedirect(from, "to an address longer than 32 KiB");
    }
    if (hasControl(locations.front())) {
        return badRedirect(from, "to an address with a control character in it");
    }
    return locations.front();
}

/// Puts the name of the host that redirects into the sentence.
Error namingHost(Error error, const Url& from) {
    constexpr std::string_view kAnyServer = "The server";
    if (error.sentence.rfind(kAnyServer, 0) == 0) {
        error.sentence.replace(0, kAnyServer.size(), from.host);
    }
    return error;
}

}  // namespace

bool isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<Url> followRedirect(const Url& from, const ResponseHead& head, RedirectTrail& trail) {
    ++trail.hops;
    trail.headerBytes += sizeOf(head);
    if (!isRedirect(head.status)) {
        return badRedirect(
            from, "in a way that cannot be followed (status " + std::to_string(head.status) + ")");
    }
    if (trail.hops > kMaxRedirects) {
        return Error{ErrorKind::RedirTooMany,
                     "There were more than 20 redirects in a row, the last by " + from.host,
                     {},
                     0};
    }
    if (trail.headerBytes > kMaxRedirectHeadBytes) {
        return Error{
            ErrorKind::RedirTooMany,
            "The redirects in a row had more than 1 MiB of headers, the last by " + from.host,
            {},
            0};
    }
    const auto location = locationOf(from, head);
    if (!location) {
        return location.error();
    }
    auto target = resolveReference(from, location.value());
    if (!target) {
        return namingHost(target.error(), from);
    }
    Url next = std::move(target).value();
    if (from.secure() && !next.secure()) {
        return Error{ErrorKind::RedirDowngrade,
                     from.host + " redirects from https to an unprotected http address",
                     {},
                     0};
    }
    if (location.value().find('#') == std::string_view::npos) {
        next.fragment = from.fragment;
    }
    return next;
}

}  // namespace penstock
