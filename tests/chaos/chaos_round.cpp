#include "tests/chaos/chaos_round.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kMostSteps = 20'000;  // within which a calm round comes to rest
constexpr std::chrono::hours kMostTime{48};
constexpr int kStepsToClear = 200;

}  // namespace

ChaosRound::ChaosRound(std::uint64_t seed, const ChaosKit& kit, ChaosCounts& counts,
                       std::function<void(const std::string&)> breach)
    : world_(seed, kit, counts) {
    world_.shadow.onBreach = std::move(breach);
    world_.between = [this] {
        acts_.between();
    };
    world_.inNotice = [this] {
        acts_.inNotice();
    };
    world_.loop.inCallback = [this] {
        acts_.inCallback();
    };
}

std::string ChaosRound::run() {
    for (std::size_t i = 2 + world_.random.below(3); i > 0; --i) {
        world_.add();
    }
    const bool cutShort = world_.random.chance(25);
    beWild(10 + world_.random.below(50));
    if (!cutShort) {
        comeToRest();
    }
    end(cutShort);
    return world_.trouble;
}

void ChaosRound::beWild(std::size_t steps) {
    for (std::size_t i = 0; i < steps && world_.trouble.empty(); ++i) {
        world_.step();
        if (world_.dead && world_.random.chance(30)) {
            revive();
        }
    }
}

void ChaosRound::comeToRest() {
    world_.wild = false;
    world_.loop.refuseSocketIn = 0;
    world_.loop.refuseTimerIn = 0;
    world_.loop.refuseOpenIn = 0;
    world_.timerHeld = 0;
    if (world_.dead) {
        revive();
    }
    resumeSome();
    const TimePoint until = world_.clock.now() + kMostTime;
    std::size_t steps = 0;
    while (world_.trouble.empty() && !atRest()) {
        answerQuestions();
        world_.step();
        if (++steps > kMostSteps || world_.clock.now() > until) {
            world_.fail("a round does not come to rest: " + world_.describe());
        }
    }
}

// A Dead engine takes nothing until its list is empty, and everything after that.
void ChaosRound::revive() {
    world_.loop.refuseTimerIn = 0;
    if (world_.add()) {
        world_.fail("a Dead engine has accepted a transfer");
    }
    clearList();
    if (!world_.trouble.empty()) {
        return;
    }
    if (world_.add()) {
        world_.counts.happened(Chaos::Revived);
    } else {
        world_.fail("an engine did not revive when its list was empty");
    }
}

void ChaosRound::clearList() {
    const bool wild = std::exchange(world_.wild, false);
    acts_.removeAll();
    for (int i = 0; i < kStepsToClear && !world_.engine->transfers().empty(); ++i) {
        world_.step();
        if (!world_.trouble.empty()) {
            break;
        }
    }
    if (!world_.engine->transfers().empty()) {
        world_.fail("the list of a Dead engine could not be cleared");
    }
    world_.wild = wild;
}

void ChaosRound::resumeSome() {
    for (ChaosTransfer& each : world_.transfers) {
        if (world_.stateOf(each) == TransferState::Paused && world_.random.chance(70)) {
            acts_.resume(each);
        }
    }
}

void ChaosRound::answerQuestions() {
    for (ChaosTransfer& each : world_.transfers) {
        if (world_.stateOf(each) == TransferState::Asking) {
            world_.fail("a transfer asks, though nothing has changed on the server");
        }
    }
}

bool ChaosRound::atRest() const {
    return std::ranges::all_of(world_.transfers, [this](const ChaosTransfer& each) {
        const auto state = world_.stateOf(each);
        if (!state) {
            return !each.removed || each.goneTold;  // which may be with the next turn
        }
        return (!each.removed && (state == TransferState::Done || state == TransferState::Failed ||
                                  state == TransferState::Paused));
    });
}

bool ChaosRound::anyActive() const {
    return std::ranges::any_of(world_.transfers, [this](const ChaosTransfer& each) {
        const auto state = world_.stateOf(each);
        return state == TransferState::Probing || state == TransferState::Receiving ||
               state == TransferState::Verifying;
    });
}

void ChaosRound::end(bool cutShort) {
    if (cutShort && anyActive()) {
        world_.counts.happened(Chaos::DestroyedMidFlight);
    }
    std::vector<std::optional<TransferSnapshot>> last;
    for (const ChaosTransfer& each : world_.transfers) {
        last.push_back(world_.engine->snapshot(each.id));
    }
    if (!cutShort && world_.trouble.empty()) {
        judgeRefusals();
    }
    world_.destroy();
    for (std::size_t i = 0; i < last.size(); ++i) {
        const ChaosTransfer& each = world_.transfers[i];
        const bool done = last[i] && last[i]->state == TransferState::Done;
        world_.fail(cutShort ? judgeCutShort(each, world_.counts)
                             : judge(each, last[i], world_.counts));
        world_.fail(judgeFiles(each, world_.folder.path(), done, cutShort));
    }
}

// A refused socket fails the transfer that it is for, and no other.
void ChaosRound::judgeRefusals() {
    if (world_.loop.timerRefusals > 0 || world_.loop.dnsRefusals > 0) {
        return;
    }
    const auto failed = std::ranges::count_if(world_.transfers, [this](const ChaosTransfer& each) {
        const auto now = world_.engine->snapshot(each.id);
        return now && now->state == TransferState::Failed &&
               now->error.kind == ErrorKind::LoopRefused;
    });
    if (failed > world_.loop.httpRefusals) {
        world_.fail("more transfers have failed than sockets were refused");
    }
}

}  // namespace penstock
