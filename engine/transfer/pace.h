#pragma once
// How fast one connection brings its range, measured now and then. A value.

#include "engine/time_types.h"

#include <chrono>
#include <cstdint>

namespace penstock {

class Pace {
public:
    /// A look closer than that to the last says nothing.
    static constexpr std::chrono::milliseconds kInterval{300};
    /// So long nothing came of one that is silent.
    static constexpr std::chrono::seconds kSilence{2};

    Pace() = default;

    /// From now on, with the byte `at`.
    Pace(TimePoint now, std::uint64_t at) noexcept : lookedAt_(now), movedAt_(now), before_(at) {}

    /// It has come to `at`.
    void look(TimePoint now, std::uint64_t at) noexcept {
        const Duration passed = now - lookedAt_;
        if (passed < kInterval) {
            return;
        }
        const std::uint64_t came = at > before_ ? at - before_ : 0;
        const double seconds = std::chrono::duration<double>(passed).count();
        rate_ = static_cast<std::uint64_t>(static_cast<double>(came) / seconds);
        movedAt_ = came > 0 ? now : movedAt_;
        lookedAt_ = now;
        before_ = at;
        measured_ = true;
    }

    /// Bytes per second between the last two looks.
    [[nodiscard]] std::uint64_t rate() const noexcept { return rate_; }

    [[nodiscard]] bool measured() const noexcept { return measured_; }

    /// Far below `mean`, that of all: less than 0.3 of it, or nothing at all for kSilence.
    [[nodiscard]] bool isSlow(TimePoint now, std::uint64_t mean) const noexcept {
        const bool silent = now - movedAt_ > kSilence;
        return mean > 0 && (silent || (measured_ && rate_ < mean * 3 / 10));
    }

private:
    TimePoint lookedAt_;
    TimePoint movedAt_;  // when it was seen to have brought something
    std::uint64_t before_ = 0;
    std::uint64_t rate_ = 0;
    bool measured_ = false;
};

}  // namespace penstock
