#include "engine/http/validators.h"

#include "engine/base/text.h"
#include "engine/http/http_date.h"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace penstock {

namespace {

/// A longer one would be stored and sent with each request; the bytes are compared instead.
constexpr std::size_t kMaxValidatorBytes = 1024;
constexpr std::string_view kWeak = "W/";

std::string_view withoutWeak(std::string_view etag) {
    return etag.substr(0, kWeak.size()) == kWeak ? etag.substr(kWeak.size()) : etag;
}

/// opaque-tag of RFC 9110 section 8.8.3: quoted, no quotes, spaces or control characters within.
bool isOpaqueTag(std::string_view tag) {
    if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"') {
        return false;
    }
    const std::string_view inner = tag.substr(1, tag.size() - 2);
    return std::none_of(inner.begin(), inner.end(),
                        [](char c) { return isControl(c) || c == ' ' || c == '"'; });
}

/// Whole seconds, since a date's distance to the far end of the clock does not fit in its unit.
std::optional<std::chrono::sys_seconds> secondsOf(std::string_view date) {
    const auto at = parseHttpDate(date);
    return at ? std::optional(std::chrono::floor<std::chrono::seconds>(*at)) : std::nullopt;
}

bool sameDate(const std::string& a, const std::string& b) {
    const auto first = secondsOf(a);
    const auto second = secondsOf(b);
    return a == b || (first && second && *first == *second);
}

/// The value of a field that must be there once. Two that differ are as good as none: which of
/// them holds for the bytes nobody can say.
std::string onlyValue(const Headers& fields, std::string_view name) {
    if (!fields.mayContain(name)) {
        return {};
    }
    const auto values = fields.all(name);
    const bool agree =
        std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
    const bool usable = agree && !values.empty() && values.front().size() <= kMaxValidatorBytes;
    return !usable ? std::string() : std::string(values.front());
}

}  // namespace

bool Validators::strongEtag() const {
    return isOpaqueTag(etag);
}

std::optional<std::string> Validators::ifRange() const {
    if (strongEtag()) {
        return etag;
    }
    return etag.empty() && lastModifiedStrong ? std::optional(lastModified) : std::nullopt;
}

bool Validators::contradicts(const Validators& later) const {
    if (strongEtag() && later.strongEtag()) {
        return etag != later.etag;
    }
    if (!etag.empty() && !later.etag.empty() && withoutWeak(etag) != withoutWeak(later.etag)) {
        return true;
    }
    return !lastModified.empty() && !later.lastModified.empty() &&
           !sameDate(lastModified, later.lastModified);
}

Validators validatorsOf(const ResponseHead& head) {
    Validators out;
    out.etag = onlyValue(head.fields, "ETag");
    out.lastModified = onlyValue(head.fields, "Last-Modified");
    if (out.lastModified.empty()) {
        return out;
    }
    const auto modified = secondsOf(out.lastModified);
    const auto sent = secondsOf(onlyValue(head.fields, "Date"));
    // Tags that differ say that the file is not always the same, whatever its date.
    const bool quarrel = out.etag.empty() && head.fields.contains("ETag");
    out.lastModifiedStrong =
        !quarrel && modified && sent && *sent - *modified >= std::chrono::seconds{1};
    return out;
}

}  // namespace penstock
