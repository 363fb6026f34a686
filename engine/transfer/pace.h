#pragma once
// How fast one connection brings its range, measured now and then. A value.

#include "engine/time_types.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace penstock {

class Pace {
public:
    /// A look closer than that to the last says nothing; the first one less, where the answer came
    /// fast: three times as long as its first byte took.
    static constexpr std::chrono::milliseconds kInterval{300};
    static constexpr std::chrono::milliseconds kLeastInterval{50};
    /// So long nothing came of one that is silent.
    static constexpr std::chrono::seconds kSilence{2};

    Pace() = default;

    /// From now on, with the byte `at`.
    Pace(TimePoint now, std::uint64_t at) noexcept
        : began_(now), lookedAt_(now), movedAt_(now), before_(at) {}

    /// It has come to `at`.
    void look(TimePoint now, std::uint64_t at) noexcept {
        if (!firstByte_ && at > before_) {  // it is measured from here on
            firstByte_ = now - began_;
            lookedAt_ = now;
            movedAt_ = now;
            before_ = at;
            return;
        }
        const Duration passed = now - lookedAt_;
        if (passed < interval()) {
            return;
        }
        const std::uint64_t came = at > before_ ? at - before_ : 0;
        const double seconds = std::chrono::duration<double>(passed).count();
        rate_ = static_cast<std::uint64_t>(static_cast<double>(came) / seconds);
        movedAt_ = came > 0 ? now : movedAt_;
        lookedAt_ = now;
        before_ = at;
        measured_ = measured_ || firstByte_.has_value();
    }

    /// Keeps since when it is far below `mean`, that of the others.
    void compare(TimePoint now, std::uint64_t mean) noexcept {
        if (!measured_ || rate_ >= mean * 3 / 10) {
            slowSince_.reset();
        } else if (!slowSince_) {
            slowSince_ = lookedAt_ < now ? lookedAt_ : now;
        }
    }

    /// Bytes per second between the last two looks.
    [[nodiscard]] std::uint64_t rate() const noexcept { return rate_; }

    [[nodiscard]] bool measured() const noexcept { return measured_; }

    /// How long the first byte took; none: it has not come.
    [[nodiscard]] std::optional<Duration> firstByte() const noexcept { return firstByte_; }

    /// Nothing came for so long.
    [[nodiscard]] bool isSilent(TimePoint now, Duration silence = kSilence) const noexcept {
        return now - movedAt_ > silence;
    }

    /// Far below the others' mean, less than 0.3 of it; or nothing came for `silence`.
    [[nodiscard]] bool isSlow(TimePoint now, Duration silence = kSilence) const noexcept {
        return slowSince_.has_value() || isSilent(now, silence);
    }

    /// The same for so long that it should be relieved.
    [[nodiscard]] bool isTooSlow(TimePoint now, Duration patience,
                                 Duration silence) const noexcept {
        return (slowSince_ && now - *slowSince_ >= patience) || isSilent(now, silence);
    }

private:
    [[nodiscard]] Duration interval() const noexcept {
        return measured_ || !firstByte_
                   ? Duration(kInterval)
                   : std::clamp<Duration>(3 * *firstByte_, kLeastInterval, kInterval);
    }

    TimePoint began_;
    TimePoint lookedAt_;
    TimePoint movedAt_;  // when it was seen to have brought something
    std::uint64_t before_ = 0;
    std::uint64_t rate_ = 0;
    std::optional<Duration> firstByte_;
    std::optional<TimePoint> slowSince_;
    bool measured_ = false;
};

}  // namespace penstock
