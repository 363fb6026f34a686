#pragma once
// The end of an engine, from stop() until all that it has is safe; or until that has been waited
// for long enough, whatever is still under way. Thread: the engine's.

#include "engine/base/timer_queue.h"

#include <chrono>
#include <cstdint>

namespace penstock {

class StopWait final : private Timed {
public:
    static constexpr std::chrono::seconds kPatience{2};

    /// `timers` must outlive it.
    explicit StopWait(TimerQueue& timers) noexcept : timers_(&timers) {}

    /// False if it has begun before.
    bool begin(TimePoint now) {
        if (begun()) {
            return false;
        }
        step_ = Step::Waiting;
        timers_->arm(node_, now + kPatience);
        return true;
    }

    /// From begin() on nothing is started any more.
    [[nodiscard]] bool begun() const noexcept { return step_ != Step::Nothing; }

    /// Between begin() and the end.
    [[nodiscard]] bool underWay() const noexcept { return begun() && step_ != Step::Over; }

    /// Whether it ends with this call. `settled`: everything is safe.
    bool end(bool settled) {
        if (!underWay() || (!settled && step_ != Step::Late)) {
            return false;
        }
        step_ = Step::Over;
        timers_->disarm(node_);
        return true;
    }

private:
    enum class Step : std::uint8_t { Nothing, Waiting, Late, Over };

    void expired(TimePoint /*now*/) override { step_ = Step::Late; }

    TimerQueue* timers_;
    TimerNode node_{*this};
    Step step_ = Step::Nothing;
};

}  // namespace penstock
