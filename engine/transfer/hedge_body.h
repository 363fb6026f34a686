#pragma once
// The last bytes of a range, brought once more on a second connection while the first still brings
// them: held in memory, and whatever both have brought is compared, for free. Which of the two
// comes first wins. Thread: the engine's.

#include "engine/base/rate_share.h"
#include "engine/transfer/body_target.h"
#include "engine/transfer/segment.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace penstock {

class HedgeBody final : public BodyTarget, public Segment::Witness {
public:
    /// `range` is what is left of the other's; the rest outlives it.
    HedgeBody(ByteRange range, RateAccount& rates, RateShare::Owner& owner, const TimePoint& now);

    /// What it has from `from` on, as far as it came. Requires that it has come so far.
    [[nodiscard]] std::span<const std::byte> from(std::uint64_t from) const;

    // Segment::Witness: what the other brings
    Error came(std::uint64_t at, std::span<const std::byte> bytes) override;

    // BodyTarget
    BodySpace space() override;

    std::size_t readAtMost() override { return share_.promise(*now_); }

    Error arrived(std::size_t n) override;

    void flush() override {}

    void stop() override { share_.stopWaiting(); }

    [[nodiscard]] bool busy() const override { return false; }

    [[nodiscard]] std::uint64_t received() const override { return mine_; }

    [[nodiscard]] std::optional<TimePoint> rateHeldUntil() const override {
        return rateHeld_ ? std::optional(share_.heldUntil()) : std::nullopt;
    }

    [[nodiscard]] const Error& error() const override { return error_; }

private:
    Error take(std::uint64_t at, std::span<const std::byte> bytes, std::uint64_t known);

    ByteRange range_;
    RateShare share_;
    const TimePoint* now_;
    std::vector<std::byte> bytes_;     // of the range, as far as one of the two brought them
    std::vector<std::byte> incoming_;  // what is read and may have to be compared
    std::uint64_t mine_;
    std::uint64_t theirs_;
    bool rateHeld_ = false;
    Error error_;
};

}  // namespace penstock
