#pragma once
// A body that came with a content coding although none was asked for: decoded on its way to the
// target. One stream, no ranges.

#include "engine/http/content_decoder.h"
#include "engine/transfer/body_target.h"

#include <array>
#include <memory>
#include <vector>

namespace penstock {

class DecodedBody final : public BodyTarget {
public:
    DecodedBody(std::unique_ptr<ContentDecoder> decoder, std::unique_ptr<BodyTarget> target)
        : decoder_(std::move(decoder)), target_(std::move(target)) {}

    BodySpace space() override;
    Error arrived(std::size_t n) override;
    void flush() override;
    void stop() override;

    [[nodiscard]] bool busy() const override { return !pending_.empty() || target_->busy(); }

    [[nodiscard]] std::uint64_t received() const override { return target_->received(); }

    [[nodiscard]] bool rateHeld() const override { return target_->rateHeld(); }

    [[nodiscard]] const Error& error() const override { return target_->error(); }

    /// The body is over: Trunc.Body if the coding is not.
    [[nodiscard]] Error finish() const { return decoder_->finish(); }

private:
    Error pump(BodySpace* held);

    std::unique_ptr<ContentDecoder> decoder_;
    std::unique_ptr<BodyTarget> target_;
    std::array<std::byte, 8U << 10U> coded_;
    std::vector<std::byte> pending_;  // decoded, for which the target had no space
};

}  // namespace penstock
