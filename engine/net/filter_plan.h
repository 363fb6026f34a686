#pragma once
// Which filters a destination needs. The only place that knows: a new layer is a new file and one
// line here.

#include "engine/engine_timeouts.h"
#include "engine/net/filter.h"
#include "engine/net/resolver.h"
#include "engine/net/tls_context.h"

#include <cstdint>
#include <memory>
#include <string>

namespace penstock {

/// Where a connection leads, and under what policy: the key of the pool. Two transfers may share a
/// connection only if all of it is equal, or its address is public anyway.
struct Destination {
    std::string host;  // canonical; IPv6 literal without brackets
    std::uint16_t port = 0;
    bool secure = false;
    bool publicOnly = false;  // a public server pointed there: no address of a private network

    bool operator==(const Destination&) const = default;
};

/// What filters are built from. `tls` may be null as long as no destination is secure.
struct NetServices {
    Resolver& resolver;
    TlsContext* tls = nullptr;
    const EngineTimeouts& timeouts;
};

std::unique_ptr<Filter> planFilters(const Destination& destination, FilterHost& host,
                                    const NetServices& services);

}  // namespace penstock
