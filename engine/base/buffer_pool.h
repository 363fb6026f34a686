#pragma once
// Memory for bodies on their way to the disk, bounded for the whole engine.
//
// Thread: lease and return on the engine's thread; a worker may read a Buffer that is lent to it.
// Between turns a connection holds no buffer, so idle connections cost none.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace penstock {

class BufferPool;

/// A leased piece of memory, part filled. Goes back to its pool when destroyed; the pool must
/// outlive it.
class Buffer {
public:
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer();

    /// Where the next bytes go; empty when full.
    [[nodiscard]] std::span<std::byte> space() const noexcept {
        return {memory_.get() + filled_, capacity_ - filled_};
    }

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
        return {memory_.get(), filled_};
    }

    /// Counts `n` bytes, written at the start of space(), as filled.
    void advance(std::size_t n) noexcept { filled_ += n; }

    [[nodiscard]] std::size_t size() const noexcept { return filled_; }

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

private:
    friend class BufferPool;
    Buffer(BufferPool& pool, std::unique_ptr<std::byte[]> memory, std::size_t capacity) noexcept;

    BufferPool* pool_;
    std::unique_ptr<std::byte[]> memory_;
    std::size_t capacity_ = 0;
    std::size_t filled_ = 0;
};

class BufferPool {
public:
    static constexpr std::size_t kSmallest = 16U << 10U;
    static constexpr std::size_t kLargest = 1U << 20U;

    /// `limit` bounds the sum of all leases, bytes.
    explicit BufferPool(std::size_t limit) noexcept : limit_(limit) {}

    BufferPool(const BufferPool&) = delete;
    BufferPool& operator=(const BufferPool&) = delete;
    ~BufferPool();

    /// A buffer of at least `wanted` bytes, rounded up to a power of two in [kSmallest, kLargest];
    /// nullopt when the limit does not allow it (a smaller one is not tried).
    [[nodiscard]] std::optional<Buffer> lease(std::size_t wanted);

    [[nodiscard]] std::size_t inUse() const noexcept { return inUse_; }

    [[nodiscard]] std::size_t limit() const noexcept { return limit_; }

    /// What may still be leased.
    [[nodiscard]] std::size_t left() const noexcept {
        return inUse_ < limit_ ? limit_ - inUse_ : 0;
    }

private:
    friend class Buffer;
    void takeBack(std::unique_ptr<std::byte[]> memory, std::size_t capacity) noexcept;

    static constexpr std::size_t kClasses = 7;            // 16 KiB << 0..6
    static constexpr std::size_t kKeptBytes = 4U << 20U;  // free memory kept for the next lease

    std::size_t limit_;
    std::size_t inUse_ = 0;
    std::size_t kept_ = 0;
    std::vector<std::unique_ptr<std::byte[]>> free_[kClasses];
};

}  // namespace penstock
