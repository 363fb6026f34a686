#pragma once
// By way of whom servers are reached, as values. No behaviour, no threads; parsing and choosing are
// in engine/http/proxy_url.h and engine/http/proxy_choice.h.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

/// Somebody who connects on our behalf. Its login is for it alone: no server that is reached by way
/// of it ever sees that, nor does it see one of theirs.
struct Proxy {
    enum class Kind : std::uint8_t {
        Http,     // RFC 9110 section 7.3.2: http: by its address in full, https: through CONNECT
        Https,    // the same, itself over TLS
        Socks4,   // names are looked up here, IPv4 only
        Socks4a,  // names are the proxy's to look up
        Socks5,   // RFC 1928, names are looked up here
        Socks5h,  // the same, names are the proxy's to look up
    };
    Kind kind = Kind::Http;
    std::string host;  // canonical, as in Url
    std::uint16_t port = 0;
    std::string user;      // empty: none
    std::string password;  // secret

    bool operator==(const Proxy&) const = default;
};

/// Whether both are the same one, or nobody.
inline bool sameWay(const std::shared_ptr<const Proxy>& a, const std::shared_ptr<const Proxy>& b) {
    return a == b || (a != nullptr && b != nullptr && *a == *b);
}

/// Which proxy is asked for which address. Never is one that fails gone around.
struct ProxyRules {
    std::shared_ptr<const Proxy> http;   // for http: addresses; null: none
    std::shared_ptr<const Proxy> https;  // for https: addresses
    /// Who is reached without: as in `no_proxy`, one each: "example.org" and ".example.org" (the
    /// host itself and those below it), "10.0.0.0/8", "[::1]", each with ":PORT" perhaps, or "*".
    std::vector<std::string> except;
    bool loopback = true;  // false: not for loopback addresses and localhost

    bool operator==(const ProxyRules&) const = default;
};

}  // namespace penstock
