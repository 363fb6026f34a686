#include "engine/net/socket_filter.h"

#include "engine/net/private_network.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

namespace penstock {

namespace {

ErrorKind kindOf(int number) {
    switch (number) {
        case ECONNREFUSED:
            return ErrorKind::ConnectRefused;
        case ECONNRESET:
        case ECONNABORTED:
        case EPIPE:
            return ErrorKind::ConnectReset;
        case ETIMEDOUT:
            return ErrorKind::ConnectTimeout;
        case ENETUNREACH:
        case EHOSTUNREACH:
        case ENETDOWN:
        case EHOSTDOWN:
        case EADDRNOTAVAIL:  // ::1 without IPv6, for one
        case EAFNOSUPPORT:
        case EPERM:   // a local firewall
        case EACCES:  // a `prohibit` route
        case EINVAL:
            return ErrorKind::ConnectUnreachable;  // a `blackhole` route
        default:
            return ErrorKind::ConnectFailed;
    }
}

std::string phraseOf(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::ConnectRefused:
            return " refused the connection";
        case ErrorKind::ConnectReset:
            return " broke off the connection";
        case ErrorKind::ConnectTimeout:
            return " does not answer any more";
        case ErrorKind::ConnectUnreachable:
            return " cannot be reached";
        default:
            return " cannot be connected to";
    }
}

int pendingError(int fd) {
    int number = 0;
    socklen_t length = sizeof number;
    return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &length) == 0 ? number : errno;
}

// Before that, SO_ERROR is 0 for a connect that is still under way.
bool isWritable(int fd) {
    pollfd probe{fd, POLLOUT, 0};
    return ::poll(&probe, 1, 0) > 0;
}

}  // namespace

Error socketError(int number, const std::string& hostName, const std::string& peer) {
    const ErrorKind kind = kindOf(number);
    return {kind, hostName + phraseOf(kind) + " (" + peer + ")",
            std::generic_category().message(number), number};
}

SocketFilter::SocketFilter(FilterHost& host, std::string hostName, const Address& address,
                           std::uint16_t port, const SocketPolicy& policy)
    : host_(&host),
      policy_(policy),
      port_(port),
      hostName_(std::move(hostName)),
      address_(address),
      peer_(peerText(address, port)) {}

Step SocketFilter::connect() {
    switch (state_) {
        case State::Fresh:
            return begin();
        case State::Connecting:
            return checkConnect();
        case State::Connected:
            return Step::Done;
        case State::Failed:
            break;
    }
    return Step::Failed;
}

Step SocketFilter::begin() {
    if (policy_.publicOnly && isPrivateAddress(address_)) {
        return fail(privateNetworkError(hostName_));
    }
    SocketRequest request;
    request.host = hostName_;
    request.port = port_;
    request.family = address_.family;
    request.protocol = IPPROTO_TCP;
    request.addressLength = toSocketAddress(address_, port_, request.address);
    auto opened = host_->openSocket(request);
    if (!opened) {
        return fail(opened.error());
    }
    socket_ = std::move(opened.value().socket);
    const auto* to = reinterpret_cast<const sockaddr*>(&request.address);
    if (std::string peer = peerText(to, request.addressLength); !peer.empty()) {
        peer_ = std::move(peer);  // the hook may have rewritten it
    }
    socket_.row().update([this](SocketSnapshot& row) { row.peer = peer_; });
    if (opened.value().connected) {
        return connected();
    }
    socket_.row().step({SocketState::Connecting, WaitsFor::TcpConnect, DeadlineKind::Connect});
    state_ = State::Connecting;
    if (::connect(socket_.fd(), to, request.addressLength) == 0) {
        return connected();
    }
    // An interrupted connect goes on by itself; a second call would not start it again.
    return errno == EINPROGRESS || errno == EINTR ? Step::Blocked
                                                  : fail(socketError(errno, hostName_, peer_));
}

Step SocketFilter::checkConnect() {
    if (!isWritable(socket_.fd())) {
        return Step::Blocked;
    }
    const int number = pendingError(socket_.fd());
    return number == 0 ? connected() : fail(socketError(number, hostName_, peer_));
}

Step SocketFilter::connected() {
    setOptions();
    state_ = State::Connected;
    return Step::Done;
}

// What is no TCP socket (a hook's) refuses these and needs none.
void SocketFilter::setOptions() const {
    // A request is written whole and waits for its answer: never for more bytes to join it.
    const int on = 1;
    ::setsockopt(socket_.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // Not before the connect, which it would bound as well: that has a deadline of its own.
    if (policy_.unacknowledged.count() > 0) {
        constexpr std::chrono::milliseconds kLongest{std::numeric_limits<int>::max()};
        const auto limit = static_cast<int>(std::min(policy_.unacknowledged, kLongest).count());
        ::setsockopt(socket_.fd(), IPPROTO_TCP, TCP_USER_TIMEOUT, &limit, sizeof limit);
    }
}

Step SocketFilter::fail(Error error) {
    error_ = std::move(error);
    state_ = State::Failed;
    socket_.row().failed(error_);
    return Step::Failed;
}

IoResult SocketFilter::send(std::span<const std::byte> bytes) {
    ssize_t sent = 0;
    do {
        sent = ::send(socket_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0) {
        return ioFailed(errno);
    }
    return {sent > 0 ? IoResult::Kind::Bytes : IoResult::Kind::Blocked,
            static_cast<std::size_t>(sent)};
}

IoResult SocketFilter::recv(std::span<std::byte> into) {
    ssize_t got = 0;
    do {
        got = ::recv(socket_.fd(), into.data(), into.size(), 0);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return ioFailed(errno);
    }
    const auto bytes = static_cast<std::size_t>(got);
    return {got > 0 ? IoResult::Kind::Bytes : IoResult::Kind::Closed, bytes, bytes < into.size()};
}

IoResult SocketFilter::ioFailed(int number) {
    if (number == EAGAIN || number == EWOULDBLOCK) {
        return {IoResult::Kind::Blocked, 0};
    }
    error_ = socketError(number, hostName_, peer_);
    return {IoResult::Kind::Failed, 0};
}

void SocketFilter::adjustPollSet(PollSet& set, bool reading, bool writing) const {
    if (state_ == State::Connecting) {
        set.want(socket_.fd(), Interest::Write);
        return;
    }
    if (state_ != State::Connected) {
        return;
    }
    const Interest interest = (reading ? Interest::Read : Interest::Nothing) |
                              (writing ? Interest::Write : Interest::Nothing);
    if (interest != Interest::Nothing) {
        set.want(socket_.fd(), interest);
    }
}

}  // namespace penstock
