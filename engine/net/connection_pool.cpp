#include "engine/net/connection_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kMostSharing = 256;  // destinations of which it is remembered

// One that leads to a public address suits a wish for nothing else, too.
bool suits(const Connection& open, const Destination& wanted) {
    const Destination& its = open.destination();
    return its.port == wanted.port && its.secure == wanted.secure && its.host == wanted.host &&
           sameWay(its.proxy, wanted.proxy) &&
           (its.publicOnly == wanted.publicOnly || open.peerIsPublic());
}

bool hasRoom(const Connection& open, int wanted) {
    const int its = open.receiveBuffer();
    return its == 0 || (wanted != 0 && its >= wanted);
}

}  // namespace

PoolOffer ConnectionPool::offer(const Wish& wish, PoolWaiter& asks) {
    Connection* free = shared_.empty() ? nullptr : freeIn(shared_, wish);
    if (free == nullptr) {
        free = freeIn(idle_, wish);
    }
    // Only where none is free the host is looked up by its name.
    HostPlaces& host = free != nullptr ? *free->host() : hosts_.of(wish.destination);
    const bool called = host.answered(asks);
    if (!called && host.mustWait()) {
        host.join(asks, wish.ahead, wish.rank);
        return {PoolOffer::Kind::Wait, nullptr, WaitsFor::Host};
    }
    if (free != nullptr) {
        // Its exchange begins now: another that asks in this very turn may want to join.
        const bool more = free->capacity() > 1 && free->freeStreams() > 1;
        moveTo(*free, more ? Place::Shared : Place::Nowhere);
        return {PoolOffer::Kind::Stream, free};
    }
    if (mayWait(wish)) {
        waiting_.push_back({wish.destination, &asks});
        host.callNext();  // what it was called for, if it was, is there for others
        return {PoolOffer::Kind::Wait, nullptr, WaitsFor::Stream};
    }
    if (host.hasPlace()) {
        return {};
    }
    closeIdleOf(host, 1);  // it could not use that
    host.join(asks, wish.ahead || called, wish.rank);
    return {PoolOffer::Kind::Wait, nullptr, WaitsFor::Host};
}

Connection* ConnectionPool::freeIn(const std::vector<Connection*>& list, const Wish& wish) const {
    for (auto i = list.rbegin(); i != list.rend(); ++i) {
        Connection& open = **i;
        if (suits(open, wish.destination) && isTrusted(open, wish.destination) &&
            hasRoom(open, wish.receiveBuffer) && !(wish.fresh && open.served() > 0) &&
            open.freeStreams() > 0) {
            return &open;
        }
    }
    return nullptr;
}

bool ConnectionPool::isTrusted(const Connection& connection, const Destination& by) const {
    const std::string_view key = connection.lentKey();
    return key.empty() || std::ranges::find(by.keys, key) != by.keys.end() ||
           (services_.trusted != nullptr && services_.trusted->has(by.host, by.port, key));
}

Connection& ConnectionPool::open(const Wish& wish) {
    const std::uint64_t id = ++nextId_;
    auto made = std::make_unique<Connection>(id, wish.destination, *host_, services_, wish.connect);
    Connection& connection = *made;
    connection.setReceiveBuffer(wish.receiveBuffer);
    connections_.emplace(id, std::move(made));
    HostPlaces& host = hosts_.of(wish.destination);
    host.add(connection);
    connection.setHost(host);
    if (knownCapacity(wish.destination) > 1) {
        moveTo(connection, Place::Awaited);
    }
    return connection;
}

void ConnectionPool::leave(PoolWaiter& waiter) {
    if (waiter.ticket.line != nullptr) {
        waiter.ticket.line->leave(waiter);
        evict();  // what it was called for may be too many now
    } else if (!waiting_.empty()) {
        std::erase_if(waiting_, [&](const Waiting& each) { return each.waiter == &waiter; });
    }
}

bool ConnectionPool::willTell(const PoolWaiter& waiter) const {
    const WaitingLine* line = waiter.ticket.line;
    if (line != nullptr) {
        return waiter.ticket.called || line->willCall();
    }
    const auto found = std::ranges::find(waiting_, &waiter, &Waiting::waiter);
    return found != waiting_.end() && std::ranges::any_of(awaited_, [found](const auto* each) {
               return each->destination() == found->destination && each->willRun();
           });
}

Connection* ConnectionPool::find(std::uint64_t id) const {
    const auto found = connections_.find(id);
    return found == connections_.end() || found->second->state() == Connection::State::Closed
               ? nullptr
               : found->second.get();
}

void ConnectionPool::place(Connection& connection) {
    using State = Connection::State;
    if (connection.state() == State::Opening) {
        return;
    }
    const bool wasAwaited = connection.place() == Place::Awaited;
    if (connection.idle()) {
        moveTo(connection, Place::Idle);
    } else {
        moveTo(connection, connection.freeStreams() > 0 ? Place::Shared : Place::Nowhere);
    }
    HostPlaces& host = *connection.host();
    if (connection.state() == State::Closed) {
        host.remove(connection);
        connection.setOver();
        over_.push_back(connection.id());
    }
    if (connection.capacity() > 1 || (wasAwaited && connection.capacity() == 1)) {
        learn(connection);
    }
    if (wasAwaited) {
        wakeWaiters(connection.destination());
    }
    if (connection.place() == Place::Idle && host.tooMany() > 0) {
        closeIdle(connection);
    }
    host.callNext();
    evict();
}

void ConnectionPool::moveTo(Connection& connection, Place place) {
    if (connection.place() == place) {
        return;
    }
    if (auto* from = listOf(connection.place())) {
        if (from->back() == &connection) {  // as a rule: the one that moves is seldom the oldest
            from->pop_back();
        } else {
            from->erase(std::prev(std::find(from->rbegin(), from->rend(), &connection).base()));
        }
    }
    connection.setPlace(place);
    if (auto* to = listOf(place)) {
        to->push_back(&connection);
    }
}

void ConnectionPool::learn(const Connection& connection) {
    for (auto& [destination, capacity] : sharing_) {
        if (destination == connection.destination()) {
            capacity = connection.capacity();
            return;
        }
    }
    if (sharing_.size() >= kMostSharing) {
        sharing_.erase(sharing_.begin());
    }
    sharing_.emplace_back(connection.destination(), connection.capacity());
}

std::size_t ConnectionPool::knownCapacity(const Destination& destination) const noexcept {
    for (const auto& [known, capacity] : sharing_) {
        if (known == destination) {
            return capacity;
        }
    }
    return 0;
}

// Those that are opening have one exchange each already.
bool ConnectionPool::mayWait(const Wish& wish) const {
    const auto to = [&wish](const auto* each) {
        return each->destination() == wish.destination && hasRoom(*each, wish.receiveBuffer);
    };
    const auto opening = static_cast<std::size_t>(std::ranges::count_if(awaited_, to));
    const auto waiting = static_cast<std::size_t>(
        std::ranges::count(waiting_, wish.destination, &Waiting::destination));
    const std::size_t most = std::max<std::size_t>(knownCapacity(wish.destination), 1);
    return waiting < opening * (most - 1);
}

// All of them: what it can carry this time is not known before it is asked.
void ConnectionPool::wakeWaiters(const Destination& destination) {
    std::vector<PoolWaiter*> woken;
    std::erase_if(waiting_, [&](const Waiting& each) {
        const bool wakes = each.destination == destination;
        if (wakes) {
            woken.push_back(each.waiter);
        }
        return wakes;
    });
    for (PoolWaiter* waiter : woken) {
        waiter->offerChanged();  // marks, and asks later
    }
}

void ConnectionPool::sweep() {
    for (const std::uint64_t id : std::exchange(over_, {})) {
        connections_.erase(id);
    }
}

void ConnectionPool::closeIdle() {
    while (!idle_.empty()) {
        closeIdle(*idle_.back());
    }
}

void ConnectionPool::closeIdle(Connection& connection) {
    moveTo(connection, Place::Nowhere);
    connection.close();
}

void ConnectionPool::closeIdleOf(const HostPlaces& host, std::size_t most) {
    for (Connection* each : host.connections()) {
        if (most > 0 && each->place() == Place::Idle) {
            closeIdle(*each);
            --most;
        }
    }
}

void ConnectionPool::proxiesChanged() {
    for (Connection* each : std::vector(idle_)) {  // a copy: closing takes them off
        const Destination& its = each->destination();
        if (!sameWay(its.proxy, proxyFor({its.host, its.port, its.secure}))) {
            closeIdle(*each);
        }
    }
}

void ConnectionPool::setLimits(int idle, int perHost) {
    idleLimit_ = idle;
    hosts_.setLimit(perHost);
    hosts_.each([this](HostPlaces& host) {
        closeIdleOf(host, host.tooMany());
        host.callNext();
    });
    evict();
}

bool ConnectionPool::refused(const HostName& host, const Error& reason, bool plainly) {
    HostPlaces* its = hosts_.find(host);
    const HostPlaces::Running running = its == nullptr ? HostPlaces::Running{} : its->running();
    if (!running.brings || !hosts_.ceilings().refused(host, running.count, reason, plainly)) {
        return false;
    }
    ceilingChanged(host);
    return true;
}

void ConnectionPool::proved(std::uint64_t id) {
    const Connection* connection = find(id);
    if (connection != nullptr && connection->host()->hasCeiling()) {
        const HostName host{connection->destination().host, connection->destination().port};
        hosts_.ceilings().proved(host, connection->host()->running().count);
    }
}

void ConnectionPool::ceilingChanged(const HostName& host) {
    if (HostPlaces* its = hosts_.ceilingChanged(host)) {
        closeIdleOf(*its, its->tooMany());
        its->callNext();
    }
}

ConnectionPool::Room ConnectionPool::roomAt(const HostName& host) {
    const KnownHost* known = hosts_.ceilings().find(host);
    const HostPlaces* its = hosts_.find(host);
    Room room;
    room.most = hosts_.limit();
    if (known != nullptr) {
        const int allowed = hosts_.ceilings().allows(*known);
        if (known->ceiling.byPerson || room.most <= 0 || allowed <= room.most) {
            room.most = allowed;
            room.ceiling = &known->ceiling;
        }
    }
    room.free = its == nullptr || its->hasRoom();
    room.tooMany = its == nullptr ? 0 : its->tooMany();
    return room;
}

// The oldest first, but not where somebody was called who has not asked yet.
void ConnectionPool::evict() {
    const auto most = static_cast<std::size_t>(std::max(idleLimit_, 0));
    for (std::size_t i = 0; i < idle_.size() && idle_.size() > most;) {
        if (hosts_.of(idle_[i]->destination()).called() > 0) {
            ++i;
        } else {
            closeIdle(*idle_[i]);
        }
    }
}

}  // namespace penstock
