#include "engine/transfer/segment_plan.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

}  // namespace

void SegmentPlan::found(std::uint64_t end, Trust trust, const std::vector<ByteRange>& beyond) {
    doubt_.reset();
    set_.clear();
    add({0, end});
    add(beyond);
    foundEnd_ = set_.size();
    trust_ = trust;
}

void SegmentPlan::doubtEnds() {
    Doubt doubt{set_, {}};
    for (const ByteRange& range : set_.ranges()) {
        if (range.begin > 0) {
            doubt.open.add({range.end - std::min(range.size(), kOverlapBytes), range.end});
        }
    }
    for (const ByteRange& range : doubt.open.ranges()) {
        doubt.sound.remove(range);
    }
    doubt_ = doubt.open.empty() ? nullptr : std::make_unique<Doubt>(std::move(doubt));
}

// What is left of a range ends elsewhere, and may be one with the first bytes now.
void SegmentPlan::fallTo(std::uint64_t end, const std::vector<ByteRange>& beyond) {
    const bool doubted = doubt_ != nullptr;
    cutTo(end);
    add(beyond);
    if (doubted) {
        doubtEnds();
        setTrust(Trust::Suspect);
    }
}

void SegmentPlan::add(ByteRange range) {
    set_.add(range);
    if (doubt_ != nullptr) {
        doubt_->sound.add(range);
        doubt_->open.remove(range);
        if (doubt_->open.empty()) {
            doubt_.reset();
        }
    }
}

void SegmentPlan::remove(ByteRange range) {
    set_.remove(range);
    if (doubt_ != nullptr) {
        doubt_->sound.remove(range);
        doubt_->open.remove(range);
    }
}

std::uint64_t SegmentPlan::gapEnd() const {
    const std::uint64_t from = here();
    for (const ByteRange& range : sound().ranges()) {
        if (range.begin > from) {
            return range.begin;
        }
    }
    return kNowhere;
}

void SegmentPlan::beginAgain() {
    doubt_.reset();
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
    const std::uint64_t open = doubtEnd(end) - end;
    const bool doubtful = trust_ != Trust::Own || !source.strongValidator;
    if (piece_ == Piece::Compared) {
        next.overlap = compare_ - std::min(compare_, open);
    } else if (source.comparable && doubtful) {
        const std::uint64_t most = piece_ == Piece::Came ? compare_ : end;
        next.overlap = std::min({end, most, kOverlapBytes});
    }
    next.begin = end - next.overlap;
    next.overlap += open;
    if (const std::uint64_t gap = gapEnd(); gap != kNowhere) {
        next.end = gap;
    }
    return next;
}

}  // namespace penstock
