#pragma once
// Dates of HTTP fields (RFC 9110 section 5.6.7). Pure: no clock is read.

#include <chrono>
#include <optional>
#include <string_view>

namespace penstock {

/// All three forms: IMF-fixdate, RFC 850 and asctime, exactly as their grammars have them but for
/// the name of the day, which need not fit the date. A year of two digits is 1970 to 2069: the
/// sliding window of the RFC needs a clock, and those who still send it mean the years near now.
/// Years before 1900 give nullopt; what is later than the clock's type can hold, its last second.
std::optional<std::chrono::system_clock::time_point> parseHttpDate(std::string_view text);

}  // namespace penstock
