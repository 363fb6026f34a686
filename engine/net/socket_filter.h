#pragma once
// The lowest layer: one TCP connection to one address. Thread: the engine's.

#include "engine/net/address.h"
#include "engine/net/filter.h"

#include <cstdint>
#include <string>

namespace penstock {

/// Opens its socket with the first connect(), through the hooks: an address that they rewrote is
/// the one that is connected, and a socket that they connected is used as it is. Arms no deadline:
/// who makes attempts knows how long they may take (its row points at DeadlineKind::Connect).
class SocketFilter final : public Filter {
public:
    /// `hostName` is what the socket is opened for, and what sentences name. `publicOnly`: an
    /// address of this machine or a private network is refused (Policy.PrivateNet) before a socket
    /// is made. `host` must outlive it.
    SocketFilter(FilterHost& host, std::string hostName, const Address& address, std::uint16_t port,
                 bool publicOnly = false);

    Step connect() override;

    void expired(DeadlineKind /*kind*/) override {}

    IoResult send(std::span<const std::byte> bytes) override;
    IoResult recv(std::span<std::byte> into) override;
    void adjustPollSet(PollSet& set, bool reading, bool writing) const override;

    Step shutdown() override { return Step::Done; }

    [[nodiscard]] const Socket* socket() const override { return socket_ ? &socket_ : nullptr; }

    [[nodiscard]] const Address* peer() const override { return &address_; }

    [[nodiscard]] std::string_view alpn() const override { return {}; }

    [[nodiscard]] const Error& error() const override { return error_; }

private:
    enum class State : std::uint8_t { Fresh, Connecting, Connected, Failed };

    Step begin();
    Step checkConnect();
    Step connected();
    Step fail(Error error);
    IoResult ioFailed(int number);

    FilterHost* host_;
    std::string hostName_;
    Address address_;
    std::uint16_t port_;
    bool publicOnly_;
    State state_ = State::Fresh;
    Socket socket_;
    std::string peer_;
    Error error_;
};

/// What an errno of connect(), send() or recv() means: the kind, a sentence that names `hostName`
/// and `peer`, and the system's own words as evidence.
Error socketError(int number, const std::string& hostName, const std::string& peer);

}  // namespace penstock
