#pragma once
// One connection of a client to the bench's origin: requests in, small answers out.
//
// Thread: the origin's one. Owns its descriptor and its TLS session.

#include "engine/base/unique_fd.h"

#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace penstock::bench {

struct SslFree {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};

class OriginPeer {
public:
    /// What a connection tells the origin.
    class Host {
    public:
        Host() = default;
        Host(const Host&) = delete;
        Host& operator=(const Host&) = delete;
        virtual ~Host() = default;

        /// `peer` has begun an answer that stays open.
        virtual void opened(OriginPeer& peer) = 0;
        virtual void handshakeDone(bool resumed) = 0;
    };

    /// `context`: null for a plain connection.
    OriginPeer(UniqueFd fd, SSL_CTX* context, Host& host);

    /// Reads, answers, writes. False: the connection is over, destroy it.
    bool run();
    /// One byte more of the open answer; false when it cannot be sent now.
    bool poke();

    /// Whether it waits for the descriptor to take more.
    [[nodiscard]] bool wantsWrite() const noexcept { return sent_ < out_.size(); }

    [[nodiscard]] int fd() const noexcept { return fd_.get(); }

private:
    enum class Io : std::uint8_t { Moved, Blocked, Closed };

    Io read();
    Io write(std::string_view bytes, std::size_t& taken);
    Io resultOfTls(int code);
    bool flush();
    void answer(std::string_view path);

    UniqueFd fd_;
    std::unique_ptr<SSL, SslFree> ssl_;
    Host* host_;
    std::string in_;
    std::string out_;
    std::size_t sent_ = 0;  // of it
    bool shaken_ = false;   // the handshake was counted
    bool last_ = false;     // closes once all is written
};

}  // namespace penstock::bench
