#include "tests/manual/own_sockets.h"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

namespace penstock {

SocketHooks OwnSockets::hooks() {
    return {
        .open = [this](SocketRequest& request) { return open(request); },
        .prepare = &OwnSockets::prepare,
        .close = [this](int fd, SocketPurpose /*purpose*/) { close(fd); },
    };
}

// page: open
int OwnSockets::open(SocketRequest& request) {
    if (detour_ && request.purpose == SocketPurpose::Http) {
        std::memcpy(&request.address, &*detour_, sizeof *detour_);
        request.addressLength = sizeof *detour_;
        request.family = detour_->sin_family;
    }
    const int fd = ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    if (fd >= 0) {
        open_.insert(fd);
        ++opened_;
    }
    return fd;
}

// end

// page: prepare
Prepared OwnSockets::prepare(int fd, const SocketRequest& request) {
    const int on = 1;
    if (request.purpose == SocketPurpose::Http &&
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        return Prepared::Refused;
    }
    return Prepared::Ok;
}

// end

// page: close
void OwnSockets::close(int fd) {
    open_.erase(fd);
    ::close(fd);
}

// end

}  // namespace penstock
