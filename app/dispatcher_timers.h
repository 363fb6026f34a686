#pragma once
// The timers of EpollDispatcher: O(log n) to start, stop and find the next; equal deadlines fire
// in the order in which they were started.
//
// Thread: the dispatcher's. Every timer is precise to the millisecond, and never early: coarse ones
// would fire up to 5 % before their time, which is wrong for deadlines.

#include <QAbstractEventDispatcher>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace penstock {

class DispatcherTimers {
public:
    using Clock = std::chrono::steady_clock;
    using TimerInfo = QAbstractEventDispatcher::TimerInfo;

    void add(const TimerInfo& timer, QObject& object, Clock::time_point now);
    /// False when there is none of that id.
    bool remove(int id);
    /// Removes all of `object`; false when there was none.
    bool removeAll(const QObject* object);
    [[nodiscard]] QList<TimerInfo> of(const QObject* object) const;
    /// Milliseconds, rounded up; 0 when overdue, −1 for an unknown id.
    [[nodiscard]] int remaining(int id, Clock::time_point now) const;
    /// The nearest; a timer whose slot is running does not count.
    [[nodiscard]] std::optional<Clock::time_point> next() const;
    /// Sends a QTimerEvent for each timer that was due at `now`, once: a timer that is started or
    /// started again meanwhile waits for the next call. Returns how many were sent.
    int fireDue(Clock::time_point now);

private:
    struct Timer {
        TimerInfo info;
        QObject* object = nullptr;
        Clock::time_point deadline;
        std::uint64_t order = 0;  // of this start; tells a timer from a later one of the same id
    };

    using Key = std::pair<Clock::time_point, std::uint64_t>;

    void fire(int id, Clock::time_point now);

    std::unordered_map<int, Timer> timers_;
    std::map<Key, int> queue_;
    std::uint64_t started_ = 0;
};

}  // namespace penstock
