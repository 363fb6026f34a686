// The turn. Every way in ends here; the steps have the numbers of README.md.

#include "engine/engine_impl.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::chrono::milliseconds kTurnTime{8};

}  // namespace

// Step 1, for deadlines; event() marks the others.
void Engine::Impl::markDue() {
    while (TimerNode* node = timers_.popDue(now_)) {
        ++workDone_.deadlines;
        node->owner().expired(now_);
    }
}

void Engine::Impl::turn(Kind kind) {
    ++workDone_.turns;
    work(kind);
    if (!notices_.empty() || !deferred_.empty() || probes_.haveNews()) {
        tellAndObey();
    }
    if (stop_.underWay()) {
        checkStopped();
    }
    queues_.look();
    sweep();
    if (!stop_.begun() && !dead_) {
        transferQueue_.callBackThoseAside(config_.limits.activeTransfers);
    }
    tellDeadline();
}

// Steps 2 to 6: everything but what is told to people. The first pass is step 2; the second is 3,
// since it sends what was assigned, and 4, since it runs what has become dirty.
void Engine::Impl::work(Kind kind) {
    pass(kind);
    if (hasWork()) {
        pass(kind);
    }
    assess();
    constexpr int kRefusals = 3;  // each refused watch closes its socket, which is one more change
    for (int i = 0; watch_.hasChanges() && watch_.tell() && i < kRefusals; ++i) {
        pass(kind);
        assess();
    }
    watch_.closeRetired();
    transferQueue_.flush();
    connectionQueue_.requeue();
}

// Up through lookups, connections and transfers, which assign what the next pass sends.
void Engine::Impl::pass(Kind kind) {
    if (kind == Kind::Everything) {
        if (services_.resolver().dirty()) {
            services_.resolver().run();
        }
        connectionQueue_.runAll(services_.connections());
    } else {
        connectionQueue_.runEnding(services_.connections());
    }
    if (transferQueue_.slotsChanged() || transfers_.mayReturn(config_.limits.activeTransfers)) {
        startQueued(kind);
    }
    transferQueue_.run();
    if (probes_.dirty()) {
        probes_.run();
    }
}

bool Engine::Impl::timeIsUp() const {
    return readClock() - now_ > kTurnTime;
}

// A command starts none itself.
void Engine::Impl::startQueued(Kind kind) {
    const int limit = config_.limits.activeTransfers;
    const bool mayStart = !stop_.begun() && !dead_;
    transferQueue_.setSlotsChanged(kind == Kind::Command && mayStart && transfers_.canStart(limit));
    if (kind == Kind::Everything && mayStart) {
        transferQueue_.start(limit);
    }
}

void Engine::Impl::assess() {
    connectionQueue_.assess();
    services_.resolver().assess();
}

// Step 7. What the observer commands is done before the loop goes on. It is told of that once more,
// and of what it commands then by the next turn, so that two who answer each other cannot hold the
// loop.
void Engine::Impl::tellAndObey() {
    constexpr int kTimes = 2;
    for (int i = 0; i < kTimes && tellNotices(); ++i) {
        deferred_.forEach([this](const Command& command) { obey(command); });
        work(Kind::Command);
    }
}

void Engine::Impl::obey(const Command& command) {
    if (command.effect) {
        command.effect();
    } else if (Transfer* known = transfers_.find(command.id)) {
        command.act(*known);
    }
}

// Returns whether the observer has given commands.
bool Engine::Impl::tellNotices() {
    if (!notices_.empty()) {
        const std::span<Change> changes = changes_.take();
        if (!changes.empty()) {
            phase_ = Phase::Notices;
            observer_->changed(changes);
            phase_ = Phase::Turn;
        }
    }
    if (probes_.haveNews()) {
        phase_ = Phase::Notices;
        probes_.tell();
        phase_ = Phase::Turn;
    }
    return !deferred_.empty() || probes_.dirty();
}

// Step 8, first half: what is over goes when it has been told.
void Engine::Impl::sweep() {
    connectionQueue_.sweep(services_.connections());
    sockets_.sweep();
    if (dead_ && transfers_.empty()) {
        dead_ = false;  // with an empty list one may try again
    }
}

// Step 8, second half.
void Engine::Impl::tellDeadline() {
    if (dead_) {
        return;
    }
    const NextCall next = nextCall();
    if (loopTimer_.knows(next)) {
        return;
    }
    now_ = readClock();  // the turn has taken some time
    if (loopTimer_.tell(next, now_) == Verdict::Refused) {
        die();
    }
}

// Without a timer nothing can be promised any more: everything ends, with this reason.
void Engine::Impl::die() {
    dead_ = true;
    const Error reason{ErrorKind::LoopRefused, "The program's event loop refuses timers", {}, 0};
    transfers_.each([&reason](Transfer& each) { each.abandon(reason); });
    probes_.fail(reason);
    work(Kind::Command);
    tellAndObey();
    sweep();
}

void Engine::Impl::checkStopped() {
    const bool settled = services_.settled() && transfers_.findIf([](const Transfer& each) {
        return each.state() == TransferState::Settling;
    }) == nullptr;
    if (stop_.end(settled)) {
        notices_.add(Notice::Kind::Stopped);
        tellNotices();
    }
}

Error Engine::Impl::selfCheck() const {
    if (dead_ || stop_.begun()) {
        return {};
    }
    return transferQueue_.check(config_.limits.activeTransfers, services_.resolver().willRun());
}

}  // namespace penstock
