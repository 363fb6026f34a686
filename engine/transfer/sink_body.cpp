#include "engine/transfer/sink_body.h"

#include <algorithm>

namespace penstock {

BodySpace SinkBody::space() {
    rateHeld_ = false;
    const std::uint64_t allowance = share_.allowance(services_->now);
    if (allowance == 0) {
        rateHeld_ = true;
        return {{}, WaitsFor::RateTokens, share_.heldUntil()};
    }
    const std::span<std::byte> into = services_->sinkSpace;
    return {into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), allowance))),
            WaitsFor::Nothing, std::nullopt};
}

Error SinkBody::arrived(std::size_t n) {
    share_.take(n, services_->now);
    Error error = sink_->write(services_->sinkSpace.first(n));
    if (error.ok()) {
        received_ += n;
    } else {
        error_ = error;
    }
    return error;
}

}  // namespace penstock
