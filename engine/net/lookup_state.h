#pragma once
// What is known of a name while it is looked up, and how it can fail. Values only; any thread.

#include "engine/error.h"
#include "engine/net/address.h"
#include "engine/transfer_types.h"

#include <string>
#include <vector>

namespace penstock {

/// What is known so far of one family of a name.
struct FamilyAnswer {
    bool finished = false;
    std::vector<Address> addresses;  // at most 64, the better ones first (RFC 6724)
    Error error;                     // why it finished without any
    TimePoint arrived;
};

/// The state of a lookup, shared by all who wait for the same name.
struct LookupState {
    std::string host;
    FamilyAnswer v6;
    FamilyAnswer v4;
    bool v4First = false;  // the best address of IPv4 is better, by its kind, than that of IPv6

    [[nodiscard]] bool finished() const noexcept { return v6.finished && v4.finished; }

    [[nodiscard]] bool hasAddress() const noexcept {
        return !v6.addresses.empty() || !v4.addresses.empty();
    }

    /// For a finished lookup without any address: the clearer of the two errors, with the host's
    /// name.
    [[nodiscard]] Error failure() const;
};

/// An IP literal is its own address (RFC 3986 section 3.2.2). Empty for what is none.
std::vector<Address> addressesOfLiteral(const std::string& host);
/// localhost and names under it are the loopback addresses (RFC 6761 section 6.3). Empty for
/// others.
std::vector<Address> addressesOfLocalhost(const std::string& host);
/// A finished lookup: each family has its own of `addresses`, or the answer that there are none.
LookupState lookupOf(const std::string& host, const std::vector<Address>& addresses, TimePoint now);
/// Sorts what is known so far by RFC 6724. `ownAddresses` is the kernel's list of them, as
/// readOwnAddresses() takes it; it is looked at only where there is a choice.
void arrange(LookupState& state, const std::string& ownAddresses);

/// The Error of a lookup: `kind` is one of Dns.*, `evidence` what the name server said, if it did.
Error lookupError(ErrorKind kind, const std::string& host, std::string evidence);

}  // namespace penstock
