#include "engine/transfer/share_plan.h"

#include <algorithm>

namespace penstock {

namespace {

/// What is there, or will be.
RangeSet taken(const RangeSet& here, std::span<const OpenRange> open) {
    RangeSet all = here;
    for (const OpenRange& each : open) {
        all.add(each.range);
    }
    return all;
}

/// Of those that bring something; 0: none does.
std::uint64_t meanRate(std::span<const OpenRange> open) {
    std::uint64_t sum = 0;
    std::uint64_t count = 0;
    for (const OpenRange& each : open) {
        if (each.rate > 0 && !each.slow) {
            sum += each.rate;
            ++count;
        }
    }
    return count == 0 ? 0 : sum / count;
}

/// In seconds; where no rate is known, all are taken for alike.
double timeLeft(const OpenRange& open, std::uint64_t mean) {
    if (open.fixed && !open.slow) {
        return 0;
    }
    const std::uint64_t rate = open.rate > 0 || open.slow ? open.rate : mean;
    return static_cast<double>(open.left()) / static_cast<double>(std::max<std::uint64_t>(rate, 1));
}

/// The same, where some of it may be taken.
double toShare(const OpenRange& open, std::uint64_t mean) {
    const bool little = open.left() <= (open.slow ? kMostHedged : 2 * kLeastShare - 1);
    const bool kept = open.hedged || (open.fixed ? !open.slow : little);
    return kept || open.left() == 0 ? 0 : timeLeft(open, mean);
}

/// How much of it stays with the one that brings it now.
std::uint64_t kept(const OpenRange& open, std::uint64_t mean) {
    if (open.slow) {
        const double part = static_cast<double>(open.rate) /
                            static_cast<double>(std::max<std::uint64_t>(open.rate + mean, 1));
        const auto keeps = static_cast<std::uint64_t>(static_cast<double>(open.left()) * part);
        return keeps < kLeastShare / 4 ? 0 : keeps;
    }
    return open.left() / 2;
}

}  // namespace

std::uint64_t gapEnd(const RangeSet& here, std::uint64_t total, std::span<const OpenRange> open,
                     std::uint64_t begin) {
    const RangeSet all = taken(here, open);
    if (all.firstGap(begin) != begin) {
        return begin;
    }
    for (const ByteRange& each : all.ranges()) {
        if (each.begin >= begin) {
            return std::min(each.begin, total);
        }
    }
    return total;
}

std::optional<Share> nextShare(const RangeSet& here, std::uint64_t total,
                               std::span<const OpenRange> open) {
    const std::uint64_t begin = taken(here, open).firstGap();
    if (begin < total) {
        return Share{{begin, gapEnd(here, total, open, begin)}};
    }
    const std::uint64_t mean = meanRate(open);
    const auto longest = std::ranges::max_element(
        open, {}, [mean](const OpenRange& each) { return toShare(each, mean); });
    if (longest == open.end() || toShare(*longest, mean) == 0) {
        return std::nullopt;
    }
    if (longest->fixed) {
        return Share{longest->range, static_cast<std::size_t>(longest - open.begin())};
    }
    const std::uint64_t keeps = kept(*longest, mean);
    if (keeps == longest->left()) {
        return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(longest - open.begin());
    return Share{{longest->at + keeps, longest->range.end}, index};
}

std::optional<Share> nextInOrder(const RangeSet& here, std::uint64_t total,
                                 std::span<const OpenRange> open, std::uint64_t piece) {
    const std::uint64_t begin = taken(here, open).firstGap();
    const std::uint64_t much = begin < total ? 3 * piece : piece + kLeastShare;
    std::optional<std::size_t> cut;  // what is before the gap goes before it, if it is much
    for (std::size_t i = 0; i < open.size(); ++i) {
        const OpenRange& each = open[i];
        if (each.at < begin && each.left() >= much && !each.hedged && !each.fixed &&
            (!cut || each.at < open[*cut].at)) {
            cut = i;
        }
    }
    if (cut) {
        const std::uint64_t from = open[*cut].at + piece;
        return Share{{from, std::min(open[*cut].range.end, from + piece)}, cut};
    }
    if (begin < total) {
        const std::uint64_t end = gapEnd(here, total, open, begin);
        // What would be left of it is no piece.
        return Share{{begin, end - begin < piece + kLeastShare ? end : begin + piece}};
    }
    return nextShare(here, total, open);
}

std::optional<std::size_t> nextHedge(std::span<const OpenRange> open, std::uint64_t usual) {
    constexpr double kLatency = 0.1;  // seconds; less is not worth a request
    std::optional<std::size_t> found;
    double longest = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
        const OpenRange& each = open[i];
        if (each.left() == 0 || each.left() > kMostHedged || each.hedged || each.pinned ||
            each.fixed || (each.rate == 0 && !each.slow)) {
            continue;
        }
        const double left = timeLeft(each, usual);
        const double other = static_cast<double>(each.left()) /
                             static_cast<double>(std::max<std::uint64_t>(usual, 1));
        if (left > 1.5 * other + kLatency && left > longest) {
            longest = left;
            found = i;
        }
    }
    return found;
}

std::optional<std::size_t> mostInNeed(std::span<const OpenRange> open,
                                      const std::vector<bool>& tooSlow, std::uint64_t usual) {
    constexpr double kWorth = 1;  // seconds: another connection has to be opened for it
    std::optional<std::size_t> found;
    double longest = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
        const OpenRange& each = open[i];
        if (!tooSlow[i] || each.left() == 0 || each.hedged || each.pinned) {
            continue;
        }
        const double left = timeLeft(each, usual);
        const double other = static_cast<double>(each.left()) /
                             static_cast<double>(std::max<std::uint64_t>(usual, 1));
        if (left > other + kWorth && left > longest) {
            longest = left;
            found = i;
        }
    }
    return found;
}

}  // namespace penstock
