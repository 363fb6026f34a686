#pragma once
// Which addresses of a name to prefer: RFC 6724, with its default policy. Pure; any thread.

#include "engine/net/own_addresses.h"

#include <optional>
#include <vector>

namespace penstock {

/// An address that may be connected to, and the one that the kernel would connect from.
struct Route {
    Address to;
    std::optional<OwnAddress> from;  // nullopt: there is none
};

/// Whether `a` is to be tried before `b`, section 6; false for equals. Rules 1 to 3, 5, 6, 8 and 9:
/// there are no home addresses here (4), and only the kernel knows its tunnels (7). Rule 9 is for
/// IPv6 alone: among IPv4 addresses it would undo the order in which name servers spread the load.
bool isBetter(const Route& a, const Route& b);

/// Of `own` the one that the kernel is likely to connect to `to` from, section 5, as far as this
/// can be told without its routes.
std::optional<OwnAddress> sourceFor(const Address& to, const std::vector<OwnAddress>& own);

/// What is known of the way to `to`. Where nothing is known, as of IPv4 and where `own` is nullopt,
/// it is one that speaks neither for nor against it.
Route routeTo(const Address& to, const std::optional<std::vector<OwnAddress>>& own);

/// The better ones first; equals stay in their order.
void sortAddresses(std::vector<Address>& addresses,
                   const std::optional<std::vector<OwnAddress>>& own);

}  // namespace penstock
