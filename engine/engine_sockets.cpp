#include "engine/engine_sockets.h"

#include "engine/net/tcp_details.h"

#include <vector>

namespace penstock {

namespace {

Error droppedError(const Connection& connection) {
    return {ErrorKind::ConnectDropped,
            "The connection to " + connection.destination().host + " was dropped",
            {},
            0};
}

}  // namespace

Connection* EngineSockets::find(std::uint64_t serial) const {
    const SocketTable::Row* row = table_->find(serial);
    SocketOwner* owner = row == nullptr ? nullptr : watch_->ownerOf(row->snapshot.fd);
    return owner == nullptr ? nullptr : owner->connection();
}

std::optional<SocketDetails> EngineSockets::details(std::uint64_t serial) const {
    const SocketTable::Row* row = table_->find(serial);
    if (row == nullptr) {
        return std::nullopt;
    }
    const SocketSnapshot& shown = row->snapshot;
    SocketDetails details;
    details.serial = serial;
    details.family = familyOf(shown.fd);
    details.localAddress = localAddressOf(shown.fd);
    details.peer = shown.peer;
    details.tls = shown.tls;
    details.cipher = shown.cipher;
    details.alpn = shown.alpn;
    details.tcp = tcpDetailsOf(shown.fd);
    if (const Connection* connection = find(serial)) {
        connection->describe(details);
    }
    return details;
}

void EngineSockets::drop(std::uint64_t serial) const {
    if (Connection* connection = find(serial)) {
        connection->drop(droppedError(*connection));
        connections_->settle(*connection);
    }
}

// Its address is tried last from now on, and nobody else's connection to that host is taken for it.
void EngineSockets::leave(Connection& connection) const {
    if (const Address* address = connection.address()) {
        addresses_->died(*address, connection.destination().port);
    }
    connections_->closeIdleBeside(connection);
    connection.drop(droppedError(connection));
    connections_->settle(connection);
}

void EngineSockets::retryElsewhere(std::uint64_t serial) const {
    if (Connection* connection = find(serial)) {
        leave(*connection);
    }
}

void EngineSockets::retryElsewhere(TransferId transfer) const {
    std::vector<Connection*> all;
    connections_->each([&](Connection& each) {
        if (each.carries(transfer)) {
            all.push_back(&each);
        }
    });
    for (Connection* each : all) {
        leave(*each);
    }
}

void EngineSockets::dropDistrusted() const {
    std::vector<Connection*> all;
    connections_->each([&](Connection& each) {
        if (!connections_->isTrusted(each, each.destination())) {
            all.push_back(&each);
        }
    });
    for (Connection* each : all) {
        each->drop(droppedError(*each));
        connections_->settle(*each);
    }
}

void EngineSockets::pin(std::uint64_t serial, bool pinned) const {
    if (Connection* connection = find(serial)) {
        connections_->setPinned(*connection, pinned);
    }
}

}  // namespace penstock
