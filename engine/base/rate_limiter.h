#pragma once
// A token bucket in bytes. Pure: the caller brings the time.

#include "engine/time_types.h"

#include <cstdint>

namespace penstock {

/// Over any time it gives no more than rate × time and one bucket, which holds 55 ms of the rate,
/// at least 28 KiB, and is full at first. It gives in shares that are worth a read, never in
/// crumbs, and loses nothing that was gained, however often it is asked. Rate 0: no limit.
class RateLimiter {
public:
    explicit RateLimiter(std::uint64_t bytesPerSecond = 0) noexcept;

    /// Changes the rate from now on. What there is of the earlier one stays, as far as it fits, a
    /// debt does not; where there was no limit the bucket is full.
    void setRate(std::uint64_t bytesPerSecond, TimePoint now = {}) noexcept;

    [[nodiscard]] std::uint64_t rate() const noexcept { return rate_; }

    [[nodiscard]] bool limits() const noexcept { return rate_ != 0; }

    /// Bytes that may be read now: none, or at least 100 ms of the rate, which counts as no less
    /// than 1 KiB and no more than 16 KiB. ~0 without a limit.
    [[nodiscard]] std::uint64_t allowance(TimePoint now) noexcept;

    /// What there is now, crumbs and debts included. Requires a limit.
    [[nodiscard]] std::int64_t tokens(TimePoint now) noexcept {
        refill(now);
        return tokens_;
    }

    /// Takes what was read, which may be more than was allowed (a debt that delays the next).
    void take(std::uint64_t bytes, TimePoint now) noexcept;

    /// When one whole share will be there again: a quarter more than allowance() gives at the
    /// least, 12 ms of a high rate, and no less than 4 KiB. `now` if it is, or without a limit.
    [[nodiscard]] TimePoint nextShare(TimePoint now) noexcept {
        return limits() ? timeOf(share(), now) : now;
    }

    /// When so many bytes will have been gained, be it more than the bucket holds; `now` if they
    /// are there. Requires a limit.
    [[nodiscard]] TimePoint timeOf(std::int64_t bytes, TimePoint now) noexcept;
    /// One whole share, as nextShare() has it.
    [[nodiscard]] std::int64_t share() const noexcept;
    /// What those that wait for it take in turn: no crumb, and at a high rate as much as share().
    [[nodiscard]] std::int64_t part() const noexcept;
    /// Less than this allowance() does not give.
    [[nodiscard]] std::int64_t crumb() const noexcept;

private:
    void refill(TimePoint now) noexcept;
    [[nodiscard]] std::int64_t bucket() const noexcept;

    std::uint64_t rate_ = 0;
    std::int64_t tokens_ = 0;
    std::int64_t fraction_ = 0;  // of the next byte, in millionths
    TimePoint filledAt_{};
};

}  // namespace penstock
