#pragma once
// A proxy on loopback, on threads of its own: HTTP (a request whose address is named in full, and
// CONNECT), SOCKS 4, 4a and 5, over TLS where it has a certificate. It writes down what it is told,
// and refuses as it is asked to.
//
// Calls are safe from any thread. Throws std::runtime_error when it cannot listen.

#include "engine/base/unique_fd.h"
#include "tests/support/test_certs.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace penstock {

struct ProxyServerConfig {
    enum class Speaks : std::uint8_t { Http, Socks4, Socks5 };

    Speaks speaks = Speaks::Http;
    std::string user;  // wanted, with the password; empty: everybody is served
    std::string password;
    /// It wants it by Digest: "MD5" or "SHA-256", each nonce for so many requests; empty: Basic.
    std::string digest;
    int nonceLasts = 1'000;
    /// Names that it knows, and the port of 127.0.0.1 that each means. All else is connected as it
    /// is named, where that is 127.0.0.1 or localhost.
    std::map<std::string, std::uint16_t> names;
    /// What it says instead of leading on: whole bytes of an answer, after which it closes.
    std::string instead;
    std::string before;     // said before its answer (interim heads)
    std::string behind;     // said behind its answer, before a byte of the server
    bool bytewise = false;  // its own words, one byte a write
    bool silent = false;    // it accepts, reads and says nothing
    std::optional<TestCertificate> certificate;  // it is spoken to over TLS
};

class ProxyServer {
public:
    explicit ProxyServer(ProxyServerConfig config);
    ProxyServer(const ProxyServer&) = delete;
    ProxyServer& operator=(const ProxyServer&) = delete;
    ~ProxyServer();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// "HOST:PORT" as it was told, one each time that it was to lead on, in order.
    [[nodiscard]] std::vector<std::string> targets() const;
    /// All that it was told in its own language, headers and logins included.
    [[nodiscard]] std::string told() const;
    /// Connections that it has accepted.
    [[nodiscard]] std::size_t accepted() const;

private:
    class Client;

    void serve();
    void remember(const std::string& target, const std::string& told);
    bool countNonce(const std::string& nonce);
    std::string nonce();

    ProxyServerConfig config_;
    UniqueFd listener_;
    UniqueFd stop_;  // readable when it is to end
    std::uint16_t port_ = 0;
    mutable std::mutex guard_;
    std::vector<std::string> targets_;
    std::string told_;
    std::size_t accepted_ = 0;
    int nonces_ = 0;
    int nonceUses_ = 0;
    std::vector<std::thread> clients_;
    std::thread thread_;
};

}  // namespace penstock
