#pragma once
// What a person may ask of one socket, and do with it. Made for a call, and not kept.
//
// Thread: the engine's. Not for those who include engine.h.

#include "engine/net/address_memory.h"
#include "engine/net/connection_pool.h"
#include "engine/net/socket_table.h"
#include "engine/net/socket_watch.h"

#include <cstdint>
#include <optional>

namespace penstock {

class EngineSockets {
public:
    EngineSockets(SocketTable& table, SocketWatch& watch, ConnectionPool& connections,
                  AddressMemory& addresses) noexcept
        : table_(&table), watch_(&watch), connections_(&connections), addresses_(&addresses) {}

    /// Whether it is a connection's, or a part of one that opens.
    [[nodiscard]] bool isConnection(std::uint64_t serial) const { return find(serial) != nullptr; }

    [[nodiscard]] std::optional<SocketDetails> details(std::uint64_t serial) const;
    /// No-op for one that is gone, here as below.
    void drop(std::uint64_t serial) const;
    void retryElsewhere(std::uint64_t serial) const;
    void retryElsewhere(TransferId transfer) const;
    void pin(std::uint64_t serial, bool pinned) const;
    /// Those that stand on a key which is not trusted any more.
    void dropDistrusted() const;

private:
    [[nodiscard]] Connection* find(std::uint64_t serial) const;
    void leave(Connection& connection) const;

    SocketTable* table_;
    SocketWatch* watch_;
    ConnectionPool* connections_;
    AddressMemory* addresses_;
};

}  // namespace penstock
