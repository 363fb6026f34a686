#pragma once
// One accepted connection of a proxy: bytes one way and the other, over TLS or not. Blocks, and so
// belongs to a thread of its own; ends when `stop` is readable.

#include "engine/base/unique_fd.h"
#include "tests/support/test_certs.h"

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string>

namespace penstock {

class ProxyLine {
public:
    /// Takes `fd`. `stop` must outlive it.
    ProxyLine(int fd, int stop) : fd_(fd), stop_(stop) {}

    ProxyLine(const ProxyLine&) = delete;
    ProxyLine& operator=(const ProxyLine&) = delete;
    ~ProxyLine() = default;

    /// From now on over TLS. False: the peer would not.
    bool secure(const TestCertificate& certificate);

    /// Waits for so many bytes that are not taken yet. False: they do not come.
    bool need(std::size_t bytes);

    /// The bytes that came and are not taken.
    [[nodiscard]] const std::string& come() const noexcept { return come_; }

    std::string take(std::size_t bytes);

    /// Puts it in front of what came.
    void putBack(const std::string& bytes) { come_ = bytes + come_; }

    /// All that was taken.
    [[nodiscard]] const std::string& taken() const noexcept { return taken_; }

    void send(const std::string& bytes);
    /// Reads and says nothing, until the peer or the test ends it.
    void listen();
    /// Hands bytes on to `server`, which it closes, and back, until either ends.
    void pass(int server);

private:
    struct FreeSsl {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };

    struct FreeContext {
        void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
    };

    bool wait(int server);
    std::string some();

    UniqueFd fd_;
    int stop_;
    std::unique_ptr<SSL_CTX, FreeContext> context_;
    std::unique_ptr<SSL, FreeSsl> ssl_;
    std::string come_;
    std::string taken_;
    bool serverReady_ = false;
};

}  // namespace penstock
