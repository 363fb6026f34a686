#pragma once
// One layer of a connection. Layers stack: TLS over the winner of happy eyeballs over a socket;
// each owns the next below and knows nothing above.
//
// Thread: the engine's. Nothing blocks. No filter calls the loop; it asks its FilterHost.

#include "engine/error.h"
#include "engine/net/address.h"
#include "engine/net/poll_set.h"
#include "engine/net/socket.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace penstock {

/// How far a step got. Failed: ask error(); the filter is of no further use.
enum class Step : std::uint8_t { Done, Blocked, Failed };

/// What an attempt to move bytes gave. Closed: the peer has ended its side in an orderly way (FIN;
/// for TLS close_notify). `bytes` is above 0 for Bytes, else 0. `drained`: fewer bytes came than
/// there was room for, so the kernel holds no more, and asking it again would only cost a call.
struct IoResult {
    enum class Kind : std::uint8_t { Bytes, Blocked, Closed, Failed };
    Kind kind = Kind::Blocked;
    std::size_t bytes = 0;
    bool drained = false;
};

/// What a filter needs from its connection.
class FilterHost {
public:
    FilterHost() = default;
    FilterHost(const FilterHost&) = delete;
    FilterHost& operator=(const FilterHost&) = delete;
    virtual ~FilterHost() = default;

    /// The turn's clock.
    [[nodiscard]] virtual TimePoint now() const = 0;
    /// One slot a kind; arming replaces. When it is reached, Filter::expired(kind) is called once,
    /// after one more attempt to make progress, and connect() again after that.
    virtual void arm(DeadlineKind kind, TimePoint at) = 0;
    virtual void disarm(DeadlineKind kind) = 0;
    /// Makes a socket through the hooks. An Error fails this address only.
    virtual Result<OpenedSocket> openSocket(SocketRequest& request) = 0;
    /// Says which step a socket is in, for its row; `peer` as "192.0.2.1:443".
    virtual void socketStep(std::uint64_t serial, const SocketStep& step) = 0;
    virtual void socketPeer(std::uint64_t serial, std::string peer) = 0;
    /// `version` "TLS 1.3", `cipher`, `alpn`: once, when the handshake is done.
    virtual void socketTls(std::uint64_t serial, std::string version, std::string cipher,
                           std::string alpn) = 0;
    /// Why a socket of this connection is about to be dropped, for its row's last word.
    virtual void socketFailed(std::uint64_t serial, const Error& error) = 0;
    /// Run me again in this turn or the next (a lookup has news, say).
    virtual void markDirty() = 0;
};

class Filter {
public:
    Filter() = default;
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;
    virtual ~Filter() = default;

    /// Goes on with opening, those below first. Called at each event until Done or Failed; again
    /// after Done it answers Done.
    virtual Step connect() = 0;
    /// A deadline that this chain armed is reached. Each filter takes what is its own and passes
    /// the rest down.
    virtual void expired(DeadlineKind kind) = 0;
    /// Both only after connect() was Done. A short count is normal.
    virtual IoResult send(std::span<const std::byte> bytes) = 0;
    virtual IoResult recv(std::span<std::byte> into) = 0;
    /// What the chain needs watched by itself: for opening, for a shutdown, for a TLS renegotiation
    /// of directions. What the session wants (`reading`, `writing`) is translated here too.
    virtual void adjustPollSet(PollSet& set, bool reading, bool writing) const = 0;

    /// The same for an open connection of one socket, which translates only directions.
    [[nodiscard]] virtual Interest interest(bool reading, bool writing) const {
        return static_cast<Interest>((reading ? 1U : 0U) | (writing ? 2U : 0U));
    }

    /// Says goodbye as the protocol wants it (close_notify); nothing for TCP.
    virtual Step shutdown() = 0;
    /// The socket under the chain once connect() is Done (before: the best guess, or null).
    [[nodiscard]] virtual const Socket* socket() const = 0;

    /// The address that it is connected to; null before.
    [[nodiscard]] virtual const Address* peer() const { return nullptr; }

    /// The protocol that TLS chose; empty for plain or none.
    [[nodiscard]] virtual std::string_view alpn() const = 0;
    /// Why the last call was Failed.
    [[nodiscard]] virtual const Error& error() const = 0;
};

}  // namespace penstock
