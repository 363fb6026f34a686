#include "tests/chaos/chaos_acts.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace penstock {

namespace {

constexpr std::size_t kMostTransfers = 6;  // of a round
constexpr std::size_t kMostRefusedCall = 4;

constexpr std::array kMasks{Readiness::Nothing,
                            Readiness::Read,
                            Readiness::Write,
                            Readiness::ReadWrite,
                            Readiness::Error,
                            Readiness::Read | Readiness::Error,
                            Readiness::ReadWrite | Readiness::Error};

}  // namespace

void ChaosActs::between() {
    if (!world_.wild) {
        return;
    }
    removeDoomed();
    while (world_.trouble.empty() && world_.random.chance(35)) {
        actOnce();
    }
}

void ChaosActs::actOnce() {
    using A = ChaosActs;
    static constexpr std::array<Act, 16> kActs{{
        {10, &A::staleFd},
        {10, &A::foreignFd},
        {10, &A::wrongMask},
        {8, &A::earlyTimeout},
        {8, &A::lateTimeout},
        {6, &A::doubledTimeout},
        {8, &A::pauseOne},
        {12, &A::resumeOne},
        {4, &A::removeOne},
        {6, &A::perform},
        {4, &A::addAnother},
        {3, &A::refuseSocket},
        {1, &A::refuseTimer},
        {2, &A::refuseOpen},
        {1, &A::resetPeers},
        {3, &A::closeIdlePeers},
    }};
    static constexpr unsigned kWhole =
        std::accumulate(kActs.begin(), kActs.end(), 0U,
                        [](unsigned sum, const Act& act) { return sum + act.weight; });
    auto left = static_cast<unsigned>(world_.random.below(kWhole));
    for (const Act& act : kActs) {
        if (left < act.weight) {
            (this->*act.run)();
            return;
        }
        left -= act.weight;
    }
}

void ChaosActs::removeDoomed() {
    for (ChaosTransfer& each : world_.transfers) {
        if (each.plan.removeIn != Stage::Nothing && world_.stageOf(each) == each.plan.removeIn) {
            remove(each);
        }
    }
}

// --- what an event library does ------------------------------------------------------------------

void ChaosActs::staleFd() {
    const std::vector<int>& closed = world_.loop.closedNumbers();
    if (!closed.empty()) {
        world_.counts.happened(Chaos::StaleFd);
        send(closed[world_.random.below(closed.size())], world_.random.oneOf(kMasks));
    }
}

// The servers of the round are in the same process: their sockets are as foreign as can be.
void ChaosActs::foreignFd() {
    constexpr std::size_t kNumbers = 64;
    const int fd = static_cast<int>(world_.random.below(kNumbers));
    if (!world_.loop.isOpen(fd) && ::fcntl(fd, F_GETFD) >= 0) {
        world_.counts.happened(Chaos::ForeignFd);
        send(fd, world_.random.oneOf(kMasks));
    }
}

void ChaosActs::wrongMask() {
    const auto& watched = world_.loop.watched();
    if (watched.empty()) {
        return;
    }
    auto one = watched.begin();
    std::advance(one, static_cast<std::ptrdiff_t>(world_.random.below(watched.size())));
    const auto [fd, interest] = *one;
    const Readiness mask = world_.random.oneOf(kMasks);
    if (mask != ChaosLoop::readinessOf(fd, interest)) {
        world_.counts.happened(Chaos::WrongMask);
    }
    send(fd, mask);
}

void ChaosActs::earlyTimeout() {
    const auto due = world_.loop.timerAt();
    if (due && *due > world_.clock.now()) {
        world_.counts.happened(Chaos::EarlyTimeout);
    }
    world_.loop.useUpTimer();
    world_.engine->timeoutExpired();
    world_.entered("early timeoutExpired");
}

// The wake-up that is pending, or the next one, comes when it is long due.
void ChaosActs::lateTimeout() {
    constexpr std::array kLate{1, 5, 40, 300, 2'500};
    world_.clock.advance(std::chrono::milliseconds(world_.random.oneOf(kLate)));
    world_.timerHeld = static_cast<int>(world_.random.below(4));
}

void ChaosActs::doubledTimeout() {
    world_.counts.happened(Chaos::DoubledTimeout);
    for (int i = 0; i < 2; ++i) {
        world_.loop.useUpTimer();
        world_.engine->timeoutExpired();
        world_.entered("doubled timeoutExpired");
    }
}

void ChaosActs::perform() {
    world_.counts.happened(Chaos::Perform);
    world_.engine->perform();
    world_.entered("perform");
}

void ChaosActs::send(int fd, Readiness readiness) {
    if (world_.engine->socketAction(fd, readiness) != CallStatus::Ok) {
        world_.fail("an event for descriptor " + std::to_string(fd) + " was not answered with Ok");
    }
    world_.entered("wrong socketAction(" + std::to_string(fd) + ")");
}

void ChaosActs::refuseSocket() {
    world_.loop.refuseSocketIn = 1 + static_cast<int>(world_.random.below(kMostRefusedCall));
}

void ChaosActs::refuseTimer() {
    world_.loop.refuseTimerIn = 1 + static_cast<int>(world_.random.below(kMostRefusedCall));
}

void ChaosActs::refuseOpen() {
    world_.loop.refuseOpenIn = 1 + static_cast<int>(world_.random.below(kMostRefusedCall));
}

// --- what the peer does --------------------------------------------------------------------------

void ChaosActs::resetPeers() {
    world_.counts.happened(Chaos::PeerReset);
    for (ChaosTransfer& each : world_.transfers) {
        each.interrupted = true;
    }
    world_.origin.resetAll();
}

void ChaosActs::closeIdlePeers() {
    world_.counts.happened(Chaos::PeerClosedIdle);
    world_.origin.closeIdle();
}

// --- what a person does --------------------------------------------------------------------------

void ChaosActs::addAnother() {
    if (world_.transfers.size() < kMostTransfers && !world_.dead) {
        world_.add();
    }
}

ChaosTransfer* ChaosActs::anyOne() {
    if (world_.transfers.empty()) {
        return nullptr;
    }
    ChaosTransfer& one = world_.transfers[world_.random.below(world_.transfers.size())];
    return one.removed ? nullptr : &one;
}

void ChaosActs::pauseOne() {
    if (ChaosTransfer* one = anyOne()) {
        pause(*one);
    }
}

void ChaosActs::resumeOne() {
    if (ChaosTransfer* one = anyOne()) {
        resume(*one);
    }
}

void ChaosActs::removeOne() {
    if (ChaosTransfer* one = anyOne()) {
        remove(*one);
    }
}

void ChaosActs::pause(ChaosTransfer& transfer) {
    transfer.pauseAsked = true;
    transfer.interrupted = true;
    if (world_.engine->pause(transfer.id) != CallStatus::Ok) {
        world_.fail("a pause was not accepted");
    }
    world_.counts.happened(Chaos::Pause);
    returned("pause", transfer);
}

void ChaosActs::resume(ChaosTransfer& transfer) {
    const bool pauseWasAsked = transfer.pauseAsked;
    // From a notice it is queued, and may come to nothing; a notice of its own may ask for a pause.
    transfer.pauseAsked = pauseWasAsked && inNotice_;
    if (world_.engine->resume(transfer.id) == CallStatus::Ok) {
        world_.counts.happened(Chaos::Resume);
    } else {
        transfer.pauseAsked = transfer.pauseAsked || pauseWasAsked;
    }
    returned("resume", transfer);
}

void ChaosActs::remove(ChaosTransfer& transfer) {
    const Stage stage = world_.stageOf(transfer);
    transfer.removed = true;
    transfer.removal = world_.random.chance(50) ? Removal::KeepFile : Removal::DeleteFile;
    transfer.wasDone = world_.stateOf(transfer) == TransferState::Done;
    if (transfer.sink != nullptr) {
        transfer.sink->forbid();
    }
    if (world_.engine->remove(transfer.id, transfer.removal) != CallStatus::Ok) {
        world_.fail("a removal was not accepted");
    }
    returned("remove", transfer);
    world_.counts.happened(Chaos::Remove);
    switch (stage) {
        case Stage::Nothing:
            break;
        case Stage::Lookup:
            world_.counts.happened(Chaos::RemovedInLookup);
            break;
        case Stage::Connect:
            world_.counts.happened(Chaos::RemovedInConnect);
            break;
        case Stage::Handshake:
            world_.counts.happened(Chaos::RemovedInHandshake);
            break;
        case Stage::Body:
            world_.counts.happened(Chaos::RemovedInBody);
            break;
    }
}

void ChaosActs::removeAll() {
    for (ChaosTransfer& each : world_.transfers) {
        if (!each.removed) {
            remove(each);
        }
    }
}

void ChaosActs::returned(const std::string& call, const ChaosTransfer& transfer) {
    if (!inNotice_) {
        world_.entered(call + " " + std::to_string(transfer.plan.number));
    }
}

void ChaosActs::inNotice() {
    ChaosTransfer* one = world_.random.chance(4) ? anyOne() : nullptr;
    if (one == nullptr) {
        return;
    }
    world_.counts.happened(Chaos::CommandInNotice);
    inNotice_ = true;
    constexpr std::array kCommands{&ChaosActs::pause, &ChaosActs::resume, &ChaosActs::resume,
                                   &ChaosActs::remove};
    (this->*world_.random.oneOf(kCommands))(*one);
    inNotice_ = false;
}

void ChaosActs::inCallback() {
    if (world_.engine == nullptr || world_.transfers.empty()) {
        return;
    }
    world_.counts.happened(Chaos::CallInCallback);
    Engine& engine = *world_.engine;
    const TransferId id = world_.transfers.front().id;
    const std::array answers{engine.pause(id),
                             engine.resume(id),
                             engine.remove(id, Removal::DeleteFile),
                             engine.socketAction(0, Readiness::Read),
                             engine.timeoutExpired(),
                             engine.wokenUp(),
                             engine.perform()};
    const bool refused = std::ranges::all_of(
        answers, [](CallStatus answer) { return answer == CallStatus::Reentered; });
    if (!refused || engine.add({}).ok()) {
        world_.fail("a call from a callback was not refused");
    }
}

}  // namespace penstock
