#pragma once
// Values that describe sockets and the two callbacks through which an engine speaks to its loop.
//
// The engine and its callbacks live on one thread, the loop's; only LoopCallbacks::wake may be
// called from any thread. The interface follows the ideas of libcurl's multi_socket.

#include "engine/short_list.h"
#include "engine/transfer_types.h"
#include "engine/wait_types.h"

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// What to watch a socket for. Nothing: forget it now (told before it is closed, and only after it
/// was watched).
enum class Interest : std::uint8_t { Nothing = 0, Read = 1, Write = 2, ReadWrite = 3 };

/// What the loop saw. Advisory: the engine finds out by trying; Error also covers hang-up.
enum class Readiness : std::uint8_t { Nothing = 0, Read = 1, Write = 2, ReadWrite = 3, Error = 4 };

constexpr bool wantsRead(Interest i) noexcept {
    return (static_cast<unsigned>(i) & 1U) != 0;
}

constexpr bool wantsWrite(Interest i) noexcept {
    return (static_cast<unsigned>(i) & 2U) != 0;
}

constexpr Interest operator|(Interest a, Interest b) noexcept {
    return static_cast<Interest>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

constexpr Readiness operator|(Readiness a, Readiness b) noexcept {
    return static_cast<Readiness>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

/// One line of the socket callback, and of Engine::watched(). `registration` differs for each time
/// that a descriptor is announced anew, so a recycled number is not mistaken for its predecessor.
/// `user` is null at first, then what Engine::assign() gave for this registration.
struct Watch {
    int fd = -1;
    std::uint64_t registration = 0;
    Interest interest = Interest::Nothing;
    void* user = nullptr;
};

enum class Verdict : std::uint8_t { Accepted, Refused };

/// How the engine speaks to its loop. All three must be set.
struct LoopCallbacks {
    /// Called only when what to watch a socket for has changed. Level-triggered. May call
    /// Engine::assign() and the const questions, nothing else (`CallStatus::Reentered`).
    /// Refused fails this socket's transfers only; a refused first watch registers nothing.
    std::function<Verdict(const Watch&)> socket;
    /// Called only when the nearest deadline has changed: replaces the one pending wake-up. Rounded
    /// up to whole milliseconds; zero: as soon as possible, but not from inside this call; nullopt:
    /// none. Then the loop calls Engine::timeoutExpired(). Refused makes the engine Dead.
    std::function<Verdict(std::optional<std::chrono::milliseconds>)> timer;
    /// Any thread, may be called often: make the loop call Engine::wokenUp() on its own thread.
    std::function<void()> wake;
};

enum class SocketPurpose : std::uint8_t { Http, Dns };

/// What a socket is about to be opened for. The open hook may rewrite `address`.
struct SocketRequest {
    SocketPurpose purpose = SocketPurpose::Http;
    std::string host;  // the name or literal asked for; for Dns the name server's address
    std::uint16_t port = 0;
    int family = AF_UNSPEC;
    int type = SOCK_STREAM;
    int protocol = 0;
    sockaddr_storage address{};
    socklen_t addressLength = 0;
};

/// What the prepare hook says: connect it, it is connected already, or do not use it.
enum class Prepared : std::uint8_t { Ok, AlreadyConnected, Refused };

/// Optional hooks around the life of a descriptor; every one that open (or the engine's own
/// socket()) gave is closed exactly once, through close where set. Called within a turn.
struct SocketHooks {
    /// A new descriptor, or −1: fails that address only. With errno EMFILE or ENFILE its transfer
    /// waits for a descriptor, as it does where the engine's own socket() finds none.
    std::function<int(SocketRequest&)> open;
    std::function<Prepared(int fd, const SocketRequest&)> prepare;
    std::function<void(int fd, SocketPurpose)> close;  // must close it
};

/// Which part a socket plays.
enum class SocketRole : std::uint8_t { Lookup, Racing, Transfer, Idle, Closing };

/// The step in which a socket's connection is.
enum class SocketState : std::uint8_t {
    Resolving,
    Connecting,
    Securing,
    Sending,
    AwaitingReply,
    Receiving,
    Idle,
    Closing
};

/// Which deadline runs while it waits (deadlineWord()).
enum class DeadlineKind : std::uint8_t {
    Nothing,
    Lookup,
    Resolution,
    Attempt,
    Connect,
    Proxy,
    Handshake,
    Send,
    FirstByte,
    Headers,
    Stall,
    Rate,
    Idle,
    Close,
    // of a transfer
    Retry,
    Queue,
    Total,
};

/// Everything about one socket. `serial` is unique in the life of the engine; `fd` is not.
struct SocketSnapshot {
    std::uint64_t serial = 0;
    int fd = -1;
    SocketRole role = SocketRole::Transfer;
    SocketState state = SocketState::Connecting;
    ShortList<TransferId, 1> transfers;  // whose it is: several may share a connection
    std::string host;
    std::string peer;  // "192.0.2.1:443", "[2001:db8::1]:443"
    std::string tls;   // "TLS 1.3", empty for plain
    std::string cipher;
    std::string alpn;
    WaitsFor waitsFor = WaitsFor::Nothing;
    DeadlineKind deadline = DeadlineKind::Nothing;
    std::optional<TimePoint> since;  // when the running deadline was set, for the fuse
    std::optional<TimePoint> until;  // when it is reached
    TimePoint opened;
    std::uint64_t received = 0;      // for whom it serves, or has served last
    std::uint64_t lifeReceived = 0;  // since it was opened
    std::uint32_t requests = 0;      // requests served so far
    ByteRange range;  // the bytes that this socket is to bring; empty if unknown, or of several
    Error lastError;  // why the last attempt on it ended, if it did
};

/// What moves while bytes arrive. Trivially copyable; pulled.
struct SocketProgress {
    std::uint64_t serial = 0;
    std::uint64_t received = 0;      // see SocketSnapshot
    std::uint64_t lifeReceived = 0;  // the same
    std::uint64_t bytesPerSecond = 0;
    WaitsFor waitsFor = WaitsFor::Nothing;
    SocketState state = SocketState::Connecting;
    DeadlineKind deadline = DeadlineKind::Nothing;
    TimePoint since;  // meaningful only when deadline is not Nothing
    TimePoint until;
};

/// What the kernel says of a TCP connection (TCP_INFO of Linux), at the moment of asking.
struct TcpDetails {
    std::chrono::microseconds rtt{0};  // smoothed
    std::chrono::microseconds rttVariation{0};
    std::uint32_t congestionWindow = 0;         // segments
    std::uint32_t segmentSize = 0;              // bytes that one carries
    std::uint32_t retransmits = 0;              // segments, since it was opened
    std::uint64_t deliveryRate = 0;             // bytes per second, of what is sent; 0: not known
    std::uint64_t sent = 0;                     // bytes, TLS included
    std::uint64_t received = 0;                 // the same
    std::uint64_t receiveQueue = 0;             // bytes that came and were not read
    std::uint64_t sendQueue = 0;                // bytes that were written and not acknowledged
    std::chrono::milliseconds lastReceived{0};  // ago
    std::chrono::milliseconds lastSent{0};      // ago
};

/// A certificate of a server or of its authorities. Names as it has them: text from outside.
struct CertificateDetails {
    std::string subject;  // its common name, else its first name for a host
    std::string issuer;
    std::vector<std::string> hosts;  // for which it is, names and addresses, at most 100
    std::chrono::system_clock::time_point begins;
    std::chrono::system_clock::time_point ends;
    std::string key;          // as TrustedKey::key
    std::string fingerprint;  // SHA-256 of the certificate, "0A:1B:…"
};

/// What is known of one socket beside its SocketSnapshot; asked for, never pushed.
struct SocketDetails {
    std::uint64_t serial = 0;
    int family = AF_UNSPEC;    // of the socket itself
    std::string localAddress;  // as SocketSnapshot::peer; empty: it has none yet
    std::string peer;
    std::string tls;  // this, cipher and alpn as in SocketSnapshot
    std::string cipher;
    std::string alpn;
    bool resumed = false;                           // its TLS session is an earlier one's
    std::optional<CertificateDetails> certificate;  // once the handshake is done
    std::vector<CertificateDetails> chain;          // that came with it, as sent, at most 9
    bool trustedByPerson = false;                   // and not by an authority: a TrustedKey
    std::uint32_t requests = 0;                     // served so far
    bool pinned = false;                            // see Engine::pin()
    std::optional<TcpDetails> tcp;  // none for a lookup's, and what a hook made that is no TCP
};

/// "lookup", "connect", "first byte", "stall", … Static storage.
const char* deadlineWord(DeadlineKind kind) noexcept;

}  // namespace penstock
