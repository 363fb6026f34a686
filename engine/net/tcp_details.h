#pragma once
// What the kernel says of one socket. Asks it at once; never on the way of a byte. The engine's
// thread.

#include "engine/socket_types.h"

#include <optional>
#include <string>

namespace penstock {

/// nullopt for what is no TCP socket, or not connected.
std::optional<TcpDetails> tcpDetailsOf(int fd);

/// "192.0.2.7:40100"; empty while it has none, and for another family.
std::string localAddressOf(int fd);

/// AF_INET, AF_INET6 …; AF_UNSPEC if the kernel does not say.
int familyOf(int fd);

}  // namespace penstock
