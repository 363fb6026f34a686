#pragma once
// How long a server asks to be left alone (RFC 9110 section 10.2.3). Pure.

#include <chrono>
#include <optional>
#include <string_view>

namespace penstock {

/// No server may put us off for longer.
inline constexpr std::chrono::seconds kMaxRetryAfter = std::chrono::hours{1};

/// The value of a Retry-After field, seconds or a date, from `now` on: 0 for a date that has
/// passed, never above kMaxRetryAfter. nullopt if it is neither.
std::optional<std::chrono::seconds> parseRetryAfter(std::string_view value,
                                                    std::chrono::system_clock::time_point now);

}  // namespace penstock
