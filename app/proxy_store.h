#pragma once
// A person's proxies: what they mean to the engine, and where they are kept. GUI thread.

#include "engine/error.h"
#include "engine/proxy_types.h"
#include "ui/proxy_settings.h"

namespace penstock {

/// For Engine::setProxies(). Errors: an address that is none, here or in the environment.
Result<ProxyRules> proxyRulesOf(const ProxySettings& settings);

/// "proxies/source" (none, environment, these), "http", "https", "except", "user" of the settings.
/// Without a source that is one of these it is the environment's.
ProxySettings loadProxies();

/// For the next run, without passwords: not the one apart, nor one in an address.
void storeProxies(const ProxySettings& settings);

}  // namespace penstock
