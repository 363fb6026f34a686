#pragma once
// The lowest layer: one TCP connection to one address. Thread: the engine's.

#include "engine/net/address.h"
#include "engine/net/filter.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace penstock {

/// How a socket is to be, beside where it leads.
struct SocketPolicy {
    bool publicOnly = false;  // an address of this machine or a private network is refused
                              // (Policy.PrivateNet) before a socket is made; for a target only
    /// For so long the peer may leave what was sent to it unacknowledged before the connection is
    /// given up (TCP_USER_TIMEOUT, RFC 5482; R-25). Zero: as the system has it, a quarter of an
    /// hour. Counts once it is connected.
    std::chrono::milliseconds unacknowledged{0};
};

/// Opens its socket with the first connect(), through the hooks: an address that they rewrote is
/// the one that is connected, and a socket that they connected is used as it is. Arms no deadline:
/// who makes attempts knows how long they may take (its row points at DeadlineKind::Connect).
class SocketFilter final : public Filter {
public:
    /// `hostName` is what the socket is opened for, and what sentences name. `host` must outlive
    /// it.
    SocketFilter(FilterHost& host, std::string hostName, const Address& address, std::uint16_t port,
                 const SocketPolicy& policy = {});

    Step connect() override;
    IoResult send(std::span<const std::byte> bytes) override;
    IoResult recv(std::span<std::byte> into) override;
    void adjustPollSet(PollSet& set, bool reading, bool writing) const override;

    Step shutdown() override { return Step::Done; }

    [[nodiscard]] const Socket* socket() const override { return socket_ ? &socket_ : nullptr; }

    [[nodiscard]] const Address* target() const override { return &address_; }

    [[nodiscard]] const Error& error() const override { return error_; }

private:
    enum class State : std::uint8_t { Fresh, Connecting, Connected, Failed };

    Step begin();
    Step checkConnect();
    Step connected();
    void setOptions() const;
    Step fail(Error error);
    IoResult ioFailed(int number);

    FilterHost* host_;
    State state_ = State::Fresh;
    SocketPolicy policy_;
    std::uint16_t port_;
    Socket socket_;
    std::string hostName_;
    Address address_;
    std::string peer_;
    Error error_;
};

/// What an errno of connect(), send() or recv() means: the kind, a sentence that names `hostName`
/// and `peer`, and the system's own words as evidence.
Error socketError(int number, const std::string& hostName, const std::string& peer);

}  // namespace penstock
