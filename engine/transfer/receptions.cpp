// What is opened, shared and collected. What there is to be seen of it: receptions_view.cpp.

#include "engine/transfer/receptions.h"

#include "engine/transfer/retry_policy.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

/// Whether those that bring nothing are still well is looked at so often.
constexpr std::chrono::milliseconds kLook{500};
/// So long a host may be silent that has taken a connection while others bring something.
constexpr std::chrono::seconds kSilent{10};

}  // namespace

Receptions::Receptions(TransferId transfer, Reception::Host& host, TransferTurn turn,
                       const ReceptionParts& parts)
    : parts_(parts),
      turn_(turn),
      transfer_(transfer),
      first_(transfer, host, turn, parts),
      fetches_(transfer, parts, turn),
      growth_(parts.services, parts.sources) {}

Receptions::~Receptions() = default;

void Receptions::begin() {
    keep();
    firstRests_ = false;
    lost_.reset();
    growth_.begin();
    firstPace_ = Pace(parts_.services.now, parts_.plan.here());
    first_.begin();
}

bool Receptions::mayShare() const {
    const TransferRecord& record = parts_.keeper.record();
    const Source& source = parts_.sources.current();
    return isLarge() && (first_.sharable() || firstRests_) && !parts_.delivery.toSink() &&
           record.encoding.empty() && (source.promisesRanges || source.gaveRange) &&
           !source.rangesUseless && isProvable(record);
}

// The first one, if it is under way, is the last of them.
std::vector<OpenRange> Receptions::open() {
    const TimePoint now = parts_.services.now;
    const std::uint64_t mean = (firstPace_.rate() + fetches_.rate()) / (fetches_.size() + 1);
    std::vector<OpenRange> all;
    for (const auto& each : fetches_) {
        all.push_back({each->fetch.range(), each->fetch.at(), each->pace.rate(),
                       each->pace.isSlow(now, mean), each->fetch.unproven()});
    }
    if (!firstRests_) {
        all.push_back({{parts_.plan.here(), first_.end()},
                       first_.at(),
                       firstPace_.rate(),
                       firstPace_.isSlow(now, mean)});
    }
    return all;
}

MoreConnections Receptions::judge(const std::vector<OpenRange>& open) {
    Growth::Open now;
    now.count = open.size();
    for (const OpenRange& each : open) {
        now.rate += each.rate;
    }
    now.last = fetches_.empty() ? nullptr : &fetches_.back().pace;
    now.limit = parts_.rates.lowest();
    return growth_.judge(now);
}

void Receptions::share() {
    if (!mayShare()) {
        return;
    }
    const MoreConnections before = growth_.why();
    look();
    fetches_.giveUpSilent(kSilent);
    fetches_.stopLast(growth_.tooMany(fetches_.size() + (firstRests_ ? 0 : 1)));
    const std::uint64_t total = *parts_.keeper.record().total;
    for (;;) {
        const std::vector<OpenRange> ranges = open();
        if (judge(ranges) != MoreConnections::Nothing) {
            stretchFirst(total, ranges);
            break;
        }
        const auto next = nextShare(parts_.plan.ranges(), total, ranges);
        if (!next) {
            growth_.setWhy(MoreConnections::NothingToShare);
            break;
        }
        takeOver(*next);
        growth_.grown(ranges.size() + 1);
    }
    lookLater();
    if (growth_.why() != before) {
        turn_.announce();
    }
}

void Receptions::look() {
    firstPace_.look(parts_.services.now, first_.at());
    fetches_.look();
}

void Receptions::lookLater() {
    const TimePoint now = parts_.services.now;
    const auto until = growth_.waitsUntil();
    if (!fetches_.empty() && (!look_.armed() || look_.at() <= now)) {
        parts_.services.timers.arm(look_, now + kLook);
    } else if (fetches_.empty() && until) {
        parts_.services.timers.arm(look_, *until);
    }
}

// What nobody brings behind it is in its answer already.
void Receptions::stretchFirst(std::uint64_t total, const std::vector<OpenRange>& ranges) {
    if (firstRests_ || first_.end() >= first_.answerEnd()) {
        return;
    }
    const std::uint64_t gap = gapEnd(parts_.plan.ranges(), total, ranges, first_.end());
    if (gap > first_.end()) {
        first_.endAt(std::min(gap, first_.answerEnd()));
    }
}

void Receptions::takeOver(const Share& share) {
    if (share.from == fetches_.size()) {
        first_.endAt(share.range.begin);
    } else if (share.from) {
        RangeFetch& from = fetches_[*share.from].fetch;
        if (from.silentSince() && share.range.begin == from.range().begin) {
            growth_.silent(static_cast<int>(fetches_.size()) - (firstRests_ ? 1 : 0));
        }
        from.endAt(share.range.begin);
    } else if (!firstRests_) {
        first_.endAt(std::min(first_.end(), share.range.begin));
    }
    parts_.sources.pieced |= !validatorsOf(parts_.keeper.record()).ifRange();
    fetches_.open(share.range);
}

// What is over is the plan's. True if the disk has failed under one.
bool Receptions::collect() {
    if (fetches_.failed() != nullptr) {
        return true;
    }
    while (const auto over = fetches_.takeOver()) {
        collected(*over);
    }
    return false;
}

void Receptions::collected(const PacedFetch& over) {
    const ByteRange came = over.came();
    parts_.plan.add(came);
    claimDurable(parts_.keeper.record(), {came.begin, over.fetch.durable()});
    if (over.fetch.error().ok()) {
        lost_.reset();
    } else {
        lost_ = std::make_unique<Reception::Conclusion>(
            Reception::Conclusion{Reception::End::Failed, over.fetch.error()});
        if (const auto& refusal = over.fetch.refusal()) {
            lost_->retryAfter = refusal->retryAfter;
        }
        if (came.size() < kLeastShare) {
            const int running = static_cast<int>(fetches_.size()) + (firstRests_ ? 0 : 1);
            growth_.lost(over.fetch.error(), over.fetch.refusal(), running);
        }
    }
    turn_.announce();
}

Reception::Conclusion Receptions::conclude() {
    if (const Error& error = parts_.keeper.syncs().error(); !error.ok()) {
        return {Reception::End::Failed, error};  // of what was written by one that is gone, too
    }
    if (fetches_.empty() && !firstRests_) {
        Reception::Conclusion end = first_.conclude();
        if (end.tooMany) {
            first_.stop();
            const Source& source = parts_.sources.current();
            parts_.services.connections.refused({source.host, source.port}, end.error);
        }
        return end;
    }
    if (collect()) {
        return {Reception::End::Failed, fetches_.failed()->diskError()};
    }
    Reception::Conclusion end = first_.conclude();  // of one that rests: how its last writes went
    const bool alone = fetches_.empty();
    if (end.end == Reception::End::Failed && !alone && !end.isFinal && !first_.diskFailed()) {
        lost_ = std::make_unique<Reception::Conclusion>(std::move(end));
        firstRests_ = true;
        first_.stop();
        end = {};
    } else if (end.end == Reception::End::Piece && !alone) {
        firstRests_ = true;
        end = {};
    }
    if (end.end != Reception::End::Nothing || !firstRests_ || first_.busy()) {
        return end;
    }
    const auto& total = parts_.keeper.record().total;
    if (total && parts_.plan.here() >= *total) {
        if (parts_.keeper.syncs().busy()) {
            return {};
        }
        fetches_.clear();
        return {Reception::End::Whole};
    }
    if (!alone || lost_ == nullptr) {
        share();
    }
    if (!fetches_.empty()) {
        return {};
    }
    firstRests_ = false;
    const auto lost = std::exchange(lost_, nullptr);
    // What else one was answered is for the first to ask about.
    return lost != nullptr && isTransient(lost->error.kind)
               ? std::move(*lost)
               : Reception::Conclusion{Reception::End::Piece};
}

void Receptions::askFetches() {
    fetches_.ask();
    share();
}

void Receptions::stop() {
    parts_.services.timers.disarm(look_);
    firstRests_ = false;
    first_.stop();
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
            parts_.plan.add(each.came());
        }
        return refused;
    });
}

void Receptions::makeDurable() {
    if (received() == 0 && parts_.keeper.discardEmpty()) {
        return;
    }
    parts_.keeper.giveBack();
    parts_.keeper.syncs().makeDurable();
}

void Receptions::publish(PartKeeper::Then then) {
    const std::uint64_t whole = parts_.keeper.record().total.value_or(0);
    if (parts_.plan.here() != whole) {
        then({ErrorKind::Internal, "The ranges of the file do not add up to it",
              std::to_string(parts_.plan.here()) + " of " + std::to_string(whole) +
                  " bytes without a gap",
              0});
        return;
    }
    first_.publish(std::move(then));
}

void Receptions::close() {
    dropFailed();
    keep();
    first_.close();
    if (parts_.keeper.part() == nullptr) {
        return;  // it was not looked at, so the record knows best
    }
    std::vector<RangeMark>& marked = parts_.keeper.record().ranges;
    if (isOne() && marked.empty()) {
        return;
    }
    marked.clear();
    for (const ByteRange& each : parts_.plan.ranges().ranges()) {
        if (each.begin > 0) {
            marked.push_back({each.begin, each.end, each.end});
        }
    }
}

// What they brought is written.
void Receptions::keepFetches() {
    for (const auto& each : fetches_) {
        parts_.plan.add(each->came());
    }
    fetches_.clear();
}

void Receptions::discard() noexcept {
    first_.discard();
    fetches_.discard();
}

}  // namespace penstock
