#include "engine/transfer/sink_body.h"

#include <algorithm>

namespace penstock {

BodySpace SinkBody::space() {
    rateHeld_ = false;
    const std::uint64_t allowance = limiter_->allowance(engine_->now());
    if (allowance == 0) {
        rateHeld_ = true;
        return {{}, WaitsFor::RateTokens, limiter_->nextShare(engine_->now())};
    }
    if (!buffer_) {
        constexpr std::size_t kMost = 256U << 10U;
        buffer_ = engine_->buffers().lease(std::clamp(lastRead_ * 2, BufferPool::kSmallest, kMost));
        if (!buffer_) {
            waitForBuffer_();
            return {{}, WaitsFor::Disk, std::nullopt};
        }
    }
    // Nothing stays in it: the sink takes all of each piece, so it is empty again each time.
    const std::span<std::byte> into = buffer_->space();
    return {into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), allowance))),
            WaitsFor::Nothing, std::nullopt};
}

Error SinkBody::arrived(std::size_t n) {
    limiter_->take(n, engine_->now());
    lastRead_ = n;
    error_ = sink_->write({buffer_->space().data(), n});
    if (error_.ok()) {
        received_ += n;
    }
    return error_;
}

}  // namespace penstock
