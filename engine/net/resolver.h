#pragma once
// Names to addresses by c-ares, through sockets and timers that the loop sees like all others.
//
// Two lookups a name, AAAA and A, whose answers arrive one by one. Lookups of one name are
// coalesced; answers are cached for the shortest TTL of their records, aliases included (at most
// 10 min), "no such name" for 30 s. Literals and what the hosts file knows need no lookup and are
// answered at once: a name of the hosts file has the addresses that stand there and no others.
// Names that only the system's resolver can know (no dot, ".local") go to getaddrinfo on a worker
// when c-ares finds nothing. Addresses come sorted (RFC 6724). When the resolver's configuration on
// the disk is another one than before, everything known is forgotten and what is still asked is
// asked again, of the name servers that it names now: seen with each new lookup, and when a name
// server does not answer in time. Thread: the engine's.

#include "engine/error.h"
#include "engine/net/lookup_state.h"
#include "engine/net/poll_set.h"
#include "engine/net/resolver_host.h"

#include <cstdint>
#include <memory>
#include <string>

namespace penstock {

class AddressMemory;
class Lookups;
class Resolver;

/// One who waits. Dropping it drops the waiter; the query goes on for the others and the cache.
class Lookup {
public:
    Lookup() = default;
    Lookup(Lookup&& other) noexcept;
    Lookup& operator=(Lookup&& other) noexcept;
    Lookup(const Lookup&) = delete;
    Lookup& operator=(const Lookup&) = delete;
    ~Lookup();

    explicit operator bool() const noexcept { return resolver_ != nullptr; }

    /// Valid until this handle goes.
    [[nodiscard]] const LookupState& state() const;

private:
    friend class Resolver;
    Resolver* resolver_ = nullptr;
    std::shared_ptr<LookupState> state_;  // shared with the resolver's query and its cache
    std::uint64_t waiter_ = 0;
};

class Resolver {
public:
    Resolver(const ResolverParts& parts, ResolverConfig config);
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    /// Begins or joins a lookup; `listener` is told of each answer until the Lookup goes, never
    /// from within this call (it may be finished already when this returns: ask state()).
    [[nodiscard]] Lookup start(const std::string& host, LookupListener& listener);

    /// A socket of purpose Dns is ready: remembered, and worked on by run().
    void ready(int fd, Readiness readiness);
    /// The deadline that was armed is reached; run() does the rest.
    void expired();
    /// Lets c-ares work for the ready sockets and due deadlines, tells the listeners, and arms the
    /// next deadline.
    void run();
    /// All sockets of the resolver and what each is to be watched for.
    void adjustPollSet(PollSet& set) const;
    /// Lookups under way.
    [[nodiscard]] std::size_t pending() const noexcept;
    /// Which addresses were found dead: for those who connect. Forgotten by reset().
    [[nodiscard]] AddressMemory& addresses() noexcept;
    /// Forgets the cache and opens a new channel for what comes next (the network has changed).
    void reset();

private:
    friend class Lookup;
    std::unique_ptr<Lookups> lookups_;
};

}  // namespace penstock
