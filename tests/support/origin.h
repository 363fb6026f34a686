#pragma once
// The project's own origin server: HTTP/1.1 over plain TCP and TLS on loopback, whose behaviour,
// good or bad, is given by rules.
//
// An Origin works only while somebody calls pump(); OriginThread does so on a thread of its own.
// Every other call is safe from any thread at any time. Throws std::runtime_error from the
// constructor when it cannot listen; later failures end the connection concerned.

#include "tests/support/origin_rules.h"
#include "tests/support/pumped.h"
#include "tests/support/test_certs.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

/// How the TLS port presents itself. Without a certificate there is no TLS port.
struct OriginTlsConfig {
    std::optional<TestCertificate> certificate = {};
    std::string alpn = "http/1.1";      // chosen whatever the client offers; empty: none
    bool alpnEvenIfNotOffered = false;  // picks it although the client did not offer it
    bool demandClientCertificate = false;
    std::optional<int> maxVersion = {};  // TLS1_1_VERSION and the like
    std::string refuseServerName = {};   // answers unrecognized_name to this SNI
};

struct OriginConfig {
    std::function<TimePoint()> clock = steadyClock();
    /// Loopback literals ("127.0.0.1", "::1", "127.0.0.2"), all with the same port numbers.
    std::vector<std::string> addresses = {"127.0.0.1"};
    OriginTlsConfig tls = {};
    std::chrono::milliseconds delayHandshake{0};  // from accept to the first look at a ClientHello
    std::size_t maxConnections = 0;               // more are closed at once; 0: no limit
    int sendBuffer = 0;  // SO_SNDBUF of accepted connections, bytes; 0: the system's
};

class Origin final : public Pumped {
public:
    explicit Origin(OriginConfig config = {});
    ~Origin() override;

    bool pump(int timeoutMs) override;
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const override;
    [[nodiscard]] int pollFd() const override;
    void wake() override;

    [[nodiscard]] std::uint16_t port() const;
    /// 0 without a certificate.
    [[nodiscard]] std::uint16_t tlsPort() const;
    /// "http://127.0.0.1:PORT/path"; `path` begins with a slash.
    [[nodiscard]] std::string url(std::string_view path, std::string_view host = "127.0.0.1") const;
    /// "https://localhost:PORT/path".
    [[nodiscard]] std::string tlsUrl(std::string_view path,
                                     std::string_view host = "localhost") const;

    /// Adds the rule, or replaces the one of the same path and counts its requests from 0 again.
    /// Answers under way go on as they began. Other paths are answered 404.
    void serve(Rule rule);
    /// Sent on each plain connection accepted from now on, before any request.
    void setGreeting(std::vector<RawStep> greeting);
    /// Presented from the next TLS connection on.
    void setCertificate(const TestCertificate& certificate);
    /// For connections accepted from now on.
    void setDelayHandshake(std::chrono::milliseconds delay);
    /// How long TLS connections that a client ends from now on stay open before they say goodbye
    /// too. 0: they are closed at once, without a word.
    void setDelayGoodbye(std::chrono::milliseconds delay);
    /// Sessions given so far cannot be resumed any more.
    void forgetTlsSessions();

    /// Closes the listening sockets: further connects are refused.
    void stopAccepting();
    /// Sends FIN on the connections that wait for a request.
    void closeIdle();
    /// Sends RST on all connections.
    void resetAll();

    /// All requests so far, in the order of arrival.
    [[nodiscard]] std::vector<RequestLog> requests() const;
    /// Those for this path.
    [[nodiscard]] std::vector<RequestLog> requestsFor(std::string_view path) const;
    /// Connections accepted so far, those over maxConnections included.
    [[nodiscard]] std::size_t acceptedConnections() const;
    /// Connections whose client has not closed its end.
    [[nodiscard]] std::size_t openConnections() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// An Origin that runs by itself until it goes: in real time, or at that of a clock which whoever
/// moves it follows by a wake().
class OriginThread {
public:
    explicit OriginThread(OriginConfig config = {})
        : origin_(std::move(config)), thread_(origin_) {}

    [[nodiscard]] Origin& operator*() noexcept { return origin_; }

    [[nodiscard]] Origin* operator->() noexcept { return &origin_; }

    /// Returns when the thread has ended; connections stay open, nothing is answered any more.
    void stop() { thread_.stop(); }

private:
    Origin origin_;
    PumpThread thread_;
};

}  // namespace penstock
