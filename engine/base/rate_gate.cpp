#include "engine/base/rate_gate.h"

#include <algorithm>

namespace penstock {

namespace {

/// One that comes so much later than it said does not come.
constexpr std::chrono::milliseconds kLate{50};
/// So much it may come behind its time without being called.
constexpr std::chrono::milliseconds kLater{3};

}  // namespace

RateStake& RateGate::enter(const void* account) {
    RateStake& stake = stakes_[account];
    stake.account = account;
    stake.taken = std::max(stake.taken, reached_);
    ++stake.shares;
    return stake;
}

void RateGate::leave(RateStake& stake) {
    if (--stake.shares == 0) {
        stakes_.erase(stake.account);
    }
}

RateGate::Answer RateGate::askAgain(std::int64_t least, TimePoint now) {
    if (!bucket_.limits()) {
        return {~std::uint64_t{0}, now};
    }
    const std::int64_t tokens = bucket_.tokens(now);
    return tokens >= least ? Answer{static_cast<std::uint64_t>(tokens), now}
                           : Answer{0, bucket_.nextShare(now)};
}

RateGate::Answer RateGate::ask(const RateWaiter& share, RateStake& stake, TimePoint now) {
    if (!bucket_.limits()) {
        return {~std::uint64_t{0}, now};
    }
    passOver(now);
    const std::int64_t tokens = bucket_.tokens(now);
    stake.taken = std::max(stake.taken, reached_);
    Waiter asks{nullptr, &stake, last_ + 1, now};
    for (const Waiter& waiter : waiting_) {
        if (waiter.share == &share) {
            asks = waiter;
        }
    }
    std::int64_t ahead = 0;
    std::int64_t others = 0;
    for (const Waiter& waiter : waiting_) {
        others += waiter.share != &share ? 1 : 0;
        ahead += waiter.share != &share && before(waiter, asks) ? 1 : 0;
    }
    const std::int64_t each = bucket_.part();
    const std::int64_t most = tokens - ahead * each;
    if (most < bucket_.crumb()) {
        if (ahead > 0) {
            callFirst(now);
        }
        return {0, bucket_.timeOf(ahead * each + bucket_.share(), now)};
    }
    // Beyond a part for each of those that wait there is no need to leave anything.
    const std::int64_t its = others == 0 ? most : std::max(each, tokens - others * each);
    return {static_cast<std::uint64_t>(std::min(most, its)), now};
}

void RateGate::wait(RateWaiter& share, RateStake& stake, TimePoint at) {
    for (Waiter& each : waiting_) {
        if (each.share == &share) {
            each.at = at;
            return;
        }
    }
    waiting_.push_back({&share, &stake, ++last_, at});
}

bool RateGate::stopWaiting(const RateWaiter& share) noexcept {
    return std::erase_if(waiting_, [&](const Waiter& each) { return each.share == &share; }) > 0;
}

// Those that do not come for what was kept for them would hold up the others.
void RateGate::passOver(TimePoint now) noexcept {
    std::erase_if(waiting_, [now](const Waiter& each) { return each.at + kLate < now; });
}

// Start-time fair queueing: what counts as taken goes up by bytes over weight, and one that comes
// anew, or wants less than its part, begins where the one is that has taken least.
void RateGate::take(RateStake& stake, std::uint64_t bytes, unsigned weight, TimePoint now) {
    if (!bucket_.limits()) {
        return;
    }
    bucket_.take(bytes, now);
    double least = stake.taken;
    for (const Waiter& each : waiting_) {
        least = std::min(least, each.stake->taken);
    }
    reached_ = std::max(reached_, least);
    stake.taken += static_cast<double>(bytes) / weight;
    callFirst(now);
}

// It was told when there would be enough for it, if those before it took whole parts.
void RateGate::callFirst(TimePoint now) {
    if (waiting_.empty() || !bucket_.limits()) {
        return;
    }
    const auto first = std::ranges::min_element(waiting_, before);
    if (bucket_.tokens(now) >= bucket_.part()) {
        if (first->at > now) {
            first->at = now;
            first->share->called(true);
        }
    } else if (first->at > bucket_.nextShare(now) + kLater) {
        first->share->called(false);  // to be told another time
    }
}

void RateGate::call() {
    for (const Waiter& each : std::vector<Waiter>(waiting_)) {
        each.share->called(false);
    }
}

}  // namespace penstock
