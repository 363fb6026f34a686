#pragma once
// Prints what an engine says to its loop, for `penstock get --sockets`.

#include "engine/socket_types.h"

#include <cstdio>
#include <string>

namespace penstock {

/// "socket 12 readwrite": descriptor and interest (none, read, write, readwrite).
std::string traceLine(const Watch& watch);
/// "timer 250" in milliseconds, "timer none" without a deadline.
std::string traceLine(std::optional<std::chrono::milliseconds> delay);

/// Callbacks that print their line to `out`, flushed, and then do what `inner` does. wake is not
/// printed: it comes from other threads. `out` must stay open while they are used.
LoopCallbacks traced(LoopCallbacks inner, std::FILE* out);

}  // namespace penstock
