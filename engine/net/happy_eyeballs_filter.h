#pragma once
// A name to a connection: looks it up, races its addresses (connect_race.h), and from then on is
// the winner. Thread: the engine's.

#include "engine/net/connect_race.h"
#include "engine/net/forwarding_filter.h"
#include "engine/net/resolver.h"

#include <string>

namespace penstock {

class HappyEyeballsFilter final : public ForwardingFilter, private LookupListener {
public:
    /// Starts the lookup with the first connect(). What `parts` and `resolver` refer to must
    /// outlive it.
    HappyEyeballsFilter(const FilterParts& parts, Resolver& resolver, ConnectRace::Target target,
                        Connector connector);

    Step connect() override;
    void adjustPollSet(PollSet& set, bool reading, bool writing) const override;
    [[nodiscard]] const Socket* socket() const override;
    [[nodiscard]] const Error& error() const override;

private:
    void lookupProgressed() override { host_->markDirty(); }

    FilterHost* host_;
    Resolver* resolver_;
    std::string name_;
    ConnectRace race_;
    Lookup lookup_;  // until there is a winner
};

}  // namespace penstock
