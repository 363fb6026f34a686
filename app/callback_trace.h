#pragma once
// Prints what an engine says to its loop, for `penstock get --sockets`.

#include "engine/socket_types.h"

#include <functional>
#include <string>

namespace penstock {

/// "socket 12 readwrite": descriptor and interest (none, read, write, readwrite).
std::string traceLine(const Watch& watch);
/// "timer 250" in milliseconds, "timer none" without a deadline.
std::string traceLine(std::optional<std::chrono::milliseconds> delay);

/// Callbacks that hand their line, with its end, to `print`, and then do what `inner` does. wake is
/// not printed: it comes from other threads.
LoopCallbacks traced(LoopCallbacks inner, std::function<void(std::string)> print);

}  // namespace penstock
