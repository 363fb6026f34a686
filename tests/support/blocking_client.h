#pragma once
// A client that waits: the plainest way to ask a server something and see the very bytes.
//
// For the tests of the test servers, and for tests that need a second opinion. Gives up after 10 s
// of silence. One thread an object.

#include "engine/transfer_types.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// An answer, its body decoded from its framing. `status` 0: there was none, or a broken one.
struct ClientReply {
    int status = 0;
    std::string head = {};  // status line and fields, without the empty line
    std::string body = {};
    bool whole = false;  // the body ended as announced

    /// The value of the first field of that name, as written; empty without.
    [[nodiscard]] std::string header(std::string_view name) const;
};

class BlockingClient {
public:
    /// Connects to `host`, an address literal. Throws std::runtime_error when that fails.
    explicit BlockingClient(std::uint16_t port, const std::string& host = "127.0.0.1");
    BlockingClient(const BlockingClient&) = delete;
    BlockingClient& operator=(const BlockingClient&) = delete;
    ~BlockingClient();

    /// Speaks TLS from here on: SNI and verification for `name`, trusting `caPem` alone. False when
    /// the handshake fails.
    bool startTls(const std::string& caPem, const std::string& name = "localhost");

    void send(std::string_view bytes);
    /// A GET with these further field lines (each ended by CRLF), and its answer.
    ClientReply get(std::string_view path, std::string_view fieldLines = {});
    /// The next answer.
    ClientReply readReply();
    /// What comes until `size` bytes are there, the peer ends or fails.
    std::string read(std::size_t size);
    /// Everything until the peer ends.
    std::string readToEnd();

    /// Whether the last read found the end in good order (over TLS: close_notify).
    [[nodiscard]] bool endedInOrder() const noexcept;
    /// errno of the last read or send that failed; 0 if none did.
    [[nodiscard]] int systemError() const noexcept;
    [[nodiscard]] int fd() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace penstock
