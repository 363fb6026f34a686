#include "tests/scenarios/world.h"

#include <QtGlobal>

#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace penstock {

namespace {

constexpr Duration kLongWait = std::chrono::seconds(1);
constexpr int kMoment = 2;  // ms

OriginConfig originConfig(WorldOptions& options, const TestCa& ca, const FakeClock& clock) {
    OriginConfig config = std::move(options.origin);
    config.clock = clock;
    if (options.tls && !config.tls.certificate) {
        config.tls.certificate = ca.issue(localhostCert());
    }
    return config;
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

}  // namespace

World::World(WorldOptions options) : options_(std::move(options)) {
    ::setenv("CARES_HOSTS", "/dev/null", 0);  // what this machine calls its hosts is not the test's
    edges_ = UniqueFd(options_.edgeTriggered ? ::epoll_create1(EPOLL_CLOEXEC) : -1);
    origin = std::make_unique<Origin>(originConfig(options_, ca, clock));
    writeFile(state_.file("resolv.conf"), resolvConf());
    writeFile(state_.file("ca.pem"), ca.caPem());
    begin();
}

World::~World() {
    engine.reset();
    shadow.checkGone();
}

void World::begin() {
    EngineConfig config;
    config.limits = options_.limits;
    config.limits.connections = options_.connections;
    config.journal = {options_.journal, state_.file("list.db"), std::chrono::milliseconds(0)};
    config.caFile = state_.file("ca.pem");
    config.resolvConf = state_.file("resolv.conf");
    config.dnsPort = dns.port();
    config.edgeTriggered = options_.edgeTriggered;
    config.inlineWorkers = true;
    if (options_.jobsTake) {
        config.workers = [this](std::function<void()> wake) {
            auto queue = std::make_unique<SlowQueue>(clock, options_.jobsTake, std::move(wake));
            slow_ = queue.get();
            return queue;
        };
    }
    config.edgeTriggered = options_.edgeTriggered;
    if (options_.byProxy) {
        config.proxies.http = config.proxies.https = std::make_shared<const Proxy>(
            Proxy{Proxy::Kind::Http, "127.0.0.1", origin->port(), {}, {}});
    }
    config.files = disk;
    config.sessions = options_.sessions;
    config.trace = options_.trace;
    config.clock = clock;
    config.wallClock = [this] {
        return wall();
    };
    config.seed = 1;
    config.returning = [this](EntryPoint from) {
        if (onReturn) {
            onReturn(from);
        }
    };
    LoopCallbacks callbacks;
    callbacks.socket = [this](const Watch& watch) {
        return socketCallback(watch);
    };
    callbacks.timer = [this](auto wait) {
        return timerCallback(wait);
    };
    callbacks.wake = [this] {
        woken_ = true;
    };
    engine = shadow.make(std::move(config), std::move(callbacks), options_.hooks, *this);
}

void World::restart() {
    engine.reset();
    slow_ = nullptr;
    shadow.checkGone();
    transfers.clear();
    sockets.clear();
    woken_ = false;
    begin();
    if (options_.journal == JournalConfig::Mode::List) {
        engine->restore();
    }
}

bool World::runUntil(const std::function<bool()>& done, Duration atMost) {
    const TimePoint end = clock.now() + atMost;
    while (true) {
        settle();
        if (done()) {
            return true;
        }
        const auto next = nextDeadline();
        if (!next || *next > end) {
            return false;
        }
        if (!edges_ && *next - clock.now() >= kLongWait && comesLate()) {
            continue;
        }
        clock.advanceTo(*next);
    }
}

// On a busy machine the kernel may keep for a moment what was sent: before a deadline ends a wait,
// it gets that moment, which is the real clock's.
bool World::comesLate() {
    std::vector<pollfd> fds = watchedNow();
    return ::poll(fds.data(), fds.size(), kMoment) > 0 || origin->pump(kMoment);
}

void World::runFor(Duration duration) {
    const TimePoint end = clock.now() + duration;
    while (true) {
        settle();
        const auto next = nextDeadline();
        if (!next || *next > end) {
            break;
        }
        clock.advanceTo(*next);
    }
    clock.advanceTo(end);
    settle();
}

void World::settle() {
    int quiet = 0;
    for (int rounds = 0; quiet < 2; ++rounds) {
        if (rounds > mostRounds) {
            qFatal("The loop spins");
        }
        quiet = step() ? 0 : quiet + 1;
    }
}

bool World::runToEnd(TransferId id) {
    return runUntil(
        [&] { return state(id) == TransferState::Done || state(id) == TransferState::Failed; });
}

TransferId World::add(const std::string& url, std::function<void(TransferRequest&)> change) {
    TransferRequest request;
    request.url = url;
    request.directory = folder.path().string();
    if (change) {
        change(request);
    }
    auto id = engine->add(std::move(request));
    if (!id) {
        qFatal("add: %s", id.error().sentence.c_str());
    }
    transfers[id.value()] = *engine->snapshot(id.value());
    return id.value();
}

const TransferSnapshot& World::at(TransferId id) const {
    return transfers.at(id);
}

void World::changed(std::span<Change> inOrder) {
    for (Change& change : inOrder) {
        if (onChange) {
            onChange(change);
        }
        take(change);
    }
}

void World::take(Change& change) {
    if (auto* transfer = std::get_if<TransferSnapshot>(&change)) {
        states.push_back(transfer->state);
        transfers[transfer->id] = std::move(*transfer);
    } else if (const auto* removed = std::get_if<TransferRemoved>(&change)) {
        transfers.erase(removed->id);
    } else if (auto* socket = std::get_if<SocketSnapshot>(&change)) {
        waits.push_back(std::string(waitWord(socket->waitsFor)) + "/" +
                        deadlineWord(socket->deadline));
        sockets[socket->serial] = std::move(*socket);
    } else if (auto* closed = std::get_if<SocketClosed>(&change)) {
        sockets.erase(closed->serial);
        if (!closed->error.ok()) {
            socketErrors.push_back(std::move(closed->error));
        }
    } else {
        stopped = true;
    }
}

bool World::step() {
    bool busy = origin->pump(0);
    busy = dns.pump(0) || busy;
    busy = (slow_ != nullptr && slow_->work()) || busy;
    if (!workersHang && std::exchange(woken_, false)) {
        engine->wokenUp();
        busy = true;
    }
    busy = (edges_ ? stepEdges() : stepSockets()) || busy;
    if (timerPending && timerAt_ <= clock.now()) {
        timerPending = false;
        engine->timeoutExpired();
        busy = true;
    }
    return busy;
}

std::vector<pollfd> World::watchedNow() const {
    std::vector<pollfd> fds;
    for (const auto& [fd, interest] : watchedFds) {
        const int events =
            (wantsRead(interest) ? POLLIN : 0) | (wantsWrite(interest) ? POLLOUT : 0);
        fds.push_back({fd, static_cast<short>(events), 0});
    }
    return fds;
}

bool World::stepSockets() {
    std::vector<pollfd> fds = watchedNow();
    if (fds.empty() || ::poll(fds.data(), fds.size(), 0) <= 0) {
        return false;
    }
    for (const pollfd& ready : fds) {
        if (ready.revents != 0) {
            act(ready.fd, readinessOf(ready.revents));
        }
    }
    return true;
}

bool World::stepEdges() {
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(edges_.get(), events.data(), events.size(), 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        act(event.data.fd, readinessOf(static_cast<short>(event.events)));  // the bits are poll's
    }
    return count > 0;
}

void World::act(int fd, Readiness seen) {
    engine->socketAction(fd, distort ? distort(seen) : seen);
}

void World::watchEdges(const Watch& watch) {
    epoll_event event{};
    event.events = EPOLLET | (wantsRead(watch.interest) ? EPOLLIN : 0U) |
                   (wantsWrite(watch.interest) ? EPOLLOUT : 0U);
    event.data.fd = watch.fd;
    int operation = EPOLL_CTL_DEL;
    if (watch.interest != Interest::Nothing) {
        operation = watchedFds.contains(watch.fd) ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    }
    if (::epoll_ctl(edges_.get(), operation, watch.fd, &event) != 0) {
        qFatal("epoll_ctl: %d", errno);
    }
}

std::optional<TimePoint> World::nextDeadline() const {
    std::optional<TimePoint> nearest;
    const auto consider = [&](std::optional<TimePoint> at) {
        if (at && (!nearest || *at < *nearest)) {
            nearest = at;
        }
    };
    consider(timerPending ? std::optional(timerAt_) : std::nullopt);
    consider(origin->nextDeadline());
    consider(dns.nextDeadline());
    consider(slow_ != nullptr ? slow_->nextDeadline() : std::nullopt);
    return nearest;
}

Verdict World::socketCallback(const Watch& watch) {
    ++socketCalls;
    told.push_back(watch);
    if (onSocket) {
        onSocket(watch);
    }
    const bool refused =
        watch.interest != Interest::Nothing && refuseSocketCall > 0 && --refuseSocketCall == 0;
    if (refused) {
        return Verdict::Refused;
    }
    if (edges_) {
        watchEdges(watch);
    }
    if (watch.interest == Interest::Nothing) {
        watchedFds.erase(watch.fd);
        return Verdict::Accepted;
    }
    watchedFds[watch.fd] = watch.interest;
    return Verdict::Accepted;
}

Verdict World::timerCallback(std::optional<std::chrono::milliseconds> wait) {
    ++timerCalls;
    if (onTimer) {
        onTimer(wait);
    }
    if (refuseTimerCall > 0 && --refuseTimerCall == 0) {
        refuseTimer = true;
    }
    if (refuseTimer) {
        timerPending = false;
        return Verdict::Refused;
    }
    timerTold = wait;
    timerPending = wait.has_value();
    timerAt_ = clock.now() + wait.value_or(std::chrono::milliseconds(0));
    return Verdict::Accepted;
}

}  // namespace penstock
