#pragma once
// Which bytes a further connection is to bring: what nobody brings yet, or a share of what another
// one has before it. Pure.

#include "engine/base/range_set.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace penstock {

/// Nothing smaller is asked for on a connection of its own.
inline constexpr std::uint64_t kLeastShare = std::uint64_t{1} << 20U;

/// A range that a connection brings.
struct OpenRange {
    ByteRange range;
    std::uint64_t at = 0;    // the next byte that it brings
    std::uint64_t rate = 0;  // bytes per second; 0: nothing came, or it is not measured yet
    bool slow = false;       // far below the others, or silent while they receive
    bool fixed = false;      // counts as a whole only: nothing of it can be given away but all

    [[nodiscard]] std::uint64_t left() const noexcept { return range.end - at; }
};

struct Share {
    ByteRange range;
    /// Whose range ends where this one begins, an index; none: nobody's.
    std::optional<std::size_t> from = {};
};

/// What to bring next of a file of `total` bytes of which `here` are there and `open` are on their
/// way. The first gap; else of what would take longest the tail, so that both are done at the same
/// time, and of a slow one all that is left. Nothing where that would be less than kLeastShare,
/// unless it relieves a slow one.
std::optional<Share> nextShare(const RangeSet& here, std::uint64_t total,
                               std::span<const OpenRange> open);

/// Where the bytes end that nobody has or brings, from `begin` on; `begin` if somebody does.
std::uint64_t gapEnd(const RangeSet& here, std::uint64_t total, std::span<const OpenRange> open,
                     std::uint64_t begin);

}  // namespace penstock
