#include "tests/net/loop_host.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace penstock {

namespace {

constexpr std::chrono::seconds kPatience{20};
constexpr int kLongestWaitMs = 50;  // completions of workers make no descriptor ready here

Readiness readinessOf(short seen) {
    Readiness readiness = Readiness::Nothing;
    if ((seen & POLLIN) != 0) {
        readiness = readiness | Readiness::Read;
    }
    if ((seen & POLLOUT) != 0) {
        readiness = readiness | Readiness::Write;
    }
    return (seen & (POLLERR | POLLHUP)) != 0 ? readiness | Readiness::Error : readiness;
}

short eventsOf(Interest interest) {
    const int events = (wantsRead(interest) ? POLLIN : 0) | (wantsWrite(interest) ? POLLOUT : 0);
    return static_cast<short>(events);
}

}  // namespace

LoopHost::LoopHost(std::function<TimePoint()> clock, std::unique_ptr<WorkQueue> workers)
    : clock_(std::move(clock)), time_(clock_()), workers_(std::move(workers)) {}

LoopHost::LoopHost(const FakeClock& clock)
    : clock_(clock), now_(&clock.now()), workers_(makeInlineWorkQueue([] {})) {}

LoopHost::~LoopHost() {
    for (const auto& [fd, serial] : fds_) {
        ::close(fd);
    }
}

Result<OpenedSocket> LoopHost::openSocket(SocketRequest& request) {
    if (openHook) {
        if (const auto refused = openHook(request)) {
            return *refused;
        }
    }
    opened.push_back(request);
    int fd = connectedHook ? connectedHook(request) : -1;
    OpenedSocket made;
    made.connected = fd >= 0;
    if (fd < 0) {
        fd =
            ::socket(request.family, request.type | SOCK_NONBLOCK | SOCK_CLOEXEC, request.protocol);
    }
    if (fd < 0) {
        return Error{ErrorKind::ConnectFailed, "No socket could be opened", {}, errno};
    }
    fds_[fd] = ++lastSerial_;
    SocketSnapshot row;
    row.serial = lastSerial_;
    row.fd = fd;
    made.socket = Socket(*this, fd, {table_, table_.open(std::move(row), nullptr)});
    return made;
}

void LoopHost::lookupStep(std::uint64_t serial, const std::string& host, const std::string& peer,
                          TimePoint since, TimePoint until) {
    rows[serial] = {host, peer, since, until};
}

void LoopHost::retire(int fd, std::uint64_t serial) noexcept {
    if (fds_.erase(fd) == 1 && serial != 0) {
        ::close(fd);
    }
}

Step LoopHost::drive(Filter& filter, Resolver* resolver) {
    const TimePoint end = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < end) {
        if (resolver != nullptr) {
            workers_->drain();
            resolver->run();
        }
        popDue();
        const Step step = filter.connect();
        if (step != Step::Blocked) {
            return step;
        }
        PollSet set;
        filter.adjustPollSet(set, false, false);
        wait(set, resolver);
    }
    return Step::Blocked;
}

bool LoopHost::driveUntil(Resolver& resolver, const std::function<bool()>& done) {
    const TimePoint end = std::chrono::steady_clock::now() + kPatience;
    while (!done() && std::chrono::steady_clock::now() < end) {
        wait({}, &resolver);
        workers_->drain();
        resolver.run();
    }
    return done();
}

void LoopHost::wait(const PollSet& set, Resolver* resolver) {
    PollSet dns;
    if (resolver != nullptr) {
        resolver->adjustPollSet(dns);
    }
    std::vector<pollfd> polled;
    for (const PollSet* part : {&std::as_const(dns), &set}) {
        for (const PollSet::Entry& entry : part->entries()) {
            polled.push_back({entry.fd, eventsOf(entry.interest), 0});
        }
    }
    ::poll(polled.data(), polled.size(), waitMs());
    time_ = clock_();
    for (std::size_t i = 0; i < dns.entries().size(); ++i) {
        if (polled[i].revents != 0) {
            resolver->ready(polled[i].fd, readinessOf(polled[i].revents));
        }
    }
    if (resolver != nullptr && resolverDeadline && *resolverDeadline <= now()) {
        resolverDeadline.reset();
        resolver->expired();
    }
}

bool LoopHost::popDue() {
    time_ = clock_();
    bool any = false;
    while (TimerNode* node = timers.popDue(*now_)) {
        node->owner().expired(*now_);
        any = true;
    }
    return any;
}

void LoopHost::expired(TimePoint now) {
    if (deadlines.popped(now)) {
        deadlines.collect(now);
    }
}

int LoopHost::waitMs() const {
    TimePoint nearest = now() + std::chrono::milliseconds{kLongestWaitMs};
    if (resolverDeadline) {
        nearest = std::min(nearest, *resolverDeadline);
    }
    if (const auto next = timers.next()) {
        nearest = std::min(nearest, *next);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(nearest - now());
    return std::max(0, static_cast<int>(left.count()));
}

}  // namespace penstock
