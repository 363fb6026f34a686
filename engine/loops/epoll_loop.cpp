#include "engine/loops/epoll_loop.h"

#include "engine/loops/loop_wait.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace penstock {

namespace {

// Small: a level-triggered event that found no room is the first of the next turn.
constexpr std::size_t kBatch = 64;
// Stands in for a registration; the engine's begin at 1.
constexpr std::uint32_t kOwn = 0;

std::uint64_t keyOf(int fd, std::uint32_t registration) {
    return std::uint64_t{registration} << 32U | static_cast<std::uint32_t>(fd);
}

std::uint32_t eventsFor(Interest interest) {
    return (wantsRead(interest) ? std::uint32_t{EPOLLIN} : 0U) |
           (wantsWrite(interest) ? std::uint32_t{EPOLLOUT} : 0U);
}

Readiness readinessOf(std::uint32_t events) {
    Readiness ready = Readiness::Nothing;
    if ((events & EPOLLIN) != 0) {
        ready = ready | Readiness::Read;
    }
    if ((events & EPOLLOUT) != 0) {
        ready = ready | Readiness::Write;
    }
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
        ready = ready | Readiness::Error;
    }
    return ready;
}

}  // namespace

EpollLoop::EpollLoop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (!epoll_) {
        error_ = loopError("The system gave no descriptor to wait for events with");
        return;
    }
    if (!wake_.error().ok()) {
        error_ = wake_.error();
        return;
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = keyOf(wake_.fd(), kOwn);
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.fd(), &event) != 0) {
        error_ = loopError("The system does not let the program wait for events");
    }
}

LoopCallbacks EpollLoop::callbacks() {
    return {
        .socket =
            [this](const Watch& change) {
                return change.interest == Interest::Nothing ? forget(change) : watch(change);
            },
        .timer =
            [this](std::optional<std::chrono::milliseconds> delay) {
                arm(delay);
                return Verdict::Accepted;
            },
        .wake = [this] { wake_.wake(); },
    };
}

Verdict EpollLoop::watch(const Watch& change) {
    const auto index = static_cast<std::size_t>(change.fd);
    if (index >= entries_.size()) {
        entries_.resize(std::max(index + 1, entries_.size() * 2));
    }
    Entry& entry = entries_[index];
    const auto registration = static_cast<std::uint32_t>(change.registration);
    assert(!entry.watched || entry.registration == registration);
    epoll_event event{};
    event.events = eventsFor(change.interest);
    event.data.u64 = keyOf(change.fd, registration);
    const int operation = entry.watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (::epoll_ctl(epoll_.get(), operation, change.fd, &event) != 0) {
        return Verdict::Refused;
    }
    watched_ += entry.watched ? 0 : 1;
    entry = {registration, true};
    return Verdict::Accepted;
}

Verdict EpollLoop::forget(const Watch& change) {
    const auto index = static_cast<std::size_t>(change.fd);
    if (index < entries_.size() && entries_[index].watched) {
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, change.fd, nullptr);
        entries_[index].watched = false;
        --watched_;
    }
    return Verdict::Accepted;
}

void EpollLoop::arm(std::optional<std::chrono::milliseconds> delay) {
    deadline_.reset();
    if (delay) {
        // The engine's clock may be another one; what it asks for is a delay from now.
        deadline_ = std::chrono::steady_clock::now() + *delay;
    }
}

void EpollLoop::run(Engine& engine, const std::function<bool()>& until) {
    while (!wake_.takeStop() && !until()) {
        runOnce(engine);
    }
}

std::optional<std::chrono::milliseconds> EpollLoop::untilDeadline() const {
    if (!deadline_) {
        return std::nullopt;
    }
    // Rounded up: to wake early would mean to wake twice.
    return std::chrono::ceil<std::chrono::milliseconds>(*deadline_ -
                                                        std::chrono::steady_clock::now());
}

bool EpollLoop::runOnce(Engine& engine, std::optional<std::chrono::milliseconds> longest) {
    std::array<epoll_event, kBatch> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   shorterWait(longest, untilDeadline()));
    bool anything = count > 0;
    for (int i = 0; i < count; ++i) {
        deliver(engine, events[static_cast<std::size_t>(i)]);
    }
    if (deadline_ && std::chrono::steady_clock::now() >= *deadline_) {
        // Consumed before the call, in which the engine names the next one.
        deadline_.reset();
        engine.timeoutExpired();
        anything = true;
    }
    return anything;
}

void EpollLoop::deliver(Engine& engine, const epoll_event& event) {
    const int fd = static_cast<int>(static_cast<std::uint32_t>(event.data.u64));
    const auto registration = static_cast<std::uint32_t>(event.data.u64 >> 32U);
    if (registration == kOwn) {
        deliverOwn(engine, fd);
        return;
    }
    const Entry& entry = entries_[static_cast<std::size_t>(fd)];
    if (entry.watched && entry.registration == registration) {
        engine.socketAction(fd, readinessOf(event.events));
    }
}

void EpollLoop::deliverOwn(Engine& engine, int fd) {
    if (fd == wake_.fd()) {
        wake_.drain();
        engine.wokenUp();
        return;
    }
    const auto found = own_.find(fd);
    if (found != own_.end()) {
        // A copy: the call may forget its own descriptor.
        const std::function<void()> readable = found->second;
        readable();
    }
}

Error EpollLoop::watchFd(int fd, std::function<void()> readable) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = keyOf(fd, kOwn);
    if (!own_.contains(fd) && ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) {
        return loopError("The system does not let the program watch a descriptor");
    }
    own_[fd] = std::move(readable);
    return {};
}

void EpollLoop::forgetFd(int fd) {
    if (own_.erase(fd) != 0) {
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
    }
}

}  // namespace penstock
