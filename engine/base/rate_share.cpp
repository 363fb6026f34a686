#include "engine/base/rate_share.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

/// A share is read within one turn of the loop, or two.
constexpr std::chrono::milliseconds kTurn{10};

/// The lower of two limits, where 0 is none.
std::uint64_t lowerOf(std::uint64_t a, std::uint64_t b) {
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

}  // namespace

void RateTree::setTotal(std::uint64_t rate, TimePoint now) {
    if (rate != total_.rate()) {
        total_.setRate(rate, now);
        added();
        total_.call();
    }
}

void RateTree::setHost(std::uint64_t rate, TimePoint now) {
    if (rate == std::exchange(hostRate_, rate)) {
        return;
    }
    added();
    for (auto& [key, gate] : hosts_) {
        gate.setRate(rate, now);
        gate.call();
    }
}

RateGate* RateTree::of(RateHost host) {
    if (hostRate_ == 0 || host.name.empty()) {
        return nullptr;
    }
    if (hosts_.size() >= forgetAt_) {
        forgetUnused();
    }
    return &hosts_.try_emplace(std::string(host.name) + ':' + std::to_string(host.port), hostRate_)
                .first->second;
}

std::uint64_t RateTree::lowest() const noexcept {
    return lowerOf(total_.rate(), hostRate_);
}

void RateTree::forgetUnused() {
    std::erase_if(hosts_, [](const auto& each) { return each.second.unused(); });
    forgetAt_ = std::max<std::size_t>(64, 2 * hosts_.size());
}

RateAccount::RateAccount(RateTree& tree, std::uint64_t rate, unsigned weight)
    : tree_(&tree), weight_(weight) {
    if (rate != 0) {
        own_ = std::make_unique<RateGate>(rate);
        tree_->use();
    }
}

void RateAccount::setRate(std::uint64_t rate, TimePoint now) {
    if (own_ != nullptr && own_->rate() == rate) {
        return;
    }
    if (own_ != nullptr) {
        own_->setRate(rate, now);
        own_->call();
    } else if (rate != 0) {
        own_ = std::make_unique<RateGate>(rate);
        tree_->added();
    }
}

std::uint64_t RateAccount::lowest() const noexcept {
    if (!tree_->inUse()) {
        return 0;
    }
    const std::uint64_t shared = shared_ != nullptr ? shared_->rate() : 0;
    return lowerOf(lowerOf(tree_->lowest(), shared), own_ != nullptr ? own_->rate() : 0);
}

std::uint64_t RateShare::promise(TimePoint now) {
    left_ = 0;
    const std::uint64_t most = allowance(now);
    crumb_ = 1;
    turnAt_ = TimePoint::max();
    return most;
}

std::uint64_t RateShare::ask(TimePoint now) {
    if (epoch_ != account_->tree().epoch()) {
        findGates();
    }
    // One that reads its share piece by piece does not stand in line for each of them.
    const bool again = left_ > 0 && left_ >= crumb_ && now - kTurn < turnAt_;
    const bool called = std::exchange(called_, false) && !again;
    std::uint64_t most = again ? left_ : ~std::uint64_t{0};
    Passage* held = nullptr;
    TimePoint until{};
    for (Passage& each : passages_) {
        const RateGate::Answer answer =
            again    ? each.gate->askAgain(static_cast<std::int64_t>(crumb_), now)
            : called ? each.gate->askAgain(each.gate->part(), now)
                     : each.gate->ask(*this, *each.stake, now);
        if (answer.bytes == 0 && (held == nullptr || answer.at > until)) {
            held = &each;
            until = answer.at;
        }
        most = std::min(most, answer.bytes);
    }
    waitAt(held, until, now);
    if (!again) {
        beginTurn(held == nullptr ? most : 0, now);
    }
    return most;
}

// At one gate only: at the others nothing is kept for one that could not come.
void RateShare::waitAt(Passage* passage, TimePoint until, TimePoint now) {
    RateGate* const gate = passage != nullptr ? passage->gate : nullptr;
    RateGate* const before = std::exchange(waitsAt_, gate);
    if (gate != nullptr) {
        at_ = until;
        gate->wait(*this, *passage->stake, until);
    }
    if (before != nullptr && before != gate) {
        before->stopWaiting(*this);
        if (gate != nullptr) {
            before->callFirst(now);  // it leaves what it was called for
        }
    }
}

void RateShare::beginTurn(std::uint64_t bytes, TimePoint now) {
    left_ = passages_.empty() ? 0 : bytes;
    turnAt_ = now;
    crumb_ = ~std::uint64_t{0};
    for (const Passage& each : passages_) {
        crumb_ = std::min(crumb_, static_cast<std::uint64_t>(each.gate->crumb()));
    }
}

void RateShare::takeFromAll(std::uint64_t bytes, TimePoint now) {
    left_ -= std::min(left_, bytes);
    for (const Passage& each : passages_) {
        each.gate->take(*each.stake, bytes, account_->weight(), now);
    }
}

// Those that stand behind it may go sooner than they were told.
void RateShare::leaveLine() {
    RateGate* const gate = std::exchange(waitsAt_, nullptr);
    if (gate != nullptr && gate->stopWaiting(*this)) {
        gate->call();
    }
}

// The own limit first: it is the one that mostly holds.
void RateShare::findGates() {
    RateTree& tree = account_->tree();
    if (RateGate* const gate = std::exchange(waitsAt_, nullptr)) {
        gate->stopWaiting(*this);  // and asks there again at once, if it is still to be passed
    }
    const std::vector<Passage> before = std::exchange(passages_, {});
    epoch_ = tree.epoch();
    pass(account_->gate());
    pass(account_->shared());
    pass(tree.of(owner_->rateHost()));
    pass(tree.total().rate() != 0 ? &tree.total() : nullptr);
    for (const Passage& each : before) {
        each.gate->leave(*each.stake);
    }
}

void RateShare::pass(RateGate* gate) {
    if (gate != nullptr) {
        passages_.push_back({gate, &gate->enter(account_)});
    }
}

void RateShare::leaveAll() {
    stopWaiting();
    for (const Passage& each : passages_) {
        each.gate->leave(*each.stake);
    }
    passages_.clear();
    left_ = 0;
    epoch_ = 0;
}

}  // namespace penstock
