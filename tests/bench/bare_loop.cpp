#include "tests/bench/bare_loop.h"

#include "tests/bench/measured.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace penstock::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

void control(int epoll, int operation, int fd, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (::epoll_ctl(epoll, operation, fd, &event) != 0 && operation != EPOLL_CTL_DEL) {
        throw std::runtime_error("epoll refuses a descriptor");
    }
}

}  // namespace

BareLoop::BareLoop(Target& target)
    : target_(target),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (!epoll_ || !wake_) {
        throw std::runtime_error("no descriptor for the loop");
    }
    control(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), EPOLLIN);
}

void BareLoop::watch(int fd, std::uint32_t events) {
    ++counts_.watches;
    const auto index = static_cast<std::size_t>(fd);
    if (index >= watched_.size()) {
        watched_.resize(std::max(index + 1, watched_.size() * 2));
    }
    const std::uint32_t before = std::exchange(watched_[index], events);
    if (events == 0) {
        if (before != 0) {
            control(epoll_.get(), EPOLL_CTL_DEL, fd, 0);
        }
        return;
    }
    control(epoll_.get(), before == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, events);
}

void BareLoop::arm(std::optional<milliseconds> delay) {
    ++counts_.timers;
    deadline_.reset();
    if (delay) {
        deadline_ = steady_clock::now() + *delay;
    }
}

void BareLoop::wake() {
    if (!wakePending_.exchange(true)) {
        ::eventfd_write(wake_.get(), 1);
    }
}

void BareLoop::run(const std::function<bool()>& until) {
    while (!until()) {
        turn(std::nullopt);
    }
}

int BareLoop::waitTime(std::optional<milliseconds> longest) const {
    std::optional<milliseconds> wait = longest;
    if (deadline_) {
        const auto left = std::chrono::ceil<milliseconds>(*deadline_ - steady_clock::now());
        wait = std::max(milliseconds(0), wait ? std::min(*wait, left) : left);
    }
    return wait ? static_cast<int>(wait->count()) : -1;
}

void BareLoop::turn(std::optional<milliseconds> longest) {
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   waitTime(longest));
    ++counts_.waits;
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        deliver(event.data.fd, event.events);
    }
    if (deadline_ && steady_clock::now() >= *deadline_) {
        deadline_.reset();
        ++counts_.expiries;
        target_.expired();
    }
}

void BareLoop::deliver(int fd, std::uint32_t events) {
    if (fd == wake_.get()) {
        eventfd_t ignored = 0;
        ::eventfd_read(wake_.get(), &ignored);
        wakePending_ = false;
        target_.woken();
        return;
    }
    if (watched_[static_cast<std::size_t>(fd)] == 0) {
        return;  // forgotten earlier in this batch
    }
    ++counts_.actions;
    if (!timing_) {
        target_.action(fd, events);
        return;
    }
    const std::uint64_t before = wallClock();
    measured([this, fd, events] { target_.action(fd, events); });
    times_.push_back(static_cast<std::uint32_t>(wallClock() - before));
}

void BareLoop::timeActions(std::size_t expected) {
    times_.clear();
    times_.reserve(expected * 2);
    timing_ = true;
}

std::vector<std::uint32_t> BareLoop::takeTimes() {
    timing_ = false;
    return std::exchange(times_, {});
}

}  // namespace penstock::bench
