#include "tests/support/server_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>
#include <optional>
#include <stdexcept>

namespace penstock {

namespace {

constexpr int kBacklog = 4096;
constexpr int kTries = 50;  // until a port is free for all sockets that want it

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;

    [[nodiscard]] sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

Address addressOf(const std::string& literal, std::uint16_t port) {
    Address address;
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (::inet_pton(AF_INET, literal.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&address.storage, &v4, sizeof v4);
        address.length = sizeof v4;
    } else if (::inet_pton(AF_INET6, literal.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        std::memcpy(&address.storage, &v6, sizeof v6);
        address.length = sizeof v6;
    } else {
        throw std::runtime_error(literal + " is no address");
    }
    return address;
}

std::uint16_t portOf(int fd) {
    Address address;
    address.length = sizeof address.storage;
    ::getsockname(fd, address.raw(), &address.length);
    sockaddr_in v4{};
    std::memcpy(&v4, &address.storage, sizeof v4);  // the port of IPv6 is at the same place
    return ntohs(v4.sin_port);
}

/// Bound, and listening if it is TCP; invalid when the port is taken.
UniqueFd bound(const std::string& literal, std::uint16_t port, int type) {
    Address address = addressOf(literal, port);
    UniqueFd fd(::socket(address.storage.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (address.storage.ss_family == AF_INET6) {
        ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    if (type == SOCK_STREAM) {
        ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    }
    if (::bind(fd.get(), address.raw(), address.length) != 0 ||
        (type == SOCK_STREAM && ::listen(fd.get(), kBacklog) != 0)) {
        fd.reset();
    }
    return fd;
}

std::optional<ListeningSockets> tryToListen(const std::vector<std::string>& addresses) {
    ListeningSockets result;
    for (const std::string& literal : addresses) {
        UniqueFd fd = bound(literal, result.port, SOCK_STREAM);
        if (!fd) {
            return std::nullopt;
        }
        result.port = portOf(fd.get());
        result.sockets.push_back(std::move(fd));
    }
    return result;
}

}  // namespace

ListeningSockets listenOnLoopback(const std::vector<std::string>& addresses) {
    for (int i = 0; i < kTries; ++i) {
        if (std::optional<ListeningSockets> result = tryToListen(addresses)) {
            return std::move(*result);
        }
    }
    throw std::runtime_error("cannot listen on loopback");
}

DnsSockets openDnsSockets() {
    for (int i = 0; i < kTries; ++i) {
        DnsSockets sockets;
        sockets.udp = bound("127.0.0.1", 0, SOCK_DGRAM);
        sockets.port = portOf(sockets.udp.get());
        sockets.tcp = bound("127.0.0.1", sockets.port, SOCK_STREAM);
        if (sockets.udp && sockets.tcp) {
            return sockets;
        }
    }
    throw std::runtime_error("cannot open a name server on loopback");
}

void prepareAccepted(int fd, int sendBuffer) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (sendBuffer > 0) {
        ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sendBuffer, sizeof sendBuffer);
    }
}

}  // namespace penstock
