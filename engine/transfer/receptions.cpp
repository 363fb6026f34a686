// What is opened, shared and collected. What there is to be seen of it: receptions_view.cpp.

#include "engine/transfer/receptions.h"

#include "engine/transfer/retry_policy.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace penstock {

namespace {

/// So many are opened without waiting for what the last one brings.
constexpr std::size_t kUnmeasured = 4;

}  // namespace

Receptions::Receptions(TransferId transfer, Reception::Host& host, TransferTurn turn,
                       const ReceptionParts& parts)
    : parts_(parts), turn_(turn), transfer_(transfer), first_(transfer, host, turn, parts) {}

Receptions::~Receptions() = default;

void Receptions::begin() {
    keep();
    firstRests_ = false;
    lost_.reset();
    granted_ = std::numeric_limits<int>::max();
    firstPace_ = Pace(parts_.services.now, parts_.plan.here());
    first_.begin();
}

// Asked each time, since a person may set another while it runs.
int Receptions::most() const {
    const EngineLimits& limits = parts_.services.limits;
    const int wanted = std::max(limits.connections, 1);
    const int perHost = limits.connectionsPerHost;
    return std::min(granted_, perHost > 0 ? std::min(wanted, perHost) : wanted);
}

bool Receptions::mayShare() const {
    const TransferRecord& record = parts_.keeper.record();
    const Source& source = parts_.sources.current();
    return isLarge() && (first_.sharable() || firstRests_) && !parts_.delivery.toSink() &&
           record.encoding.empty() && (source.promisesRanges || source.gaveRange) &&
           !source.rangesUseless && validatorsOf(record).ifRange().has_value();
}

// The first one, if it is under way, is the last of them.
std::vector<OpenRange> Receptions::open() {
    const TimePoint now = parts_.services.now;
    std::uint64_t sum = firstPace_.rate();
    for (const auto& each : fetches_) {
        sum += each->pace.rate();
    }
    const std::uint64_t mean = sum / (fetches_.size() + 1);
    std::vector<OpenRange> all;
    for (const auto& each : fetches_) {
        all.push_back({each->fetch.range(), each->fetch.at(), each->pace.rate(),
                       each->pace.isSlow(now, mean)});
    }
    if (!firstRests_) {
        all.push_back({{parts_.plan.here(), first_.end()},
                       first_.at(),
                       firstPace_.rate(),
                       firstPace_.isSlow(now, mean)});
    }
    return all;
}

// One more while the last one brought at least half of the mean of the others.
bool Receptions::growthPays(const std::vector<OpenRange>& open) const {
    if (open.size() < kUnmeasured) {
        return true;
    }
    const Pace& last = fetches_.back()->pace;
    std::uint64_t others = 0;
    for (const OpenRange& each : open) {
        others += each.rate;
    }
    others -= last.rate();
    return last.measured() && last.rate() * 2 * (open.size() - 1) >= others;
}

void Receptions::share() {
    if (!mayShare()) {
        return;
    }
    firstPace_.look(parts_.services.now, first_.at());
    for (const auto& each : fetches_) {
        each->pace.look(parts_.services.now, each->fetch.at());
    }
    const std::uint64_t total = *parts_.keeper.record().total;
    for (;;) {
        const std::vector<OpenRange> ranges = open();
        if (ranges.size() >= static_cast<std::size_t>(most()) || !growthPays(ranges)) {
            stretchFirst(total, ranges);
            return;
        }
        const auto next = nextShare(parts_.plan.ranges(), total, ranges);
        if (!next) {
            return;
        }
        takeOver(*next);
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
        fetches_[*share.from]->fetch.endAt(share.range.begin);
    } else if (!firstRests_) {
        first_.endAt(std::min(first_.end(), share.range.begin));
    }
    fetches_.push_back(std::make_unique<Fetch>(transfer_, parts_, turn_, share.range));
    fetches_.back()->fetch.ask();
}

// What is over is the plan's. True if the disk has failed under one.
bool Receptions::collect() {
    for (auto each = fetches_.begin(); each != fetches_.end();) {
        RangeFetch& fetch = (*each)->fetch;
        if (fetch.cannotWrite()) {
            return true;
        }
        if (!fetch.over()) {
            ++each;
            continue;
        }
        if (!std::exchange((*each)->durable, true)) {
            fetch.makeDurable();
            if (fetch.busy()) {
                ++each;
                continue;
            }
        }
        collected(**each);
        each = fetches_.erase(each);
    }
    return false;
}

void Receptions::collected(const Fetch& over) {
    const ByteRange came{over.fetch.range().begin, over.fetch.at()};
    parts_.plan.add(came);
    claim({came.begin, over.fetch.durable()});
    if (over.fetch.error().ok()) {
        lost_.reset();
    } else {
        lost_ = std::make_unique<Reception::Conclusion>(
            Reception::Conclusion{Reception::End::Failed, over.fetch.error()});
        if (came.size() < kLeastShare) {
            // As many as run are taken, and one fewer each time, so that this ends.
            const int running = static_cast<int>(fetches_.size()) - (firstRests_ ? 1 : 0);
            granted_ = std::max(std::min(most() - 1, running), 1);
        }
    }
    turn_.announce();
}

Reception::Conclusion Receptions::conclude() {
    if (fetches_.empty() && !firstRests_) {
        return first_.conclude();
    }
    if (collect()) {
        const auto failed = std::ranges::find_if(
            fetches_, [](const auto& each) { return each->fetch.cannotWrite(); });
        return {Reception::End::Failed, (*failed)->fetch.diskError()};
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
    for (const auto& each : fetches_) {
        each->fetch.ask();
    }
    share();
}

void Receptions::stop() {
    firstRests_ = false;
    first_.stop();
    for (const auto& each : fetches_) {
        each->fetch.stop();
    }
    dropFailed();
}

// Where the disk itself has failed, nothing but what is durable counts, whoever brought it: a later
// sync proves nothing. What was refused before it was written leaves all that was.
void Receptions::dropFailed() {
    const auto isSpoilt = [](const auto& each) {
        return each->fetch.spoilt();
    };
    if (first_.spoilt() || std::ranges::any_of(fetches_, isSpoilt)) {
        for (const auto& each : fetches_) {
            claim({each->fetch.range().begin, each->fetch.durable()});
            each->fetch.discard();
        }
        fetches_.clear();
        first_.fallBack();
        return;
    }
    if (first_.diskFailed()) {
        first_.dropFailed();
    }
    std::erase_if(fetches_, [this](const auto& each) {
        const bool refused = each->fetch.cannotWrite();
        if (refused) {
            parts_.plan.add({each->fetch.range().begin, each->fetch.at()});
        }
        return refused;
    });
}

// Those bytes are on the disk.
void Receptions::claim(ByteRange durable) {
    std::vector<RangeMark>& ranges = parts_.keeper.record().ranges;
    if (durable.size() > 0) {
        const auto behind = std::ranges::upper_bound(ranges, durable.begin, {}, &RangeMark::begin);
        ranges.insert(behind, {durable.begin, durable.end, durable.end});
    }
}

void Receptions::makeDurable() {
    if (received() == 0 && parts_.keeper.discardEmpty()) {
        return;
    }
    parts_.keeper.giveBack();
    first_.makeDurable();
    for (const auto& each : fetches_) {
        each->durable = true;
        each->fetch.makeDurable();
    }
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
        parts_.plan.add({each->fetch.range().begin, each->fetch.at()});
    }
    fetches_.clear();
}

void Receptions::discard() noexcept {
    first_.discard();
    for (const auto& each : fetches_) {
        each->fetch.discard();
    }
}

}  // namespace penstock
