// What there is to be seen of the ranges that are under way.

#include "engine/transfer/receptions.h"

#include <algorithm>

namespace penstock {

namespace {

/// Why it has one connection, and may not have another.
MoreConnections whyAlone(const Reception& first, const ReceptionParts& parts, bool large) {
    const TransferRecord& record = parts.keeper.record();
    const Source& source = parts.sources.current();
    if (parts.delivery.toSink()) {
        return MoreConnections::Program;
    }
    if (!first.asking()) {
        return MoreConnections::Nothing;
    }
    if (!first.answered()) {
        return MoreConnections::NotYet;
    }
    if (first.decodes() || !record.encoding.empty()) {
        return MoreConnections::Coded;
    }
    if (record.total && !large) {
        return MoreConnections::TooSmall;
    }
    const bool strong = isProvable(record);
    if (source.rangesUseless || (strong && !source.promisesRanges && !source.gaveRange)) {
        return MoreConnections::NoRanges;
    }
    return strong ? MoreConnections::NotYet : MoreConnections::NoValidator;
}

ByteRanges listOf(const RangeSet& all) {
    ByteRanges listed;
    for (const ByteRange& range : all.ranges()) {
        listed.push_back(range);
    }
    return listed;
}

std::uint64_t sizeOf(const ByteRanges& ranges) {
    std::uint64_t size = 0;
    for (const ByteRange& range : ranges) {
        size += range.size();
    }
    return size;
}

std::uint64_t beginOf(const SegmentSnapshot& segment) {
    return segment.range.begin;
}

std::vector<SegmentSnapshot> segmentsOf(const RangeFetches& fetches) {
    std::vector<SegmentSnapshot> all;
    for (const auto& each : fetches) {
        // What one that has ended did not bring is another's by now.
        const ByteRange range = each->fetch.ended() ? each->came() : each->fetch.range();
        all.push_back({range, each->fetch.at(), each->pace.rate(), each->fetch.socketSerial()});
    }
    return all;
}

SegmentSnapshot segmentOf(const Reception& first, std::uint64_t begin, std::uint64_t rate) {
    return {{begin, first.end()}, first.at(), rate, first.socketSerial()};
}

}  // namespace

bool Receptions::busy() const {
    return parts_.keeper.syncs().busy() || first_.busy() || fetches_.busy();
}

ByteRanges Receptions::ranges() const {
    if (isOne()) {
        return {{0, first_.received()}};
    }
    RangeSet all = parts_.plan.ranges();
    all.add({0, first_.received()});
    for (const auto& each : fetches_) {
        all.add(each->came());
    }
    return listOf(all);
}

std::vector<SegmentSnapshot> Receptions::segments() const {
    if (fetches_.empty()) {
        return {};
    }
    std::vector<SegmentSnapshot> all = segmentsOf(fetches_);
    if (!firstRests_) {
        all.push_back(segmentOf(first_, parts_.plan.here(), firstPace_.rate()));
    }
    std::ranges::sort(all, {}, beginOf);
    return all;
}

std::uint64_t Receptions::received() const {
    return isOne() ? first_.received() : sizeOf(ranges());
}

int Receptions::socketCount() const {
    return first_.socketCount() + fetches_.socketCount() + hedges_.socketCount() +
           mirrors_.socketCount();
}

bool Receptions::willRun() const {
    return parts_.keeper.syncs().busy() || first_.willRun() || fetches_.willRun() ||
           mirrors_.willRun();
}

MoreConnections Receptions::whyNoMore() const {
    return several() || mayShare() ? growth_.why() : whyAlone(first_, parts_, isLarge());
}

WaitsFor Receptions::waitsFor() const {
    if (firstRests_ && !first_.busy()) {
        if (const RangeFetch* waiting = fetches_.waiting()) {
            return waiting->waitsFor();
        }
    }
    return first_.waitsFor();
}

std::optional<TimePoint> Receptions::waitsUntil() const {
    if (firstRests_ && !first_.busy()) {
        if (const RangeFetch* waiting = fetches_.waiting()) {
            return waiting->waitsUntil();
        }
    }
    return first_.waitsUntil();
}

}  // namespace penstock
