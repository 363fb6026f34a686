#include "tests/support/origin.h"

#include "tests/support/origin_connection.h"
#include "tests/support/origin_stream.h"
#include "tests/support/server_socket.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

namespace penstock {

namespace {

/// Of the whole address, too, as a proxy is told it (RFC 9112 section 3.2.2).
std::string_view pathOf(std::string_view target) {
    constexpr std::string_view kScheme = "http://";
    if (target.starts_with(kScheme)) {
        target.remove_prefix(std::min(target.find('/', kScheme.size()), target.size()));
    }
    return target.substr(0, target.find('?'));
}

// What an epoll entry or a deadline belongs to: a connection by its id, or one of these.
constexpr std::uint64_t kWakeKey = ~std::uint64_t{0};
constexpr std::uint64_t kAcceptKey = kWakeKey - 1;
constexpr std::uint64_t kListenerKeys = std::uint64_t{1} << 63U;

constexpr int kEventsAPump = 256;
constexpr std::chrono::milliseconds kAcceptPause{50};  // when the process has no descriptor left

}  // namespace

/// All public: Origin's calls are a lock and a line each.
struct Origin::Impl final : OriginConnection::Host {
    struct Listener {
        UniqueFd fd;
        bool tls = false;
    };

    struct Entry {
        std::unique_ptr<OriginConnection> connection;
        std::uint32_t events = 0;
        std::optional<TimePoint> deadline;
    };

    struct Served {
        Rule rule;
        std::uint32_t requests = 0;
    };

    explicit Impl(OriginConfig given);

    bool pump(int timeoutMs);
    template <typename Action>
    void forEachConnection(Action action);

    [[nodiscard]] TimePoint now() const override { return config.clock(); }

    OriginConnection::Answer answer(RequestLog request) override;
    void bodySent(std::size_t log, std::uint64_t bytes) override;

    [[nodiscard]] std::chrono::milliseconds delayGoodbye() const override { return goodbye; }

    std::uint16_t listenOn(bool tls);
    void watch(int operation, int fd, std::uint64_t key, std::uint32_t events) const;
    void handle(std::uint64_t key);
    void acceptAll(const Listener& listener);
    void admit(UniqueFd socket, bool tls);
    void runConnection(std::uint64_t id);
    void settle(std::uint64_t id, Entry& entry);
    void watchListeners(std::uint32_t events) const;
    bool runDue();
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;

    OriginConfig config;
    mutable std::mutex mutex;
    UniqueFd epoll;
    UniqueFd wakeUp;
    std::unique_ptr<OriginTls> tlsSide;
    std::vector<Listener> listeners;
    std::uint16_t port;
    std::uint16_t tlsPort = 0;
    std::vector<RawStep> greeting;
    std::chrono::milliseconds goodbye{0};
    std::map<std::string, Served, std::less<>> rules;
    std::vector<RequestLog> requests;
    std::uint64_t accepted = 0;
    std::unordered_map<std::uint64_t, Entry> connections;
    std::set<std::pair<TimePoint, std::uint64_t>> deadlines;
};

Origin::Impl::Impl(OriginConfig given)
    : config(std::move(given)),
      epoll(::epoll_create1(EPOLL_CLOEXEC)),
      wakeUp(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      port(listenOn(false)) {
    watch(EPOLL_CTL_ADD, wakeUp.get(), kWakeKey, EPOLLIN);
    if (config.tls.certificate) {
        tlsSide = std::make_unique<OriginTls>(config.tls);
        tlsPort = listenOn(true);
    }
}

std::uint16_t Origin::Impl::listenOn(bool tls) {
    ListeningSockets sockets = listenOnLoopback(config.addresses);
    for (UniqueFd& socket : sockets.sockets) {
        watch(EPOLL_CTL_ADD, socket.get(), kListenerKeys + listeners.size(), EPOLLIN);
        listeners.push_back({std::move(socket), tls});
    }
    return sockets.port;
}

void Origin::Impl::watch(int operation, int fd, std::uint64_t key, std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    ::epoll_ctl(epoll.get(), operation, fd, &event);
}

bool Origin::Impl::pump(int timeoutMs) {
    const std::optional<TimePoint> deadline = nextDeadline();
    std::array<epoll_event, kEventsAPump> events;
    const int count = ::epoll_wait(epoll.get(), events.data(), kEventsAPump,
                                   deadline && *deadline <= now() ? 0 : timeoutMs);
    const std::lock_guard lock(mutex);
    bool worked = false;
    for (int i = 0; i < count; ++i) {
        const std::uint64_t key = events.at(static_cast<std::size_t>(i)).data.u64;
        worked = worked || key != kWakeKey;
        handle(key);
    }
    return runDue() || worked;
}

void Origin::Impl::handle(std::uint64_t key) {
    if (key == kWakeKey) {
        eventfd_t ignored = 0;
        ::eventfd_read(wakeUp.get(), &ignored);
    } else if (key >= kListenerKeys) {
        const auto index = static_cast<std::size_t>(key - kListenerKeys);
        if (index < listeners.size()) {  // not after stopAccepting()
            acceptAll(listeners[index]);
        }
    } else {
        runConnection(key);
    }
}

void Origin::Impl::acceptAll(const Listener& listener) {
    for (;;) {
        UniqueFd socket(
            ::accept4(listener.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket) {
            admit(std::move(socket), listener.tls);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE) {
            // The socket stays readable: looking away for a while is better than spinning.
            watchListeners(0);
            deadlines.emplace(now() + kAcceptPause, kAcceptKey);
        }
        return;
    }
}

void Origin::Impl::watchListeners(std::uint32_t events) const {
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        watch(EPOLL_CTL_MOD, listeners[i].fd.get(), kListenerKeys + i, events);
    }
}

void Origin::Impl::admit(UniqueFd socket, bool tls) {
    const std::uint64_t id = ++accepted;
    if (config.maxConnections > 0 && connections.size() >= config.maxConnections) {
        return;
    }
    prepareAccepted(socket.get(), config.sendBuffer);
    std::unique_ptr<OriginStream> stream = tls ? tlsSide->accept(std::move(socket))
                                               : std::make_unique<OriginStream>(std::move(socket));
    const TimePoint beginAt = tls ? now() + config.delayHandshake : now();
    Entry entry;
    entry.connection = std::make_unique<OriginConnection>(
        id, std::move(stream), *this, tls ? std::deque<OriginPiece>{} : piecesOf(greeting),
        beginAt);
    watch(EPOLL_CTL_ADD, entry.connection->fd(), id, 0);
    connections.emplace(id, std::move(entry));
    runConnection(id);
}

void Origin::Impl::runConnection(std::uint64_t id) {
    const auto found = connections.find(id);
    if (found != connections.end()) {
        found->second.connection->run();
        settle(id, found->second);
    }
}

/// Watches and waits for what the connection now wants, or forgets it.
void Origin::Impl::settle(std::uint64_t id, Entry& entry) {
    const OriginConnection& connection = *entry.connection;
    const bool closed = connection.closed();
    const std::optional<TimePoint> deadline = closed ? std::nullopt : connection.deadline();
    if (deadline != entry.deadline) {
        if (entry.deadline) {
            deadlines.erase({*entry.deadline, id});
        }
        if (deadline) {
            deadlines.emplace(*deadline, id);
        }
        entry.deadline = deadline;
    }
    if (closed) {
        connections.erase(id);
        return;
    }
    const std::uint32_t events = (connection.wantsRead() ? std::uint32_t{EPOLLIN} : 0U) |
                                 (connection.wantsWrite() ? std::uint32_t{EPOLLOUT} : 0U);
    if (events != entry.events) {
        watch(EPOLL_CTL_MOD, connection.fd(), id, events);
        entry.events = events;
    }
}

bool Origin::Impl::runDue() {
    bool any = false;
    const TimePoint time = now();
    while (!deadlines.empty() && deadlines.begin()->first <= time) {
        const std::uint64_t key = deadlines.begin()->second;
        deadlines.erase(deadlines.begin());
        any = true;
        if (key == kAcceptKey) {
            watchListeners(EPOLLIN);
        } else if (const auto found = connections.find(key); found != connections.end()) {
            found->second.deadline.reset();
            runConnection(key);
        }
    }
    return any;
}

std::optional<TimePoint> Origin::Impl::nextDeadline() const {
    const std::lock_guard lock(mutex);
    return deadlines.empty() ? std::nullopt : std::optional(deadlines.begin()->first);
}

OriginConnection::Answer Origin::Impl::answer(RequestLog request) {
    const auto found = rules.find(pathOf(request.target));
    const Rule* rule = nullptr;
    if (found != rules.end()) {
        rule = &found->second.rule;
        request.numberForRule = ++found->second.requests;
    }
    request.time = now();
    OriginConnection::Answer answer{answerOf(rule, request), requests.size()};
    requests.push_back(std::move(request));
    return answer;
}

void Origin::Impl::bodySent(std::size_t log, std::uint64_t bytes) {
    requests[log].bodyBytesSent += bytes;
}

template <typename Action>
void Origin::Impl::forEachConnection(Action action) {
    const std::lock_guard lock(mutex);
    for (auto next = connections.begin(); next != connections.end();) {
        const auto current = next++;  // settle() may erase it
        action(*current->second.connection);
        settle(current->first, current->second);
    }
}

Origin::Origin(OriginConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}

Origin::~Origin() = default;

bool Origin::pump(int timeoutMs) {
    return impl_->pump(timeoutMs);
}

std::optional<TimePoint> Origin::nextDeadline() const {
    return impl_->nextDeadline();
}

int Origin::pollFd() const {
    return impl_->epoll.get();
}

void Origin::wake() {
    ::eventfd_write(impl_->wakeUp.get(), 1);
}

std::uint16_t Origin::port() const {
    return impl_->port;
}

std::uint16_t Origin::tlsPort() const {
    return impl_->tlsPort;
}

std::string Origin::url(std::string_view path, std::string_view host) const {
    return "http://" + std::string(host) + ":" + std::to_string(port()) + std::string(path);
}

std::string Origin::tlsUrl(std::string_view path, std::string_view host) const {
    return "https://" + std::string(host) + ":" + std::to_string(tlsPort()) + std::string(path);
}

void Origin::serve(Rule rule) {
    const std::lock_guard lock(impl_->mutex);
    std::string path = rule.path;
    impl_->rules.insert_or_assign(std::move(path), Impl::Served{std::move(rule)});
}

void Origin::setGreeting(std::vector<RawStep> greeting) {
    const std::lock_guard lock(impl_->mutex);
    impl_->greeting = std::move(greeting);
}

void Origin::setCertificate(const TestCertificate& certificate) {
    const std::lock_guard lock(impl_->mutex);
    impl_->tlsSide->present(certificate);
}

void Origin::setDelayHandshake(std::chrono::milliseconds delay) {
    const std::lock_guard lock(impl_->mutex);
    impl_->config.delayHandshake = delay;
}

void Origin::setDelayGoodbye(std::chrono::milliseconds delay) {
    const std::lock_guard lock(impl_->mutex);
    impl_->goodbye = delay;
}

void Origin::forgetTlsSessions() {
    const std::lock_guard lock(impl_->mutex);
    impl_->tlsSide->forgetSessions();
}

void Origin::stopAccepting() {
    const std::lock_guard lock(impl_->mutex);
    impl_->listeners.clear();
}

void Origin::closeIdle() {
    impl_->forEachConnection([](OriginConnection& connection) { connection.closeIfIdle(); });
}

void Origin::resetAll() {
    impl_->forEachConnection([](OriginConnection& connection) { connection.reset(); });
}

std::vector<RequestLog> Origin::requests() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->requests;
}

std::vector<RequestLog> Origin::requestsFor(std::string_view path) const {
    std::vector<RequestLog> found = requests();
    std::erase_if(found,
                  [path](const RequestLog& request) { return pathOf(request.target) != path; });
    return found;
}

std::size_t Origin::acceptedConnections() const {
    const std::lock_guard lock(impl_->mutex);
    return static_cast<std::size_t>(impl_->accepted);
}

std::size_t Origin::openConnections() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->connections.size();
}

}  // namespace penstock
