#pragma once
// Keys of servers that a person trusts, though no authority of this system vouches for them. A
// value; no threads, no ownership.

#include <cstdint>
#include <string>
#include <string_view>

namespace penstock {

/// Holds for that host, that port and that key, and for nothing else.
struct TrustedKey {
    std::string host;  // as in an address: a name in lower case, or an address without brackets
    std::uint16_t port = 0;
    std::string key;  // "sha256//" and, in Base64, the SHA-256 of the SubjectPublicKeyInfo
                      // (RFC 5280 section 4.1.2.7), as curl writes a pinned one

    bool operator==(const TrustedKey&) const = default;
};

/// Whether `text` has the form of TrustedKey::key.
bool isKeyText(std::string_view text) noexcept;

/// "example.org:443", "[::1]:443": whose key it is, for a person.
std::string placeText(const TrustedKey& key);

}  // namespace penstock
