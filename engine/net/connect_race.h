#pragma once
// Which addresses of a name to connect to, in what order and when: RFC 8305 without the lookup.
//
//      addresses ──order──▶ attempts (at most 6 at once) ──first that is up──▶ winner
//
// The better family first (IPv6 as a rule), then alternating ones, each in its own order; addresses
// that were found dead before come last. The next attempt starts 250 ms after the last start, or at
// once when one has failed or none is under way. Addresses of IPv4 alone, and dead ones alone, are
// held for 50 ms, in which the other family may still answer. Losers are dropped in the call in
// which the winner is found. Thread: the engine's.

#include "engine/net/address_memory.h"
#include "engine/net/filter.h"
#include "engine/net/lookup_state.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

/// Makes the attempt for one address; its connect() is called next.
using Connector = std::function<std::unique_ptr<Filter>(const Address&)>;

class ConnectRace {
public:
    static constexpr std::chrono::milliseconds kAttemptDelay{250};
    static constexpr std::chrono::milliseconds kResolutionDelay{50};
    static constexpr std::size_t kMostAttempts = 6;

    struct Target {
        std::string host;
        std::uint16_t port = 0;
        std::chrono::milliseconds limit{30'000};  // from the first attempt to the winner
    };

    /// What `parts` and `memory` refer to must outlive it. Uses DeadlineKind::Resolution, Attempt
    /// and Connect. Tells `memory` of each address that failed, that had not answered when a later
    /// one won, and that won.
    ConnectRace(const FilterParts& parts, Target target, Connector connector,
                AddressMemory& memory);

    /// Goes on with what is known of the name by now. Done: takeWinner() once. Failed: no address
    /// is left, none is under way and the lookup is finished; or the time is over. See error().
    Step run(const LookupState& names);

    [[nodiscard]] std::unique_ptr<Filter> takeWinner() noexcept { return std::move(winner_); }

    /// All attempts under way.
    void adjustPollSet(PollSet& set) const;
    /// Of the attempt that began last; null before the first.
    [[nodiscard]] const Socket* socket() const;

    [[nodiscard]] const Error& error() const noexcept { return error_; }

private:
    struct Attempt {
        std::size_t index;  // in tried_
        TimePoint began;
        std::unique_ptr<Filter> filter;
    };

    struct Tried {
        Address address;
        std::string peer;
        Error error;  // none while it is under way
    };

    // The addresses of one family that are still to be tried.
    struct Lane {
        bool known = false;
        TimePoint arrived;
        std::vector<Address> fresh;
        std::vector<Address> dead;
    };

    void take(const FamilyAnswer& answer, Lane& lane);
    bool progress();
    [[nodiscard]] TimePoint heldUntil(const LookupState& names) const;
    bool startAllowed(const LookupState& names, bool failed);
    Address nextAddress();
    bool start(const Address& address);
    void noteFailure(Tried& tried, const Error& error);
    void dropOldest();
    void win(std::size_t index, std::unique_ptr<Filter> filter);
    void armNext(const LookupState& names);
    void disarmAll();
    Step fail(Error error);
    [[nodiscard]] Error failure(const LookupState& names) const;
    [[nodiscard]] Error timeout() const;
    [[nodiscard]] std::string listOf(ErrorKind kind) const;
    [[nodiscard]] std::string reasons() const;
    [[nodiscard]] std::string wordsOfTheOnly() const;
    [[nodiscard]] bool anyLeft() const noexcept;

    FilterHost* host_;
    const TimePoint* now_;
    Target target_;
    Connector connector_;
    AddressMemory* memory_;
    std::vector<Attempt> attempts_;  // the oldest first
    std::vector<Tried> tried_;       // in the order of their starts
    Lane v6_;
    Lane v4_;
    bool v4Next_ = false;
    TimePoint lastStart_;
    Deadline connect_;  // ends the race; the others only make run() worth calling
    Deadline attempt_;
    Deadline resolution_;
    std::unique_ptr<Filter> winner_;
    Error error_;
};

}  // namespace penstock
