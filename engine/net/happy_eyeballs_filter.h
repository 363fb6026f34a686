#pragma once
// A name to a connection: looks it up, races its addresses (connect_race.h), and from then on is
// the winner. Thread: the engine's.

#include "engine/net/connect_race.h"
#include "engine/net/filter.h"
#include "engine/net/resolver.h"

#include <memory>

namespace penstock {

class HappyEyeballsFilter final : public Filter, private LookupListener {
public:
    /// Starts the lookup with the first connect(). `host` and `resolver` must outlive it.
    HappyEyeballsFilter(FilterHost& host, Resolver& resolver, ConnectRace::Target target,
                        Connector connector);

    Step connect() override;
    void expired(DeadlineKind kind) override;
    IoResult send(std::span<const std::byte> bytes) override;
    IoResult recv(std::span<std::byte> into) override;
    void adjustPollSet(PollSet& set, bool reading, bool writing) const override;
    Step shutdown() override;
    [[nodiscard]] const Socket* socket() const override;

    [[nodiscard]] const Address* peer() const override {
        return winner_ != nullptr ? winner_->peer() : nullptr;
    }

    [[nodiscard]] std::string_view alpn() const override;
    [[nodiscard]] const Error& error() const override;

private:
    void lookupProgressed() override { host_->markDirty(); }

    std::unique_ptr<Filter> winner_;
    FilterHost* host_;
    Resolver* resolver_;
    std::string name_;
    ConnectRace race_;
    Lookup lookup_;  // until there is a winner
};

}  // namespace penstock
