#pragma once
// Workers that take their time, by the clock of the test: each key does one job after the other,
// and keys work beside each other. One thread; no job runs before its time is over.

#include "engine/base/work_queue.h"
#include "engine/time_types.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace penstock {

class SlowQueue final : public WorkQueue {
public:
    /// How long a job takes; asked when it begins.
    using Cost = std::function<Duration(const WorkerKey&)>;

    SlowQueue(std::function<TimePoint()> now, Cost cost, std::function<void()> wake)
        : now_(std::move(now)), cost_(std::move(cost)), wake_(std::move(wake)) {}

    void submit(WorkerKey key, Job job, Completion completion) override {
        Lane& lane = laneOf(key);
        lane.tasks.push_back({std::move(job), std::move(completion)});
        if (lane.tasks.size() == 1) {
            lane.endsAt = now_() + cost_(key);
        }
    }

    std::size_t drain() override {
        std::size_t count = 0;
        for (auto ended = std::exchange(ended_, {}); !ended.empty(); ended.pop_front()) {
            ++count;
            if (ended.front().completion) {
                ended.front().completion();
            }
        }
        return count;
    }

    [[nodiscard]] std::size_t outstanding() const override {
        std::size_t count = ended_.size();
        for (const Lane& lane : lanes_) {
            count += lane.tasks.size();
        }
        return count;
    }

    /// When the next job is over.
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const {
        std::optional<TimePoint> nearest;
        for (const Lane& lane : lanes_) {
            if (!lane.tasks.empty() && (!nearest || lane.endsAt < *nearest)) {
                nearest = lane.endsAt;
            }
        }
        return nearest;
    }

    /// Runs what is over by now. Returns whether anything was.
    bool work() {
        bool any = false;
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            Lane& lane = lanes_[i];
            while (!lane.tasks.empty() && lane.endsAt <= now_()) {
                lane.tasks.front().job();
                ended_.push_back(std::move(lane.tasks.front()));
                lane.tasks.pop_front();
                lane.endsAt += lane.tasks.empty() ? Duration(0) : cost_(lane.key);
                any = true;
            }
        }
        if (any) {
            wake_();
        }
        return any;
    }

private:
    struct Task {
        Job job;
        Completion completion;
    };

    struct Lane {
        WorkerKey key;
        std::deque<Task> tasks;
        TimePoint endsAt = {};  // of the first of them
    };

    Lane& laneOf(const WorkerKey& key) {
        const auto found =
            std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& l) { return l.key == key; });
        return found != lanes_.end() ? *found : lanes_.emplace_back(Lane{key, {}, {}});
    }

    std::function<TimePoint()> now_;
    Cost cost_;
    std::function<void()> wake_;
    std::deque<Lane> lanes_;
    std::deque<Task> ended_;
};

}  // namespace penstock
