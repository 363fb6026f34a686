#include "engine/transfer/hedges.h"

#include <algorithm>
#include <utility>

namespace penstock {

void Hedges::open(PacedFetch* of) {
    const ByteRange left = of != nullptr ? ByteRange{of->fetch.at(), of->fetch.range().end}
                                         : ByteRange{first_->at(), first_->end()};
    all_.push_back({std::make_unique<PacedFetch>(transfer_, parts_, turn_, parts_.sources.current(),
                                                 left, RangeFetch::To::Memory),
                    of});
    setWitness(all_.back(), all_.back().by->fetch.memory());
    all_.back().by->fetch.ask();
}

bool Hedges::isHedged(const PacedFetch* of) const noexcept {
    return std::ranges::find(all_, of, &Hedge::of) != all_.end();
}

void Hedges::ask() {
    for (const Hedge& each : all_) {
        each.by->fetch.ask();
    }
}

void Hedges::setWitness(const Hedge& hedge, Segment::Witness* witness) const {
    if (hedge.of != nullptr) {
        hedge.of->fetch.setWitness(witness);
    } else {
        first_->setWitness(witness);
    }
}

bool Hedges::otherEnded(const Hedge& hedge) const {
    return hedge.of != nullptr ? hedge.of->fetch.ended() : !first_->brings();
}

void Hedges::settle(const Lost& lost) {
    for (std::size_t i = 0; i < all_.size();) {
        const Hedge& each = all_[i];
        const Error& failed = each.by->fetch.memory()->error();
        if (!failed.ok()) {
            difference_ = std::make_unique<const Error>(failed);
        }
        const bool cameToNothing = each.by->fetch.ended() && !each.by->fetch.error().ok();
        if (!otherEnded(each) && !cameToNothing) {
            ++i;
            continue;
        }
        setWitness(each, nullptr);
        const std::unique_ptr<PacedFetch> gone = std::move(all_[i].by);
        all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(i));
        if (cameToNothing && failed.ok()) {
            lost(gone->fetch);
        }
    }
}

std::unique_ptr<PacedFetch> Hedges::takeWinner() {
    const auto won = std::ranges::find_if(all_, [](const Hedge& each) {
        return each.by->fetch.ended() && each.by->fetch.error().ok();
    });
    if (won == all_.end()) {
        return nullptr;
    }
    setWitness(*won, nullptr);
    Hedge winner = std::move(*won);
    all_.erase(won);
    const std::uint64_t from = winner.of != nullptr ? winner.of->fetch.at() : first_->at();
    if (winner.of != nullptr) {
        winner.of->fetch.endAt(from);
    } else {
        first_->endAt(from);
    }
    winner.by->fetch.keepFrom(from);
    return std::move(winner.by);
}

std::size_t Hedges::endLast(std::size_t most) {
    const std::size_t count = std::min(most, all_.size());
    for (std::size_t i = 0; i < count; ++i) {
        setWitness(all_.back(), nullptr);
        all_.pop_back();
    }
    return count;
}

void Hedges::clear() noexcept {
    for (const Hedge& each : all_) {
        setWitness(each, nullptr);
    }
    all_.clear();
    difference_.reset();
}

int Hedges::socketCount() const {
    int count = 0;
    for (const Hedge& each : all_) {
        count += each.by->fetch.socketCount();
    }
    return count;
}

}  // namespace penstock
