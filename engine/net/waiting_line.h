#pragma once
// Those that wait for room in the pool: the ones ahead first, then by rank, then in the order of
// coming.
//
//   join ─▶ in line ─▶ called: there is room, it is to ask again ─▶ answered, or it leaves
//
// No more are called than there is room for, and whoever comes meanwhile stands behind them: nobody
// is called in vain, and nobody is overtaken. Thread: the engine's.

#include "engine/base/rank.h"

#include <cstddef>
#include <cstdint>
#include <set>

namespace penstock {

class PoolWaiter;
class WaitingLine;

/// Where a waiter stands. The line's own to set.
struct LineTicket {
    WaitingLine* line = nullptr;  // null: it does not wait
    bool called = false;
    bool ahead = false;
    std::uint64_t number = 0;
    Rank rank;
};

/// Waits for a connection.
class PoolWaiter {
public:
    PoolWaiter() = default;
    PoolWaiter(const PoolWaiter&) = delete;
    PoolWaiter& operator=(const PoolWaiter&) = delete;
    virtual ~PoolWaiter() = default;

    /// Ask again, later in this turn. Told once.
    virtual void offerChanged() = 0;

    LineTicket ticket;
};

class WaitingLine {
public:
    WaitingLine() = default;
    WaitingLine(const WaitingLine&) = delete;
    WaitingLine& operator=(const WaitingLine&) = delete;
    virtual ~WaitingLine() = default;

    /// It must leave before it goes. `ahead`: before all that are not.
    void join(PoolWaiter& waiter, bool ahead, Rank rank = {});
    /// It goes by another rank from now on, if it waits.
    void setRank(PoolWaiter& waiter, Rank rank);
    /// One that was called asks again. False for one that was not called.
    bool answered(PoolWaiter& waiter) noexcept;
    /// It waits no longer; what it was called for is there for the next.
    void leave(PoolWaiter& waiter);
    /// Calls those that there is room for.
    void callNext();

    /// Whether one that comes now has to stand behind others.
    [[nodiscard]] bool mustWait() const {
        return !line_.empty() || (called_ > 0 && room() <= called_);
    }

    /// For checkers: whether something is sure to make room.
    [[nodiscard]] virtual bool willCall() const = 0;

    /// Those that were called and have not asked yet.
    [[nodiscard]] std::size_t called() const noexcept { return called_; }

    [[nodiscard]] bool unused() const noexcept { return line_.empty() && called_ == 0; }

private:
    /// For how many there is room now.
    [[nodiscard]] virtual std::size_t room() const = 0;

    struct Before {
        bool operator()(const PoolWaiter* a, const PoolWaiter* b) const noexcept {
            const LineTicket& its = a->ticket;
            const LineTicket& other = b->ticket;
            if (its.ahead != other.ahead) {
                return its.ahead;
            }
            return its.rank == other.rank ? its.number < other.number : its.rank.before(other.rank);
        }
    };

    std::set<PoolWaiter*, Before> line_;
    std::size_t called_ = 0;
    std::uint64_t last_ = 0;
};

}  // namespace penstock
