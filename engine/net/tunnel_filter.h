#pragma once
// A way through a proxy: lets it lead to the target, and is from then on what it stands over.
//
//   TlsFilter to the target (where it is https) ─▶ TunnelFilter ─▶ [TlsFilter to the proxy] ─▶ …
//
// Thread: the engine's.

#include "engine/net/forwarding_filter.h"
#include "engine/net/proxy_logins.h"
#include "engine/net/proxy_talk.h"
#include "engine/net/resolver.h"
#include "engine/proxy_types.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace penstock {

/// What leads through a proxy without a talk of its own, as one for plain HTTP is: nothing is
/// known of the target's address but what a literal says.
class ProxiedFilter : public ForwardingFilter {
public:
    ProxiedFilter(std::unique_ptr<Filter> below, std::optional<Address> target) noexcept
        : ForwardingFilter(std::move(below)), target_(target) {}

    [[nodiscard]] const Address* target() const override { return target_ ? &*target_ : nullptr; }

protected:
    void setTarget(const Address& target) noexcept { target_ = target; }

private:
    std::optional<Address> target_;
};

class TunnelFilter final : public ProxiedFilter, private LookupListener {
public:
    struct Way {
        Proxy proxy;
        ProxyTarget target;
        std::string userAgent;
        ProxyLogins* logins = nullptr;       // outlives it
        bool publicOnly = false;             // of an address that is looked up here
        std::chrono::milliseconds limit{0};  // of lookup and talk, each
    };

    /// What `parts` and `resolver` refer to must outlive it.
    TunnelFilter(std::unique_ptr<Filter> below, const FilterParts& parts, Resolver& resolver,
                 Way way);

    Step connect() override;
    void adjustPollSet(PollSet& set, bool reading, bool writing) const override;

    [[nodiscard]] const Error& error() const override {
        return error_.ok() ? ForwardingFilter::error() : error_;
    }

private:
    enum class State : std::uint8_t { Opening, Lookup, Sending, Reading, Open, Broken };

    Step lookUp();
    Step begin();
    Step send();
    Step read();
    Step late();
    Step fail(Error error);

    void lookupProgressed() override { host_->markDirty(); }

    FilterHost* host_;
    Resolver* resolver_;
    const TimePoint* now_;
    Way way_;
    State state_ = State::Opening;
    Lookup lookup_;
    std::unique_ptr<ProxyTalk> talk_;
    std::string out_;
    Deadline deadline_;
    Error error_;
};

}  // namespace penstock
