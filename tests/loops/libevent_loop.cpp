#include "tests/loops/libevent_loop.h"

#include <utility>

namespace penstock {

namespace {

Readiness readinessOf(short events) {
    return ((events & EV_READ) != 0 ? Readiness::Read : Readiness::Nothing) |
           ((events & EV_WRITE) != 0 ? Readiness::Write : Readiness::Nothing);
}

}  // namespace

LibeventLoop::LibeventLoop(event_base& base)
    : base_(&base),
      timer_(evtimer_new(
          base_,
          [](evutil_socket_t, short, void* self) {
              static_cast<LibeventLoop*>(self)->engine_->timeoutExpired();
          },
          this)),
      // No descriptor and no timeout: it becomes active by event_active() only.
      wake_(event_new(
          base_, -1, 0,
          [](evutil_socket_t, short, void* self) {
              auto& loop = *static_cast<LibeventLoop*>(self);
              loop.wakePending_ = false;  // before the call: a wake from here on is another one
              loop.engine_->wokenUp();
          },
          this)) {}

LoopCallbacks LibeventLoop::callbacks() {
    return {
        .socket = [this](const Watch& change) { return watch(change); },
        .timer = [this](std::optional<std::chrono::milliseconds> delay) { return arm(delay); },
        .wake = [this] { wake(); },
    };
}

// The directions of an event cannot be changed while it is added, so each change makes a new one.
// That goes within the old one's own callback, too; libevent also drops what it still had to tell.
Verdict LibeventLoop::watch(const Watch& change) {
    sockets_.erase(change.fd);  // before the descriptor is closed
    if (change.interest == Interest::Nothing) {
        return Verdict::Accepted;
    }
    const int events = EV_PERSIST | (wantsRead(change.interest) ? EV_READ : 0) |
                       (wantsWrite(change.interest) ? EV_WRITE : 0);
    const auto ready = [](evutil_socket_t fd, short what, void* self) {
        static_cast<LibeventLoop*>(self)->engine_->socketAction(fd, readinessOf(what));
    };
    Event made(event_new(base_, change.fd, static_cast<short>(events), ready, this));
    if (!made || event_add(made.get(), nullptr) != 0) {
        return Verdict::Refused;
    }
    sockets_.emplace(change.fd, std::move(made));
    return Verdict::Accepted;
}

Verdict LibeventLoop::arm(std::optional<std::chrono::milliseconds> delay) {
    if (!delay) {
        evtimer_del(timer_.get());
        return Verdict::Accepted;
    }
    // A delay counts from the time that libevent keeps for a turn; without this it would be over
    // too early by as long as the turn has lasted.
    event_base_update_cache_time(base_);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*delay);
    const timeval wait{seconds.count(), std::chrono::microseconds(*delay - seconds).count()};
    return evtimer_add(timer_.get(), &wait) == 0 ? Verdict::Accepted : Verdict::Refused;
}

// Any thread.
void LibeventLoop::wake() {
    if (!wakePending_.exchange(true)) {
        event_active(wake_.get(), EV_READ, 0);
    }
}

}  // namespace penstock
