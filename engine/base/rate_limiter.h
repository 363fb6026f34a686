#pragma once
// A token bucket in bytes. Pure: the caller brings the time.

#include "engine/transfer_types.h"

#include <cstdint>

namespace penstock {

/// Full at first, with one quantum (250 ms of the rate, at least 16 KiB) in it. Rate 0: no limit.
class RateLimiter {
public:
    explicit RateLimiter(std::uint64_t bytesPerSecond = 0) noexcept;

    /// Changes the rate and refills; keeps no debt.
    void setRate(std::uint64_t bytesPerSecond) noexcept;

    [[nodiscard]] std::uint64_t rate() const noexcept { return rate_; }

    /// Bytes that may be read now; ~0 without a limit.
    [[nodiscard]] std::uint64_t allowance(TimePoint now) noexcept;
    /// Takes what was read, which may be more than was allowed (a debt that delays the next).
    void take(std::uint64_t bytes, TimePoint now) noexcept;
    /// When one whole quantum will be there again; `now` if it is, or without a limit.
    [[nodiscard]] TimePoint nextShare(TimePoint now) noexcept;

private:
    void refill(TimePoint now) noexcept;
    [[nodiscard]] std::int64_t quantum() const noexcept;

    std::uint64_t rate_ = 0;
    std::int64_t tokens_ = 0;
    TimePoint filledAt_{};
};

}  // namespace penstock
