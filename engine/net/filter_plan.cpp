#include "engine/net/filter_plan.h"

#include "engine/net/happy_eyeballs_filter.h"
#include "engine/net/socket_filter.h"
#include "engine/net/tls_filter.h"

#include <utility>

namespace penstock {

namespace {

// A name or an address that is connected to by ourselves: the target, or (one day) a proxy.
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

}  // namespace

Result<std::unique_ptr<Filter>> planFilters(const Destination& destination,
                                            const FilterParts& parts,
                                            const FilterServices& services) {
    std::unique_ptr<Filter> chain =
        reach({destination.host, destination.port, destination.publicOnly}, parts, services);
    if (destination.secure) {
        const auto tls = services.tls();
        if (!tls) {
            return tls.error();
        }
        chain =
            std::make_unique<TlsFilter>(std::move(chain), parts, *tls.value(), destination.host,
                                        within(parts, services.timeouts.handshake),
                                        destination.host + ":" + std::to_string(destination.port));
    }
    return chain;
}

}  // namespace penstock
