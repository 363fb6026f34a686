#include "tests/support/dns_stub.h"

#include "engine/base/unique_fd.h"
#include "tests/support/dns_message.h"
#include "tests/support/server_socket.h"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <mutex>
#include <utility>

namespace penstock {

namespace {

// What an epoll entry belongs to: a TCP connection by its id, or one of these.
constexpr std::uint64_t kWakeKey = ~std::uint64_t{0};
constexpr std::uint64_t kUdpKey = kWakeKey - 1;
constexpr std::uint64_t kTcpKey = kWakeKey - 2;

constexpr int kEventsAPump = 64;
constexpr int kMaxAliases = 8;  // a loop of aliases is answered that far
constexpr std::size_t kMaxPacket = 65535;
constexpr std::size_t kLengthPrefix = 2;  // of a message over TCP (RFC 1035 section 4.2.2)
constexpr int kNameError = 3;

std::string canonical(std::string_view name) {
    std::string result(name.substr(0, name.size() - (name.ends_with('.') ? 1 : 0)));
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

constexpr std::uint16_t wire(DnsType type) {
    return static_cast<std::uint16_t>(type);
}

/// Who asked: a UDP peer, or a TCP connection.
struct Asker {
    sockaddr_in peer{};
    std::uint64_t connection = 0;  // 0: UDP

    [[nodiscard]] bool tcp() const { return connection != 0; }
};

struct Connection {
    UniqueFd fd;
    std::string in;
};

/// Datagrams that a resolver must not take for the answer.
std::vector<std::string> junkFor(const DnsQuestion& question) {
    DnsQuestion wrongId = question;
    wrongId.id ^= 1U;
    DnsQuestion wrongName = question;
    wrongName.name = "elsewhere.test";
    wrongName.wire = dnsWireName(wrongName.name) + question.wire.substr(question.wire.size() - 4);
    const std::string whole = dnsMessage(question, {});
    return {"", whole.substr(0, 7), dnsMessage(wrongId, {.rcode = kNameError}),
            dnsMessage(wrongName, {.rcode = kNameError})};
}

}  // namespace

/// All public: DnsStub's calls are a lock and a line each.
struct DnsStub::Impl {
    struct Outgoing {
        Asker asker;
        std::vector<std::string> messages = {};
        bool close = false;  // the TCP connection instead
    };

    explicit Impl(std::function<TimePoint()> time);

    bool pump(int timeoutMs);
    void watch(int fd, std::uint64_t key) const;
    void handle(std::uint64_t key);
    void readDatagrams();
    void acceptAll();
    void readConnection(std::uint64_t id);
    void take(std::string_view packet, const Asker& asker);
    [[nodiscard]] bool dropped(const DnsEntry& entry, const DnsQuestion& question) const;
    [[nodiscard]] DnsResponse responseTo(const DnsQuestion& question) const;
    void send(const Outgoing& outgoing);
    bool sendDue();
    [[nodiscard]] std::size_t asked(const std::string& name, std::uint16_t type) const;
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;

    std::function<TimePoint()> clock;
    mutable std::mutex mutex;
    UniqueFd epoll{::epoll_create1(EPOLL_CLOEXEC)};
    UniqueFd wakeUp{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    DnsSockets sockets = openDnsSockets();
    std::map<std::string, DnsEntry, std::less<>> zone;
    std::vector<DnsQuery> queries;
    std::map<std::uint64_t, Connection> connections;
    std::uint64_t lastConnection = 0;
    std::multimap<TimePoint, Outgoing> waiting;
};

DnsStub::Impl::Impl(std::function<TimePoint()> time) : clock(std::move(time)) {
    watch(wakeUp.get(), kWakeKey);
    watch(sockets.udp.get(), kUdpKey);
    watch(sockets.tcp.get(), kTcpKey);
}

void DnsStub::Impl::watch(int fd, std::uint64_t key) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = key;
    ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event);
}

bool DnsStub::Impl::pump(int timeoutMs) {
    const std::optional<TimePoint> deadline = nextDeadline();
    std::array<epoll_event, kEventsAPump> events;
    const int count = ::epoll_wait(epoll.get(), events.data(), kEventsAPump,
                                   deadline && *deadline <= clock() ? 0 : timeoutMs);
    const std::lock_guard lock(mutex);
    bool worked = false;
    for (int i = 0; i < count; ++i) {
        const std::uint64_t key = events.at(static_cast<std::size_t>(i)).data.u64;
        worked = worked || key != kWakeKey;
        handle(key);
    }
    return sendDue() || worked;
}

void DnsStub::Impl::handle(std::uint64_t key) {
    if (key == kWakeKey) {
        eventfd_t ignored = 0;
        ::eventfd_read(wakeUp.get(), &ignored);
    } else if (key == kUdpKey) {
        readDatagrams();
    } else if (key == kTcpKey) {
        acceptAll();
    } else {
        readConnection(key);
    }
}

void DnsStub::Impl::readDatagrams() {
    std::string packet(kMaxPacket, '\0');
    for (;;) {
        Asker asker;
        socklen_t length = sizeof asker.peer;
        const ssize_t count = ::recvfrom(sockets.udp.get(), packet.data(), packet.size(), 0,
                                         reinterpret_cast<sockaddr*>(&asker.peer), &length);
        if (count < 0) {
            return;
        }
        take(std::string_view(packet).substr(0, static_cast<std::size_t>(count)), asker);
    }
}

void DnsStub::Impl::acceptAll() {
    for (;;) {
        UniqueFd fd(::accept4(sockets.tcp.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!fd) {
            return;
        }
        watch(fd.get(), ++lastConnection);
        connections[lastConnection].fd = std::move(fd);
    }
}

void DnsStub::Impl::readConnection(std::uint64_t id) {
    const auto found = connections.find(id);
    if (found == connections.end()) {
        return;
    }
    std::string& in = found->second.in;
    std::array<char, 4096> scratch;
    const ssize_t count = ::recv(found->second.fd.get(), scratch.data(), scratch.size(), 0);
    if (count <= 0) {
        connections.erase(found);
        return;
    }
    in.append(scratch.data(), static_cast<std::size_t>(count));
    while (in.size() >= kLengthPrefix) {
        const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(in[0])) << 8U |
                                 static_cast<unsigned char>(in[1]);
        if (in.size() < kLengthPrefix + size) {
            return;
        }
        const std::string packet = in.substr(kLengthPrefix, size);
        in.erase(0, kLengthPrefix + size);
        take(packet, {.connection = id});
    }
}

void DnsStub::Impl::take(std::string_view packet, const Asker& asker) {
    const std::optional<DnsQuestion> question = parseDnsQuery(packet);
    if (!question) {
        return;
    }
    const TimePoint now = clock();
    queries.push_back({question->name, static_cast<DnsType>(question->type), asker.tcp(), now});
    const auto found = zone.find(question->name);
    const DnsEntry entry = found != zone.end() ? found->second : DnsEntry{};
    if (dropped(entry, *question)) {
        return;
    }
    DnsResponse response = responseTo(*question);
    std::string message = dnsMessage(*question, response);
    if (!asker.tcp() && (entry.truncate || message.size() > question->udpLimit)) {
        response.truncated = true;
        message = dnsMessage(*question, response);
    }
    Outgoing outgoing{.asker = asker, .close = asker.tcp() && entry.closeTcp};
    if (entry.junkFirst && !asker.tcp()) {
        outgoing.messages = junkFor(*question);
    }
    outgoing.messages.push_back(std::move(message));
    const auto delay = question->type == wire(DnsType::Aaaa) ? entry.delayAaaa : entry.delayA;
    waiting.emplace(now + delay, std::move(outgoing));
}

bool DnsStub::Impl::dropped(const DnsEntry& entry, const DnsQuestion& question) const {
    const bool six = question.type == wire(DnsType::Aaaa);
    return (six ? entry.dropAaaa : entry.dropA) ||
           asked(question.name, question.type) <= entry.dropFirst;
}

DnsResponse DnsStub::Impl::responseTo(const DnsQuestion& question) const {
    DnsResponse response;
    std::string name = question.name;
    for (int aliases = 0; aliases <= kMaxAliases; ++aliases) {
        const auto found = zone.find(name);
        if (found == zone.end()) {
            response.rcode = kNameError;
            return response;
        }
        const DnsEntry& entry = found->second;
        if (entry.rcode != 0) {
            return {.rcode = entry.rcode};
        }
        if (!entry.cname.empty()) {
            const std::string target = canonical(entry.cname);
            response.records.push_back(
                {name, wire(DnsType::Cname), entry.ttl, dnsWireName(target)});
            name = target;
            continue;
        }
        const bool four = question.type == wire(DnsType::A);
        const bool six = question.type == wire(DnsType::Aaaa);
        for (const std::string& literal : four ? entry.a : entry.aaaa) {
            if (four || six) {
                response.records.push_back(
                    {name, question.type, entry.ttl, dnsWireAddress(literal)});
            }
        }
        return response;
    }
    return response;
}

/// The answers are small: what the socket does not take at once is lost with its connection.
void DnsStub::Impl::send(const Outgoing& outgoing) {
    if (!outgoing.asker.tcp()) {
        for (const std::string& message : outgoing.messages) {
            ::sendto(sockets.udp.get(), message.data(), message.size(), MSG_NOSIGNAL,
                     reinterpret_cast<const sockaddr*>(&outgoing.asker.peer),
                     sizeof outgoing.asker.peer);
        }
        return;
    }
    const auto found = connections.find(outgoing.asker.connection);
    if (found == connections.end()) {
        return;
    }
    if (outgoing.close) {
        connections.erase(found);
        return;
    }
    const std::string& message = outgoing.messages.back();
    std::string out{static_cast<char>(message.size() >> 8U), static_cast<char>(message.size())};
    out += message;
    if (::send(found->second.fd.get(), out.data(), out.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(out.size())) {
        connections.erase(found);
    }
}

bool DnsStub::Impl::sendDue() {
    const TimePoint now = clock();
    bool any = false;
    while (!waiting.empty() && waiting.begin()->first <= now) {
        const auto next = waiting.extract(waiting.begin());
        send(next.mapped());
        any = true;
    }
    return any;
}

std::size_t DnsStub::Impl::asked(const std::string& name, std::uint16_t type) const {
    return static_cast<std::size_t>(
        std::count_if(queries.begin(), queries.end(), [&name, type](const DnsQuery& query) {
            return query.name == name && wire(query.type) == type;
        }));
}

std::optional<TimePoint> DnsStub::Impl::nextDeadline() const {
    const std::lock_guard lock(mutex);
    return waiting.empty() ? std::nullopt : std::optional(waiting.begin()->first);
}

DnsStub::DnsStub(std::function<TimePoint()> clock)
    : impl_(std::make_unique<Impl>(std::move(clock))) {}

DnsStub::~DnsStub() = default;

bool DnsStub::pump(int timeoutMs) {
    return impl_->pump(timeoutMs);
}

std::optional<TimePoint> DnsStub::nextDeadline() const {
    return impl_->nextDeadline();
}

int DnsStub::pollFd() const {
    return impl_->epoll.get();
}

void DnsStub::wake() {
    ::eventfd_write(impl_->wakeUp.get(), 1);
}

std::uint16_t DnsStub::port() const {
    return impl_->sockets.port;
}

void DnsStub::add(std::string_view name, DnsEntry entry) {
    const std::lock_guard lock(impl_->mutex);
    impl_->zone.insert_or_assign(canonical(name), std::move(entry));
}

std::vector<DnsQuery> DnsStub::queries() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->queries;
}

std::size_t DnsStub::queryCount(std::string_view name, DnsType type) const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->asked(canonical(name), wire(type));
}

std::vector<std::string> manyAddresses(std::size_t count) {
    std::vector<std::string> addresses;
    for (std::size_t i = 0; i < count; ++i) {
        addresses.push_back("127.1." + std::to_string(i / 256) + "." + std::to_string(i % 256));
    }
    return addresses;
}

std::string resolvConf() {
    return "nameserver 127.0.0.1\noptions attempts:1\n";
}

}  // namespace penstock
