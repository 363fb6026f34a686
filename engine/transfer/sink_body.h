#pragma once
// A body that goes to the caller's own Sink, piece by piece, within the turn. It holds no memory:
// all sinks of an engine read through one space.

#include "engine/base/rate_share.h"
#include "engine/sink.h"
#include "engine/transfer/body_target.h"
#include "engine/transfer/transfer_services.h"

namespace penstock {

class SinkBody final : public BodyTarget {
public:
    /// All must outlive it. `received`: bytes that the sink has already.
    SinkBody(const TransferServices& services, RateShare::Owner& owner, Sink& sink,
             RateAccount& rates, std::uint64_t received) noexcept
        : BodyTarget(false),
          services_(&services),
          sink_(&sink),
          share_(rates, owner),
          received_(received) {}

    BodySpace space() override;

    std::size_t readAtMost() override { return share_.promise(services_->now); }

    Error arrived(std::size_t n) override;

    void flush() override {}

    void stop() override { share_.stopWaiting(); }

    [[nodiscard]] bool busy() const override { return false; }

    [[nodiscard]] std::uint64_t received() const override { return received_; }

    [[nodiscard]] std::optional<TimePoint> rateHeldUntil() const override {
        return rateHeld_ ? std::optional(share_.heldUntil()) : std::nullopt;
    }

    [[nodiscard]] const Error& error() const override { return error_; }

private:
    const TransferServices* services_;
    Sink* sink_;
    RateShare share_;
    std::uint64_t received_;
    bool rateHeld_ = false;
    Error error_;
};

}  // namespace penstock
