#pragma once
// All connections of an engine: which of them has a stream to offer, and which nobody uses.
//
//   offer ─▶ Stream: begin on this one      of those with streams, the one joined last; then of the
//        │                                  idle ones the one used last, the likeliest to live
//        ├▶ Wait: one is opening that will carry this, too, or the host has as many connections as
//        │        it may; you are told when one is ready, free or closed
//        └▶ Open: there is none
//
// Those that wait for a place at their host go in order: the connection that comes free is theirs,
// and one that none of them can use is closed for the next.
//
// An idle connection stays watched for reading, so its end is seen when it comes. A transfer gets
// a stream only if its whole destination is the same. Thread: the engine's.

#include "engine/http/proxy_choice.h"
#include "engine/net/connection.h"
#include "engine/net/host_places.h"

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
    Rank rank = {};         // of those that wait at the host
    bool ahead = false;  // goes before others that wait: its address may be good for a short time
                         // only, or it had its turn already
    std::chrono::milliseconds connect{0};  // EngineTimeouts::connect and handshake of one that is
                                           // opened; 0: as they are
};

/// What the pool has for a wish.
struct PoolOffer {
    enum class Kind : std::uint8_t { Stream, Wait, Open };
    Kind kind = Kind::Open;
    Connection* connection = nullptr;       // for Stream: to begin on at once
    WaitsFor waitsFor = WaitsFor::Nothing;  // for Wait
};

class ConnectionPool {
public:
    /// All must outlive it. `idleLimit`: idle connections beyond it are closed, oldest first.
    /// `perHost`: the most connections of a host, 0 for any number.
    ConnectionPool(ConnectionHost& host, NetServices services, int idleLimit, int perHost = 0)
        : host_(&host),
          services_(std::move(services)),
          idleLimit_(idleLimit),
          hosts_(perHost, services_.ceilings) {}

    /// What there is for `wish` now. Wait: `asks` waits from now on; it must outlive that, or
    /// leave(), and is told when to ask again. For a Stream only where connections of that
    /// destination were found to carry several, and one of them is opening with room for one more.
    PoolOffer offer(const Wish& wish, PoolWaiter& asks);
    /// A new connection, as it was offered, which begins to open with its first exchange.
    Connection& open(const Wish& wish);
    /// It does not want what it waits for, or was told of, any more. No-op for one that does not
    /// wait.
    void leave(PoolWaiter& waiter);

    /// It goes by another rank, where it waits for a place at its host.
    void setRank(PoolWaiter& waiter, Rank rank) {
        if (waiter.ticket.line != nullptr) {
            waiter.ticket.line->setRank(waiter, rank);
        }
    }

    /// For checkers: whether something is sure to happen for one that waits.
    [[nodiscard]] bool willTell(const PoolWaiter& waiter) const;
    /// Null once it is closed.
    [[nodiscard]] Connection* find(std::uint64_t id) const;

    /// After a connection has run: notes what it has to offer, or that it is over.
    void settle(Connection& connection) {
        const bool closed = connection.state() == Connection::State::Closed;
        if (connection.takeMoved() || closed) {
            place(connection);
        }
    }

    /// By way of whom that host is asked; null: directly.
    [[nodiscard]] std::shared_ptr<const Proxy> proxyFor(const ProxiedHost& to) const {
        return services_.proxies == nullptr ? nullptr : penstock::proxyFor(*services_.proxies, to);
    }

    /// Of those that are asked in full. Only where something goes by way of a proxy.
    [[nodiscard]] ProxyLogins& proxyLogins() noexcept { return *services_.proxyLogins; }

    /// See Connection::setPinned().
    void setPinned(Connection& connection, bool pinned) noexcept {
        connection.setPinned(pinned);
        anyPinned_ |= pinned;
    }

    /// False: nobody has pinned one so far.
    [[nodiscard]] bool anyPinned() const noexcept { return anyPinned_; }

    /// All of them, in no order.
    template <typename Visit>
    void each(Visit visit) {
        for (auto& [id, connection] : connections_) {
            visit(*connection);
        }
    }

    /// Whether it may serve those who are led there: the system trusts it, or they do.
    [[nodiscard]] bool isTrusted(const Connection& connection, const Destination& by) const;

    /// Says goodbye to those that are idle at the host of that one.
    void closeIdleBeside(const Connection& connection) {
        closeIdleOf(*connection.host(), connections_.size());
    }

    /// Whether sweep() has anything to do.
    [[nodiscard]] bool hasOver() const noexcept { return !over_.empty(); }

    /// Step 8 of the turn: destroys what is over.
    void sweep();
    /// Says goodbye to all that are idle.
    void closeIdle();
    /// NetServices::proxies are others now: of what is open already the idle ones are closed that
    /// go another way.
    void proxiesChanged();
    /// Of what is open already the idle ones are closed that are too many.
    void setLimits(int idle, int perHost);

    // --- what each host takes

    /// A connection to it was refused, and is none any more: if others run there, they are as many
    /// as it takes; `plainly`: so that there is no doubt. False if nothing follows from it.
    bool refused(const HostName& host, const Error& reason, bool plainly);

    /// An exchange on that one was answered: if those that run are more than its host was known to
    /// take, it takes so many.
    void answered(std::uint64_t connection) {
        if (!services_.ceilings.empty()) {
            proved(connection);
        }
    }

    /// After a change of what is known of it: those that wait are called, or idle ones closed.
    void ceilingChanged(const HostName& host);

    /// What there is for further connections to a host.
    struct Room {
        int most = 0;                          // connections, 0 for any number
        bool free = true;                      // who comes now is served at once
        std::size_t tooMany = 0;               // are open: it may have fewer now
        const HostCeiling* ceiling = nullptr;  // what bounds it, where that is not the limit
    };

    [[nodiscard]] Room roomAt(const HostName& host);

    /// Whether others wait for a place there already.
    [[nodiscard]] bool isCrowded(const HostName& host) {
        const HostPlaces* its = hosts_.find(host);
        return its != nullptr && its->mustWait();
    }

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
    void closeIdleOf(const HostPlaces& host, std::size_t most);
    void closeIdle(Connection& connection);
    void evict();
    void proved(std::uint64_t id);

    ConnectionHost* host_;
    NetServices services_;
    int idleLimit_;
    bool anyPinned_ = false;
    HostTable hosts_;
    std::uint64_t nextId_ = 0;
    std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> idle_;     // the one that became idle last is at the end
    std::vector<Connection*> shared_;   // with streams, and room for more; so is this one
    std::vector<Connection*> awaited_;  // opening, to a destination whose connections carry several
    std::vector<std::pair<Destination, std::size_t>> sharing_;  // what such destinations can carry
    std::vector<Waiting> waiting_;                              // for a stream, the oldest first
    std::vector<std::uint64_t> over_;
};

}  // namespace penstock
