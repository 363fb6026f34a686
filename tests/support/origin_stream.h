#pragma once
// The bytes of one accepted connection, plain or through TLS. Used by the origin only.
//
// Never blocks and never raises SIGPIPE: a process under test must not be saved by its server.

#include "engine/base/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace penstock {

struct OriginTlsConfig;
struct TestCertificate;

struct StreamStep {
    enum class State : std::uint8_t { Moved, Blocked, Ended };  // Ended: FIN, RST or a TLS error
    State state = State::Blocked;
    std::size_t count = 0;  // Moved: how many bytes, at least one
};

class OriginStream {
public:
    /// Plain; `socket` is connected and non-blocking.
    explicit OriginStream(UniqueFd socket) noexcept : socket_(std::move(socket)) {}

    OriginStream(const OriginStream&) = delete;
    OriginStream& operator=(const OriginStream&) = delete;
    virtual ~OriginStream() = default;

    [[nodiscard]] int fd() const noexcept { return socket_.get(); }

    /// Moved when there is nothing left to agree on.
    virtual StreamStep handshake();
    /// Whether a Blocked handshake waits for room to send rather than for bytes.
    [[nodiscard]] virtual bool handshakeWantsWrite() const;
    virtual StreamStep receive(std::span<std::byte> into);
    virtual StreamStep send(std::span<const std::byte> bytes);
    /// FIN; over TLS with close_notify before it if `politely`.
    virtual void finish(bool politely);
    /// SNI of the client; empty without.
    [[nodiscard]] virtual std::string serverName() const;

    [[nodiscard]] virtual bool tls() const noexcept { return false; }

    /// Whether the TLS session is one of an earlier connection.
    [[nodiscard]] virtual bool resumed() const { return false; }

    /// Whether the client has gone; takes nothing from the socket.
    [[nodiscard]] bool gone() const;
    /// After finish(): takes and forgets what still comes, so that closing sends no RST.
    StreamStep discard();
    /// RST; the descriptor is closed.
    void reset() noexcept;

private:
    UniqueFd socket_;
};

/// The TLS side of an origin. Outlives the streams that it made.
class OriginTls {
public:
    /// Requires a certificate. Throws std::runtime_error when OpenSSL refuses the configuration.
    explicit OriginTls(const OriginTlsConfig& config);
    OriginTls(const OriginTls&) = delete;
    OriginTls& operator=(const OriginTls&) = delete;
    ~OriginTls();

    /// For streams made from now on.
    void present(const TestCertificate& certificate);
    /// Tickets given so far are worth nothing any more.
    void forgetSessions();
    [[nodiscard]] std::unique_ptr<OriginStream> accept(UniqueFd socket) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace penstock
