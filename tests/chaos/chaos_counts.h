#pragma once
// How often each kind of trouble came about, and what became of the transfers.
//
// Counted is what happened, not what was tried: a removal "in the handshake" only while a socket of
// that transfer was in it, a refused callback only when it was called and refused.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace penstock {

enum class Chaos : std::uint8_t {
    StaleFd,           // an event for a number after the engine has closed it
    ForeignFd,         // an event for a descriptor of somebody else
    WrongMask,         // an event with a readiness that is not the socket's
    EarlyTimeout,      // timeoutExpired() before the wake-up is due
    LateTimeout,       // after it, with other events in between
    DoubledTimeout,    // twice in a row
    LateWake,          // wokenUp() after other events
    Pause,             // accepted
    Resume,            // accepted
    Remove,            // accepted
    RemovedInLookup,   // asked for, no socket yet
    RemovedInConnect,  // a socket connects
    RemovedInHandshake,
    RemovedInBody,
    Perform,             // in between socketAction() and timeoutExpired()
    CommandInNotice,     // pause, resume or remove from EngineObserver::changed()
    CallInCallback,      // answered Reentered
    SocketRefused,       // the k-th socket callback
    TimerRefused,        // the k-th timer callback
    OpenRefused,         // the k-th open hook
    FdRecycled,          // a socket got a number closed in this turn or the one before
    PeerReset,           // RST on every connection
    PeerClosedIdle,      // FIN on those that wait for a request
    Revived,             // a Dead engine, after its list was cleared
    DestroyedMidFlight,  // the engine, with transfers active
};

inline constexpr std::size_t kChaosKinds = static_cast<std::size_t>(Chaos::DestroyedMidFlight) + 1;

/// Where the transfers ended, so that it can be seen that the oracle had something to judge.
enum class Ending : std::uint8_t { ByteExact, DocumentedError, Paused, Removed, CutShort };

inline constexpr std::size_t kEndings = static_cast<std::size_t>(Ending::CutShort) + 1;

class ChaosCounts {
public:
    void happened(Chaos kind) { ++kinds_.at(static_cast<std::size_t>(kind)); }

    void ended(Ending ending) { ++endings_.at(static_cast<std::size_t>(ending)); }

    [[nodiscard]] int of(Ending ending) const {
        return endings_.at(static_cast<std::size_t>(ending));
    }

    /// A line for each kind and each ending.
    [[nodiscard]] std::string table() const;
    /// The kinds that happened less often than that, by name; empty if there are none.
    [[nodiscard]] std::string rarerThan(int least) const;

private:
    std::array<int, kChaosKinds> kinds_{};
    std::array<int, kEndings> endings_{};
};

}  // namespace penstock
