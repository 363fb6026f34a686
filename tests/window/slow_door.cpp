#include "tests/window/slow_door.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <stdexcept>

namespace penstock {

namespace {

constexpr int kOpenBacklog = 16;
constexpr std::size_t kPiece = 65536;

UniqueFd newSocket() {
    return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool connectTo(int fd, std::uint16_t port) {
    const sockaddr_in address = loopback(port);
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

/// What is there of one side, to the other; false at its end.
bool pass(int from, int to) {
    std::array<std::byte, kPiece> piece;
    const ssize_t size = ::recv(from, piece.data(), piece.size(), 0);
    for (ssize_t sent = 0; sent < size;) {
        const ssize_t taken =
            ::send(to, piece.data() + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
        if (taken <= 0) {
            return false;
        }
        sent += taken;
    }
    return size > 0;
}

}  // namespace

// Linux lets one connection wait with a backlog of 0, and drops the SYN of all others.
SlowDoor::SlowDoor(std::uint16_t behind)
    : behind_(behind),
      listener_(newSocket()),
      filler_(newSocket()),
      stop_(::eventfd(0, EFD_CLOEXEC)) {
    sockaddr_in address = loopback(0);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof address;
    if (::bind(listener_.get(), raw, length) != 0 || ::listen(listener_.get(), 0) != 0 ||
        ::getsockname(listener_.get(), raw, &length) != 0 ||
        !connectTo(filler_.get(), ntohs(address.sin_port))) {
        throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(address.sin_port);
}

SlowDoor::~SlowDoor() {
    ::eventfd_write(stop_.get(), 1);
    if (thread_.joinable()) {
        thread_.join();
    }
}

void SlowDoor::open() {
    ::listen(listener_.get(), kOpenBacklog);  // of a listening socket: changes its backlog
    thread_ = std::thread([this] { serve(); });
}

void SlowDoor::serve() {
    // The first in the queue is the filler.
    const UniqueFd filler(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    while (waitFor(listener_.get())) {
        const UniqueFd guest(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        const UniqueFd server = newSocket();
        if (guest && connectTo(server.get(), behind_)) {
            relay(guest.get(), server.get());
        }
    }
}

void SlowDoor::relay(int guest, int server) {
    for (;;) {
        std::array<pollfd, 3> watched{
            {{stop_.get(), POLLIN, 0}, {guest, POLLIN, 0}, {server, POLLIN, 0}}};
        ::poll(watched.data(), watched.size(), -1);
        const bool over = watched[0].revents != 0 ||
                          (watched[1].revents != 0 && !pass(guest, server)) ||
                          (watched[2].revents != 0 && !pass(server, guest));
        if (over) {
            return;
        }
    }
}

bool SlowDoor::waitFor(int fd) const {
    std::array<pollfd, 2> watched{{{stop_.get(), POLLIN, 0}, {fd, POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), -1);
    return watched[0].revents == 0;
}

}  // namespace penstock
