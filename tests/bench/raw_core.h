#pragma once
// The least that fetches: sockets, a request, a head of which only the length is read, bytes; with
// OpenSSL on one shared context for https. What it costs is the floor for the others.

#include "engine/base/unique_fd.h"
#include "tests/bench/subject.h"

#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace penstock::bench {

class RawCore {
public:
    /// `watch`: what to watch a descriptor for, in epoll's events; 0 before it is closed.
    using WatchCall = std::function<void(int fd, std::uint32_t events)>;

    RawCore(SubjectConfig config, WatchCall watch, Tally& tally);
    RawCore(const RawCore&) = delete;
    RawCore& operator=(const RawCore&) = delete;
    ~RawCore();

    /// http://127.0.0.1:PORT/PATH or https. One origin: any idle connection serves.
    /// Returns a handle: its descriptor.
    std::uint64_t fetch(const std::string& url);

    void drop(std::uint64_t handle) { close(static_cast<int>(handle)); }

    void action(int fd);

private:
    struct SslFree {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };

    struct ContextFree {
        void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
    };

    struct SessionFree {
        void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
    };

    enum class Step : std::uint8_t { Connecting, Securing, Head, Body, Idle };

    struct Connection {
        UniqueFd fd;
        std::unique_ptr<SSL, SslFree> ssl;
        Step step = Step::Connecting;
        std::string request;
        std::string head;
        std::string body;
        std::uint64_t left = 0;
    };

    static int keepSession(SSL* ssl, SSL_SESSION* session);
    void makeContext(const std::string& bundle);
    int connect(const std::string& url, std::string request);
    void secure(Connection& connection);
    void send(Connection& connection);
    void receive(Connection& connection);
    void headBytes(Connection& connection, const char* bytes, std::size_t count);
    void bodyBytes(Connection& connection, const char* bytes, std::size_t count);
    void finish(Connection& connection);
    void close(int fd);
    [[nodiscard]] std::ptrdiff_t read(Connection& connection);

    SubjectConfig config_;
    WatchCall watch_;
    Tally* tally_;
    std::unique_ptr<SSL_CTX, ContextFree> context_;
    std::unique_ptr<SSL_SESSION, SessionFree> session_;
    std::vector<std::unique_ptr<Connection>> connections_;  // by descriptor
    std::vector<Connection*> idle_;
    std::vector<char> scratch_;
};

}  // namespace penstock::bench
