// How the ranges that are under way end: stopped, failed, published, let go of.

#include "engine/transfer/receptions.h"

#include <utility>

namespace penstock {

namespace {

Error gapError(std::uint64_t here, std::uint64_t whole) {
    return {ErrorKind::Internal, "The ranges of the file do not add up to it",
            std::to_string(here) + " of " + std::to_string(whole) + " bytes without a gap", 0};
}

/// Those behind the first are there, and on the disk.
void markAll(TransferRecord& record, const RangeSet& here) {
    record.ranges.clear();
    for (const ByteRange& each : here.ranges()) {
        if (each.begin > 0) {
            record.ranges.push_back({each.begin, each.end, each.end});
        }
    }
}

}  // namespace

void Receptions::stop() {
    parts_.services.timers.disarm(look_);
    hedges_.clear();
    firstRests_ = false;
    first_.stop();
    mirrors_.stop();
    fetches_.stop();
    dropFailed();
}

// Where the disk itself has failed, nothing but what is durable counts, whoever brought it: a later
// sync proves nothing. What was refused before it was written leaves all that was.
void Receptions::dropFailed() {
    if (first_.spoilt() || !parts_.keeper.syncs().error().ok() || fetches_.spoilt()) {
        for (const auto& each : fetches_) {
            claimDurable(parts_.keeper.record(),
                         {each->fetch.range().begin, each->fetch.durable()});
        }
        fetches_.discard();
        fetches_.clear();
        first_.fallBack();
        return;
    }
    if (first_.diskFailed()) {
        first_.dropFailed();
    }
    fetches_.eraseIf([this](const PacedFetch& each) {
        const bool refused = each.fetch.cannotWrite();
        if (refused) {
            mirrors_.keep(each);
        }
        return refused;
    });
}

void Receptions::makeDurable() {
    if (received() == 0 && parts_.keeper.discardEmpty()) {
        return;
    }
    parts_.keeper.syncs().makeDurable();
}

void Receptions::giveBack() {
    keep();
    parts_.keeper.giveBack(parts_.plan.ranges());
}

void Receptions::publish(PartKeeper::Then then) {
    const std::uint64_t whole = parts_.keeper.record().total.value_or(0);
    if (parts_.plan.here() != whole) {
        then(gapError(parts_.plan.here(), whole));
        return;
    }
    first_.publish(std::move(then));
}

void Receptions::close() {
    hedges_.clear();
    dropFailed();
    keep();
    first_.close();
    if (parts_.keeper.part() == nullptr) {
        return;  // it was not looked at, so the record knows best
    }
    if (!isOne() || !parts_.keeper.record().ranges.empty()) {
        markAll(parts_.keeper.record(), parts_.plan.ranges());
    }
}

// What they brought is written.
void Receptions::keepFetches() {
    for (const auto& each : fetches_) {
        mirrors_.keep(*each);
    }
    fetches_.clear();
}

void Receptions::discard() noexcept {
    hedges_.clear();
    first_.discard();
    fetches_.discard();
}

}  // namespace penstock
