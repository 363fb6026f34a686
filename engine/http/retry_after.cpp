#include "engine/http/retry_after.h"

#include "engine/base/text.h"
#include "engine/http/http_date.h"

#include <algorithm>
#include <cstdint>

namespace penstock {

std::optional<std::chrono::seconds> parseRetryAfter(std::string_view value,
                                                    std::chrono::system_clock::time_point now) {
    using std::chrono::seconds;
    const std::string_view text = trimOws(value);
    if (!text.empty() && std::all_of(text.begin(), text.end(), isDigit)) {
        // More digits than 64 bits hold are a long time, not a mistake.
        constexpr auto kCap = static_cast<std::uint64_t>(kMaxRetryAfter.count());
        return seconds{std::min(parseDecimal(text).value_or(kCap), kCap)};
    }
    const auto date = parseHttpDate(text);
    if (!date) {
        return std::nullopt;
    }
    if (*date <= now) {
        return seconds{0};
    }
    return std::min(std::chrono::ceil<seconds>(*date - now), kMaxRetryAfter);
}

}  // namespace penstock
