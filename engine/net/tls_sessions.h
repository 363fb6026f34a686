#pragma once
// TLS sessions to be resumed: what servers gave, by whom they gave it (RFC 8446 section 2.2).
//
// A key names everything that the certificate was checked for, so a session of one name is never
// offered to another. A session of TLS 1.3 is offered once (RFC 8446 appendix C.4). Bounded: the
// name that was used longest ago goes first. Thread: the engine's.

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;

namespace penstock {

class TlsSessions {
public:
    TlsSessions() = default;
    TlsSessions(const TlsSessions&) = delete;
    TlsSessions& operator=(const TlsSessions&) = delete;
    ~TlsSessions() = default;

    /// Takes up what connections of `context` are given. It must outlive all of them.
    void serve(ssl_ctx_st* context);
    /// Before the handshake: offers a session of `key`, if there is one, and remembers what this
    /// connection is given under `key`, which must live as long as `ssl`.
    void offer(ssl_st* ssl, const std::string& key);

    /// Names for which there is a session.
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

    static constexpr std::size_t kNames = 64;
    static constexpr std::size_t kPerName = 8;  // as many connections can resume at once

private:
    struct FreeSession {
        void operator()(ssl_session_st* session) const noexcept;
    };

    using Session = std::unique_ptr<ssl_session_st, FreeSession>;

    struct Entry {
        std::string key;
        std::vector<Session> sessions;  // the newest last
    };

    void keep(const std::string& key, Session session);
    static int onNewSession(ssl_st* ssl, ssl_session_st* session);

    std::list<Entry> entries_;  // the one used last in front
};

}  // namespace penstock
