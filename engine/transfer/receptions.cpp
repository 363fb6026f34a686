// What is opened, shared and collected. How it ends: receptions_end.cpp;
// what there is to be seen of it: receptions_view.cpp.

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

/// In order two seconds' worth of one connection; else there are no pieces.
std::uint64_t pieceOf(const TransferRecord& record, const Relief& relief) {
    return record.inOrder ? std::clamp(relief.usual() * 2, kLeastShare, 16 * kLeastShare)
                          : std::uint64_t{1} << 60U;
}

/// What one more is to bring.
std::optional<Share> shareOf(const ReceptionParts& parts, const std::vector<OpenRange>& open,
                             const Relief& relief) {
    const TransferRecord& record = parts.keeper.record();
    const RangeSet& here = parts.plan.sound();
    return record.inOrder ? nextInOrder(here, *record.total, open, pieceOf(record, relief))
                          : nextShare(here, *record.total, open);
}

OpenRange openOf(const PacedFetch& each, TimePoint now, Duration silence, bool hedged) {
    const RangeFetch& fetch = each.fetch;
    if (fetch.ended()) {
        return {each.came(), each.came().end};
    }
    const bool pinned = fetch.pinned();
    return {fetch.range(),
            fetch.at(),
            each.pace.rate(),
            !pinned && each.pace.isSlow(now, silence),
            hedged,
            pinned,
            fetch.unproven() || fetch.compares()};
}

/// What is too many ends, since a limit is lower now: of the file's, of those of its source, beside
/// which mirrors bring theirs, and of its host's, which may be exceeded by those that have no other
/// connection. `first`: so many run beside them. Whether any did.
bool endSurplus(const Growth& growth, RangeFetches& fetches, Hedges& hedges, const Source& source,
                std::size_t first) {
    const auto running = [&] {
        return fetches.running() + hedges.size() + first;
    };
    const std::size_t before = running();
    const std::size_t surplus = growth.tooMany(before);
    fetches.stopLast(surplus - hedges.endLast(surplus));
    const std::size_t there = growth.tooManyThere(fetches.running(&source) + hedges.size() + first);
    fetches.stopLast(there - hedges.endLast(there), &source);
    const std::size_t others = running() - std::min<std::size_t>(running(), 1);
    fetches.stopLast(std::min(growth.tooManyAtHost(), others), &source);
    return running() < before;
}

}  // namespace

Receptions::Receptions(TransferId transfer, Reception::Host& host, TransferTurn turn,
                       const ReceptionParts& parts)
    : parts_(parts),
      turn_(turn),
      transfer_(transfer),
      first_(transfer, host, turn, parts_),
      fetches_(transfer, parts_, turn),
      hedges_(transfer, parts_, turn, first_),
      mirrors_(transfer, parts_, turn, fetches_),
      growth_(parts.services, parts.sources, parts.keeper) {}

Receptions::~Receptions() = default;

void Receptions::begin() {
    keep();
    firstRests_ = false;
    lost_.reset();
    growth_.begin();
    relief_.begin();
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

// The first one, if it is under way, is the last of them. What has ended has nothing left.
std::vector<OpenRange> Receptions::open() {
    const TimePoint now = parts_.services.now;
    const Duration silence = relief_.silence(fetches_);
    std::vector<OpenRange> all;
    for (const auto& each : fetches_) {
        all.push_back(openOf(*each, now, silence, hedges_.isHedged(each.get())));
    }
    if (!firstRests_) {
        all.push_back({{parts_.plan.here(), first_.end()}, first_.at(), firstPace_.rate()});
        all.back().slow = !first_.pinned() && firstPace_.isSlow(now, silence);
        all.back().hedged = hedges_.isHedged(nullptr);
        all.back().pinned = first_.pinned();
    }
    return all;
}

std::size_t Receptions::running() const {
    return fetches_.running() + hedges_.size() + (firstRests_ ? 0 : 1);
}

MoreConnections Receptions::judge() {
    Growth::Open now;
    now.count = running();
    now.rate = (firstRests_ ? 0 : firstPace_.rate()) + fetches_.rate();
    now.unanswered = fetches_.unanswered();
    now.last = fetches_.empty() ? nullptr : &fetches_.back().pace;
    now.limit = parts_.rates.lowest();
    return mirrors_.judge(growth_.judge(now), now.count);
}

void Receptions::share() {
    noteEnds();
    if (!mayShare() || (running() == 0 && lost_ != nullptr)) {
        return;
    }
    mirrors_.tryOut(firstRests_ ? parts_.plan.here() : first_.written());
    const MoreConnections before = growth_.why();
    firstPace_.look(parts_.services.now, first_.at());
    fetches_.look();
    relief_.look(fetches_, firstPace(), parts_.services.now, received());
    if (fetches_.giveUpSilent(kSilent, !firstRests_)) {
        return;  // what follows from that is seen to first
    }
    if (endSurplus(growth_, fetches_, hedges_, parts_.sources.current(), firstRests_ ? 0 : 1)) {
        growth_.closed();
    }
    fetches_.cutTo(pieceOf(parts_.keeper.record(), relief_));
    for (;;) {
        const std::vector<OpenRange> ranges = open();
        if (judge() != MoreConnections::Nothing) {
            stretchFirst(ranges);
            relieve(ranges);
            break;
        }
        if (const auto next = shareOf(parts_, ranges, relief_)) {
            takeOver(*next);
        } else if (!hedge(ranges)) {
            growth_.setWhy(MoreConnections::NothingToShare);
            break;
        }
        growth_.grown(running());
    }
    lookLater();
    if (growth_.why() != before) {
        turn_.announce();
    }
}

// What is left of it is brought on a second connection, too.
bool Receptions::hedge(const std::vector<OpenRange>& open) {
    // Of several sources the two would have to be told apart where they differ.
    const auto which = hedges_.mayOpen() && !parts_.sources.several()
                           ? nextHedge(open, relief_.usual())
                           : std::nullopt;
    if (which) {
        hedges_.open(*which < fetches_.size() ? &fetches_[*which] : nullptr);
    }
    return which.has_value();
}

// One ends where it is, and what it leaves is a gap.
void Receptions::relieve(const std::vector<OpenRange>& open) {
    const auto which = relief_.next(open, fetches_, firstPace(), parts_.services.now);
    if (!which) {
        return;
    }
    if (*which == fetches_.size()) {
        first_.endAt(first_.at());
    } else {
        fetches_[*which].fetch.endAt(fetches_[*which].came().end);
    }
    growth_.closed();
    turn_.run();
}

void Receptions::lookLater() {
    TimerQueue& timers = parts_.services.timers;
    if (fetches_.empty() && growth_.waitsUntil()) {
        timers.arm(look_, *growth_.waitsUntil());
    } else if (!fetches_.empty() && (!look_.armed() || look_.at() <= parts_.services.now)) {
        timers.arm(look_, parts_.services.now + kLook);
    }
}

// What nobody brings behind it is in its answer already.
void Receptions::stretchFirst(const std::vector<OpenRange>& ranges) {
    const TransferRecord& record = parts_.keeper.record();
    if (firstRests_ || first_.end() >= first_.answerEnd() || (record.inOrder && several())) {
        return;
    }
    const std::uint64_t gap = gapEnd(parts_.plan.sound(), *record.total, ranges, first_.end());
    if (gap > first_.end()) {
        first_.endAt(std::min(gap, first_.answerEnd()));
    }
}

void Receptions::takeOver(const Share& share) {
    if (share.from == fetches_.size()) {
        first_.endAt(share.range.begin);
    } else if (share.from) {
        fetches_[*share.from].fetch.endAt(share.range.begin);
    } else if (!firstRests_) {
        first_.endAt(std::min(first_.end(), share.range.begin));
    }
    fetches_.open(mirrors_.next(firstRests_, growth_.why()), share.range);
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
    mirrors_.keep(over);
    claimDurable(parts_.keeper.record(), {over.came().begin, over.fetch.durable()});
    turn_.announce();
}

// What came of those that bring nothing more, before another one is opened. What was asked of one
// that was refused stays with the answer that holds it.
void Receptions::noteEnds() {
    while (const PacedFetch* ended = fetches_.noteEnded()) {
        const RangeFetch& fetch = ended->fetch;
        if (mirrors_.judge(*ended)) {
            continue;
        }
        if (fetch.isShortened()) {
            growth_.closed();
        }
        if (fetch.error().ok()) {
            lost_.reset();
            continue;
        }
        const auto& refusal = fetch.refusal();
        lost_ = std::make_unique<Reception::Conclusion>(Reception::Conclusion{
            Reception::End::Failed, fetch.error(), refusal ? refusal->retryAfter : std::nullopt});
        if (ended->came().size() < kLeastShare && !fetch.differs()) {
            growth_.lost(fetch.error(), refusal, static_cast<int>(running()));
        }
        if (ended->came().size() == 0) {
            fetches_.giveBack(fetch.range());
        }
    }
}

// A mirror has another file now, or had it always. All stop, and begin again without what it has
// brought since its bytes were compared.
Reception::Conclusion Receptions::takeBackLies() {
    stop();
    noteEnds();
    while (const auto over = fetches_.takeOver()) {
        collected(*over);
    }
    if (busy() || parts_.keeper.busy() || !fetches_.empty()) {
        return {};
    }
    first_.fallBack();
    mirrors_.takeBack();
    beginsAnew_ = true;
    return {Reception::End::Piece};
}

Reception::Conclusion Receptions::conclude() {
    if (const Error& error = parts_.keeper.syncs().error(); !error.ok()) {
        return {Reception::End::Failed, error};  // of what was written by one that is gone, too
    }
    if (parts_.sources.lied) {
        return takeBackLies();
    }
    settleHedges();
    noteEnds();
    if (const RangeFetch* other = fetches_.nextThatDiffers()) {
        return {Reception::End::Failed, other->error()};
    }
    if (const Error* difference = hedges_.difference()) {
        return {Reception::End::Failed, *difference};
    }
    if (fetches_.empty() && !firstRests_) {
        Reception::Conclusion end = first_.conclude();
        if (end.tooMany) {
            first_.stop();
            growth_.refused(end.error, end.retryAfter.has_value());
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
        hedges_.clear();
        fetches_.clear();
        return {Reception::End::Whole};
    }
    share();
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

// Of two that bring the same one is enough.
void Receptions::settleHedges() {
    if (hedges_.empty()) {
        return;
    }
    hedges_.settle([this](const RangeFetch& lost) {
        growth_.lost(lost.error(), lost.refusal(), static_cast<int>(running()));
    });
    while (auto won = hedges_.takeWinner()) {
        fetches_.add(std::move(won));
        growth_.closed();
    }
}

void Receptions::askFetches() {
    fetches_.ask();
    mirrors_.ask();
    hedges_.ask();
    settleHedges();
    share();
}

}  // namespace penstock
