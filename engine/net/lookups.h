#pragma once
// Inside the resolver: the lookups under way, and who waits for each.
//
//   start ─▶ known? listed? cached? ─no─▶ Query ─ask─▶ AresChannel
//                                   │             │ answered
//                    getaddrinfo ◀──┴── settle ◀──┘
//                         └──────────────▶ │ publish, conclude ─▶ cache
//
// Not for those who include resolver.h.

#include "engine/net/address_memory.h"
#include "engine/net/ares_channel.h"
#include "engine/net/dns_cache.h"
#include "engine/net/hosts_file.h"
#include "engine/net/lookup_state.h"
#include "engine/net/poll_set.h"
#include "engine/net/resolver_file.h"
#include "engine/net/resolver_host.h"
#include "engine/net/system_lookup.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

class Lookups final : public AresChannel::Host {
public:
    Lookups(const ResolverParts& parts, ResolverConfig config)
        : parts_(parts), config_(std::move(config)), file_(config_.resolvConf) {}

    std::shared_ptr<LookupState> find(const std::string& host);
    std::uint64_t wait(const std::string& host, LookupListener& listener,
                       std::shared_ptr<LookupState>& state);

    void forget(std::uint64_t waiter) { waiters_.erase(waiter); }

    void ready(int fd, Readiness readiness) { ready_.emplace_back(fd, readiness); }

    void expired() {
        expired_ = true;
        armed_.reset();
    }

    void run();
    void reset();

    void adjustPollSet(PollSet& set) const {
        if (channel_ != nullptr) {
            channel_->adjustPollSet(set);
        }
    }

    [[nodiscard]] std::size_t pending() const noexcept { return queries_.size(); }

    [[nodiscard]] AddressMemory& addresses() noexcept { return addresses_; }

    Result<OpenedSocket> openDnsSocket(SocketRequest& request) override {
        return parts_.host.openSocket(request);
    }

    void answered(std::uint64_t query, int family, AresChannel::Answer answer) override;

private:
    using Answer = AresChannel::Answer;

    struct Query {
        std::shared_ptr<LookupState> state;  // shared with every Lookup of it and the cache
        TimePoint since;
        TimePoint until;
        std::vector<std::uint64_t> waiters;  // numbers; those who have gone are skipped
        // What c-ares found, IPv6 first. A failure is held back from `state` while the system may
        // still know better.
        std::array<std::optional<Answer>, 2> found;
        bool systemMayKnow = false;
        bool systemAsked = false;
    };

    using Queries = std::map<std::uint64_t, Query>;  // by age, so the first is the first due

    static FamilyAnswer& part(LookupState& state, std::size_t family) {
        return family == 0 ? state.v6 : state.v4;
    }

    std::uint64_t begin(const std::string& host);
    void ask(std::uint64_t query, const std::string& host, int family);
    void settle(Queries::iterator query);
    void publish(Query& query, std::size_t family);
    void conclude(Queries::iterator query);
    void askSystem(std::uint64_t query, const std::string& host);
    void systemAnswered(std::uint64_t query, SystemAnswer answer);
    void timedOut();
    void endOverdue();
    void tellListeners();
    void describeSockets();
    void endOfRun();

    ResolverParts parts_;
    ResolverConfig config_;
    Queries queries_;
    std::unordered_map<std::string, std::uint64_t> byHost_;
    std::unordered_map<std::uint64_t, LookupListener*> waiters_;
    std::unique_ptr<AresChannel> channel_;  // only while something is asked
    HostsFile hosts_;
    ResolverFile file_;
    DnsCache cache_;
    AddressMemory addresses_;
    std::vector<std::pair<int, Readiness>> ready_;
    std::vector<std::uint64_t> news_;  // waiters to be told
    std::optional<TimePoint> armed_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // seen by jobs that outlive us
    std::uint64_t lastId_ = 0;
    bool expired_ = false;
};

}  // namespace penstock
