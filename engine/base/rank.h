#pragma once
// Who of those that wait goes first: by priority, then by the order of the list.

#include "engine/transfer_types.h"

#include <cstdint>

namespace penstock {

struct Rank {
    Priority priority = Priority::Normal;
    std::int64_t position = 0;  // in the list; 0: not placed yet

    bool operator==(const Rank&) const = default;

    [[nodiscard]] bool before(const Rank& other) const noexcept {
        return priority != other.priority ? priority > other.priority : position < other.position;
    }
};

/// How much one with that priority gets of what it shares.
constexpr unsigned weightOf(Priority priority) noexcept {
    return priority == Priority::Low ? 1 : priority == Priority::Normal ? 3 : 9;
}

}  // namespace penstock
