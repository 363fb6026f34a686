#include "engine/net/lookups.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::array kFamilies{AF_INET6, AF_INET};  // in the order in which they are asked

}  // namespace

std::shared_ptr<LookupState> Lookups::find(const std::string& host) {
    std::vector<Address> known = addressesOfLiteral(host);
    if (known.empty()) {
        known = hosts_.find(host);
    }
    if (known.empty()) {
        known = addressesOfLocalhost(host);
    }
    if (!known.empty()) {
        auto state = std::make_shared<LookupState>(lookupOf(host, known, parts_.now));
        arrange(*state, config_.ownAddresses);
        return state;
    }
    if (file_.changed()) {  // what another network said of a name may not hold in this one
        reset();
    }
    return cache_.find(host, parts_.now);
}

std::uint64_t Lookups::wait(const std::string& host, LookupListener& listener,
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

std::uint64_t Lookups::begin(const std::string& host) {
    const std::uint64_t id = ++lastId_;
    Query& query = queries_[id];
    query.state = std::make_shared<LookupState>();
    query.state->host = host;
    query.since = parts_.now;
    query.until = query.since + config_.deadline;
    query.systemMayKnow = maybeKnownBySystem(host);
    byHost_.emplace(host, id);
    return id;
}

void Lookups::ask(std::uint64_t query, const std::string& host, int family) {
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

void Lookups::answered(std::uint64_t id, int family, Answer answer) {
    const auto query = queries_.find(id);
    if (query == queries_.end()) {
        return;  // it was given up meanwhile
    }
    query->second.found[family == AF_INET6 ? 0 : 1] = std::move(answer);
    settle(query);
}

void Lookups::settle(Queries::iterator place) {
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

void Lookups::publish(Query& query, std::size_t family) {
    FamilyAnswer& answer = part(*query.state, family);
    answer.finished = true;
    answer.addresses = query.found[family]->addresses;
    answer.error = query.found[family]->error;
    answer.arrived = parts_.now;
    arrange(*query.state, config_.ownAddresses);
    news_.insert(news_.end(), query.waiters.begin(), query.waiters.end());
    parts_.host.markDirty();
}

void Lookups::conclude(Queries::iterator place) {
    using std::chrono::seconds;
    Query& query = place->second;
    std::optional<seconds> ttl;
    for (std::size_t family = 0; family < query.found.size(); ++family) {
        const Answer& answer = *query.found[family];
        if (!answer.addresses.empty()) {  // the one that came first has aged meanwhile
            const auto age = parts_.now - part(*query.state, family).arrived;
            const seconds left = answer.ttl - std::chrono::ceil<seconds>(age);
            ttl = std::min(ttl.value_or(left), left);
        }
    }
    byHost_.erase(query.state->host);
    cache_.keep(std::move(query.state), ttl.value_or(seconds::zero()), parts_.now);
    queries_.erase(place);
}

void Lookups::askSystem(std::uint64_t query, const std::string& host) {
    constexpr std::uint64_t kWorkers = 2;
    auto answer = std::make_shared<SystemAnswer>();  // owners: the job, then its completion
    const WorkerKey key{WorkerKey::Kind::Names, query % kWorkers};
    parts_.workers.submit(
        key, [answer, host] { *answer = lookupBySystem(host); },
        [this, query, answer, alive = std::weak_ptr<bool>(alive_)] {
            if (!alive.expired()) {
                systemAnswered(query, std::move(*answer));
            }
        });
}

void Lookups::systemAnswered(std::uint64_t id, SystemAnswer answer) {
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

void Lookups::run() {
    for (const auto& [fd, readiness] : std::exchange(ready_, {})) {
        if (channel_ != nullptr) {
            channel_->process(fd, readiness);
        }
    }
    if (std::exchange(expired_, false)) {
        timedOut();
    }
    endOverdue();
    tellListeners();
    endOfRun();
}

void Lookups::timedOut() {
    if (file_.changed()) {  // perhaps nobody answers because the name server is another by now
        reset();
    } else if (channel_ != nullptr) {
        channel_->processTimeouts();  // a lost reply makes no socket ready
    }
}

void Lookups::endOverdue() {
    const TimePoint now = parts_.now;
    while (!queries_.empty() && queries_.begin()->second.until <= now) {
        const auto place = queries_.begin();
        Query& query = place->second;
        // That no name server knows it says nothing while the system still thinks.
        const bool systemThinks = std::exchange(query.systemMayKnow, false) && query.systemAsked;
        for (auto& answer : query.found) {
            if (!answer || systemThinks) {
                answer.emplace();
                answer->error = lookupError(ErrorKind::DnsTimeout, query.state->host, {});
            }
        }
        settle(place);
    }
}

void Lookups::tellListeners() {
    // A listener may drop any Lookup and start others, so each is looked up when its turn comes.
    for (const std::uint64_t waiter : std::exchange(news_, {})) {
        const auto found = waiters_.find(waiter);
        if (found != waiters_.end()) {
            found->second->lookupProgressed();
        }
    }
}

void Lookups::describeSockets() {
    if (channel_ == nullptr || queries_.empty()) {
        return;
    }
    const auto& [id, oldest] = *queries_.begin();
    for (AresChannel::Open& open : channel_->sockets()) {
        if (open.shown != id && !open.peer.empty()) {
            open.shown = id;
            parts_.host.lookupStep(open.socket.serial(), oldest.state->host, open.peer,
                                   oldest.since, oldest.until);
        }
    }
}

// Common to all that may have changed something: the channel's life, the rows, the deadline.
void Lookups::endOfRun() {
    if (queries_.empty()) {
        channel_.reset();  // also re-reads the resolver's configuration for what comes next
    }
    describeSockets();
    std::optional<TimePoint> next;
    if (!queries_.empty()) {
        next = queries_.begin()->second.until;
        if (const auto left = channel_ != nullptr ? channel_->timeout() : std::nullopt) {
            next = std::min(*next, parts_.now + *left);
        }
    }
    if (next == armed_) {
        return;
    }
    armed_ = next;
    if (next) {
        parts_.host.arm(*next);
    } else {
        parts_.host.disarm();
    }
}

void Lookups::reset() {
    cache_.clear();
    addresses_.clear();
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

}  // namespace penstock
