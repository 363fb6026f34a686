#pragma once
// One layer of a connection. Layers stack: TLS over the winner of happy eyeballs over a socket;
// each owns the next below and knows nothing above.
//
// Thread: the engine's. Nothing blocks. No filter calls the loop: it asks its FilterHost for
// sockets, says in the poll set what it waits for, and fills its socket's row. A filter over
// another one derives from ForwardingFilter and overrides only what it changes.

#include "engine/error.h"
#include "engine/net/address.h"
#include "engine/net/deadlines.h"
#include "engine/net/opening_note.h"
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

/// What a filter asks of its connection.
class FilterHost {
public:
    FilterHost() = default;
    FilterHost(const FilterHost&) = delete;
    FilterHost& operator=(const FilterHost&) = delete;
    virtual ~FilterHost() = default;

    /// Makes a socket through the hooks; its row comes with it. An Error fails this address only.
    virtual Result<OpenedSocket> openSocket(SocketRequest& request) = 0;
    /// Run me again in this turn or the next (a lookup has news, say).
    virtual void markDirty() = 0;

    /// For accounts: it came a step further.
    virtual void noted(const OpeningNote& /*note*/) {}
};

/// What the filters of a connection are made with. All of it outlives them.
struct FilterParts {
    FilterHost& host;
    Deadlines& deadlines;                  // a layer takes a Deadline of its own from these
    const TimePoint& now;                  // the turn's
    std::chrono::milliseconds connect{0};  // see Wish
};

class Filter {
public:
    Filter() = default;
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;
    virtual ~Filter() = default;

    /// Goes on with opening, those below first. Called at each event, and when a deadline of the
    /// chain is reached, until Done or Failed; again after Done it answers Done. A layer looks at
    /// its own Deadline after it has tried to make progress.
    virtual Step connect() = 0;
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

    /// The address of the destination itself, by which policy judges; null before it is connected.
    /// Never a proxy's: a layer that speaks to one says what it knows of the target, or null.
    [[nodiscard]] virtual const Address* target() const { return nullptr; }

    /// The key by which a person has let the target in whom the system does not trust; empty: none
    /// had to. Who does not trust that key there is not to be served.
    [[nodiscard]] virtual std::string_view lentKey() const { return {}; }

    /// The protocol that TLS chose; empty for plain or none.
    [[nodiscard]] virtual std::string_view alpn() const { return {}; }

    /// What it knows of the connection beside its row.
    virtual void describe(SocketDetails& /*details*/) const {}

    /// Why the last call was Failed.
    [[nodiscard]] virtual const Error& error() const = 0;
};

}  // namespace penstock
