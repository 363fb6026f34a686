#include "engine/transfer/hedge_body.h"

#include <algorithm>
#include <cstring>

namespace penstock {

namespace {

constexpr std::size_t kIncoming = 64U << 10U;

}  // namespace

HedgeBody::HedgeBody(ByteRange range, RateAccount& rates, RateShare::Owner& owner,
                     const TimePoint& now)
    : BodyTarget(false),
      range_(range),
      share_(rates, owner),
      now_(&now),
      bytes_(static_cast<std::size_t>(range.size())),
      incoming_(std::min<std::size_t>(kIncoming, bytes_.size())),
      mine_(range.begin),
      theirs_(range.begin) {}

std::span<const std::byte> HedgeBody::from(std::uint64_t from) const {
    const auto whole =
        std::span<const std::byte>(bytes_).first(static_cast<std::size_t>(mine_ - range_.begin));
    return whole.subspan(static_cast<std::size_t>(from - range_.begin));
}

// What is known already is compared, the rest is kept.
Error HedgeBody::take(std::uint64_t at, std::span<const std::byte> bytes, std::uint64_t known) {
    std::byte* const here = bytes_.data() + (at - range_.begin);
    const std::size_t both =
        known <= at ? 0 : std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(known - at));
    if (std::memcmp(here, bytes.data(), both) != 0) {
        error_ = {ErrorKind::EntityChanged,
                  "The file on the server has changed since this download began",
                  "two connections brought other bytes of the same piece", 0};
        return error_;
    }
    std::memcpy(here + both, bytes.data() + both, bytes.size() - both);
    return {};
}

Error HedgeBody::came(std::uint64_t at, std::span<const std::byte> bytes) {
    if (at >= range_.end || at != theirs_) {
        return {};  // it was led beyond what is hedged
    }
    const auto n = std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(range_.end - at));
    theirs_ = at + n;
    return take(at, bytes.first(n), mine_);
}

BodySpace HedgeBody::space() {
    const std::uint64_t allowance = share_.allowance(*now_);
    rateHeld_ = allowance == 0;
    if (rateHeld_) {
        return {{}, WaitsFor::RateTokens, share_.heldUntil()};
    }
    const std::uint64_t most =
        std::min<std::uint64_t>({incoming_.size(), range_.end - mine_, allowance});
    return {std::span(incoming_).first(static_cast<std::size_t>(most)), WaitsFor::Nothing,
            std::nullopt};
}

Error HedgeBody::arrived(std::size_t n) {
    share_.take(n, *now_);
    const std::uint64_t at = mine_;
    mine_ += n;
    return take(at, std::span(incoming_).first(n), theirs_);
}

}  // namespace penstock
