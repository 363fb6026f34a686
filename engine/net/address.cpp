#include "engine/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace penstock {

std::string addressText(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (::inet_ntop(address.family, address.bytes.data(), text.data(), text.size()) == nullptr) {
        return {};
    }
    std::string shown = text.data();
    if (address.scope != 0) {
        shown += '%' + std::to_string(address.scope);
    }
    return shown;
}

std::string peerText(const Address& address, std::uint16_t port) {
    const std::string text = addressText(address);
    const std::string number = std::to_string(port);
    return address.family == AF_INET6 ? '[' + text + "]:" + number : text + ':' + number;
}

std::optional<Address> parseAddress(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        return std::nullopt;  // the calls below would see a shorter text
    }
    const std::string terminated(text);
    for (const int family : {AF_INET, AF_INET6}) {
        Address address;
        address.family = family;
        if (::inet_pton(family, terminated.c_str(), address.bytes.data()) == 1) {
            return address;
        }
    }
    return std::nullopt;
}

socklen_t toSocketAddress(const Address& address, std::uint16_t port, sockaddr_storage& into) {
    into = {};
    if (address.family == AF_INET) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&v4.sin_addr, address.bytes.data(), sizeof v4.sin_addr);
        std::memcpy(&into, &v4, sizeof v4);
        return sizeof v4;
    }
    if (address.family == AF_INET6) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        v6.sin6_scope_id = address.scope;
        std::memcpy(&v6.sin6_addr, address.bytes.data(), sizeof v6.sin6_addr);
        std::memcpy(&into, &v6, sizeof v6);
        return sizeof v6;
    }
    return 0;
}

std::optional<Address> fromSocketAddress(const sockaddr* from, socklen_t length) {
    Address address;
    if (from == nullptr || length < sizeof(sa_family_t)) {
        return std::nullopt;
    }
    address.family = from->sa_family;
    if (from->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
        sockaddr_in v4{};
        std::memcpy(&v4, from, sizeof v4);
        std::memcpy(address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
        return address;
    }
    if (from->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, from, sizeof v6);
        std::memcpy(address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
        address.scope = v6.sin6_scope_id;
        return address;
    }
    return std::nullopt;
}

std::string peerText(const sockaddr* peer, socklen_t length) {
    const auto address = fromSocketAddress(peer, length);
    if (!address) {
        return {};
    }
    // The port stands at the same place in both forms.
    in_port_t port = 0;
    std::memcpy(&port, reinterpret_cast<const char*>(peer) + offsetof(sockaddr_in, sin_port),
                sizeof port);
    return peerText(*address, ntohs(port));
}

Address loopback4() {
    Address address;
    address.family = AF_INET;
    address.bytes = {127, 0, 0, 1};
    return address;
}

Address loopback6() {
    Address address;
    address.family = AF_INET6;
    address.bytes[15] = 1;
    return address;
}

}  // namespace penstock
