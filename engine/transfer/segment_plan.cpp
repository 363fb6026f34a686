#include "engine/transfer/segment_plan.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

}  // namespace

void SegmentPlan::found(std::uint64_t end, Trust trust, const std::vector<ByteRange>& beyond) {
    set_.clear();
    set_.add({0, end});
    add(beyond);
    foundEnd_ = set_.size();
    trust_ = trust;
}

std::uint64_t SegmentPlan::gapEnd() const {
    const std::uint64_t from = here();
    for (const ByteRange& range : set_.ranges()) {
        if (range.begin > from) {
            return range.begin;
        }
    }
    return kNowhere;
}

void SegmentPlan::beginAgain() {
    set_.clear();
    foundEnd_ = 0;
    trust_ = Trust::Own;
    piece_ = Piece::Nothing;
}

void SegmentPlan::pieceOver(std::uint64_t from) {
    piece_ = Piece::Came;
    compare_ = (here() - from) / 2;
}

void SegmentPlan::pieceCompared(std::uint64_t left) {
    piece_ = Piece::Compared;
    compare_ = left;
}

SegmentPlan::Next SegmentPlan::next(const Source& source) const {
    const std::uint64_t end = here();
    Next next;
    next.range = !set_.empty() && source.ranges;
    if (!next.range) {
        return next;
    }
    const bool doubtful = trust_ != Trust::Own || !source.strongValidator;
    if (piece_ == Piece::Compared) {
        next.overlap = compare_;
    } else if (source.comparable && doubtful) {
        const std::uint64_t most = piece_ == Piece::Came ? compare_ : end;
        next.overlap = std::min({end, most, kOverlapBytes});
    }
    next.begin = end - next.overlap;
    if (const std::uint64_t gap = gapEnd(); gap != kNowhere) {
        next.end = gap;
    }
    return next;
}

}  // namespace penstock
