#pragma once
// Names by the system's own resolver (getaddrinfo): for those that only it can know, as from mDNS
// or the machine's own name. Blocks, for seconds perhaps: for a worker. Any thread.

#include "engine/net/address.h"

#include <string>
#include <vector>

namespace penstock {

struct SystemAnswer {
    std::vector<Address> v6;  // in the system's order; both empty when it knows nothing either
    std::vector<Address> v4;
};

SystemAnswer lookupBySystem(const std::string& host);

/// May the system know a name that no name server knows? Names without a dot, and those under
/// .local (RFC 6762 section 3).
bool maybeKnownBySystem(const std::string& host) noexcept;

}  // namespace penstock
