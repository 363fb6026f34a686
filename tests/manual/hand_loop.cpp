#include "tests/manual/hand_loop.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace penstock {

namespace {

Readiness readinessOf(short revents) {
    return ((revents & POLLIN) != 0 ? Readiness::Read : Readiness::Nothing) |
           ((revents & POLLOUT) != 0 ? Readiness::Write : Readiness::Nothing) |
           ((revents & (POLLERR | POLLHUP)) != 0 ? Readiness::Error : Readiness::Nothing);
}

}  // namespace

pollfd pollFdOf(const Watch& watch) {
    const int events =
        (wantsRead(watch.interest) ? POLLIN : 0) | (wantsWrite(watch.interest) ? POLLOUT : 0);
    return {watch.fd, static_cast<short>(events), 0};
}

HandLoop::HandLoop() : wakeFd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

LoopCallbacks HandLoop::callbacks() {
    return {
        .socket = [this](const Watch& change) { return watch(change); },
        .timer = [this](std::optional<std::chrono::milliseconds> delay) { return arm(delay); },
        .wake = [this] { wake(); },
    };
}

// page: socket
Verdict HandLoop::watch(const Watch& change) {
    if (change.interest == Interest::Nothing) {
        watches_.erase(change.fd);
    } else {
        watches_[change.fd] = change;  // the first time, or for something else from now on
    }
    return Verdict::Accepted;
}

// end

// page: timer
Verdict HandLoop::arm(std::optional<std::chrono::milliseconds> delay) {
    deadline_.reset();
    if (delay) {
        deadline_ = std::chrono::steady_clock::now() + *delay;
    }
    return Verdict::Accepted;
}

// end

// page: wake
void HandLoop::wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto sent = ::write(wakeFd_.get(), &one, sizeof one);
}

// end

void HandLoop::turn() {
    asked_.clear();
    polled_.assign(1, {wakeFd_.get(), POLLIN, 0});
    for (const auto& [fd, watch] : watches_) {
        asked_.push_back(watch);
        polled_.push_back(pollFdOf(watch));
    }
    ::poll(polled_.data(), polled_.size(), msUntilDeadline());
    if (polled_.front().revents != 0) {
        answerWake();
    }
    answerSockets();
    answerTimer();
}

int HandLoop::msUntilDeadline() const {
    if (!deadline_) {
        return -1;
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline_ - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

// page: wokenUp
void HandLoop::answerWake() {
    std::uint64_t wakes = 0;
    [[maybe_unused]] const auto drained = ::read(wakeFd_.get(), &wakes, sizeof wakes);
    engine_->wokenUp();  // after the drain: a wake from here on is another one
}

// end

// page: socketAction
void HandLoop::answerSockets() {
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        const short seen = polled_[i + 1].revents;
        const auto now = watches_.find(asked_[i].fd);
        if (seen != 0 && now != watches_.end() &&
            now->second.registration == asked_[i].registration) {
            engine_->socketAction(asked_[i].fd, readinessOf(seen));
        }
    }
}

// end

// page: timeoutExpired
void HandLoop::answerTimer() {
    if (deadline_ && std::chrono::steady_clock::now() >= *deadline_) {
        deadline_.reset();  // one shot; before the call, which may arm the next
        engine_->timeoutExpired();
    }
}

// end

void HandLoop::pull() {
    Engine& engine = *engine_;
    std::vector<pollfd> polled{{wakeFd_.get(), POLLIN, 0}};
    // page: watched
    std::vector<Watch> watched;
    engine.watched(watched);  // at the very last: each call of the engine may change it
    for (const Watch& watch : watched) {
        polled.push_back(pollFdOf(watch));
    }
    // end
    // page: timeout
    const auto wait = engine.timeout();
    ::poll(polled.data(), polled.size(), wait ? static_cast<int>(wait->count()) : -1);
    // end
    if (polled.front().revents != 0) {
        std::uint64_t wakes = 0;
        [[maybe_unused]] const auto drained = ::read(wakeFd_.get(), &wakes, sizeof wakes);
    }
    // page: perform
    engine.perform();  // instead of socketAction(), timeoutExpired() and wokenUp()
    // end
}

}  // namespace penstock
