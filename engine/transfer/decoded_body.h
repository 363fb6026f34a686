#pragma once
// A body that came with a content coding although none was asked for: decoded on its way to the
// target. One stream, no ranges.
//
// It holds one piece as it came, 8 KiB, and decodes into the space that the target has, no more. As
// long as a part of that piece waits for space it takes no other, so the connection waits, too.

#include "engine/http/content_decoder.h"
#include "engine/transfer/body_target.h"

#include <array>
#include <functional>
#include <memory>
#include <span>

namespace penstock {

class DecodedBody final : public BodyTarget {
public:
    /// `failed` is called once, when the coding or the target cannot go on: mostly that is within
    /// space() or flush(), long after the bytes concerned have arrived. `belied` is called once,
    /// when they turn out not to be in the coding that was named.
    DecodedBody(std::unique_ptr<ContentDecoder> decoder, std::unique_ptr<BodyTarget> target,
                std::function<void(const Error&)> failed, std::function<void()> belied)
        : decoder_(std::move(decoder)),
          target_(std::move(target)),
          failed_(std::move(failed)),
          belied_(std::move(belied)) {}

    BodySpace space() override;

    std::size_t readAtMost() override { return coded_.size(); }

    Error arrived(std::size_t n) override;
    void flush() override;
    void stop() override;

    [[nodiscard]] bool busy() const override { return (more_ && error_.ok()) || target_->busy(); }

    [[nodiscard]] std::uint64_t received() const override { return target_->received(); }

    [[nodiscard]] std::optional<TimePoint> rateHeldUntil() const override {
        return target_->rateHeldUntil();
    }

    /// That of the coding, or what the target has said to a piece; or the target's own.
    [[nodiscard]] const Error& error() const override {
        return error_.ok() ? target_->error() : error_;
    }

    /// Trunc.Body if the coding is not over.
    [[nodiscard]] Error finish() const override { return decoder_->finish(); }

private:
    void pump(BodySpace* held);
    void failWith(const Error& error);

    std::unique_ptr<ContentDecoder> decoder_;
    std::unique_ptr<BodyTarget> target_;
    std::function<void(const Error&)> failed_;
    std::function<void()> belied_;  // null once it was called
    std::array<std::byte, 8U << 10U> coded_;
    std::span<const std::byte> rest_;  // of coded_, which the decoder has not taken yet
    bool more_ = false;                // there may be bytes to come out
    Error error_;
};

}  // namespace penstock
