#include "engine/transfer/sink_body.h"

#include <algorithm>

namespace penstock {

BodySpace SinkBody::space() {
    rateHeld_ = false;
    if (!limiter_->limits()) {
        return {services_->sinkSpace, WaitsFor::Nothing, std::nullopt};
    }
    const std::uint64_t allowance = limiter_->allowance(services_->now);
    if (allowance == 0) {
        rateHeld_ = true;
        return {{}, WaitsFor::RateTokens, limiter_->nextShare(services_->now)};
    }
    const std::span<std::byte> into = services_->sinkSpace;
    return {into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), allowance))),
            WaitsFor::Nothing, std::nullopt};
}

Error SinkBody::arrived(std::size_t n) {
    if (limiter_->limits()) {
        limiter_->take(n, services_->now);
    }
    Error error = sink_->write(services_->sinkSpace.first(n));
    if (error.ok()) {
        received_ += n;
    } else {
        error_ = error;
    }
    return error;
}

}  // namespace penstock
