#pragma once
// What the resolver and those who ask it need of each other, and of the engine. Thread: the
// engine's.

#include "engine/base/work_queue.h"
#include "engine/error.h"
#include "engine/net/socket.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace penstock {

/// Told when something of the LookupState has changed. May drop its Lookup from within.
class LookupListener {
public:
    LookupListener() = default;
    LookupListener(const LookupListener&) = delete;
    LookupListener& operator=(const LookupListener&) = delete;
    virtual ~LookupListener() = default;

    virtual void lookupProgressed() = 0;
};

/// What the resolver needs from the engine.
class ResolverHost {
public:
    ResolverHost() = default;
    ResolverHost(const ResolverHost&) = delete;
    ResolverHost& operator=(const ResolverHost&) = delete;
    virtual ~ResolverHost() = default;

    virtual Result<OpenedSocket> openSocket(SocketRequest& request) = 0;
    /// The resolver's one deadline; replaces. expired() is called when it is reached.
    virtual void arm(TimePoint at) = 0;
    virtual void disarm() = 0;
    /// Call run() in this turn or the next.
    virtual void markDirty() = 0;
    /// The row of a lookup's socket: the name it is asked for, until when.
    virtual void lookupStep(std::uint64_t serial, const std::string& host, const std::string& peer,
                            TimePoint since, TimePoint until) = 0;
};

/// What the resolver is made with. All of it outlives the resolver.
struct ResolverParts {
    ResolverHost& host;
    const TimePoint& now;  // the turn's
    WorkQueue& workers;    // for what only the system's resolver knows
};

struct ResolverConfig {
    std::string resolvConf;                      // empty: the system's
    std::uint16_t port = 0;                      // 0: 53
    std::chrono::milliseconds deadline{15'000};  // of a whole lookup
    std::string ownAddresses = {};               // empty: /proc/net/if_inet6
};

}  // namespace penstock
