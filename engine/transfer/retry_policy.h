#pragma once
// What follows a lost attempt. Pure: time, chance and counters come in as values.

#include "engine/engine_limits.h"
#include "engine/error.h"
#include "engine/transfer_types.h"

#include <chrono>
#include <optional>

namespace penstock {

struct LostAttempt {
    ErrorKind kind = ErrorKind::None;
    int failures = 1;                                // in this streak, this one included
    double chance = 0.0;                             // in [0, 1), for the jitter
    std::optional<std::chrono::seconds> retryAfter;  // what the server asked for
};

struct RetryDecision {
    enum class Action : std::uint8_t { Retry, GiveUp, WaitForSpace, Ask };
    Action action = Action::GiveUp;
    WaitReason reason = WaitReason::None;
    std::chrono::milliseconds delay{};
};

/// Transient kinds are tried again with exponential back-off and full jitter (a tenth of the step
/// at least), `limits.attempts` times without progress; Retry-After is honoured. A full disk waits
/// for space, what questionOf() knows asks, the rest gives up.
RetryDecision decideRetry(const LostAttempt& lost, const EngineLimits& limits);

/// What a person is asked when an attempt was lost for that reason; None: nothing.
Question questionOf(ErrorKind kind) noexcept;

/// Whether another try by itself may help.
bool isTransient(ErrorKind kind) noexcept;

/// New bytes after which a streak of failures is forgotten.
inline constexpr std::uint64_t kProgressBytes = std::uint64_t{1} << 20U;

}  // namespace penstock
