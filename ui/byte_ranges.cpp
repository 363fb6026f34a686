#include "ui/byte_ranges.h"

#include <algorithm>

namespace penstock {

bool mergeRange(ByteRanges& ranges, ByteRange range) {
    if (range.begin >= range.end) {
        return false;
    }
    ByteRange* const first = std::lower_bound(
        ranges.begin(), ranges.end(), range.begin,
        [](const ByteRange& known, std::uint64_t begin) { return known.end < begin; });
    if (first != ranges.end() && first->begin <= range.begin && first->end >= range.end) {
        return false;
    }
    ByteRange* const last = std::upper_bound(
        first, ranges.end(), range.end,
        [](std::uint64_t end, const ByteRange& known) { return end < known.begin; });
    if (first == last) {
        ranges.insert(first, range);
        return true;
    }
    first->begin = std::min(first->begin, range.begin);
    first->end = std::max(std::prev(last)->end, range.end);
    ranges.erase(std::next(first), last);
    return true;
}

}  // namespace penstock
