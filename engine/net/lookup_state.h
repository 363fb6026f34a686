#pragma once
// What is known of a name while it is looked up, and how it can fail. Values only; any thread.

#include "engine/error.h"
#include "engine/net/address.h"
#include "engine/transfer_types.h"

#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// What is known so far of one family of a name.
struct FamilyAnswer {
    bool finished = false;
    std::vector<Address> addresses;  // at most 64, in the order of the answer
    Error error;                     // why it finished without any
    TimePoint arrived;
};

/// The state of a lookup, shared by all who wait for the same name.
struct LookupState {
    std::string host;
    FamilyAnswer v6;
    FamilyAnswer v4;

    [[nodiscard]] bool finished() const noexcept { return v6.finished && v4.finished; }

    [[nodiscard]] bool hasAddress() const noexcept {
        return !v6.addresses.empty() || !v4.addresses.empty();
    }

    /// For a finished lookup without any address: the clearer of the two errors, with the host's
    /// name.
    [[nodiscard]] Error failure() const;
};

/// What needs no question: an IP literal is its own address (RFC 3986 section 3.2.2), and localhost
/// and names under it are the loopback addresses (RFC 6761 section 6.3). nullopt for other names.
std::optional<LookupState> knownWithoutAsking(const std::string& host, TimePoint now);

/// The Error of a lookup: `kind` is one of Dns.*, `evidence` what the name server said, if it did.
Error lookupError(ErrorKind kind, const std::string& host, std::string evidence);

}  // namespace penstock
