#pragma once
// Which bytes a further connection is to bring: what nobody brings yet, or a share of what another
// one has before it. Pure.

#include "engine/base/range_set.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace penstock {

/// Nothing smaller is asked for on a connection of its own.
inline constexpr std::uint64_t kLeastShare = std::uint64_t{1} << 20U;

/// The most that is left of a range which a second connection brings, too: it is held in memory.
inline constexpr std::uint64_t kMostHedged = 2 * kLeastShare;

/// A range that a connection brings. One that has ended has nothing left.
struct OpenRange {
    ByteRange range;
    std::uint64_t at = 0;    // the next byte that it brings
    std::uint64_t rate = 0;  // bytes per second; 0: nothing came, or it is not measured yet
    bool slow = false;       // far below the others, or silent
    bool hedged = false;     // a second connection brings what is left of it, too
    bool pinned = false;     // a person wants it to go on: it is not hedged, nor relieved
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
/// time, and of a slow one all that is left. Nothing where that would be less than kLeastShare, nor
/// of a slow one of which kMostHedged is left: see nextHedge().
std::optional<Share> nextShare(const RangeSet& here, std::uint64_t total,
                               std::span<const OpenRange> open);

/// The same for one that wants the file in order: in pieces of `piece` bytes, those next to the
/// beginning first.
std::optional<Share> nextInOrder(const RangeSet& here, std::uint64_t total,
                                 std::span<const OpenRange> open, std::uint64_t piece);

/// Where nothing is left to be shared: which of `open` a second connection, of which `usual` bytes
/// per second are expected, would very likely bring to its end sooner; an index.
std::optional<std::size_t> nextHedge(std::span<const OpenRange> open, std::uint64_t usual);

/// Of those that are too slow, as `tooSlow` says in the order of `open`: the one to be relieved of
/// all that is left, since others would bring it much sooner; an index.
std::optional<std::size_t> mostInNeed(std::span<const OpenRange> open,
                                      const std::vector<bool>& tooSlow, std::uint64_t usual);

/// Where the bytes end that nobody has or brings, from `begin` on; `begin` if somebody does.
std::uint64_t gapEnd(const RangeSet& here, std::uint64_t total, std::span<const OpenRange> open,
                     std::uint64_t begin);

}  // namespace penstock
