#include "engine/net/ares_channel.h"

#include "engine/base/text.h"
#include "engine/net/lookup_state.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace penstock {

namespace {

constexpr int kTimeoutMs = 2000;
constexpr int kTries = 2;
constexpr std::size_t kHeaderSize = 12;  // of a DNS message, RFC 1035 section 4.1.1

// The library's own set-up counts its calls without a lock, and engines may live on several
// threads.
int libraryReady() {
    static const int kStatus = ares_library_init(ARES_LIB_INIT_ALL);
    return kStatus;
}

// RFC 1035 section 4.1.1 and RFC 6895 section 2.3.
std::string rcodeName(unsigned rcode) {
    constexpr std::array<std::string_view, 6> kNames{"NOERROR",  "FORMERR", "SERVFAIL",
                                                     "NXDOMAIN", "NOTIMP",  "REFUSED"};
    return rcode < kNames.size() ? std::string(kNames[rcode]) : "rcode " + std::to_string(rcode);
}

ErrorKind kindOf(int status) {
    switch (status) {
        case ARES_ENOTFOUND:
        case ARES_ENONAME:
        case ARES_EBADNAME:
            return ErrorKind::DnsNotFound;
        case ARES_ENODATA:
            return ErrorKind::DnsNoData;
        case ARES_ETIMEOUT:
            return ErrorKind::DnsTimeout;
        default:
            return ErrorKind::DnsServFail;
    }
}

}  // namespace

Result<std::unique_ptr<AresChannel>> AresChannel::make(Host& host, const std::string& resolvConf,
                                                       std::uint16_t port) {
    std::unique_ptr<AresChannel> channel(new AresChannel(host));
    const int status = channel->init(resolvConf, port);
    if (status != ARES_SUCCESS) {
        return Error{ErrorKind::DnsServFail, "The name resolver's configuration cannot be used",
                     ares_strerror(status), 0};
    }
    return channel;
}

int AresChannel::init(const std::string& resolvConf, std::uint16_t port) {
    if (const int status = libraryReady(); status != ARES_SUCCESS) {
        return status;
    }
    // Name servers only: it would look a name up in the hosts file for each family alone, and take
    // the family that is missing there from them.
    std::string lookups = "b";
    std::string path = resolvConf;
    ares_options options{};
    // No domains to search: asked for one family alone, a name that has only the other would be
    // looked for in them, and be another host. What has no dot the system's resolver knows.
    int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB |
               ARES_OPT_DOMAINS;
    options.timeout = kTimeoutMs;
    options.tries = kTries;
    options.lookups = lookups.data();
    options.sock_state_cb = &AresChannel::onState;
    options.sock_state_cb_data = this;
    if (!path.empty()) {
        mask |= ARES_OPT_RESOLVCONF;
        options.resolvconf_path = path.data();
    }
    if (port != 0) {
        mask |= ARES_OPT_UDP_PORT | ARES_OPT_TCP_PORT;
        options.udp_port = port;
        options.tcp_port = port;
    }
    const int status = ares_init_options(&channel_, &options, mask);
    if (status == ARES_SUCCESS) {
        ares_set_socket_functions(channel_, &socketFunctions(), this);
    }
    return status;
}

AresChannel::~AresChannel() {
    host_ = nullptr;
    if (channel_ != nullptr) {
        ares_destroy(channel_);
    }
}

void AresChannel::ask(std::uint64_t query, const std::string& name, int family) {
    // Its own sorting would open a hidden socket for each address.
    ares_addrinfo_hints hints{};
    hints.ai_flags = ARES_AI_NOSORT;
    hints.ai_family = family;
    hints.ai_socktype = SOCK_STREAM;
    pending_.push_back(std::make_unique<Pending>(Pending{this, query, family, name, {}}));
    Pending* pending = pending_.back().get();
    ares_getaddrinfo(channel_, name.c_str(), nullptr, &hints, &AresChannel::onAnswer, pending);
}

void AresChannel::process(int fd, Readiness readiness) {
    const auto open = std::find_if(sockets_.begin(), sockets_.end(),
                                   [fd](const Open& one) { return one.socket.fd() == fd; });
    if (open == sockets_.end()) {
        return;
    }
    const int handle = open->handle;
    const auto seen = static_cast<unsigned>(readiness);
    const bool error = (seen & static_cast<unsigned>(Readiness::Error)) != 0;
    const bool read = error || (seen & static_cast<unsigned>(Readiness::Read)) != 0;
    const bool write = error || (seen & static_cast<unsigned>(Readiness::Write)) != 0;
    ares_process_fd(channel_, read ? handle : ARES_SOCKET_BAD, write ? handle : ARES_SOCKET_BAD);
}

void AresChannel::processTimeouts() {
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

std::optional<std::chrono::milliseconds> AresChannel::timeout() const {
    timeval left{};
    if (ares_timeout(channel_, nullptr, &left) == nullptr) {
        return std::nullopt;
    }
    // The library cuts to whole milliseconds; one more, or it would be asked too early, in a
    // circle.
    return std::chrono::seconds{left.tv_sec} + std::chrono::milliseconds{left.tv_usec / 1000 + 1};
}

void AresChannel::adjustPollSet(PollSet& set) const {
    for (const Open& open : sockets_) {
        if (open.interest != Interest::Nothing) {
            set.want(open.socket.fd(), open.interest);
        }
    }
}

AresChannel::Open* AresChannel::find(int handle) noexcept {
    const auto found = std::find_if(sockets_.begin(), sockets_.end(),
                                    [handle](const Open& open) { return open.handle == handle; });
    return found == sockets_.end() ? nullptr : &*found;
}

// As a socket call of its own would: 0, or −1 and errno.
int AresChannel::connect(Open& open, const sockaddr* to, socklen_t length) {
    SocketRequest request;
    request.purpose = SocketPurpose::Dns;
    request.port = portOf(to, length);
    request.family = open.family;
    request.type = open.type;
    request.protocol = open.protocol;
    if (const auto server = fromSocketAddress(to, length)) {
        request.host = addressText(*server);
    }
    std::memcpy(&request.address, to, length);
    request.addressLength = length;
    open.server = request.address;
    open.serverLength = length;
    auto opened = host_->openDnsSocket(request);
    if (!opened) {
        openError_ = opened.error();
        errno = openError_.systemError != 0 ? openError_.systemError : EACCES;
        return -1;
    }
    openError_ = {};
    open.socket = std::move(opened.value().socket);
    const auto* chosen = reinterpret_cast<const sockaddr*>(&request.address);
    const std::string peer = peerText(chosen, request.addressLength);
    open.peer = peer.empty() ? peerText(to, length) : peer;
    return opened.value().connected ? 0
                                    : ::connect(open.socket.fd(), chosen, request.addressLength);
}

void AresChannel::finish(Pending* pending, int status, const ares_addrinfo* result) {
    const auto place = std::find_if(pending_.begin(), pending_.end(),
                                    [pending](const auto& one) { return one.get() == pending; });
    const std::unique_ptr<Pending> done = std::move(*place);
    pending_.erase(place);
    if (host_ == nullptr) {
        return;
    }
    Answer answer;
    std::optional<int> ttl;  // what leads to the addresses ends their time as they do
    for (const auto* alias = result != nullptr ? result->cnames : nullptr; alias != nullptr;
         alias = alias->next) {
        ttl = std::min(ttl.value_or(alias->ttl), alias->ttl);
    }
    for (const auto* node = result != nullptr ? result->nodes : nullptr; node != nullptr;
         node = node->ai_next) {
        const auto address = fromSocketAddress(node->ai_addr, node->ai_addrlen);
        if (address && address->family == done->family &&
            answer.addresses.size() < kMostAddresses) {
            answer.addresses.push_back(*address);
            ttl = std::min(ttl.value_or(node->ai_ttl), node->ai_ttl);
        }
    }
    // A TTL with its highest bit set counts as 0 (RFC 2181 section 8).
    answer.ttl = std::chrono::seconds{std::max(ttl.value_or(0), 0)};
    if (answer.addresses.empty()) {
        answer.error = errorOf(status == ARES_SUCCESS ? ARES_ENODATA : status, *done);
    }
    host_->answered(done->query, done->family, std::move(answer));
}

Error AresChannel::errorOf(int status, const Pending& pending) const {
    if (status == ARES_ECONNREFUSED && !openError_.ok()) {
        Error error = openError_;
        error.evidence = "needed to look up " + pending.name +
                         (error.evidence.empty() ? "" : ": " + error.evidence);
        return error;
    }
    return lookupError(kindOf(status), pending.name,
                       pending.said.empty() ? ares_strerror(status) : pending.said);
}

// c-ares tells a refusal of the last name server as "could not contact"; here it is seen in
// passing.
void AresChannel::noteRefusal(const unsigned char* packet, std::size_t size,
                              const std::string& peer) {
    if (size <= kHeaderSize || (packet[3] & 0x0FU) == 0) {
        return;
    }
    char* question = nullptr;
    long taken = 0;
    if (ares_expand_name(packet + kHeaderSize, packet, static_cast<int>(size), &question, &taken) !=
        ARES_SUCCESS) {
        return;
    }
    const std::unique_ptr<char, decltype(&ares_free_string)> owner(
        question, [](void* text) { ares_free_string(text); });
    for (const auto& pending : pending_) {
        if (equalsIgnoreCase(pending->name, question)) {
            pending->said = "The name server " + peer + " answered " + rcodeName(packet[3] & 0x0FU);
        }
    }
}

const ares_socket_functions& AresChannel::socketFunctions() {
    static constexpr ares_socket_functions kFunctions{
        &AresChannel::openSocket, &AresChannel::closeSocket, &AresChannel::connectSocket,
        &AresChannel::receive, &AresChannel::sendVector};
    return kFunctions;  // c-ares keeps the pointer for as long as the channel lives
}

void AresChannel::onState(void* self, int handle, int readable, int writable) {
    if (Open* open = static_cast<AresChannel*>(self)->find(handle)) {
        open->interest = (readable != 0 ? Interest::Read : Interest::Nothing) |
                         (writable != 0 ? Interest::Write : Interest::Nothing);
    }
}

void AresChannel::onAnswer(void* pending, int status, int /*timeouts*/, ares_addrinfo* result) {
    const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owner(result,
                                                                             &ares_freeaddrinfo);
    auto* asked = static_cast<Pending*>(pending);
    asked->channel->finish(asked, status, result);
}

int AresChannel::openSocket(int family, int type, int protocol, void* self) {
    auto& channel = *static_cast<AresChannel*>(self);
    if (channel.host_ == nullptr) {
        errno = ECANCELED;
        return ARES_SOCKET_BAD;
    }
    Open open;
    open.handle = ++channel.lastHandle_;
    open.family = family;
    open.type = type;
    open.protocol = protocol;
    channel.sockets_.push_back(std::move(open));
    return channel.lastHandle_;
}

int AresChannel::closeSocket(int handle, void* self) {
    std::erase_if(static_cast<AresChannel*>(self)->sockets_,
                  [handle](const Open& open) { return open.handle == handle; });
    return 0;
}

int AresChannel::connectSocket(int handle, const sockaddr* to, socklen_t length, void* self) {
    auto& channel = *static_cast<AresChannel*>(self);
    return channel.connect(*channel.find(handle), to, length);
}

ssize_t AresChannel::receive(int handle, void* into, std::size_t size, int flags, sockaddr* from,
                             socklen_t* length, void* self) {
    auto& channel = *static_cast<AresChannel*>(self);
    const Open* open = channel.find(handle);
    const ssize_t got = ::recv(open->socket.fd(), into, size, flags);
    if (got >= 0 && from != nullptr && length != nullptr) {  // over TCP it does not ask
        // c-ares drops what another than its name server sent. The socket is connected, so the
        // kernel has done that, and to whom is the open hook's choice.
        *length = std::min(*length, open->serverLength);
        std::memcpy(from, &open->server, *length);
        channel.noteRefusal(static_cast<const unsigned char*>(into), static_cast<std::size_t>(got),
                            open->peer);
    }
    return got;
}

ssize_t AresChannel::sendVector(int handle, const iovec* parts, int count, void* self) {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(parts);  // sendmsg() only reads them
    message.msg_iovlen = static_cast<std::size_t>(count);
    const Open* open = static_cast<AresChannel*>(self)->find(handle);
    return ::sendmsg(open->socket.fd(), &message, MSG_NOSIGNAL);
}

}  // namespace penstock
