#include "engine/net/filter_plan.h"

#include "engine/net/happy_eyeballs_filter.h"
#include "engine/net/private_network.h"
#include "engine/net/socket_filter.h"
#include "engine/net/tls_filter.h"
#include "engine/net/tunnel_filter.h"

#include <utility>

namespace penstock {

namespace {

// A name or an address that is connected to by ourselves: the target, or a proxy.
struct Hop {
    std::string host;
    std::uint16_t port = 0;
    bool publicOnly = false;  // what policy asks of the target; false for a proxy
};

std::chrono::milliseconds within(const FilterParts& parts, std::chrono::milliseconds usual) {
    return parts.connect.count() > 0 ? parts.connect : usual;
}

std::unique_ptr<Filter> reach(const Hop& hop, const FilterParts& parts,
                              const FilterServices& services) {
    // A peer that acknowledges nothing for as long as a body may stall is gone, whatever was sent.
    const SocketPolicy policy{hop.publicOnly, services.timeouts.stall};
    FilterHost& host = parts.host;
    const auto toAddress = [&host, hop, policy](const Address& address) {
        return std::make_unique<SocketFilter>(host, hop.host, address, hop.port, policy);
    };
    return std::make_unique<HappyEyeballsFilter>(
        parts, services.resolver,
        ConnectRace::Target{hop.host, hop.port, within(parts, services.timeouts.connect)},
        toAddress);
}

Result<std::unique_ptr<Filter>> secured(std::unique_ptr<Filter> below, const std::string& host,
                                        std::uint16_t port, const FilterParts& parts,
                                        const FilterServices& services, PersonalTrust trust = {}) {
    const auto tls = services.tls();
    if (!tls) {
        return tls.error();
    }
    return std::unique_ptr<Filter>(std::make_unique<TlsFilter>(
        std::move(below), parts, *tls.value(), host, within(parts, services.timeouts.handshake),
        host + ":" + std::to_string(port), std::move(trust)));
}

bool speaksHttp(const Proxy& proxy) {
    return proxy.kind == Proxy::Kind::Http || proxy.kind == Proxy::Kind::Https;
}

// The rule against private networks judges the target: what is written out here, and a name where
// it is looked up here (TunnelFilter). A name that the proxy looks up is the proxy's to judge.
Result<std::unique_ptr<Filter>> reachBy(const Proxy& proxy, const Destination& destination,
                                        const FilterParts& parts, const FilterServices& services) {
    const auto literal = parseAddress(destination.host);
    if (destination.publicOnly && literal && isPrivateAddress(*literal)) {
        return privateNetworkError(destination.host);
    }
    std::unique_ptr<Filter> chain = reach({proxy.host, proxy.port, false}, parts, services);
    if (proxy.kind == Proxy::Kind::Https) {
        auto over = secured(std::move(chain), proxy.host, proxy.port, parts, services);
        if (!over) {
            return over;
        }
        chain = std::move(over).value();
    }
    if (speaksHttp(proxy) && !destination.secure) {
        return std::unique_ptr<Filter>(std::make_unique<ProxiedFilter>(std::move(chain), literal));
    }
    return std::unique_ptr<Filter>(std::make_unique<TunnelFilter>(
        std::move(chain), parts, services.resolver,
        TunnelFilter::Way{proxy,
                          {destination.host, destination.port, literal},
                          services.userAgent,
                          services.logins,
                          destination.publicOnly,
                          within(parts, services.timeouts.connect)}));
}

}  // namespace

Result<std::unique_ptr<Filter>> planFilters(const Destination& destination,
                                            const FilterParts& parts,
                                            const FilterServices& services) {
    std::unique_ptr<Filter> chain;
    if (destination.proxy == nullptr) {
        chain =
            reach({destination.host, destination.port, destination.publicOnly}, parts, services);
    } else {
        auto by = reachBy(*destination.proxy, destination, parts, services);
        if (!by) {
            return by;
        }
        chain = std::move(by).value();
    }
    return destination.secure
               ? secured(std::move(chain), destination.host, destination.port, parts, services,
                         {destination.port, destination.keys, services.trusted})
               : Result<std::unique_ptr<Filter>>(std::move(chain));
}

}  // namespace penstock
