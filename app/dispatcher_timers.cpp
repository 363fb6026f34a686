#include "app/dispatcher_timers.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <algorithm>
#include <vector>

namespace penstock {

namespace {

using std::chrono::milliseconds;

}  // namespace

void DispatcherTimers::add(const TimerInfo& timer, QObject& object, Clock::time_point now) {
    remove(timer.timerId);
    const Timer added{timer, &object, now + milliseconds(timer.interval), ++started_};
    queue_.emplace(Key{added.deadline, added.order}, timer.timerId);
    timers_.insert_or_assign(timer.timerId, added);
}

bool DispatcherTimers::remove(int id) {
    const auto found = timers_.find(id);
    if (found == timers_.end()) {
        return false;
    }
    queue_.erase(Key{found->second.deadline, found->second.order});
    timers_.erase(found);
    return true;
}

bool DispatcherTimers::removeAll(const QObject* object) {
    std::vector<int> ids;
    for (const auto& [id, timer] : timers_) {
        if (timer.object == object) {
            ids.push_back(id);
        }
    }
    std::for_each(ids.begin(), ids.end(), [this](int id) { remove(id); });
    return !ids.empty();
}

QList<DispatcherTimers::TimerInfo> DispatcherTimers::of(const QObject* object) const {
    QList<TimerInfo> found;
    for (const auto& [id, timer] : timers_) {
        if (timer.object == object) {
            found.append(timer.info);
        }
    }
    return found;
}

int DispatcherTimers::remaining(int id, Clock::time_point now) const {
    const auto found = timers_.find(id);
    if (found == timers_.end()) {
        return -1;
    }
    const auto left = std::chrono::ceil<milliseconds>(found->second.deadline - now);
    return static_cast<int>(std::max(left, milliseconds{0}).count());
}

std::optional<DispatcherTimers::Clock::time_point> DispatcherTimers::next() const {
    if (queue_.empty()) {
        return std::nullopt;
    }
    return queue_.begin()->first.first;
}

int DispatcherTimers::fireDue(Clock::time_point now) {
    const std::uint64_t last = started_;
    int fired = 0;
    while (!queue_.empty()) {
        const auto first = queue_.begin();
        const auto& [deadline, order] = first->first;
        // What is started in this pass is due no earlier than `now`, so it stands behind the rest.
        if (deadline > now || order > last) {
            break;
        }
        const int id = first->second;
        queue_.erase(first);
        fire(id, now);
        ++fired;
    }
    return fired;
}

void DispatcherTimers::fire(int id, Clock::time_point now) {
    Timer& timer = timers_.at(id);
    const std::uint64_t order = timer.order;
    const milliseconds interval(timer.info.interval);
    timer.deadline += interval;
    if (timer.deadline < now) {
        // Missed rounds are left out, or a stalled thread would fire them all at once.
        timer.deadline = now + interval;
    }
    // While its slot runs it stands in no queue, so that a loop nested in there does not fire it.
    QTimerEvent event(id);
    QCoreApplication::sendEvent(timer.object, &event);
    const auto found = timers_.find(id);
    if (found == timers_.end() || found->second.order != order) {
        return;
    }
    found->second.order = ++started_;
    queue_.emplace(Key{found->second.deadline, found->second.order}, id);
}

}  // namespace penstock
