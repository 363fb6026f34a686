#pragma once
// The text of a proxy's address. Pure.

#include "engine/error.h"
#include "engine/http/url.h"
#include "engine/login_types.h"
#include "engine/proxy_types.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace penstock {

/// "[SCHEME://][USER[:PASSWORD]@]HOST[:PORT][/]": http, https, socks4, socks4a, socks5, socks5h;
/// without a scheme http. The port is that of the scheme otherwise: 80, 443, 1080. User and
/// password may be percent-encoded, and are cut out; a SOCKS name may have no more than 255 bytes
/// of each (RFC 1929). Where the text has no login it is `otherwise`. Url.Bad, Url.BadHost or
/// Url.Scheme, in sentences without user and password.
Result<Proxy> parseProxy(std::string_view text, const Credentials& otherwise = {});

/// "socks5://proxy.example:1080": for people and lists, without user and password.
std::string proxyText(const Proxy& proxy);

/// "HOST:PORT", an IPv6 literal in brackets; the port is always there, as CONNECT wants it.
std::string hostAndPort(const std::string& host, std::uint16_t port);

/// Whether names are looked up here for that proxy.
bool looksUpHere(Proxy::Kind kind) noexcept;

/// Whether a request for `url` goes to the proxy itself, which is told the whole address.
bool asksInFull(const Proxy& proxy, const Url& url) noexcept;

}  // namespace penstock
