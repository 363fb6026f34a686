#include "engine/base/buffer_pool.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace penstock {

namespace {

/// 0 for the smallest size, one more for each doubling.
std::size_t classOfSize(std::size_t capacity) noexcept {
    return static_cast<std::size_t>(std::countr_zero(capacity / BufferPool::kSmallest));
}

}  // namespace

Buffer::Buffer(BufferPool& pool, std::unique_ptr<std::byte[]> memory, std::size_t capacity) noexcept
    : pool_(&pool), memory_(std::move(memory)), capacity_(capacity) {}

Buffer::Buffer(Buffer&& other) noexcept
    : pool_(other.pool_),
      memory_(std::move(other.memory_)),
      capacity_(std::exchange(other.capacity_, 0)),
      filled_(std::exchange(other.filled_, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
    std::swap(pool_, other.pool_);
    std::swap(memory_, other.memory_);
    std::swap(capacity_, other.capacity_);
    std::swap(filled_, other.filled_);
    return *this;
}

Buffer::~Buffer() {
    if (memory_ != nullptr) {
        pool_->takeBack(std::move(memory_), capacity_);
    }
}

BufferPool::~BufferPool() {
    assert(inUse_ == 0 && "a lease outlives its pool");
}

std::optional<Buffer> BufferPool::lease(std::size_t wanted) {
    const std::size_t capacity = std::bit_ceil(std::clamp(wanted, kSmallest, kLargest));
    if (inUse_ > limit_ || capacity > limit_ - inUse_) {
        return std::nullopt;
    }
    auto& free = free_[classOfSize(capacity)];
    std::unique_ptr<std::byte[]> memory;
    if (free.empty()) {
        free.reserve(kKeptBytes / capacity);  // so that giving back, in a destructor, cannot throw
        memory = std::make_unique_for_overwrite<std::byte[]>(capacity);
    } else {
        memory = std::move(free.back());
        free.pop_back();
        kept_ -= capacity;
    }
    inUse_ += capacity;
    return Buffer(*this, std::move(memory), capacity);
}

void BufferPool::takeBack(std::unique_ptr<std::byte[]> memory, std::size_t capacity) noexcept {
    inUse_ -= capacity;
    if (kept_ + capacity <= kKeptBytes) {
        free_[classOfSize(capacity)].push_back(std::move(memory));
        kept_ += capacity;
    }
}

}  // namespace penstock
