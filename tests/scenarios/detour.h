#pragma once
// An open hook that leads addresses of no real host (192.0.2.1, 2001:db8::1) to ports of loopback,
// so that a scenario can have as many and as bad ones as it wants. Must outlive its world.

#include "engine/net/address.h"
#include "engine/socket_types.h"

#include <sys/socket.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace penstock {

class Detour {
public:
    /// What comes of an address: a descriptor, or −1. The request may be rewritten.
    using Open = std::function<int(SocketRequest&)>;

    /// `literal` leads to 127.0.0.1:`port`.
    void lead(const std::string& literal, std::uint16_t port) {
        give(literal, [port](SocketRequest& request) {
            request.addressLength = toSocketAddress(loopback4(), port, request.address);
            return ::socket(AF_INET, request.type | SOCK_CLOEXEC, request.protocol);
        });
    }

    void give(const std::string& literal, Open open) { ways_[literal] = std::move(open); }

    /// For SocketHooks::open. Addresses that were never named are opened as they are.
    [[nodiscard]] Open hook() {
        return [this](SocketRequest& request) {
            const std::string address = literalOf(request);
            if (request.purpose == SocketPurpose::Http) {
                tried.push_back(address);
            }
            const auto found = ways_.find(address);
            return found != ways_.end() ? found->second(request) : openAsItIs(request);
        };
    }

    static int openAsItIs(const SocketRequest& request) {
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    }

    static std::string literalOf(const SocketRequest& request) {
        const auto* address = reinterpret_cast<const sockaddr*>(&request.address);
        const auto known = fromSocketAddress(address, request.addressLength);
        return known ? addressText(*known) : std::string{};
    }

    std::vector<std::string> tried;  // by connections, in order

private:
    std::map<std::string, Open> ways_;
};

}  // namespace penstock
