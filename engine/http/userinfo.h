#pragma once
// A login that stands in an address (RFC 3986 section 3.2.1). Pure.

#include "engine/login_types.h"

#include <optional>
#include <string>

namespace penstock {

/// Cuts "USER[:PASSWORD]@" out of an address, percent-decoded, so that it stands nowhere where an
/// address does. nullopt, and `url` as it was: there is none. An empty one is cut out and counts as
/// none.
std::optional<Credentials> takeUserinfo(std::string& url);

}  // namespace penstock
