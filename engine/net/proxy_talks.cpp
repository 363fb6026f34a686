#include "engine/net/proxy_talks.h"

#include "engine/net/connect_talk.h"
#include "engine/net/socks_talk.h"

#include <utility>

namespace penstock {

Result<std::unique_ptr<ProxyTalk>> makeProxyTalk(const Proxy& proxy, ProxyTarget target,
                                                 const std::string& userAgent,
                                                 ProxyLogins& logins) {
    constexpr std::size_t kMostName = 255;
    const auto cannot = [&](const std::string& what) {
        return Error{
            ErrorKind::ProxySocks, "The SOCKS proxy " + proxy.host + " takes " + what, {}, 0};
    };
    switch (proxy.kind) {
        case Proxy::Kind::Http:
        case Proxy::Kind::Https:
            break;
        case Proxy::Kind::Socks4:
        case Proxy::Kind::Socks4a:
            if (target.address && target.address->family != AF_INET) {
                return cannot("IPv4 addresses only, and " + target.host + " has none");
            }
            return std::unique_ptr<ProxyTalk>(
                std::make_unique<Socks4Talk>(proxy, std::move(target)));
        case Proxy::Kind::Socks5:
        case Proxy::Kind::Socks5h:
            if (!target.address && target.host.size() > kMostName) {
                return cannot("no host name of more than 255 bytes");
            }
            return std::unique_ptr<ProxyTalk>(
                std::make_unique<Socks5Talk>(proxy, std::move(target)));
    }
    return std::unique_ptr<ProxyTalk>(
        std::make_unique<ConnectTalk>(proxy, target, userAgent, logins));
}

}  // namespace penstock
