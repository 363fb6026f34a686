#pragma once
// Deadlines in order: one node for each owner, O(log n) to arm, move and disarm, O(1) to ask for
// the nearest. Nodes with equal deadlines come out in the order in which they were armed.
//
// Thread: the engine's. The queue owns nothing; a node disarms itself when it is destroyed.

#include "engine/time_types.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace penstock {

class TimerQueue;

/// Has a deadline. expired() runs outside of the queue's own calls, so it may arm and disarm.
class Timed {
public:
    Timed() = default;
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;
    virtual ~Timed() = default;

    /// `now` is at or after the deadline that was armed. The node is already out of the queue.
    virtual void expired(TimePoint now) = 0;
};

class TimerNode {
public:
    explicit TimerNode(Timed& owner) noexcept : owner_(&owner) {}

    TimerNode(const TimerNode&) = delete;
    TimerNode& operator=(const TimerNode&) = delete;
    ~TimerNode();

    [[nodiscard]] bool armed() const noexcept { return queue_ != nullptr; }

    /// Meaningful only while armed().
    [[nodiscard]] TimePoint at() const noexcept { return at_; }

    [[nodiscard]] Timed& owner() const noexcept { return *owner_; }

private:
    friend class TimerQueue;
    Timed* owner_;
    TimerQueue* queue_ = nullptr;
    TimePoint at_;
    std::uint64_t order_ = 0;
    std::size_t index_ = 0;
};

class TimerQueue {
public:
    TimerQueue() = default;
    TimerQueue(const TimerQueue&) = delete;
    TimerQueue& operator=(const TimerQueue&) = delete;
    ~TimerQueue();

    /// Arms or moves. Moving counts as arming anew for the order among equals.
    void arm(TimerNode& node, TimePoint at);
    /// No-op for a node that is not armed.
    void disarm(TimerNode& node) noexcept;

    /// The nearest deadline.
    [[nodiscard]] std::optional<TimePoint> next() const noexcept {
        return heap_.empty() ? std::nullopt : std::optional(heap_.front()->at());
    }

    /// Whose it is; null when empty.
    [[nodiscard]] TimerNode* front() const noexcept;
    /// Takes the nearest node out if it is due (at() <= now), else null.
    TimerNode* popDue(TimePoint now) noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }

private:
    [[nodiscard]] static bool before(const TimerNode& a, const TimerNode& b) noexcept;
    void place(TimerNode& node, std::size_t index) noexcept;
    void sift(std::size_t index) noexcept;
    bool siftUp(std::size_t index) noexcept;
    void siftDown(std::size_t index) noexcept;
    void takeOut(TimerNode& node) noexcept;

    std::vector<TimerNode*> heap_;
    std::uint64_t nextOrder_ = 0;
};

}  // namespace penstock
