#pragma once
// Which addresses of a name to connect to, in what order and when: RFC 8305 without the lookup.
//
//      addresses ──order──▶ attempts (at most 6 at once) ──first that is up──▶ winner
//
// IPv6 first, then alternating families. The next attempt starts 250 ms after the last start, or
// at once when one has failed or none is under way. Addresses of IPv4 alone are held for 50 ms, in
// which IPv6 may still answer. Losers are dropped in the call in which the winner is found.
// Thread: the engine's.

#include "engine/net/filter.h"
#include "engine/net/lookup_state.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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

    /// `host` must outlive it. Uses DeadlineKind::Resolution, Attempt and Connect.
    ConnectRace(FilterHost& host, Target target, Connector connector);

    /// Goes on with what is known of the name by now. Done: takeWinner() once. Failed: no address
    /// is left, none is under way and the lookup is finished; or the time is over. See error().
    Step run(const LookupState& names);
    /// Connect ends the race with the next run(); the others only make run() worth calling.
    void expired(DeadlineKind kind);

    [[nodiscard]] std::unique_ptr<Filter> takeWinner() noexcept { return std::move(winner_); }

    /// All attempts under way.
    void adjustPollSet(PollSet& set) const;
    /// Of the attempt that began last; null before the first.
    [[nodiscard]] const Socket* socket() const;

    [[nodiscard]] const Error& error() const noexcept { return error_; }

private:
    struct Attempt {
        std::size_t index;  // in tried_
        std::unique_ptr<Filter> filter;
    };

    struct Tried {
        std::string peer;
        Error error;  // none while it is under way
    };

    bool progress();
    bool startAllowed(const LookupState& names, bool failed);
    std::optional<Address> nextAddress(const LookupState& names);
    bool start(const Address& address);
    void dropOldest();
    void win(std::unique_ptr<Filter> filter);
    void armNext(const LookupState& names);
    void setDeadline(DeadlineKind kind, std::optional<TimePoint>& slot,
                     std::optional<TimePoint> at);
    Step fail(Error error);
    [[nodiscard]] Error failure(const LookupState& names) const;
    [[nodiscard]] Error timeout() const;
    [[nodiscard]] std::string listOf(ErrorKind kind) const;
    [[nodiscard]] std::string reasons() const;
    [[nodiscard]] std::size_t left(const LookupState& names) const noexcept;

    FilterHost* host_;
    Target target_;
    Connector connector_;
    std::vector<Attempt> attempts_;  // the oldest first
    std::vector<Tried> tried_;       // in the order of their starts
    std::size_t usedV6_ = 0;
    std::size_t usedV4_ = 0;
    bool v4Next_ = false;
    TimePoint lastStart_;
    std::optional<TimePoint> attemptAt_;  // what is armed
    std::optional<TimePoint> resolutionAt_;
    bool timeIsOver_ = false;
    std::unique_ptr<Filter> winner_;
    Error error_;
};

}  // namespace penstock
