#pragma once
// Listening sockets of the test servers. Loopback only; throws std::runtime_error on failure.

#include "engine/base/unique_fd.h"

#include <cstdint>
#include <string>
#include <vector>

namespace penstock {

struct ListeningSockets {
    std::vector<UniqueFd> sockets;
    std::uint16_t port = 0;
};

/// One non-blocking TCP listener for each address literal, all on one port that is free on all.
ListeningSockets listenOnLoopback(const std::vector<std::string>& addresses);

/// A UDP and a TCP socket on 127.0.0.1 that share a free port, both non-blocking, TCP listening.
struct DnsSockets {
    UniqueFd udp;
    UniqueFd tcp;
    std::uint16_t port = 0;
};

DnsSockets openDnsSockets();

/// Sends without delay; `sendBuffer` bytes of SO_SNDBUF unless 0.
void prepareAccepted(int fd, int sendBuffer);

}  // namespace penstock
