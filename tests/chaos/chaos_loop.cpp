#include "tests/chaos/chaos_loop.h"

#include "engine/net/address.h"
#include "tests/chaos/chaos_plan.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace penstock {

namespace {

/// Counts down to the call that is to be refused.
bool isRefused(int& countdown) {
    return countdown > 0 && --countdown == 0;
}

short eventsOf(Interest interest) {
    return static_cast<short>((wantsRead(interest) ? POLLIN : 0) |
                              (wantsWrite(interest) ? POLLOUT : 0));
}

Readiness readinessOf(short events) {
    Readiness readiness = Readiness::Nothing;
    if ((events & POLLIN) != 0) {
        readiness = readiness | Readiness::Read;
    }
    if ((events & POLLOUT) != 0) {
        readiness = readiness | Readiness::Write;
    }
    if ((events & (POLLERR | POLLHUP)) != 0) {
        readiness = readiness | Readiness::Error;
    }
    return readiness;
}

std::string literalOf(const SocketRequest& request) {
    const auto* address = reinterpret_cast<const sockaddr*>(&request.address);
    const auto known = fromSocketAddress(address, request.addressLength);
    return known ? addressText(*known) : std::string{};
}

}  // namespace

LoopCallbacks ChaosLoop::callbacks() {
    LoopCallbacks callbacks;
    callbacks.socket = [this](const Watch& watch) {
        return socket(watch);
    };
    callbacks.timer = [this](auto wait) {
        return timer(wait);
    };
    callbacks.wake = [this] {
        woken_ = true;
    };
    return callbacks;
}

SocketHooks ChaosLoop::hooks() {
    SocketHooks hooks;
    hooks.open = [this](SocketRequest& request) {
        return open(request);
    };
    hooks.close = [this](int fd, SocketPurpose purpose) {
        close(fd, purpose);
    };
    return hooks;
}

std::vector<ChaosLoop::Event> ChaosLoop::ready() const {
    std::vector<pollfd> fds;
    for (const auto& [fd, interest] : watched_) {
        fds.push_back({fd, eventsOf(interest), 0});
    }
    std::vector<Event> events;
    if (fds.empty() || ::poll(fds.data(), fds.size(), 0) <= 0) {
        return events;
    }
    for (const pollfd& each : fds) {
        if (each.revents != 0) {
            events.push_back({each.fd, penstock::readinessOf(each.revents)});
        }
    }
    return events;
}

Readiness ChaosLoop::readinessOf(int fd, Interest interest) {
    pollfd one{fd, eventsOf(interest), 0};
    return ::poll(&one, 1, 0) > 0 ? penstock::readinessOf(one.revents) : Readiness::Nothing;
}

bool ChaosLoop::looksUp() const {
    return std::ranges::any_of(open_,
                               [](const auto& each) { return each.second == SocketPurpose::Dns; });
}

Verdict ChaosLoop::socket(const Watch& watch) {
    sometimesCall();
    if (watch.interest == Interest::Nothing) {
        watched_.erase(watch.fd);
        return Verdict::Accepted;
    }
    if (isRefused(refuseSocketIn)) {
        counts_.happened(Chaos::SocketRefused);
        ++(open_.at(watch.fd) == SocketPurpose::Dns ? dnsRefusals : httpRefusals);
        return Verdict::Refused;
    }
    watched_[watch.fd] = watch.interest;
    return Verdict::Accepted;
}

Verdict ChaosLoop::timer(std::optional<std::chrono::milliseconds> wait) {
    sometimesCall();
    if (isRefused(refuseTimerIn)) {
        counts_.happened(Chaos::TimerRefused);
        ++timerRefusals;
        timerAt_.reset();
        return Verdict::Refused;
    }
    timerAt_ = wait ? std::optional(clock_.now() + *wait) : std::nullopt;
    return Verdict::Accepted;
}

int ChaosLoop::open(SocketRequest& request) {
    sometimesCall();
    if (isRefused(refuseOpenIn)) {
        counts_.happened(Chaos::OpenRefused);
        return -1;
    }
    lead(request);
    int fd = ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    if (fd >= 0) {
        fd = recycled(fd);
        open_[fd] = request.purpose;
        ++opened;
    }
    return fd;
}

void ChaosLoop::close(int fd, SocketPurpose /*purpose*/) {
    sometimesCall();
    open_.erase(fd);
    ++closed;
    closed_.push_back(fd);
    closedIn_[fd] = turn_;
    ::close(fd);
}

// Moves a new socket to a number that was closed in this turn or the one before, if one is free:
// the kernel gives out the lowest, which the servers of the same process may have taken meanwhile.
int ChaosLoop::recycled(int fd) {
    for (const auto& [number, turn] : closedIn_) {
        if (turn + 1 < turn_ || (number != fd && ::fcntl(number, F_GETFD) >= 0)) {
            continue;
        }
        if (number != fd) {
            ::dup2(fd, number);
            ::fcntl(number, F_SETFD, FD_CLOEXEC);
            ::close(fd);
        }
        counts_.happened(Chaos::FdRecycled);
        return number;
    }
    return fd;
}

void ChaosLoop::lead(SocketRequest& request) const {
    const std::string literal = literalOf(request);
    if (literal == kHangingAddress) {
        request.addressLength = toSocketAddress(loopback4(), hangingPort_, request.address);
    } else if (literal == kGoodAddress) {
        request.addressLength = toSocketAddress(loopback4(), request.port, request.address);
    }
}

void ChaosLoop::sometimesCall() {
    if (inCallback && random_.chance(2)) {
        inCallback();
    }
}

}  // namespace penstock
