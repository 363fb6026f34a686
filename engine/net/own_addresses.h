#pragma once
// The IPv6 addresses that this computer has, as the kernel lists them: without asking it by a
// socket for each address, and never out of date. Any thread.

#include "engine/net/address.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

struct OwnAddress {
    Address address;  // with its interface as the scope, if it is link-local
    int prefixLength = 128;
    bool deprecated = false;
};

/// Of the text of /proc/net/if_inet6. Those that are not to be used (tentative, found twice) are
/// left out, and so are lines that cannot be read. Pure.
std::vector<OwnAddress> parseOwnAddresses(std::string_view text);

/// `path` empty: /proc/net/if_inet6. nullopt when it cannot be read: then nothing is known.
std::optional<std::vector<OwnAddress>> readOwnAddresses(const std::string& path);

}  // namespace penstock
