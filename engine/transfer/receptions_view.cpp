// What there is to be seen of the ranges that are under way.

#include "engine/transfer/receptions.h"

#include <algorithm>

namespace penstock {

bool Receptions::busy() const {
    return first_.busy() ||
           std::ranges::any_of(fetches_, [](const auto& each) { return each->fetch.busy(); });
}

ByteRanges Receptions::ranges() const {
    if (isOne()) {
        return {{0, first_.received()}};
    }
    RangeSet all = parts_.plan.ranges();
    all.add({0, first_.received()});
    for (const auto& each : fetches_) {
        all.add({each->fetch.range().begin, each->fetch.at()});
    }
    ByteRanges listed;
    for (const ByteRange& range : all.ranges()) {
        listed.push_back(range);
    }
    return listed;
}

std::vector<SegmentSnapshot> Receptions::segments() const {
    std::vector<SegmentSnapshot> all;
    if (fetches_.empty()) {
        return all;
    }
    if (!firstRests_) {
        all.push_back({{parts_.plan.here(), first_.end()},
                       first_.at(),
                       firstPace_.rate(),
                       first_.socketSerial()});
    }
    for (const auto& each : fetches_) {
        all.push_back(
            {each->fetch.range(), each->fetch.at(), each->pace.rate(), each->fetch.socketSerial()});
    }
    std::ranges::sort(all, {}, [](const SegmentSnapshot& each) { return each.range.begin; });
    return all;
}

std::uint64_t Receptions::received() const {
    if (isOne()) {
        return first_.received();
    }
    std::uint64_t size = 0;
    for (const ByteRange& range : ranges()) {
        size += range.size();
    }
    return size;
}

int Receptions::socketCount() const {
    int count = first_.socketCount();
    for (const auto& each : fetches_) {
        count += each->fetch.socketCount();
    }
    return count;
}

bool Receptions::willRun() const {
    return first_.willRun() ||
           std::ranges::any_of(fetches_, [](const auto& each) { return each->fetch.willRun(); });
}

WaitsFor Receptions::waitsFor() const {
    if (firstRests_ && !first_.busy()) {
        for (const auto& each : fetches_) {
            if (const WaitsFor waits = each->fetch.waitsFor(); waits != WaitsFor::Nothing) {
                return waits;
            }
        }
    }
    return first_.waitsFor();
}

std::optional<TimePoint> Receptions::waitsUntil() const {
    if (firstRests_ && !first_.busy()) {
        for (const auto& each : fetches_) {
            if (each->fetch.waitsFor() != WaitsFor::Nothing) {
                return each->fetch.waitsUntil();
            }
        }
    }
    return first_.waitsUntil();
}

}  // namespace penstock
