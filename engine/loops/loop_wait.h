#pragma once
// How long a loop may wait, as poll(), epoll_wait() and select_sets.h take it.

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

namespace penstock {

/// The shorter of two waits (nullopt: no limit) in milliseconds, −1 without limit. Never negative
/// otherwise, and never more than an int holds.
inline int shorterWait(std::optional<std::chrono::milliseconds> a,
                       std::optional<std::chrono::milliseconds> b) noexcept {
    constexpr std::chrono::milliseconds kMost{std::numeric_limits<int>::max()};
    if (!a && !b) {
        return -1;
    }
    const auto wait = std::min(a.value_or(kMost), b.value_or(kMost));
    return static_cast<int>(std::clamp(wait, std::chrono::milliseconds{0}, kMost).count());
}

}  // namespace penstock
