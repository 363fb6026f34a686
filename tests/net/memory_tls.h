#pragma once
// A TLS server without a socket: the two ends of a connection as two strings, so that each byte of
// it can be held back, changed or cut off. One thread.

#include "engine/net/filter.h"
#include "tests/support/test_certs.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace penstock {

/// The bytes under way, in both directions.
struct MemoryPipe {
    std::string toServer;
    std::string toClient;
    std::size_t piece = ~std::size_t{0};  // bytes for each recv(); a Blocked stands between two
    bool ended = false;                   // FIN follows what is in toClient
    bool reset = false;                   // RST instead
    bool full = false;                    // send() is Blocked
    std::size_t sends = 0;
};

/// The layer below TLS: reads and writes a MemoryPipe, connected at once.
class MemoryFilter final : public Filter {
public:
    explicit MemoryFilter(MemoryPipe& pipe) : pipe_(&pipe) {}

    Step connect() override { return Step::Done; }

    IoResult send(std::span<const std::byte> bytes) override;
    IoResult recv(std::span<std::byte> into) override;
    void adjustPollSet(PollSet& set, bool reading, bool writing) const override;

    Step shutdown() override { return Step::Done; }

    [[nodiscard]] const Socket* socket() const override { return nullptr; }

    [[nodiscard]] const Error& error() const override { return error_; }

    static constexpr int kFd = 4711;  // in the poll set

private:
    MemoryPipe* pipe_;
    bool pause_ = false;
    Error error_;
};

struct MemoryServerOptions {
    TestCertificate certificate = {};
    int maxVersion = 0;  // TLS1_1_VERSION and the like; lowers the security level
    bool demandClientCertificate = false;
    std::string alpn = {};              // chosen though not offered; empty: none
    std::string refuseServerName = {};  // answered unrecognized_name
};

class MemoryTlsServer {
public:
    MemoryTlsServer(MemoryPipe& pipe, const MemoryServerOptions& options);
    ~MemoryTlsServer();
    MemoryTlsServer(const MemoryTlsServer&) = delete;
    MemoryTlsServer& operator=(const MemoryTlsServer&) = delete;

    /// Takes what the client sent, and answers: the handshake, what write() queued.
    void pump();
    void write(const std::string& text);
    /// close_notify.
    void close();

    [[nodiscard]] const std::string& received() const noexcept { return received_; }

    [[nodiscard]] bool clientClosed() const;
    /// The SNI that came; nullopt for none.
    [[nodiscard]] std::optional<std::string> serverName() const;

private:
    struct Impl;
    void flush();

    MemoryPipe* pipe_;
    std::unique_ptr<Impl> impl_;
    std::string received_;
};

/// Pumps until connect() is Done or Failed, or nothing moves any more.
Step driveHandshake(Filter& client, MemoryTlsServer& server, MemoryPipe& pipe);

}  // namespace penstock
