#include "engine/base/rate_limiter.h"

#include <algorithm>
#include <chrono>

namespace penstock {

namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMicroseconds = 1'000'000;
/// Above any real link; keeps rate times microseconds within 64 bits.
constexpr std::uint64_t kHighestRate = 1'000'000'000'000;
/// A debt that no longer grows: decades at any rate.
constexpr std::int64_t kDeepestDebt = std::int64_t{1} << 60;

}  // namespace

RateLimiter::RateLimiter(std::uint64_t bytesPerSecond) noexcept {
    setRate(bytesPerSecond);
}

void RateLimiter::setRate(std::uint64_t bytesPerSecond, TimePoint now) noexcept {
    const bool fresh = rate_ == 0;
    if (!fresh) {
        refill(now);
    }
    rate_ = std::min(bytesPerSecond, kHighestRate);
    tokens_ = fresh ? bucket() : std::clamp<std::int64_t>(tokens_, 0, bucket());
    fraction_ = 0;
    filledAt_ = std::max(filledAt_, now);
}

std::uint64_t RateLimiter::allowance(TimePoint now) noexcept {
    if (rate_ == 0) {
        return ~std::uint64_t{0};
    }
    refill(now);
    return tokens_ >= crumb() ? static_cast<std::uint64_t>(tokens_) : 0;
}

void RateLimiter::take(std::uint64_t bytes, TimePoint now) noexcept {
    if (rate_ == 0) {
        return;
    }
    refill(now);
    const auto limit = static_cast<std::uint64_t>(tokens_ + kDeepestDebt);
    tokens_ -= static_cast<std::int64_t>(std::min(bytes, limit));
}

TimePoint RateLimiter::timeOf(std::int64_t bytes, TimePoint now) noexcept {
    refill(now);
    const std::int64_t missing = bytes - tokens_;
    if (missing <= 0) {
        return now;
    }
    const auto rate = static_cast<std::int64_t>(rate_);
    const std::int64_t rest = (missing % rate * kMicroseconds - fraction_ + rate - 1) / rate;
    // Beyond 30 years the clock itself would overflow.
    const std::int64_t seconds = std::min<std::int64_t>(missing / rate, 1'000'000'000);
    return std::max(now,
                    filledAt_ + std::chrono::seconds(seconds) + std::chrono::microseconds(rest));
}

// All time that has passed is spent, and what it was worth beyond whole bytes is kept: of the two,
// time and bytes, only one may be rounded, or being asked often would lose bytes or make them.
void RateLimiter::refill(TimePoint now) noexcept {
    const auto elapsed = std::chrono::duration_cast<std::chrono::microseconds>(now - filledAt_);
    if (elapsed.count() <= 0) {
        return;
    }
    filledAt_ += elapsed;
    const auto rate = static_cast<std::int64_t>(rate_);
    const std::int64_t missing = bucket() - tokens_;
    const std::int64_t seconds = elapsed.count() / kMicroseconds;
    const std::int64_t millionths = elapsed.count() % kMicroseconds * rate + fraction_;
    const bool fills =
        seconds > missing / rate || seconds * rate + millionths / kMicroseconds >= missing;
    if (fills) {
        tokens_ = bucket();
        fraction_ = 0;
        return;
    }
    tokens_ += seconds * rate + millionths / kMicroseconds;
    fraction_ = millionths % kMicroseconds;
}

// What a limit may be over for a moment. More would make up for a loop that comes later than that,
// but then two seconds could bring more than two seconds' worth and a few percent.
std::int64_t RateLimiter::bucket() const noexcept {
    return std::max(static_cast<std::int64_t>(rate_ * 55 / 1000), 28 * kKiB);
}

// What reception that is held waits for: seldom enough to cost nothing, and less than the bucket,
// so that nothing runs over while the loop is on its way. More than a crumb by a good piece, or a
// body in small chunks would be held behind each of them.
std::int64_t RateLimiter::share() const noexcept {
    const auto rate = static_cast<std::int64_t>(rate_);
    return std::max({rate / 80, crumb() + crumb() / 4, 4 * kKiB});
}

// Less than share(), which would not leave much of a small bucket for one that comes late.
std::int64_t RateLimiter::part() const noexcept {
    return std::max(static_cast<std::int64_t>(rate_) / 80, crumb());
}

// Less than this is not worth a read.
std::int64_t RateLimiter::crumb() const noexcept {
    return std::clamp(static_cast<std::int64_t>(rate_ / 10), kKiB, 16 * kKiB);
}

}  // namespace penstock
