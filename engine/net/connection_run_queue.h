#pragma once
// Which connections the turn is to run. Each is marked by what concerns it and runs once in a pass;
// those that ran say afterwards what their sockets are to be watched for.
//
//   markDirty ──▶ dirty, or ending ── run ──▶ touched ── assess
//                    ▲                 └────▶ unfinished
//                    └─── requeue, at the end of the turn ─┘
//
// The lists keep their memory, so that a turn allocates nothing here. Thread: the engine's.

#include "engine/net/connection_pool.h"

#include <cstdint>
#include <vector>

namespace penstock {

class ConnectionRunQueue final : public ConnectionHost {
public:
    /// `clock` says when a connection has run long enough, and must outlive it.
    explicit ConnectionRunQueue(const TurnClock& clock) noexcept : clock_(&clock) {}

    void markDirty(Connection& connection) override;

    /// Nobody is marked.
    [[nodiscard]] bool empty() const noexcept { return dirty_.empty() && ending_.empty(); }

    /// Runs those that are marked and closed, or closing: they read nothing that anybody waits for.
    void runEnding(ConnectionPool& pool) {
        if (!ending_.empty()) {
            run(ending_, pool);
        }
    }

    /// Runs all that are marked. One that is marked meanwhile waits for the next pass.
    void runAll(ConnectionPool& pool) {
        runEnding(pool);
        if (!dirty_.empty()) {
            run(dirty_, pool);
        }
    }

    /// Step 5 of the turn: each that ran says what its sockets are to be watched for.
    void assess() {
        for (Connection* connection : touched_) {
            connection->assess();
        }
        touched_.clear();
    }

    /// Those that have read as much as they may in one turn are marked for the next.
    void requeue() {
        if (!unfinished_.empty()) {
            requeueAll();
        }
    }

    /// Step 8: forgets those that are over, which the pool then destroys.
    void sweep(ConnectionPool& pool) {
        if (pool.hasOver()) {
            sweepOver(pool);
        }
    }

    /// Connection::run(), so far.
    [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }

private:
    void run(std::vector<Connection*>& marked, ConnectionPool& pool);
    void requeueAll();
    void sweepOver(ConnectionPool& pool);

    // Connections live until sweep().
    const TurnClock* clock_;
    std::vector<Connection*> dirty_;
    std::vector<Connection*> ending_;
    std::vector<Connection*> running_;  // the batch that runs now
    std::vector<Connection*> touched_;
    std::vector<Connection*> unfinished_;
    std::uint64_t steps_ = 0;
};

}  // namespace penstock
