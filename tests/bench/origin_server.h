#pragma once
// The bench's origin: one thread, one epoll, answers that cost as little as they can, so that what
// is measured is the client.
//
// Plain HTTP on one port, HTTPS on two: one whose sessions can be resumed, one whose cannot. Paths:
//   /open       200 of 1 GiB: its head and one byte at once, further bytes when the control says so
//   /bytes/N    N bytes, kept alive           /last/N   the same, then it closes
//   /later      503, Retry-After of an hour
// The control is a fourth port that takes lines, each answered by a line:
//   poke K      one byte on the K-th open answer; "ok" once it is sent
//   stats       full F resumed R open N

#include "tests/bench/origin_peer.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace penstock::bench {

struct SslContextFree {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};

using SslContext = std::unique_ptr<SSL_CTX, SslContextFree>;

class OriginServer final : private OriginPeer::Host {
public:
    struct Ports {
        std::uint16_t plain = 0;
        std::uint16_t full = 0;     // HTTPS, every handshake a full one
        std::uint16_t resumed = 0;  // HTTPS with session tickets
        std::uint16_t control = 0;
    };

    /// PEM texts, the leaf first. Throws std::runtime_error when the system or OpenSSL refuses.
    OriginServer(const std::string& chainPem, const std::string& keyPem);

    [[nodiscard]] const Ports& ports() const noexcept { return ports_; }

    /// Serves until standard input ends, which it does when whoever has started this is gone.
    void run();

private:
    // What a listening socket makes of those who connect.
    struct Listener {
        UniqueFd fd;
        SSL_CTX* context = nullptr;
        bool control = false;
    };

    struct Control {
        UniqueFd fd;
        std::string in;
    };

    void opened(OriginPeer& peer) override { open_.push_back(peer.fd()); }

    void handshakeDone(bool resumed) override { ++(resumed ? resumed_ : full_); }

    std::uint16_t listen(SSL_CTX* context, bool control);
    void watch(int fd, std::uint32_t events, int operation) const;
    void accept(const Listener& listener);
    void ready(int fd);
    void readControl();
    void obey(std::string_view line);
    bool poke(std::size_t index);
    void reply(const std::string& line) const;
    void forget(int fd);

    SslContext fullContext_;
    SslContext resumedContext_;
    UniqueFd epoll_;
    Ports ports_;
    std::vector<Listener> listeners_;
    std::vector<std::unique_ptr<OriginPeer>> peers_;  // by descriptor
    std::vector<int> open_;                           // in the order of opening; −1: closed
    Control control_;
    std::uint64_t full_ = 0;
    std::uint64_t resumed_ = 0;
};

}  // namespace penstock::bench
