#pragma once
// All connections of an engine: which of them has a stream to offer, and which nobody uses.
//
//   offer ─▶ Stream: begin on this one      of those with streams, the one joined last; then of the
//        │                                  idle ones the one used last, the likeliest to live
//        ├▶ Wait: one is opening that will carry this, too; you are told when it is ready
//        └▶ Open: there is none
//
// An idle connection stays watched for reading, so its end is seen when it comes. A transfer gets
// a stream only if its whole destination is the same. Thread: the engine's.

#include "engine/net/connection.h"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

/// What an exchange wants to be carried by.
struct Wish {
    Destination destination;
    bool fresh = false;     // only one that has served nobody (the last died under the request)
    int receiveBuffer = 0;  // SO_RCVBUF, 0 the system's choice. An open connection with less is
                            // left alone, since the size of a window that has opened cannot be
                            // mended. One with more will do: a limit is kept by reading slowly,
                            // only a pause then loses a little more.
};

/// What the pool has for a wish.
struct PoolOffer {
    enum class Kind : std::uint8_t { Stream, Wait, Open };
    Kind kind = Kind::Open;
    Connection* connection = nullptr;  // for Stream: to begin on at once
};

/// Waits for a connection that is opening.
class PoolWaiter {
public:
    PoolWaiter() = default;
    PoolWaiter(const PoolWaiter&) = delete;
    PoolWaiter& operator=(const PoolWaiter&) = delete;
    virtual ~PoolWaiter() = default;

    /// Ask again, later in this turn. Told once.
    virtual void offerChanged() = 0;
};

class ConnectionPool {
public:
    /// All must outlive it. `idleLimit`: idle connections beyond it are closed, oldest first.
    ConnectionPool(ConnectionHost& host, NetServices services, int idleLimit)
        : host_(&host), services_(std::move(services)), idleLimit_(idleLimit) {}

    /// What there is for `wish` now. Wait only where connections of that destination were found to
    /// carry several, and one of them is opening with room for one more who waits.
    PoolOffer offer(const Wish& wish);
    /// A new connection, which begins to open with its first exchange.
    Connection& open(const Wish& wish);
    /// Puts `waiter`, which was told to wait, into the queue of those for `destination`. It must
    /// outlive the wait, or leave().
    void wait(const Destination& destination, PoolWaiter& waiter);
    /// No-op for one that does not wait.
    void leave(PoolWaiter& waiter) noexcept;
    /// Null once it is closed.
    [[nodiscard]] Connection* find(std::uint64_t id) const;

    /// After a connection has run: notes what it has to offer, or that it is over.
    void settle(Connection& connection) {
        const bool closed = connection.state() == Connection::State::Closed;
        if (connection.takeMoved() || closed) {
            place(connection);
        }
    }

    /// Whether sweep() has anything to do.
    [[nodiscard]] bool hasOver() const noexcept { return !over_.empty(); }

    /// Step 8 of the turn: destroys what is over.
    void sweep();
    /// Says goodbye to all that are idle.
    void closeIdle();
    void setIdleLimit(int limit);

    [[nodiscard]] std::size_t size() const noexcept { return connections_.size(); }

private:
    using Place = Connection::Place;

    struct Waiting {
        Destination destination;
        PoolWaiter* waiter;
    };

    void place(Connection& connection);
    void moveTo(Connection& connection, Place place);

    std::vector<Connection*>* listOf(Place place) noexcept {
        switch (place) {
            case Place::Idle:
                return &idle_;
            case Place::Shared:
                return &shared_;
            case Place::Awaited:
                return &awaited_;
            case Place::Nowhere:
                break;
        }
        return nullptr;
    }

    [[nodiscard]] Connection* freeIn(const std::vector<Connection*>& list, const Wish& wish) const;
    void learn(const Connection& connection);
    [[nodiscard]] std::size_t knownCapacity(const Destination& destination) const noexcept;
    [[nodiscard]] bool mayWait(const Wish& wish) const;
    void wakeWaiters(const Destination& destination);
    void evict();

    ConnectionHost* host_;
    NetServices services_;
    int idleLimit_;
    std::uint64_t nextId_ = 0;
    std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> idle_;     // the one that became idle last is at the end
    std::vector<Connection*> shared_;   // with streams, and room for more; so is this one
    std::vector<Connection*> awaited_;  // opening, to a destination whose connections carry several
    std::vector<std::pair<Destination, std::size_t>> sharing_;  // what such destinations can carry
    std::vector<Waiting> waiting_;                              // the oldest first
    std::vector<std::uint64_t> over_;
};

}  // namespace penstock
