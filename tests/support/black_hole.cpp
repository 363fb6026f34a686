#include "tests/support/black_hole.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <stdexcept>

namespace penstock {

namespace {

constexpr int kReleasedBacklog = 1024;

}  // namespace

// With backlog 0 Linux queues exactly one connection that nobody accepts, and drops the SYN of all
// others (unless net.ipv4.tcp_abort_on_overflow says to refuse them).
BlackHole::BlackHole()
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      filler_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof address;
    if (::bind(listener_.get(), raw, length) != 0 || ::listen(listener_.get(), 0) != 0 ||
        ::getsockname(listener_.get(), raw, &length) != 0 ||
        ::connect(filler_.get(), raw, length) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(address.sin_port);
}

void BlackHole::release() {
    ::listen(listener_.get(), kReleasedBacklog);  // of a listening socket: changes its backlog
}

}  // namespace penstock
