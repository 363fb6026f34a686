#include "engine/loops/poll_loop.h"

#include "engine/loops/loop_wait.h"

#include <cstddef>

namespace penstock {

void appendPollFds(std::span<const Watch> watched, std::vector<pollfd>& out) {
    for (const Watch& watch : watched) {
        const int events =
            (wantsRead(watch.interest) ? POLLIN : 0) | (wantsWrite(watch.interest) ? POLLOUT : 0);
        out.push_back({watch.fd, static_cast<short>(events), 0});
    }
}

Readiness pollReadiness(short revents) noexcept {
    Readiness ready = Readiness::Nothing;
    if ((revents & POLLIN) != 0) {
        ready = ready | Readiness::Read;
    }
    if ((revents & POLLOUT) != 0) {
        ready = ready | Readiness::Write;
    }
    if ((revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) {
        ready = ready | Readiness::Error;
    }
    return ready;
}

// Sockets and deadline are asked for in each round, so the callbacks have nothing to record.
LoopCallbacks PollLoop::callbacks() {
    return {
        .socket =
            [this](const Watch&) { return error().ok() ? Verdict::Accepted : Verdict::Refused; },
        .timer = [](std::optional<std::chrono::milliseconds>) { return Verdict::Accepted; },
        .wake = [this] { wake_.wake(); },
    };
}

void PollLoop::run(Engine& engine, const std::function<bool()>& until) {
    while (!wake_.takeStop() && !until()) {
        runOnce(engine);
    }
}

bool PollLoop::runOnce(Engine& engine, std::optional<std::chrono::milliseconds> longest) {
    engine.watched(watched_);
    polled_.assign(1, {wake_.fd(), POLLIN, 0});
    appendPollFds(watched_, polled_);
    const bool ready =
        ::poll(polled_.data(), polled_.size(), shorterWait(longest, engine.timeout())) > 0;
    if (ready && polled_.front().revents != 0) {
        wake_.drain();
        engine.wokenUp();
    }
    for (std::size_t i = 0; ready && i < watched_.size(); ++i) {
        if (const short revents = polled_[i + 1].revents; revents != 0) {
            engine.socketAction(watched_[i].fd, pollReadiness(revents));
        }
    }
    const bool due = engine.timeout() == std::chrono::milliseconds{0};
    if (due) {
        engine.timeoutExpired();
    }
    return ready || due;
}

}  // namespace penstock
