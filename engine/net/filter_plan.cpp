#include "engine/net/filter_plan.h"

#include "engine/net/happy_eyeballs_filter.h"
#include "engine/net/socket_filter.h"
#include "engine/net/tls_filter.h"

#include <cassert>

namespace penstock {

std::unique_ptr<Filter> planFilters(const Destination& destination, FilterHost& host,
                                    const NetServices& services) {
    // Who acknowledges nothing for as long as a body may stall is gone, whatever was sent to it.
    const SocketPolicy policy{destination.publicOnly, services.timeouts.stall};
    const auto toAddress = [&host, destination, policy](const Address& address) {
        return std::make_unique<SocketFilter>(host, destination.host, address, destination.port,
                                              policy);
    };
    std::unique_ptr<Filter> chain = std::make_unique<HappyEyeballsFilter>(
        host, services.resolver,
        ConnectRace::Target{destination.host, destination.port, services.timeouts.connect},
        toAddress);
    if (destination.secure) {
        assert(services.tls != nullptr);
        chain = std::make_unique<TlsFilter>(
            std::move(chain), host, *services.tls, destination.host, services.timeouts.handshake,
            destination.host + ":" + std::to_string(destination.port));
    }
    return chain;
}

}  // namespace penstock
