#include "tests/bench/control.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <stdexcept>

namespace penstock::bench {

Control::Control(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        throw std::runtime_error("the origin does not answer");
    }
}

void Control::say(const std::string& line) const {
    const std::string text = line + "\n";
    if (::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(text.size())) {
        throw std::runtime_error("the origin does not listen");
    }
}

std::string Control::hear() const {
    std::string line;
    for (char next = 0; ::recv(fd_.get(), &next, 1, 0) == 1;) {
        if (next == '\n') {
            return line;
        }
        line += next;
    }
    throw std::runtime_error("the origin is gone");
}

}  // namespace penstock::bench
