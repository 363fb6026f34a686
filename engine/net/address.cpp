#include "engine/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace penstock {

namespace {

struct Prefix {
    std::array<std::uint8_t, 12> bytes;
    std::size_t bits;
};

constexpr std::array kPrivate4{
    Prefix{{0}, 8},          // "this network" (RFC 1122); 0.0.0.0 connects to loopback
    Prefix{{10}, 8},         // RFC 1918
    Prefix{{100, 64}, 10},   // shared by a provider's customers (RFC 6598)
    Prefix{{127}, 8},        // loopback
    Prefix{{169, 254}, 16},  // link-local (RFC 3927)
    Prefix{{172, 16}, 12},   // RFC 1918
    Prefix{{192, 168}, 16},  // RFC 1918
};

constexpr std::array kPrivate6{
    Prefix{{0xfc}, 7},         // unique local (RFC 4193)
    Prefix{{0xfe, 0x80}, 10},  // link-local
    Prefix{{0xfe, 0xc0}, 10},  // site-local, of old (RFC 3879)
};

// Whose last four bytes are an IPv4 address: mapped (RFC 4291 section 2.5.5.2), NAT64 (RFC 6052).
constexpr std::array kHoldsIpv4{
    Prefix{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96},
    Prefix{{0, 0x64, 0xff, 0x9b}, 96},
};

constexpr std::size_t kIpv4At = 12;

bool hasPrefix(const std::array<std::uint8_t, 16>& bytes, const Prefix& prefix) {
    const std::size_t whole = prefix.bits / 8;
    const std::size_t rest = prefix.bits % 8;
    if (!std::equal(bytes.begin(), bytes.begin() + whole, prefix.bytes.begin())) {
        return false;
    }
    return rest == 0 || (bytes.at(whole) ^ prefix.bytes.at(whole)) >> (8 - rest) == 0;
}

template <std::size_t Count>
bool hasAny(const std::array<std::uint8_t, 16>& bytes, const std::array<Prefix, Count>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const Prefix& prefix) { return hasPrefix(bytes, prefix); });
}

}  // namespace

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
    return address ? peerText(*address, portOf(peer, length)) : std::string{};
}

std::uint16_t portOf(const sockaddr* from, socklen_t length) {
    if (!fromSocketAddress(from, length)) {
        return 0;
    }
    // It stands at the same place in both forms.
    in_port_t port = 0;
    std::memcpy(&port, reinterpret_cast<const char*>(from) + offsetof(sockaddr_in, sin_port),
                sizeof port);
    return ntohs(port);
}

bool isPrivateAddress(const Address& address) {
    if (address.family == AF_INET) {
        return hasAny(address.bytes, kPrivate4);
    }
    if (address.family != AF_INET6) {
        return false;
    }
    if (hasAny(address.bytes, kHoldsIpv4)) {
        std::array<std::uint8_t, 16> inner{};
        std::copy(address.bytes.begin() + kIpv4At, address.bytes.end(), inner.begin());
        return hasAny(inner, kPrivate4);
    }
    return address.bytes == Address{}.bytes || address.bytes == loopback6().bytes ||
           hasAny(address.bytes, kPrivate6);
}

bool isPrivateAddress(const sockaddr* address, socklen_t length) {
    const auto known = fromSocketAddress(address, length);
    return known && isPrivateAddress(*known);
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
