#pragma once
// All connections of an engine, and which of them nobody uses at the moment.
//
// An idle connection stays watched for reading, so its end is seen when it comes. A transfer gets
// one only if its whole destination is the same. Thread: the engine's.

#include "engine/net/connection.h"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

class ConnectionPool {
public:
    /// All must outlive it. `idleLimit`: idle connections beyond it are closed, oldest first.
    ConnectionPool(ConnectionHost& host, NetServices services, int idleLimit)
        : host_(&host), services_(std::move(services)), idleLimit_(idleLimit) {}

    /// An idle connection to `destination`, or a new one that begins to open.
    /// `fresh`: never an idle one (the last died under the request). `receiveBuffer` is SO_RCVBUF,
    /// 0 the system's choice: an idle connection with less than that is left alone, since the size
    /// of a window that has opened cannot be mended. One with more will do: a limit is kept by
    /// reading slowly, only a pause then loses a little more.
    Connection& acquire(const Destination& destination, bool fresh, int receiveBuffer = 0);
    /// Null once it is closed.
    [[nodiscard]] Connection* find(std::uint64_t id) const;
    /// Also one that is closed and not yet swept.
    [[nodiscard]] Connection* get(std::uint64_t id) const;
    /// After a connection has run: notes that it is idle, or that it is over.
    void settle(Connection& connection);

    /// Whether sweep() has anything to do.
    [[nodiscard]] bool hasOver() const noexcept { return !over_.empty(); }

    /// Step 6 of the turn: destroys what is over.
    void sweep();
    /// Says goodbye to all that are idle.
    void closeIdle();
    void setIdleLimit(int limit);

    [[nodiscard]] std::size_t size() const noexcept { return connections_.size(); }

private:
    void dropIdle(Connection& connection);
    void evict();

    ConnectionHost* host_;
    NetServices services_;
    int idleLimit_;
    std::uint64_t nextId_ = 0;
    std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> idle_;  // the one that became idle last is at the end
    std::vector<std::uint64_t> over_;
};

}  // namespace penstock
