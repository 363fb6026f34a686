#pragma once
// A limit that several pass together, in a fair order: what one of them took, by its weight, says
// who is next, and those of one account take turns. What one leaves the others have at once.
//
//   ask() ─▶ so many bytes; or none, and when its turn will be ─▶ wait() until then, and ask again
//
// Each that waits has a time of its own, in the order of their turns, so that a share costs one
// wake-up, and none when nobody wants anything; where one has left more than was thought, the first
// of them is called before its time. Thread: the engine's.

#include "engine/base/rate_limiter.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace penstock {

class RateWaiter {
public:
    RateWaiter() = default;
    RateWaiter(const RateWaiter&) = delete;
    RateWaiter& operator=(const RateWaiter&) = delete;
    virtual ~RateWaiter() = default;

    /// Ask again, later in this turn; `itsTurn`: there is enough, whoever else waits.
    virtual void called(bool itsTurn) = 0;
};

/// What one account has taken at one gate.
struct RateStake {
    const void* account = nullptr;
    double taken = 0;          // bytes by weight, from where the gate was when it came
    std::uint32_t shares = 0;  // of the account, that pass there
};

class RateGate {
public:
    explicit RateGate(std::uint64_t bytesPerSecond = 0) : bucket_(bytesPerSecond) {}

    RateGate(const RateGate&) = delete;
    RateGate& operator=(const RateGate&) = delete;

    /// At once; those that wait are to be called.
    void setRate(std::uint64_t bytesPerSecond, TimePoint now) {
        bucket_.setRate(bytesPerSecond, now);
    }

    [[nodiscard]] std::uint64_t rate() const noexcept { return bucket_.rate(); }

    /// Finds or makes the stake of `account`, which has one share more there now.
    RateStake& enter(const void* account);
    void leave(RateStake& stake);

    /// Nobody passes there.
    [[nodiscard]] bool unused() const noexcept { return stakes_.empty(); }

    struct Answer {
        std::uint64_t bytes = 0;  // ~0 without a limit
        TimePoint at{};           // if none: when to ask again
    };

    /// What `share` may read now: none, or no crumb.
    Answer ask(const RateWaiter& share, RateStake& stake, TimePoint now);
    /// The same for one whose turn it is, whoever waits: what there is, `least` or more.
    Answer askAgain(std::int64_t least, TimePoint now);
    /// The first of those that wait is called, if there is enough for it, or will be sooner than it
    /// was told.
    void callFirst(TimePoint now);

    /// Less than this is one.
    [[nodiscard]] std::int64_t crumb() const noexcept { return bucket_.crumb(); }

    /// What one takes when it is its turn.
    [[nodiscard]] std::int64_t part() const noexcept { return bucket_.part(); }

    /// It will ask again at that time; until it does, or leaves the line, its turn is kept.
    void wait(RateWaiter& share, RateStake& stake, TimePoint at);
    /// False if it did not wait.
    bool stopWaiting(const RateWaiter& share) noexcept;
    /// So much was read, by one that counts `weight` times.
    void take(RateStake& stake, std::uint64_t bytes, unsigned weight, TimePoint now);
    /// All that wait are to ask again now.
    void call();

private:
    struct Waiter {
        RateWaiter* share;
        RateStake* stake;
        std::uint64_t number;  // of those that came to wait
        TimePoint at;
    };

    /// Whether the first goes before the second.
    static bool before(const Waiter& a, const Waiter& b) noexcept {
        return a.stake->taken < b.stake->taken ||
               (a.stake->taken <= b.stake->taken && a.number < b.number);
    }

    void passOver(TimePoint now) noexcept;

    RateLimiter bucket_;
    std::unordered_map<const void*, RateStake> stakes_;  // which stay where they are
    std::vector<Waiter> waiting_;
    double reached_ = 0;  // what one that comes now counts as having taken
    std::uint64_t last_ = 0;
};

}  // namespace penstock
