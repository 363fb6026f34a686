#pragma once

// The account at the other end of a local socket.

namespace penstock {

/// Does the process that connected to, or listens at, the other end of this socket belong to the
/// account of this one? False too for what is no connected local socket. The kernel says it
/// (SO_PEERCRED), so permissions of files need not be trusted for it.
bool isSameUser(int socket);

}  // namespace penstock
