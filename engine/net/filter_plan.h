#pragma once
// Which filters a destination needs. The only place that knows: a new layer is a new file and one
// line here.

#include "engine/engine_timeouts.h"
#include "engine/net/filter.h"
#include "engine/net/proxy_logins.h"
#include "engine/net/resolver.h"
#include "engine/net/tls_context.h"
#include "engine/net/trusted_keys.h"
#include "engine/proxy_types.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

/// Where a connection leads, and under what policy: the key of the pool. Two transfers may share a
/// connection only if all of it is equal, or its address is public anyway. Of a proxy, what stands
/// in it: the same one may have been made twice.
struct Destination {
    std::string host;  // canonical; IPv6 literal without brackets
    std::uint16_t port = 0;
    bool secure = false;
    bool publicOnly = false;  // a public server pointed there: no address of a private network
    std::shared_ptr<const Proxy> proxy = {};  // by way of whom; null: directly
    std::vector<std::string> keys = {};       // that whoever asks trusts there, see TrustedKey::key

    bool operator==(const Destination& other) const {
        return port == other.port && secure == other.secure && publicOnly == other.publicOnly &&
               host == other.host && sameWay(proxy, other.proxy);
    }
};

/// What filters are built from. `tls` gives the context of all TLS connections, made when the first
/// needs it; Tls.NoTrustStore if there is none to be had.
struct FilterServices {
    Resolver& resolver;
    const EngineTimeouts& timeouts;
    std::function<Result<TlsContext*>()> tls;
    std::string userAgent = {};            // said to a proxy of HTTP that is to lead on
    ProxyLogins* logins = nullptr;         // the same; null only where nothing goes by way of one
    const TrustedKeys* trusted = nullptr;  // by everybody; null: none
};

/// The chain for `destination`, not yet begun. What `parts` and `services` refer to must outlive
/// it. Fails for want of a TLS context, or by policy: an address that is written out is judged here
/// where a proxy is to connect it.
Result<std::unique_ptr<Filter>> planFilters(const Destination& destination,
                                            const FilterParts& parts,
                                            const FilterServices& services);

}  // namespace penstock
