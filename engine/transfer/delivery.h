#pragma once
// Where a transfer's bytes go: to a file of its own, or to the caller's Sink, which is told of its
// begin and its end once each, whatever comes between. Thread: the engine's.

#include "engine/sink.h"

#include <memory>
#include <optional>
#include <utility>

namespace penstock {

class Delivery {
public:
    /// Null: a file.
    explicit Delivery(std::shared_ptr<Sink> sink) noexcept : sink_(std::move(sink)) {}

    [[nodiscard]] bool toSink() const noexcept { return sink_ != nullptr; }

    [[nodiscard]] Sink& sink() const noexcept { return *sink_; }

    /// Tells the sink once that a body begins; its error is the program's own word, and final.
    Error begin(std::optional<std::uint64_t> total) {
        if (stage_ != Stage::Waiting) {
            return {};
        }
        Error error = sink_->begin(total);
        stage_ = error.ok() ? Stage::Begun : Stage::Refused;
        return error;
    }

    /// Tells the sink once that nothing more comes.
    void end(const Error& error) {
        if (toSink() && stage_ != Stage::Ended) {
            stage_ = Stage::Ended;
            sink_->end(error);
        }
    }

    [[nodiscard]] bool refused() const noexcept { return stage_ == Stage::Refused; }

    [[nodiscard]] bool ended() const noexcept { return stage_ == Stage::Ended; }

private:
    enum class Stage : std::uint8_t { Waiting, Begun, Refused, Ended };

    std::shared_ptr<Sink> sink_;  // shared with the caller, see TransferRequest
    Stage stage_ = Stage::Waiting;
};

}  // namespace penstock
