#include "engine/http/proxy_url.h"

#include "engine/base/text.h"
#include "engine/http/percent.h"
#include "engine/http/url_host.h"

#include <array>
#include <utility>

namespace penstock {

namespace {

struct Scheme {
    std::string_view name;
    Proxy::Kind kind;
    std::uint16_t port;
};

constexpr std::array kSchemes{
    Scheme{"http", Proxy::Kind::Http, 80},       Scheme{"https", Proxy::Kind::Https, 443},
    Scheme{"socks4", Proxy::Kind::Socks4, 1080}, Scheme{"socks4a", Proxy::Kind::Socks4a, 1080},
    Scheme{"socks5", Proxy::Kind::Socks5, 1080}, Scheme{"socks5h", Proxy::Kind::Socks5h, 1080},
    Scheme{"socks", Proxy::Kind::Socks5h, 1080},
};

Error bad(std::string sentence) {
    return {ErrorKind::UrlBad, std::move(sentence), {}, 0};
}

const Scheme* schemeNamed(std::string_view name) {
    for (const Scheme& scheme : kSchemes) {
        if (equalsIgnoreCase(scheme.name, name)) {
            return &scheme;
        }
    }
    return nullptr;
}

bool isSocks(Proxy::Kind kind) {
    return kind != Proxy::Kind::Http && kind != Proxy::Kind::Https;
}

/// Cuts "USER:PASSWORD@" off `rest`.
void takeLogin(std::string_view& rest, Proxy& proxy) {
    const std::size_t at = rest.rfind('@');
    if (at == std::string_view::npos) {
        return;
    }
    const std::string_view login = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    const std::size_t colon = std::min(login.find(':'), login.size());
    proxy.user = percentDecode(login.substr(0, colon));
    proxy.password = colon < login.size() ? percentDecode(login.substr(colon + 1)) : std::string();
}

/// What its protocol cannot say.
std::optional<Error> checkLogin(const Proxy& proxy) {
    constexpr std::size_t kMostSocks = 255;
    if (isSocks(proxy.kind) &&
        (proxy.user.size() > kMostSocks || proxy.password.size() > kMostSocks)) {
        return bad("A SOCKS proxy takes no user name or password of more than 255 bytes");
    }
    if (proxy.user.find('\0') != std::string::npos) {
        return bad("The user name for a proxy holds a byte that no name has");
    }
    if (!isSocks(proxy.kind) && proxy.user.find(':') != std::string::npos) {
        return bad("The user name for a proxy holds a colon, which no login by HTTP can");
    }
    return std::nullopt;
}

std::optional<Error> takeHost(std::string_view rest, Proxy& proxy) {
    const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
    const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = canonicalHost(rest.substr(0, colon));
    if (!host) {
        Error error = host.error();
        error.sentence = "The address of the proxy is no good: " + error.sentence;
        return error;
    }
    proxy.host = std::move(host).value();
    if (colon == std::string_view::npos || colon + 1 == rest.size()) {
        return std::nullopt;
    }
    const auto port = parseDecimal(rest.substr(colon + 1));
    if (!port || *port == 0 || *port > 0xFFFF) {
        return bad("The port of the proxy is not a number from 1 to 65535");
    }
    proxy.port = static_cast<std::uint16_t>(*port);
    return std::nullopt;
}

}  // namespace

Result<Proxy> parseProxy(std::string_view text, const Credentials& otherwise) {
    text = trimOws(text);
    std::string_view scheme = "http";
    if (const std::size_t end = text.find("://"); end != std::string_view::npos) {
        scheme = text.substr(0, end);
        text.remove_prefix(end + 3);
    }
    const Scheme* known = schemeNamed(scheme);
    if (known == nullptr) {
        return Error{
            ErrorKind::UrlScheme,
            "A proxy is reached by http, https, socks4, socks4a, socks5 or socks5h, not by " +
                excerpt(scheme),
            {},
            0};
    }
    Proxy proxy;
    proxy.kind = known->kind;
    proxy.port = known->port;
    proxy.user = otherwise.user;
    proxy.password = otherwise.password;
    takeLogin(text, proxy);
    if (auto fault = checkLogin(proxy)) {
        return *std::move(fault);
    }
    text = text.substr(0, text.find_first_of("/?#"));
    if (auto fault = takeHost(text, proxy)) {
        return *std::move(fault);
    }
    return proxy;
}

std::string hostAndPort(const std::string& host, std::uint16_t port) {
    const bool literal = host.find(':') != std::string::npos;
    return (literal ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool looksUpHere(Proxy::Kind kind) noexcept {
    return kind == Proxy::Kind::Socks4 || kind == Proxy::Kind::Socks5;
}

bool asksInFull(const Proxy& proxy, const Url& url) noexcept {
    return !url.secure() && !isSocks(proxy.kind);
}

std::string proxyText(const Proxy& proxy) {
    for (const Scheme& scheme : kSchemes) {
        if (scheme.kind == proxy.kind) {
            return std::string(scheme.name) + "://" + hostAndPort(proxy.host, proxy.port);
        }
    }
    return {};
}

}  // namespace penstock
