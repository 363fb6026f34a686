#include "engine/loops/epoll_loop.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
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
    Readiness ready = Readiness::None;
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

Error systemError(const char* sentence) {
    const int code = errno;
    const bool shortage = code == EMFILE || code == ENFILE || code == ENOMEM || code == ENOSPC;
    return {shortage ? ErrorKind::ResFds : ErrorKind::Internal, sentence, "", code};
}

}  // namespace

EpollLoop::EpollLoop()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!epoll_ || !wake_) {
        error_ = systemError("The system gave no descriptor to wait for events with");
        return;
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = keyOf(wake_.get(), kOwn);
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event) != 0) {
        error_ = systemError("The system does not let the program wait for events");
    }
}

LoopCallbacks EpollLoop::callbacks() {
    return {
        .socket =
            [this](const Watch& change) {
                return change.interest == Interest::None ? forget(change) : watch(change);
            },
        .timer =
            [this](std::optional<std::chrono::milliseconds> delay) {
                arm(delay);
                return Verdict::Accepted;
            },
        .wake = [this] { wake(); },
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

void EpollLoop::wake() {
    if (!wakePending_.exchange(true)) {
        const std::uint64_t one = 1;
        // Can only fail for a full counter, which is as readable as any.
        [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof one);
    }
}

void EpollLoop::stop() {
    stopped_ = true;
    wake();
}

void EpollLoop::run(Engine& engine, const std::function<bool()>& until) {
    while (!stopped_ && !until()) {
        runOnce(engine);
    }
    stopped_ = false;
}

int EpollLoop::waitTime(std::optional<std::chrono::milliseconds> longest) const {
    constexpr std::chrono::milliseconds kMost{std::numeric_limits<int>::max()};
    std::optional<std::chrono::milliseconds> wait = longest;
    if (deadline_) {
        // Rounded up: to wake early would mean to wake twice.
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            *deadline_ - std::chrono::steady_clock::now());
        wait = std::min(wait.value_or(kMost), left);
    }
    if (!wait) {
        return -1;
    }
    return static_cast<int>(std::clamp(*wait, std::chrono::milliseconds{0}, kMost).count());
}

bool EpollLoop::runOnce(Engine& engine, std::optional<std::chrono::milliseconds> longest) {
    std::array<epoll_event, kBatch> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   waitTime(longest));
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
    if (fd == wake_.get()) {
        drainWake();
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

void EpollLoop::drainWake() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t size = ::read(wake_.get(), &count, sizeof count);
    // After the read, before wokenUp(): a wake from here on either makes the descriptor readable
    // again or is seen by the call that follows.
    wakePending_ = false;
}

Error EpollLoop::watchFd(int fd, std::function<void()> readable) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = keyOf(fd, kOwn);
    if (!own_.contains(fd) && ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) {
        return systemError("The system does not let the program watch a descriptor");
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
