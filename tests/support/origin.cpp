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

    explicit Impl(OriginConfig config);

    bool pump(int timeoutMs);
    template <typename Action>
    void forEachConnection(Action action);

    [[nodiscard]] TimePoint now() const override { return config_.clock(); }

    OriginConnection::Answer answer(RequestLog request) override;
    void bodySent(std::size_t log, std::uint64_t bytes) override;

    std::uint16_t listenOn(std::uint16_t port, bool tls);
    void watch(int operation, int fd, std::uint64_t key, std::uint32_t events) const;
    void handle(std::uint64_t key);
    void acceptAll(const Listener& listener);
    void admit(UniqueFd socket, bool tls);
    void runConnection(std::uint64_t id);
    void settle(std::uint64_t id, Entry& entry);
    void watchListeners(std::uint32_t events) const;
    bool runDue();
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;

    OriginConfig config_;
    mutable std::mutex mutex_;
    UniqueFd epoll_;
    UniqueFd wake_;
    std::unique_ptr<OriginTls> tls_;
    std::vector<Listener> listeners_;
    std::uint16_t port_ = 0;
    std::uint16_t tlsPort_ = 0;
    std::vector<RawStep> greeting_;
    std::map<std::string, Served, std::less<>> rules_;
    std::vector<RequestLog> log_;
    std::uint64_t accepted_ = 0;
    std::unordered_map<std::uint64_t, Entry> connections_;
    std::set<std::pair<TimePoint, std::uint64_t>> deadlines_;
};

Origin::Impl::Impl(OriginConfig config)
    : config_(std::move(config)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    watch(EPOLL_CTL_ADD, wake_.get(), kWakeKey, EPOLLIN);
    port_ = listenOn(0, false);
    if (config_.tls.certificate) {
        tls_ = std::make_unique<OriginTls>(config_.tls);
        tlsPort_ = listenOn(0, true);
    }
}

std::uint16_t Origin::Impl::listenOn(std::uint16_t port, bool tls) {
    ListeningSockets sockets = listenOnLoopback(config_.addresses, port);
    for (UniqueFd& socket : sockets.sockets) {
        watch(EPOLL_CTL_ADD, socket.get(), kListenerKeys + listeners_.size(), EPOLLIN);
        listeners_.push_back({std::move(socket), tls});
    }
    return sockets.port;
}

void Origin::Impl::watch(int operation, int fd, std::uint64_t key, std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    ::epoll_ctl(epoll_.get(), operation, fd, &event);
}

bool Origin::Impl::pump(int timeoutMs) {
    const std::optional<TimePoint> deadline = nextDeadline();
    std::array<epoll_event, kEventsAPump> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), kEventsAPump,
                                   deadline && *deadline <= now() ? 0 : timeoutMs);
    const std::lock_guard lock(mutex_);
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
        ::eventfd_read(wake_.get(), &ignored);
    } else if (key >= kListenerKeys) {
        const auto index = static_cast<std::size_t>(key - kListenerKeys);
        if (index < listeners_.size()) {  // not after stopAccepting()
            acceptAll(listeners_[index]);
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
            deadlines_.emplace(now() + kAcceptPause, kAcceptKey);
        }
        return;
    }
}

void Origin::Impl::watchListeners(std::uint32_t events) const {
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
        watch(EPOLL_CTL_MOD, listeners_[i].fd.get(), kListenerKeys + i, events);
    }
}

void Origin::Impl::admit(UniqueFd socket, bool tls) {
    const std::uint64_t id = ++accepted_;
    if (config_.maxConnections > 0 && connections_.size() >= config_.maxConnections) {
        return;
    }
    prepareAccepted(socket.get(), config_.sendBuffer);
    std::unique_ptr<OriginStream> stream =
        tls ? tls_->accept(std::move(socket)) : std::make_unique<OriginStream>(std::move(socket));
    const TimePoint beginAt = tls ? now() + config_.delayHandshake : now();
    Entry entry;
    entry.connection = std::make_unique<OriginConnection>(
        id, std::move(stream), *this, tls ? std::deque<OriginPiece>{} : piecesOf(greeting_),
        beginAt);
    watch(EPOLL_CTL_ADD, entry.connection->fd(), id, 0);
    connections_.emplace(id, std::move(entry));
    runConnection(id);
}

void Origin::Impl::runConnection(std::uint64_t id) {
    const auto found = connections_.find(id);
    if (found != connections_.end()) {
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
            deadlines_.erase({*entry.deadline, id});
        }
        if (deadline) {
            deadlines_.emplace(*deadline, id);
        }
        entry.deadline = deadline;
    }
    if (closed) {
        connections_.erase(id);
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
    while (!deadlines_.empty() && deadlines_.begin()->first <= time) {
        const std::uint64_t key = deadlines_.begin()->second;
        deadlines_.erase(deadlines_.begin());
        any = true;
        if (key == kAcceptKey) {
            watchListeners(EPOLLIN);
        } else if (const auto found = connections_.find(key); found != connections_.end()) {
            found->second.deadline.reset();
            runConnection(key);
        }
    }
    return any;
}

std::optional<TimePoint> Origin::Impl::nextDeadline() const {
    const std::lock_guard lock(mutex_);
    return deadlines_.empty() ? std::nullopt : std::optional(deadlines_.begin()->first);
}

OriginConnection::Answer Origin::Impl::answer(RequestLog request) {
    const std::string_view target = request.target;
    const auto found = rules_.find(target.substr(0, target.find('?')));
    const Rule* rule = nullptr;
    if (found != rules_.end()) {
        rule = &found->second.rule;
        request.numberForRule = ++found->second.requests;
    }
    request.time = now();
    OriginConnection::Answer answer{answerOf(rule, request), log_.size()};
    log_.push_back(std::move(request));
    return answer;
}

void Origin::Impl::bodySent(std::size_t log, std::uint64_t bytes) {
    log_[log].bodyBytesSent += bytes;
}

template <typename Action>
void Origin::Impl::forEachConnection(Action action) {
    const std::lock_guard lock(mutex_);
    for (auto next = connections_.begin(); next != connections_.end();) {
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
    return impl_->epoll_.get();
}

void Origin::wake() {
    ::eventfd_write(impl_->wake_.get(), 1);
}

std::uint16_t Origin::port() const {
    return impl_->port_;
}

std::uint16_t Origin::tlsPort() const {
    return impl_->tlsPort_;
}

std::string Origin::url(std::string_view path, std::string_view host) const {
    return "http://" + std::string(host) + ":" + std::to_string(port()) + std::string(path);
}

std::string Origin::tlsUrl(std::string_view path, std::string_view host) const {
    return "https://" + std::string(host) + ":" + std::to_string(tlsPort()) + std::string(path);
}

void Origin::serve(Rule rule) {
    const std::lock_guard lock(impl_->mutex_);
    std::string path = rule.path;
    impl_->rules_.insert_or_assign(std::move(path), Impl::Served{std::move(rule)});
}

void Origin::setGreeting(std::vector<RawStep> greeting) {
    const std::lock_guard lock(impl_->mutex_);
    impl_->greeting_ = std::move(greeting);
}

void Origin::setCertificate(const TestCertificate& certificate) {
    const std::lock_guard lock(impl_->mutex_);
    impl_->tls_->present(certificate);
}

void Origin::setDelayHandshake(std::chrono::milliseconds delay) {
    const std::lock_guard lock(impl_->mutex_);
    impl_->config_.delayHandshake = delay;
}

void Origin::stopAccepting() {
    const std::lock_guard lock(impl_->mutex_);
    impl_->listeners_.clear();
}

void Origin::closeIdle() {
    impl_->forEachConnection([](OriginConnection& connection) { connection.closeIfIdle(); });
}

void Origin::resetAll() {
    impl_->forEachConnection([](OriginConnection& connection) { connection.reset(); });
}

std::vector<RequestLog> Origin::requests() const {
    const std::lock_guard lock(impl_->mutex_);
    return impl_->log_;
}

std::vector<RequestLog> Origin::requestsFor(std::string_view path) const {
    std::vector<RequestLog> found = requests();
    std::erase_if(found, [path](const RequestLog& request) {
        const std::string_view target = request.target;
        return target.substr(0, target.find('?')) != path;
    });
    return found;
}

std::size_t Origin::acceptedConnections() const {
    const std::lock_guard lock(impl_->mutex_);
    return static_cast<std::size_t>(impl_->accepted_);
}

std::size_t Origin::openConnections() const {
    const std::lock_guard lock(impl_->mutex_);
    return impl_->connections_.size();
}

}  // namespace penstock
