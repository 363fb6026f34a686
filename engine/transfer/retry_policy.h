#pragma once
// What follows a lost attempt. Pure: time, chance and counters come in as values.

#include "engine/engine_limits.h"
#include "engine/error.h"
#include "engine/transfer_types.h"

#include <chrono>
#include <optional>

namespace penstock {

struct LostAttempt {
    ErrorKind kind = ErrorKind::Nothing;
    int failures = 1;                                     // in this streak, this one included
    double chance = 0.0;                                  // in [0, 1), for the jitter
    std::optional<std::chrono::seconds> retryAfter = {};  // what the server asked for
    bool mayStartOver = true;    // what is here can be fetched anew: no sink
    bool startedOver = false;    // for another entity, by itself
    bool askedForRange = false;  // the request named a range
    bool trustable = false;      // a person may trust the certificate
    bool pieced = false;         // nothing but a digest proves what came to be of one file
    std::uint64_t total = 0;     // bytes of the file, if known
};

struct RetryDecision {
    enum class Action : std::uint8_t {
        Retry,
        GiveUp,
        WaitForSpace,
        Ask,
        StartOver,      // at once, with the file that is there now
        WithoutRanges,  // at once, and from here on: the source answers ranges wrongly
    };
    Action action = Action::GiveUp;
    WaitsFor waitsFor = WaitsFor::Nothing;
    std::chrono::milliseconds delay{};
};

/// Transient kinds are tried again with exponential back-off and full jitter (a tenth of the step
/// at least), `limits.attempts` times without progress; Retry-After is honoured. A full disk waits
/// for space, and one that found no descriptor for one, as long as it takes. What a person has
/// dropped is asked for again at once. A changed file is
/// started over once, unless so much of it was to come that a person should say so; what else
/// questionOf() knows asks. A file in pieces that has another checksum is fetched again in one,
/// once. Ranges that were answered wrongly are asked for no more, whatever the count, since that
/// too happens only once. The rest gives up.
RetryDecision decideRetry(const LostAttempt& lost, const EngineLimits& limits);

/// What a person is asked when an attempt was lost for that reason; Nothing: no question.
Question questionOf(const Error& error) noexcept;

/// Whether another try by itself may help.
bool isTransient(ErrorKind kind) noexcept;

/// New ground after which a streak of failures is forgotten.
inline constexpr std::uint64_t kProgressBytes = std::uint64_t{1} << 20U;

/// The tries that failed in a row. Only ground that was never reached before ends the row: bytes
/// that are fetched again are no progress, whoever began again, and for whatever reason. A value.
class Tries {
public:
    /// Failed tries in this streak.
    [[nodiscard]] int failures() const noexcept { return failures_; }

    /// A try ended for `kind` with `reached` bytes here, after `silent` more requests than one.
    /// What only waits for the disk, or for a descriptor, is no failure of the server's; nor is
    /// what a person dropped.
    void lost(ErrorKind kind, std::uint64_t reached, int silent = 0);

    /// An answer came whole, and it is not the last: new ground, however small, ends the streak.
    void answered(std::uint64_t reached) noexcept;

    /// So much was here already when it was found: not reached by these tries.
    void beginAt(std::uint64_t found);

    /// Another file from here on: nothing of it was reached yet, but the streak goes on.
    void otherFile() noexcept;

    /// A person says go on.
    void forget() noexcept;

private:
    int failures_ = 0;
    std::uint64_t furthest_ = 0;  // bytes of this file that were here at some time
    std::uint64_t mark_ = 0;      // the same, when the streak began
};

}  // namespace penstock
