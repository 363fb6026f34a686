#pragma once
// EngineConfig::proxies from what a person and the environment say. Pure; any thread. The form of
// an address is that of `penstock get --proxy`.

#include "engine/error.h"
#include "engine/login_types.h"
#include "engine/proxy_types.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace penstock {

/// What stands in the environment under a name, empty if nothing does.
using EnvironmentVariable = std::function<std::string(const std::string&)>;

/// `proxy`: for every address, whatever the environment's no_proxy says; empty: none at all; not
/// given: as the environment has it: http_proxy (in lower case only, since HTTP_PROXY is what a
/// CGI program's client sent), https_proxy, all_proxy, no_proxy, the latter three in capitals too;
/// never for loopback, unless PENSTOCK_PROXY_LOOPBACK is 1. `exceptions`: who is reached without,
/// as in no_proxy, whoever named the proxy. Errors as those of parseProxy(), whose form it has.
Result<ProxyRules> proxyRulesFor(const std::optional<std::string>& proxy,
                                 const std::optional<std::string>& exceptions,
                                 const EnvironmentVariable& variable);

/// Proxies as a person names them: addresses in the form of parseProxy(), empty where there is
/// none.
struct NamedProxies {
    std::string http = {};    // for http: addresses
    std::string https = {};   // for https: addresses
    std::string except = {};  // who is reached without, as in no_proxy
    Credentials login = {};   // for those whose address has none
};

/// Errors as those of parseProxy().
Result<ProxyRules> proxyRulesFor(const NamedProxies& named);

/// What is wrong with TransferOptions::proxy; ok(): nothing. As Engine::add() says it.
Error checkProxy(const std::string& proxy);

/// Fit to be kept and shown.
std::string proxyWithoutLogin(const std::string& proxy);

}  // namespace penstock
