#include "engine/base/range_set.h"

#include <algorithm>

namespace penstock {

void RangeSet::add(ByteRange range) {
    if (range.begin >= range.end) {
        return;
    }
    // All that it overlaps or touches becomes one.
    const auto first = std::ranges::find_if(
        ranges_, [&](const ByteRange& other) { return other.end >= range.begin; });
    const auto last = std::find_if(first, ranges_.end(),
                                   [&](const ByteRange& other) { return other.begin > range.end; });
    if (first != last) {
        range.begin = std::min(range.begin, first->begin);
        range.end = std::max(range.end, std::prev(last)->end);
    }
    ranges_.insert(ranges_.erase(first, last), range);
}

void RangeSet::remove(ByteRange range) {
    if (range.begin >= range.end) {
        return;
    }
    std::vector<ByteRange> left;
    for (const ByteRange& other : ranges_) {
        if (const ByteRange before{other.begin, std::min(other.end, range.begin)};
            before.begin < before.end) {
            left.push_back(before);
        }
        if (const ByteRange after{std::max(other.begin, range.end), other.end};
            after.begin < after.end) {
            left.push_back(after);
        }
    }
    ranges_ = std::move(left);
}

bool RangeSet::contains(ByteRange range) const {
    return range.begin >= range.end || std::ranges::any_of(ranges_, [&](const ByteRange& other) {
               return other.begin <= range.begin && range.end <= other.end;
           });
}

std::uint64_t RangeSet::firstGap(std::uint64_t from) const {
    for (const ByteRange& range : ranges_) {
        if (from < range.begin) {
            break;
        }
        from = std::max(from, range.end);
    }
    return from;
}

std::vector<ByteRange> RangeSet::gaps() const {
    std::vector<ByteRange> gaps;
    std::uint64_t end = 0;
    for (const ByteRange& range : ranges_) {
        if (range.begin > end) {
            gaps.push_back({end, range.begin});
        }
        end = range.end;
    }
    return gaps;
}

std::uint64_t RangeSet::size() const noexcept {
    std::uint64_t size = 0;
    for (const ByteRange& range : ranges_) {
        size += range.size();
    }
    return size;
}

}  // namespace penstock
