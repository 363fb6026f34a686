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

    /// Changes the rate and fills the bucket; keeps no debt.
    void setRate(std::uint64_t bytesPerSecond) noexcept;

    [[nodiscard]] std::uint64_t rate() const noexcept { return rate_; }

    [[nodiscard]] bool limits() const noexcept { return rate_ != 0; }

    /// Bytes that may be read now: none, or at least 100 ms of the rate, which counts as no less
    /// than 1 KiB and no more than 16 KiB. ~0 without a limit.
    [[nodiscard]] std::uint64_t allowance(TimePoint now) noexcept;
    /// The same for a read whose bytes are taken in pieces, later: so many may then be taken in
    /// crumbs, too, until the next call.
    [[nodiscard]] std::uint64_t promise(TimePoint now) noexcept;
    /// Takes what was read, which may be more than was allowed (a debt that delays the next).
    void take(std::uint64_t bytes, TimePoint now) noexcept;
    /// When one whole share will be there again: a quarter more than allowance() gives at the
    /// least, 12 ms of a high rate, and no less than 4 KiB. `now` if it is, or without a limit.
    [[nodiscard]] TimePoint nextShare(TimePoint now) noexcept;

private:
    void refill(TimePoint now) noexcept;
    [[nodiscard]] std::int64_t bucket() const noexcept;
    [[nodiscard]] std::int64_t share() const noexcept;
    [[nodiscard]] std::int64_t crumb() const noexcept;

    std::uint64_t rate_ = 0;
    std::int64_t tokens_ = 0;
    std::int64_t fraction_ = 0;  // of the next byte, in millionths
    std::int64_t promised_ = 0;  // not yet taken
    TimePoint filledAt_{};
};

}  // namespace penstock
