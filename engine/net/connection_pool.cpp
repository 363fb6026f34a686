#include "engine/net/connection_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace penstock {

namespace {

// One that leads to a public address suits whoever wants nothing else, too.
bool suits(const Connection& idle, const Destination& wanted) {
    const Destination& its = idle.destination();
    return its.port == wanted.port && its.secure == wanted.secure && its.host == wanted.host &&
           (its.publicOnly == wanted.publicOnly || idle.peerIsPublic());
}

bool hasRoom(const Connection& idle, int wanted) {
    const int its = idle.receiveBuffer();
    return its == 0 || (wanted != 0 && its >= wanted);
}

}  // namespace

Connection& ConnectionPool::acquire(const Destination& destination, bool fresh, int receiveBuffer) {
    if (!fresh) {
        // The one used last is the likeliest to live.
        for (auto i = idle_.rbegin(); i != idle_.rend(); ++i) {
            Connection& idle = **i;
            if (suits(idle, destination) && hasRoom(idle, receiveBuffer) && idle.available()) {
                dropIdle(idle);
                return idle;
            }
        }
    }
    const std::uint64_t id = ++nextId_;
    auto made = std::make_unique<Connection>(id, destination, *host_, services_);
    Connection& connection = *made;
    connection.setReceiveBuffer(receiveBuffer);
    connections_.emplace(id, std::move(made));
    return connection;
}

Connection* ConnectionPool::find(std::uint64_t id) const {
    Connection* known = get(id);
    return known == nullptr || known->state() == Connection::State::Closed ? nullptr : known;
}

Connection* ConnectionPool::get(std::uint64_t id) const {
    const auto found = connections_.find(id);
    return found == connections_.end() ? nullptr : found->second.get();
}

void ConnectionPool::settle(Connection& connection) {
    if (connection.state() == Connection::State::Closed) {
        dropIdle(connection);
        connection.setOver();
        over_.push_back(connection.id());
    } else if (!connection.isPooled() && connection.idle()) {
        connection.setPooled(true);
        idle_.push_back(&connection);
        evict();
    }
}

void ConnectionPool::sweep() {
    for (const std::uint64_t id : std::exchange(over_, {})) {
        connections_.erase(id);
    }
}

void ConnectionPool::closeIdle() {
    for (Connection* connection : std::exchange(idle_, {})) {
        connection->setPooled(false);
        connection->close();
    }
}

void ConnectionPool::setIdleLimit(int limit) {
    idleLimit_ = limit;
    evict();
}

void ConnectionPool::dropIdle(Connection& connection) {
    if (connection.isPooled()) {
        connection.setPooled(false);
        // From the end: who is used again is seldom the oldest.
        idle_.erase(std::prev(std::find(idle_.rbegin(), idle_.rend(), &connection).base()));
    }
}

void ConnectionPool::evict() {
    while (idle_.size() > static_cast<std::size_t>(std::max(idleLimit_, 0))) {
        Connection* oldest = idle_.front();
        dropIdle(*oldest);
        oldest->close();
    }
}

}  // namespace penstock
