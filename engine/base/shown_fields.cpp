#include "engine/base/shown_fields.h"

#include "engine/base/text.h"
#include "engine/printable_text.h"

#include <algorithm>
#include <array>
#include <string>

namespace penstock {

namespace {

constexpr std::array<std::string_view, 8> kHarmless{"Accept",  "Accept-Language", "Cache-Control",
                                                    "DNT",     "Origin",          "Pragma",
                                                    "Referer", "User-Agent"};
// Of an answer. What asks for a login holds nonces, and echoes what was tried.
constexpr std::array<std::string_view, 10> kSecret{
    "Set-Cookie",         "Set-Cookie2",         "Cookie",
    "Authorization",      "Proxy-Authorization", "WWW-Authenticate",
    "Proxy-Authenticate", "Authentication-Info", "Proxy-Authentication-Info",
    "X-Auth-Token"};
constexpr std::array<std::string_view, 4> kAddresses{"Location", "Content-Location", "Refresh",
                                                     "Link"};

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view each) { return equalsIgnoreCase(name, each); });
}

}  // namespace

bool isHarmless(const HeaderField& field) {
    return isOneOf(kHarmless, field.name) && withoutUserinfo(field.value) == field.value;
}

HeaderField shownOwnField(const HeaderField& field) {
    return {field.name, isHarmless(field) ? field.value : std::string(kHiddenValue)};
}

std::vector<HeaderField> shownAnswerFields(std::span<const HeaderField> fields) {
    std::vector<HeaderField> shown;
    shown.reserve(fields.size());
    for (const HeaderField& field : fields) {
        if (isOneOf(kSecret, field.name)) {
            shown.push_back({field.name, std::string(kHiddenValue)});
        } else if (isOneOf(kAddresses, field.name)) {
            shown.push_back({field.name, withoutUserinfo(field.value)});
        } else {
            shown.push_back(field);
        }
    }
    return shown;
}

}  // namespace penstock
