#pragma once
// Whether a mirror has the file of which a part is here, before it is asked for more: a range of
// what is here already is asked for there and compared. What it says of the file then decides what
// it is good for (see source_proof.h). Thread: the engine's; events come within a turn.

#include "engine/transfer/approach.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace penstock {

class SourceTrial final : public Exchange::Owner, private BodyTarget {
public:
    /// What is compared ends at `end`: all before is here and written. What `parts` refers to
    /// outlives it.
    SourceTrial(TransferId transfer, const ReceptionParts& parts, TransferTurn turn, Source& source,
                std::uint64_t end);
    SourceTrial(const SourceTrial&) = delete;
    SourceTrial& operator=(const SourceTrial&) = delete;
    /// Broken off, the source stays untried.
    ~SourceTrial() override;

    void ask() {
        if (exchange_.has_value()) {
            exchange_->goOn();
        }
    }

    [[nodiscard]] bool isOf(const Source& source) const noexcept { return source_ == &source; }

    /// The source's state says what came of it.
    [[nodiscard]] bool over() const noexcept { return over_; }

    [[nodiscard]] int socketCount() const {
        return exchange_.has_value() ? exchange_->socketCount() : 0;
    }

    [[nodiscard]] bool willRun() const {
        return !over_ && exchange_.has_value() && exchange_->willRun();
    }

    // Exchange::Owner
    BodyTarget* answered(ResponseHead& head, const BodyFraming& framing, const Url& url) override;

    void bodyMoved(std::size_t n) override { turn_.moved(n); }

    void exchangeNeedsRun() override { turn_.run(); }

    void exchangeEnded() override;

    void exchangeFailed(const Error& error) override { end(error); }

private:
    void askFor(std::vector<std::byte>&& here);
    void end(const Error& error);

    // BodyTarget
    BodySpace space() override { return {buffer_, WaitsFor::Nothing, std::nullopt}; }

    std::size_t readAtMost() override { return buffer_.size(); }

    Error arrived(std::size_t n) override;

    void flush() override {}

    [[nodiscard]] bool busy() const override { return false; }

    [[nodiscard]] std::uint64_t received() const override { return begin_ + compared_; }

    [[nodiscard]] std::optional<TimePoint> rateHeldUntil() const override { return std::nullopt; }

    [[nodiscard]] const Error& error() const override { return none_; }

    const ReceptionParts& parts_;
    TransferTurn turn_;
    TransferId transfer_;
    Source* source_;
    std::uint64_t begin_;
    std::uint64_t end_;
    std::vector<std::byte> here_;
    std::size_t compared_ = 0;
    std::optional<Exchange> exchange_;  // once that is read
    std::shared_ptr<bool> alive_;       // false once gone, for a read that comes late
    bool together_ = false;
    bool over_ = false;
    Error none_;
    std::array<std::byte, 16U << 10U> buffer_;
};

/// Of one transfer, those that are under way.
class SourceTrials {
public:
    SourceTrials(TransferId transfer, const ReceptionParts& parts, TransferTurn turn)
        : parts_(parts), turn_(turn), transfer_(transfer) {}

    /// Begins those of the mirrors that were not tried, once [0, written) is enough to compare.
    void begin(std::uint64_t written);
    /// Asks, and forgets what is over.
    void ask();

    void stop() noexcept { all_.clear(); }

    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

    [[nodiscard]] int socketCount() const;
    [[nodiscard]] bool willRun() const;

private:
    const ReceptionParts& parts_;
    TransferTurn turn_;
    TransferId transfer_;
    std::vector<std::unique_ptr<SourceTrial>> all_;
};

}  // namespace penstock
