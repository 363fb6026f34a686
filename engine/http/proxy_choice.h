#pragma once
// Which proxy an address is fetched by way of, and what the environment says of that. Pure.

#include "engine/error.h"
#include "engine/http/url.h"
#include "engine/proxy_types.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// A host as an address names it.
struct ProxiedHost {
    const std::string& host;  // canonical
    std::uint16_t port = 0;
    bool secure = false;
};

/// Null: it is reached directly.
std::shared_ptr<const Proxy> proxyFor(const ProxyRules& rules, const ProxiedHost& to);

inline std::shared_ptr<const Proxy> proxyFor(const ProxyRules& rules, const Url& url) {
    return proxyFor(rules, {url.host, url.port, url.secure()});
}

/// The proxy that TransferOptions::proxy names, which is not empty; null for kDirectly. Errors as
/// those of parseProxy().
Result<std::shared_ptr<const Proxy>> ownProxy(std::string_view said);

/// Does one of ProxyRules::except speak of that host, which is canonical? Names are compared label
/// by label, so "example.org" says nothing of "notexample.org"; a block (RFC 4632) only of
/// literals.
bool isExcepted(const std::vector<std::string>& except, const std::string& host,
                std::uint16_t port);

/// The members of `no_proxy`, separated by commas or blanks.
std::vector<std::string> exceptionsOf(std::string_view list);

/// `variable` answers what stands in the environment under a name, empty if nothing does:
/// http_proxy (in lower case only, since a CGI program's HTTP_PROXY is what a client sent),
/// https_proxy, all_proxy, no_proxy, the latter three in capitals too, lower case first. Never for
/// loopback, unless PENSTOCK_PROXY_LOOPBACK is 1. An error of parseProxy() names its variable.
Result<ProxyRules> proxiesOfEnvironment(
    const std::function<std::string(const std::string&)>& variable);

}  // namespace penstock
