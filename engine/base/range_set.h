#pragma once
// A set of byte offsets as half-open ranges: sorted, disjoint, none empty, none touching the next.
// A value; any thread. Pure. Each call is O(ranges).

#include "engine/transfer_types.h"

#include <cstdint>
#include <vector>

namespace penstock {

class RangeSet {
public:
    RangeSet() = default;

    /// All of [begin, end) is in it from now on. An empty range changes nothing.
    void add(ByteRange range);
    /// None of [begin, end) is in it any more.
    void remove(ByteRange range);

    void clear() noexcept { ranges_.clear(); }

    /// Whether all of `range` is in it; an empty range always is.
    [[nodiscard]] bool contains(ByteRange range) const;
    /// The first offset at or after `from` that is not in it.
    [[nodiscard]] std::uint64_t firstGap(std::uint64_t from = 0) const;
    /// What is missing before the first and between the ranges.
    [[nodiscard]] std::vector<ByteRange> gaps() const;
    /// How many offsets are in it.
    [[nodiscard]] std::uint64_t size() const noexcept;

    [[nodiscard]] bool empty() const noexcept { return ranges_.empty(); }

    [[nodiscard]] const std::vector<ByteRange>& ranges() const noexcept { return ranges_; }

    bool operator==(const RangeSet&) const = default;

private:
    std::vector<ByteRange> ranges_;
};

}  // namespace penstock
