#include "engine/transfer/segment_plan.h"

#include <algorithm>

namespace penstock {

void SegmentPlan::found(std::uint64_t end, Trust trust) {
    set_.clear();
    set_.add({0, end});
    foundEnd_ = end;
    trust_ = trust;
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
    next.range = end > 0 && source.ranges;
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
    return next;
}

}  // namespace penstock
