#include "engine/net/resolver.h"

#include "engine/net/ares_channel.h"
#include "engine/net/dns_cache.h"
#include "engine/net/system_lookup.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

namespace {

constexpr std::array kFamilies{AF_INET6, AF_INET};  // in the order in which they are asked

}  // namespace

class Resolver::Impl final : public AresChannel::Host {
public:
    Impl(ResolverHost& host, ResolverConfig config) : host_(&host), config_(std::move(config)) {}

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

    Result<OpenedSocket> openDnsSocket(SocketRequest& request) override {
        return host_->openSocket(request);
    }

    void answered(std::uint64_t query, int family, AresChannel::Answer answer) override;

private:
    using Answer = AresChannel::Answer;

    struct Query {
        std::shared_ptr<LookupState> state;  // shared with every Lookup of it and the cache
        TimePoint since;
        TimePoint until;
        std::vector<std::uint64_t> waiters;  // numbers; those who have gone are skipped
        // What c-ares found, in the order of kFamilies. A failure is held back from `state` while
        // the system may still know better.
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
    void endOverdue();
    void tellListeners();
    void describeSockets();
    void endOfRun();

    ResolverHost* host_;
    ResolverConfig config_;
    Queries queries_;
    std::unordered_map<std::string, std::uint64_t> byHost_;
    std::unordered_map<std::uint64_t, LookupListener*> waiters_;
    std::unique_ptr<AresChannel> channel_;  // only while something is asked
    DnsCache cache_;
    std::vector<std::pair<int, Readiness>> ready_;
    std::vector<std::uint64_t> news_;  // waiters to be told
    std::optional<TimePoint> armed_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // seen by jobs that outlive us
    std::uint64_t lastId_ = 0;
    bool expired_ = false;
};

std::shared_ptr<LookupState> Resolver::Impl::find(const std::string& host) {
    if (auto known = knownWithoutAsking(host, host_->now())) {
        return std::make_shared<LookupState>(*std::move(known));
    }
    return cache_.find(host, host_->now());
}

std::uint64_t Resolver::Impl::wait(const std::string& host, LookupListener& listener,
                                   std::shared_ptr<LookupState>& state) {
    const auto running = byHost_.find(host);
    const bool isNew = running == byHost_.end();
    const std::uint64_t id = isNew ? begin(host) : running->second;
    Query& query = queries_.at(id);
    state = query.state;
    const std::uint64_t waiter = ++lastId_;
    query.waiters.push_back(waiter);
    waiters_.emplace(waiter, &listener);
    if (isNew) {
        for (const int family : kFamilies) {
            ask(id, host, family);  // may end the query
        }
        endOfRun();
    }
    return waiter;
}

std::uint64_t Resolver::Impl::begin(const std::string& host) {
    const std::uint64_t id = ++lastId_;
    Query& query = queries_[id];
    query.state = std::make_shared<LookupState>();
    query.state->host = host;
    query.since = host_->now();
    query.until = query.since + config_.deadline;
    query.systemMayKnow = maybeKnownBySystem(host);
    byHost_.emplace(host, id);
    return id;
}

void Resolver::Impl::ask(std::uint64_t query, const std::string& host, int family) {
    if (channel_ == nullptr) {
        auto made = AresChannel::make(*this, config_.resolvConf, config_.port);
        if (!made) {
            Answer none;
            none.error = made.error();
            answered(query, family, std::move(none));
            return;
        }
        channel_ = std::move(made).value();
    }
    channel_->ask(query, host, family);
}

void Resolver::Impl::answered(std::uint64_t id, int family, Answer answer) {
    const auto query = queries_.find(id);
    if (query == queries_.end()) {
        return;  // it was given up meanwhile
    }
    query->second.found[family == AF_INET6 ? 0 : 1] = std::move(answer);
    settle(query);
}

void Resolver::Impl::settle(Queries::iterator place) {
    Query& query = place->second;
    auto& found = query.found;
    const bool any = std::any_of(found.begin(), found.end(), [](const auto& answer) {
        return answer && !answer->addresses.empty();
    });
    if (query.systemMayKnow && !any) {
        if (!query.systemAsked && found[0] && found[1]) {
            query.systemAsked = true;
            askSystem(place->first, query.state->host);
        }
        return;
    }
    for (std::size_t family = 0; family < found.size(); ++family) {
        if (found[family] && !part(*query.state, family).finished) {
            publish(query, family);
        }
    }
    if (query.state->finished()) {
        conclude(place);
    }
}

void Resolver::Impl::publish(Query& query, std::size_t family) {
    FamilyAnswer& answer = part(*query.state, family);
    answer.finished = true;
    answer.addresses = query.found[family]->addresses;
    answer.error = query.found[family]->error;
    answer.arrived = host_->now();
    news_.insert(news_.end(), query.waiters.begin(), query.waiters.end());
    host_->markDirty();
}

void Resolver::Impl::conclude(Queries::iterator place) {
    Query& query = place->second;
    std::optional<std::chrono::seconds> ttl;
    for (const auto& answer : query.found) {
        if (!answer->addresses.empty()) {
            ttl = std::min(ttl.value_or(answer->ttl), answer->ttl);
        }
    }
    byHost_.erase(query.state->host);
    cache_.keep(std::move(query.state), ttl.value_or(std::chrono::seconds::zero()), host_->now());
    queries_.erase(place);
}

void Resolver::Impl::askSystem(std::uint64_t query, const std::string& host) {
    constexpr std::uint64_t kWorkers = 2;
    auto answer = std::make_shared<SystemAnswer>();  // owners: the job, then its completion
    const WorkerKey key{WorkerKey::Kind::Names, query % kWorkers};
    host_->workers().submit(
        key, [answer, host] { *answer = lookupBySystem(host); },
        [this, query, answer, alive = std::weak_ptr<bool>(alive_)] {
            if (!alive.expired()) {
                systemAnswered(query, std::move(*answer));
            }
        });
}

void Resolver::Impl::systemAnswered(std::uint64_t id, SystemAnswer answer) {
    const auto query = queries_.find(id);
    if (query == queries_.end()) {
        return;
    }
    std::array lists{std::move(answer.v6), std::move(answer.v4)};
    for (std::size_t family = 0; family < lists.size(); ++family) {
        if (!lists[family].empty()) {
            lists[family].resize(std::min(lists[family].size(), AresChannel::kMostAddresses));
            query->second.found[family] = Answer{std::move(lists[family]), {}, {}};
        }
    }
    query->second.systemMayKnow = false;
    settle(query);
}

void Resolver::Impl::run() {
    for (const auto& [fd, readiness] : std::exchange(ready_, {})) {
        if (channel_ != nullptr) {
            channel_->process(fd, readiness);
        }
    }
    if (std::exchange(expired_, false) && channel_ != nullptr) {
        channel_->processTimeouts();  // a lost reply makes no socket ready
    }
    endOverdue();
    tellListeners();
    endOfRun();
}

void Resolver::Impl::endOverdue() {
    const TimePoint now = host_->now();
    while (!queries_.empty() && queries_.begin()->second.until <= now) {
        const auto place = queries_.begin();
        Query& query = place->second;
        query.systemMayKnow = false;
        for (auto& answer : query.found) {
            if (!answer) {
                answer.emplace();
                answer->error = lookupError(ErrorKind::DnsTimeout, query.state->host, {});
            }
        }
        settle(place);
    }
}

void Resolver::Impl::tellListeners() {
    // A listener may drop any Lookup and start others, so each is looked up when its turn comes.
    for (const std::uint64_t waiter : std::exchange(news_, {})) {
        const auto found = waiters_.find(waiter);
        if (found != waiters_.end()) {
            found->second->lookupProgressed();
        }
    }
}

void Resolver::Impl::describeSockets() {
    if (channel_ == nullptr || queries_.empty()) {
        return;
    }
    const auto& [id, oldest] = *queries_.begin();
    for (AresChannel::Open& open : channel_->sockets()) {
        if (open.shown != id && !open.peer.empty()) {
            open.shown = id;
            host_->lookupStep(open.socket.serial(), oldest.state->host, open.peer, oldest.since,
                              oldest.until);
        }
    }
}

// Common to all that may have changed something: the channel's life, the rows, the deadline.
void Resolver::Impl::endOfRun() {
    if (queries_.empty()) {
        channel_.reset();  // also re-reads the resolver's configuration for what comes next
    }
    describeSockets();
    std::optional<TimePoint> next;
    if (!queries_.empty()) {
        next = queries_.begin()->second.until;
        if (const auto left = channel_ != nullptr ? channel_->timeout() : std::nullopt) {
            next = std::min(*next, host_->now() + *left);
        }
    }
    if (next == armed_) {
        return;
    }
    armed_ = next;
    if (next) {
        host_->arm(*next);
    } else {
        host_->disarm();
    }
}

void Resolver::Impl::reset() {
    cache_.clear();
    channel_.reset();
    for (auto next = queries_.begin(); next != queries_.end();) {
        const std::uint64_t id = next->first;
        const std::string host = next->second.state->host;
        ++next;  // what is asked may be answered at once, and end
        for (std::size_t family = 0; family < kFamilies.size(); ++family) {
            const auto query = queries_.find(id);
            if (query != queries_.end() && !query->second.found[family]) {
                ask(id, host, kFamilies[family]);
            }
        }
    }
    endOfRun();
}

Lookup::Lookup(Lookup&& other) noexcept
    : resolver_(std::exchange(other.resolver_, nullptr)),
      state_(std::move(other.state_)),
      waiter_(std::exchange(other.waiter_, 0)) {}

Lookup& Lookup::operator=(Lookup&& other) noexcept {
    if (this != &other) {
        Lookup dropped(std::move(*this));
        resolver_ = std::exchange(other.resolver_, nullptr);
        state_ = std::move(other.state_);
        waiter_ = std::exchange(other.waiter_, 0);
    }
    return *this;
}

Lookup::~Lookup() {
    if (resolver_ != nullptr && waiter_ != 0) {
        resolver_->impl_->forget(waiter_);
    }
}

const LookupState& Lookup::state() const {
    return *state_;
}

Resolver::Resolver(ResolverHost& host, ResolverConfig config)
    : impl_(std::make_unique<Impl>(host, std::move(config))) {}

Resolver::~Resolver() = default;

Lookup Resolver::start(const std::string& host, LookupListener& listener) {
    Lookup lookup;
    lookup.resolver_ = this;
    lookup.state_ = impl_->find(host);
    if (lookup.state_ == nullptr) {
        lookup.waiter_ = impl_->wait(host, listener, lookup.state_);
    }
    return lookup;
}

void Resolver::ready(int fd, Readiness readiness) {
    impl_->ready(fd, readiness);
}

void Resolver::expired() {
    impl_->expired();
}

void Resolver::run() {
    impl_->run();
}

void Resolver::adjustPollSet(PollSet& set) const {
    impl_->adjustPollSet(set);
}

std::size_t Resolver::pending() const noexcept {
    return impl_->pending();
}

void Resolver::reset() {
    impl_->reset();
}

}  // namespace penstock
