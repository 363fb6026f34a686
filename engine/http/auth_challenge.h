#pragma once
// What a server that wants a login says of it (RFC 9110 section 11.6.1). Pure.

#include "engine/http/headers.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

/// One way to log in: "Basic realm="x"", "Digest nonce=…", "Negotiate TOKEN".
struct AuthChallenge {
    std::string scheme;                                           // in lower case
    std::string token;                                            // a token68, where it has one
    std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case, unquoted

    /// The first of that name, which is given in lower case.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
};

/// Those of all fields of that name, `WWW-Authenticate` or `Proxy-Authenticate`, in order. Fields
/// are joined with the commas that they stand for; a list is taken as far as it can be read, up to
/// 100 challenges and 64 KiB.
std::vector<AuthChallenge> authChallenges(const Headers& fields, std::string_view name);

/// The same of one field's value.
std::vector<AuthChallenge> authChallenges(std::string_view value);

}  // namespace penstock
