#pragma once
// TLS sessions to be resumed: what servers gave, by whom they gave it (RFC 8446 section 2.2).
//
// A key names everything that the certificate was checked for, so a session of one name is never
// offered to another. A session of TLS 1.3 is offered once (RFC 8446 appendix C.4). Bounded: the
// name that was used longest ago goes first.
//
// One that only a person's trust has let in (CertificateCheck) leaves none: whoever resumed it
// would never be asked for the key.
//
// Resuming repeats no check, so a session ends when one of those that were made would fail: with
// the first certificate of the chain that ends, and with the stapled statement that none is
// revoked. It ends after a day in any case, from the full handshake on: one that was given to a
// resumed connection ends with the one that was resumed. Thread: the engine's.

#include "engine/transfer_types.h"

#include <chrono>
#include <cstddef>
#include <ctime>
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

    static constexpr std::chrono::hours kLongest{24};

    /// Until when a session may be resumed. By the turn's clock and by the wall's, whichever says
    /// so first: one stands still while the computer sleeps, the other may be set.
    struct Life {
        TimePoint turn{};
        std::time_t wall = 0;
    };

    /// What a connection brings along: the key, and what is remembered of it.
    struct Client {
        std::string key;
        Life began{};    // its handshake
        Life offered{};  // the end of the session that it was offered
    };

    /// Takes up what connections of `context` are given. It must outlive all of them.
    void serve(ssl_ctx_st* context);
    /// Before the handshake: offers a session of its key, if there is one that has not ended, and
    /// remembers what this connection is given. `client` must live as long as `ssl`.
    void offer(ssl_st* ssl, Client& client, TimePoint now);

    /// Names for which there is a session.
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

    static constexpr std::size_t kNames = 64;
    static constexpr std::size_t kPerName = 8;  // as many connections can resume at once

private:
    struct FreeSession {
        void operator()(ssl_session_st* session) const noexcept;
    };

    struct Session {
        std::unique_ptr<ssl_session_st, FreeSession> handle;
        Life end;
    };

    struct Entry {
        std::string key;
        std::vector<Session> sessions;  // the newest last
    };

    void keep(const std::string& key, Session session);
    static int onNewSession(ssl_st* ssl, ssl_session_st* session);

    std::list<Entry> entries_;  // the one used last in front
};

}  // namespace penstock
