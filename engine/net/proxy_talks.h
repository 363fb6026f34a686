#pragma once
// Which talk a proxy is to be led through by. Thread: the engine's.

#include "engine/net/proxy_logins.h"
#include "engine/net/proxy_talk.h"
#include "engine/proxy_types.h"

#include <memory>
#include <string>

namespace penstock {

/// The talk that leads to `target`. `userAgent` is said to a proxy that speaks HTTP, and `logins`,
/// which outlives it, knows what that has asked for. Proxy.Socks
/// for what SOCKS cannot say: a name of more than 255 bytes, IPv6 in version 4.
Result<std::unique_ptr<ProxyTalk>> makeProxyTalk(const Proxy& proxy, ProxyTarget target,
                                                 const std::string& userAgent, ProxyLogins& logins);

}  // namespace penstock
