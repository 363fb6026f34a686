#include "engine/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>

namespace penstock {

namespace {

using Bytes = std::array<std::uint8_t, 16>;
using Bytes4 = std::array<std::uint8_t, 4>;

struct Prefix {
    std::array<std::uint8_t, 12> bytes;
    std::size_t bits;
};

constexpr std::array kPrivate4{
    Prefix{{0}, 8},           // "this network" (RFC 1122); 0.0.0.0 connects to loopback
    Prefix{{10}, 8},          // RFC 1918
    Prefix{{100, 64}, 10},    // shared by a provider's customers (RFC 6598)
    Prefix{{127}, 8},         // loopback
    Prefix{{169, 254}, 16},   // link-local (RFC 3927)
    Prefix{{172, 16}, 12},    // RFC 1918
    Prefix{{192, 0, 0}, 24},  // protocol assignments (RFC 6890)
    Prefix{{192, 168}, 16},   // RFC 1918
    Prefix{{198, 18}, 15},    // benchmarks (RFC 2544), and what tunnels answer for every name
    Prefix{{240}, 4},         // reserved (RFC 1112), and the broadcast address
};

constexpr std::array kPrivate6{
    Prefix{{0x01, 0x00, 0, 0, 0, 0, 0, 0}, 64},  // discarded (RFC 6666)
    Prefix{{0x01, 0x00, 0, 0, 0, 0, 0, 1}, 64},  // a dummy (RFC 9780)
    Prefix{{0x20, 0x01, 0, 2, 0, 0}, 48},        // benchmarks (RFC 5180)
    Prefix{{0x5f, 0x00}, 16},                    // segments within a network (RFC 9602)
    Prefix{{0xfc}, 7},                           // unique local (RFC 4193)
    Prefix{{0xfe, 0x80}, 10},                    // link-local
    Prefix{{0xfe, 0xc0}, 10},                    // site-local, of old (RFC 3879)
};

// An IPv4 address inside an IPv6 one.
struct Holder {
    Prefix prefix;
    std::size_t at;
    std::uint8_t mask;  // each byte of it is turned over by this
};

constexpr std::array kHolders{
    Holder{{{0}, 96}, 12, 0},                                         // compatible (RFC 4291)
    Holder{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12, 0},  // mapped
    Holder{{{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12, 0},        // translated (RFC 2765)
    Holder{{{0, 0x64, 0xff, 0x9b}, 96}, 12, 0},                       // NAT64 (RFC 6052)
    Holder{{{0x20, 0x02}, 16}, 2, 0},                                 // 6to4 (RFC 3056)
    Holder{{{0x20, 0x01, 0, 0}, 32}, 4, 0},                           // Teredo's server (RFC 4380)
    Holder{{{0x20, 0x01, 0, 0}, 32}, 12, 0xff},                       // and its client
};

constexpr Prefix kLocalNat64{{0, 0x64, 0xff, 0x9b, 0, 1}, 48};  // RFC 8215

// Where it stands depends on the length of the prefix that a network has chosen: /48, /56, /64,
// /96. The byte at 8 is jumped over, and all behind the address are zero (RFC 6052 section 2.2).
constexpr std::array<std::array<std::size_t, 4>, 4> kNat64Places{
    {{6, 7, 9, 10}, {7, 9, 10, 11}, {9, 10, 11, 12}, {12, 13, 14, 15}}};

// Before the IPv4 address in an interface's identifier (RFC 5214 section 6.1).
constexpr std::array<Bytes4, 2> kIsatap{{{0x00, 0x00, 0x5e, 0xfe}, {0x02, 0x00, 0x5e, 0xfe}}};

bool hasPrefix(std::span<const std::uint8_t> bytes, const Prefix& prefix) {
    const std::size_t whole = prefix.bits / 8;
    const std::size_t rest = prefix.bits % 8;
    if (!std::equal(prefix.bytes.begin(), prefix.bytes.begin() + whole, bytes.begin())) {
        return false;
    }
    return rest == 0 || (bytes[whole] ^ prefix.bytes.at(whole)) >> (8 - rest) == 0;
}

template <std::size_t Count>
bool hasAny(std::span<const std::uint8_t> bytes, const std::array<Prefix, Count>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const Prefix& prefix) { return hasPrefix(bytes, prefix); });
}

bool allZero(std::span<const std::uint8_t> bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

bool holdsPrivate(const Bytes& bytes, const Holder& holder) {
    if (!hasPrefix(bytes, holder.prefix)) {
        return false;
    }
    Bytes4 inner{};
    std::ranges::transform(std::span(bytes).subspan(holder.at, inner.size()), inner.begin(),
                           [&](std::uint8_t byte) { return byte ^ holder.mask; });
    return hasAny(inner, kPrivate4);
}

// Nobody outside knows the prefix's length, so any reading of it will do.
bool localNat64HoldsPrivate(const Bytes& bytes) {
    constexpr std::size_t kFirst = 6;
    if (!hasPrefix(bytes, kLocalNat64)) {
        return false;
    }
    if (allZero(std::span(bytes).subspan(kFirst))) {
        return true;
    }
    return std::ranges::any_of(kNat64Places, [&](const std::array<std::size_t, 4>& places) {
        Bytes4 inner{};
        std::ranges::transform(places, inner.begin(), [&](std::size_t at) { return bytes.at(at); });
        return !allZero(inner) && allZero(std::span(bytes).subspan(places.back() + 1)) &&
               hasAny(inner, kPrivate4);
    });
}

bool isatapHoldsPrivate(const Bytes& bytes) {
    constexpr std::size_t kAt = 8;
    const auto identifier = std::span(bytes).subspan(kAt);
    return std::ranges::any_of(kIsatap,
                               [&](const Bytes4& mark) {
                                   return std::equal(mark.begin(), mark.end(), identifier.begin());
                               }) &&
           hasAny(identifier.subspan(4), kPrivate4);
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
    // Unspecified and loopback are what 0.0.0.0 and 0.0.0.1 are among the compatible ones.
    return hasAny(address.bytes, kPrivate6) || localNat64HoldsPrivate(address.bytes) ||
           isatapHoldsPrivate(address.bytes) ||
           std::ranges::any_of(
               kHolders, [&](const Holder& holder) { return holdsPrivate(address.bytes, holder); });
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
