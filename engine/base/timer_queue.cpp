#include "engine/base/timer_queue.h"

#include <cassert>

namespace penstock {

TimerNode::~TimerNode() {
    if (queue_ != nullptr) {
        queue_->disarm(*this);
    }
}

TimerQueue::~TimerQueue() {
    for (TimerNode* node : heap_) {
        node->queue_ = nullptr;
    }
}

void TimerQueue::arm(TimerNode& node, TimePoint at) {
    if (node.queue_ != nullptr && node.queue_ != this) {
        node.queue_->disarm(node);
    }
    if (node.queue_ == nullptr) {
        heap_.push_back(&node);
        node.queue_ = this;
        node.index_ = heap_.size() - 1;
    }
    node.at_ = at;
    node.order_ = nextOrder_++;
    sift(node.index_);
}

void TimerQueue::disarm(TimerNode& node) noexcept {
    if (node.queue_ == this) {
        takeOut(node);
    }
}

TimerNode* TimerQueue::front() const noexcept {
    return heap_.empty() ? nullptr : heap_.front();
}

TimerNode* TimerQueue::popDue(TimePoint now) noexcept {
    TimerNode* node = front();
    if (node == nullptr || node->at_ > now) {
        return nullptr;
    }
    takeOut(*node);
    return node;
}

bool TimerQueue::before(const TimerNode& a, const TimerNode& b) noexcept {
    return a.at_ != b.at_ ? a.at_ < b.at_ : a.order_ < b.order_;
}

void TimerQueue::place(TimerNode& node, std::size_t index) noexcept {
    heap_[index] = &node;
    node.index_ = index;
}

// To where it belongs, which is above or below, not both.
void TimerQueue::sift(std::size_t index) noexcept {
    if (!siftUp(index)) {
        siftDown(index);
    }
}

bool TimerQueue::siftUp(std::size_t index) noexcept {
    TimerNode& node = *heap_[index];
    const std::size_t from = index;
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (!before(node, *heap_[parent])) {
            break;
        }
        place(*heap_[parent], index);
        index = parent;
    }
    place(node, index);
    return index != from;
}

void TimerQueue::siftDown(std::size_t index) noexcept {
    TimerNode& node = *heap_[index];
    const std::size_t count = heap_.size();
    for (std::size_t child = 2 * index + 1; child < count; child = 2 * index + 1) {
        if (child + 1 < count && before(*heap_[child + 1], *heap_[child])) {
            ++child;
        }
        if (!before(*heap_[child], node)) {
            break;
        }
        place(*heap_[child], index);
        index = child;
    }
    place(node, index);
}

void TimerQueue::takeOut(TimerNode& node) noexcept {
    const std::size_t hole = node.index_;
    assert(hole < heap_.size() && heap_[hole] == &node);
    TimerNode* last = heap_.back();
    heap_.pop_back();
    node.queue_ = nullptr;
    if (last != &node) {
        // The last node comes from another branch, so it may belong above the hole as well as
        // below.
        place(*last, hole);
        sift(hole);
    }
}

}  // namespace penstock
