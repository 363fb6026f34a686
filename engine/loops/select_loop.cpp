#include "engine/loops/select_loop.h"

#include "engine/loops/loop_wait.h"

#include <utility>

namespace penstock {

SelectLoop::SelectLoop() : error_(wake_.error()) {
    if (error_.ok()) {
        error_ = SelectSets::fits(wake_.fd());
    }
}

LoopCallbacks SelectLoop::callbacks() {
    return {
        .socket = [this](const Watch& change) { return check(change); },
        .timer = [](std::optional<std::chrono::milliseconds>) { return Verdict::Accepted; },
        .wake = [this] { wake_.wake(); },
    };
}

// Sockets are asked for in each round; here only what no round could take is kept out.
Verdict SelectLoop::check(const Watch& change) {
    if (change.interest == Interest::Nothing) {
        return Verdict::Accepted;
    }
    Error error = error_.ok() ? SelectSets::fits(change.fd) : error_;
    if (error.ok()) {
        return Verdict::Accepted;
    }
    refusal_ = std::move(error);
    return Verdict::Refused;
}

void SelectLoop::run(Engine& engine, const std::function<bool()>& until) {
    while (!wake_.takeStop() && !until()) {
        runOnce(engine);
    }
}

bool SelectLoop::runOnce(Engine& engine, std::optional<std::chrono::milliseconds> longest) {
    engine.watched(watched_);
    sets_.clear();
    if (error_.ok()) {
        sets_.add(wake_.fd(), Interest::Read);
    }
    for (const Watch& watch : watched_) {
        sets_.add(watch.fd, watch.interest);  // check() has seen to it that they fit
    }
    const bool ready = sets_.wait(shorterWait(longest, engine.timeout()));
    if (ready && sets_.ready(wake_.fd()) != Readiness::Nothing) {
        wake_.drain();
        engine.wokenUp();
    }
    for (const Watch& watch : watched_) {
        if (const Readiness seen = sets_.ready(watch.fd); seen != Readiness::Nothing) {
            engine.socketAction(watch.fd, seen);
        }
    }
    const bool due = engine.timeout() == std::chrono::milliseconds{0};
    if (due) {
        engine.timeoutExpired();
    }
    return ready || due;
}

}  // namespace penstock
