#include "engine/base/rate_limiter.h"

#include <algorithm>
#include <chrono>

namespace penstock {

namespace {

constexpr std::int64_t kLeastQuantum = std::int64_t{16} * 1024;
constexpr std::int64_t kMicroseconds = 1'000'000;
/// Above any real link; keeps rate times microseconds within 64 bits.
constexpr std::uint64_t kHighestRate = 1'000'000'000'000;
/// A debt that no longer grows: decades at any rate.
constexpr std::int64_t kDeepestDebt = std::int64_t{1} << 60;

}  // namespace

RateLimiter::RateLimiter(std::uint64_t bytesPerSecond) noexcept {
    setRate(bytesPerSecond);
}

void RateLimiter::setRate(std::uint64_t bytesPerSecond) noexcept {
    rate_ = std::min(bytesPerSecond, kHighestRate);
    tokens_ = quantum();
}

std::uint64_t RateLimiter::allowance(TimePoint now) noexcept {
    if (rate_ == 0) {
        return ~std::uint64_t{0};
    }
    refill(now);
    return static_cast<std::uint64_t>(std::max<std::int64_t>(tokens_, 0));
}

void RateLimiter::take(std::uint64_t bytes, TimePoint now) noexcept {
    if (rate_ == 0) {
        return;
    }
    refill(now);
    const auto limit = static_cast<std::uint64_t>(tokens_ + kDeepestDebt);
    tokens_ -= static_cast<std::int64_t>(std::min(bytes, limit));
}

TimePoint RateLimiter::nextShare(TimePoint now) noexcept {
    if (rate_ == 0) {
        return now;
    }
    refill(now);
    const std::int64_t missing = quantum() - tokens_;
    if (missing <= 0) {
        return now;
    }
    const auto rate = static_cast<std::int64_t>(rate_);
    const std::int64_t rest = (missing % rate * kMicroseconds + rate - 1) / rate;
    // Beyond 30 years the clock itself would overflow.
    const std::int64_t seconds = std::min<std::int64_t>(missing / rate, 1'000'000'000);
    return std::max(now,
                    filledAt_ + std::chrono::seconds(seconds) + std::chrono::microseconds(rest));
}

void RateLimiter::refill(TimePoint now) noexcept {
    const auto rate = static_cast<std::int64_t>(rate_);
    const std::int64_t missing = quantum() - tokens_;
    if (missing <= 0) {
        filledAt_ = now;
        return;
    }
    if (now <= filledAt_) {
        return;
    }
    const auto elapsed = std::chrono::duration_cast<std::chrono::microseconds>(now - filledAt_);
    const std::int64_t seconds = elapsed.count() / kMicroseconds;
    if (seconds > missing / rate) {
        tokens_ = quantum();
        filledAt_ = now;
        return;
    }
    const std::int64_t gained =
        seconds * rate + elapsed.count() % kMicroseconds * rate / kMicroseconds;
    if (gained >= missing) {
        tokens_ = quantum();
        filledAt_ = now;
        return;
    }
    tokens_ += gained;
    // Only the time that whole bytes took is spent: at a slow rate and frequent calls the fractions
    // would add up to nothing ever arriving.
    filledAt_ += std::chrono::seconds(gained / rate) +
                 std::chrono::microseconds(gained % rate * kMicroseconds / rate);
}

std::int64_t RateLimiter::quantum() const noexcept {
    return std::max(static_cast<std::int64_t>(rate_ / 4), kLeastQuantum);
}

}  // namespace penstock
