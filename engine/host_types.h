#pragma once
// What is known of hosts, and why a file gets no further connection. Values; no threads, no
// ownership. A host is a name and a port.

#include "engine/error.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace penstock {

/// How many connections a host takes at the same time: learned from its refusals while others ran,
/// or set by a person. Kept in the list. A learned one is tried again a day later, with one more.
struct HostCeiling {
    std::string host;
    std::uint16_t port = 0;
    int connections = 0;  // at least 1
    Error reason = {};    // of the last refusal; Nothing where a person has set it
    std::chrono::system_clock::time_point since = {};  // of that, or of the setting
    bool byPerson = false;                             // then nothing is learned over it

    bool operator==(const HostCeiling&) const = default;
};

/// The most that a ceiling may say: nobody asks for more.
inline constexpr int kMostCeiling = 32;

/// Why no more connections are opened for a file at this moment.
enum class MoreConnections : std::uint8_t {
    Nothing,        // more may come, or none is under way
    AsMany,         // there are as many as were asked for
    TooSmall,       // the file is not worth a second one
    NoRanges,       // the server does not send parts of it
    NoValidator,    // nothing proves that two parts are of the same file
    Coded,          // it comes in a coding that has to be read from its beginning
    Program,        // a program takes the bytes in their order
    NotYet,         // the first was not answered yet, or what is here is still compared
    HostCeiling,    // the host does not take more, see HostCeiling
    HostLimit,      // EngineLimits::connectionsPerHost
    SmallGain,      // the last one brought little
    RateLimited,    // those that are there reach the limit of the rate
    RetryAfter,     // the server asks to come later
    Descriptors,    // the process or the system has no descriptor left
    Refused,        // further ones were answered with something else than their range
    NothingToShare  // what is left is too little
};

/// "host's ceiling": for logs and JSON. Static storage.
std::string_view name(MoreConnections why) noexcept;

}  // namespace penstock
