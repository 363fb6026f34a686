#pragma once
// IP addresses as values, their text, and the way to and from the socket calls. Pure; any thread.

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace penstock {

/// An IPv4 or IPv6 address without a port.
struct Address {
    int family = AF_UNSPEC;
    std::array<std::uint8_t, 16> bytes{};  // network order; the first four for IPv4
    std::uint32_t scope = 0;               // interface index of a link-local IPv6 address, or 0

    bool operator==(const Address&) const = default;
};

/// "192.0.2.1", "2001:db8::1", "fe80::1%2".
std::string addressText(const Address& address);
/// "192.0.2.1:443", "[2001:db8::1]:443".
std::string peerText(const Address& address, std::uint16_t port);
/// An IP literal (IPv6 without brackets), else nullopt. Only the strict dotted-decimal form.
std::optional<Address> parseAddress(std::string_view text);

/// Fills `into` for connect() and answers its length; 0 for a family other than the two.
socklen_t toSocketAddress(const Address& address, std::uint16_t port, sockaddr_storage& into);
/// nullopt for another family, or a length that cannot hold one of the two.
std::optional<Address> fromSocketAddress(const sockaddr* from, socklen_t length);
/// peerText() of a socket address; empty for another family.
std::string peerText(const sockaddr* peer, socklen_t length);
/// The port of a socket address; 0 for another family.
std::uint16_t portOf(const sockaddr* from, socklen_t length);

/// Does `address` lead to this machine or to a network of its own: loopback, unspecified (which
/// connects to loopback), private (RFC 1918), shared (RFC 6598), link-local, unique local
/// (RFC 4193), site-local (RFC 3879), and what else of the special-purpose registries of IANA is
/// not for all to reach (protocol assignments, benchmarks, reserved, discarded)? An IPv6 address
/// that embeds an IPv4 address, whatever carries it there (mapped, compatible, translated, 6to4,
/// Teredo, ISATAP, NAT64), counts as that one.
///
/// Not among them: addresses for documentation, behind which nobody is, and multicast, to which
/// nothing connects. False for other families.
bool isPrivateAddress(const Address& address);
/// The same of a socket address; false when it holds neither IPv4 nor IPv6.
bool isPrivateAddress(const sockaddr* address, socklen_t length);

/// The loopback addresses, to which `localhost` resolves by itself (RFC 6761 section 6.3).
Address loopback4();
Address loopback6();

}  // namespace penstock
