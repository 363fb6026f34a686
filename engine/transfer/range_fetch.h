#pragma once
// A further range of a file under way, beside the first reception: asks for exactly that, and takes
// nothing else. What it is answered may be odd in every way; then it ends, and nothing of it
// reached the part. Thread: the engine's; events come within a turn.

#include "engine/transfer/approach.h"
#include "engine/transfer/growth.h"
#include "engine/transfer/hedge_body.h"
#include "engine/transfer/segment.h"
#include "engine/transfer/share_plan.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace penstock {

class RangeFetch final : public Exchange::Owner, public Segment::Host {
public:
    /// Where what comes goes: to the part; or into memory, while another brings it, too.
    enum class To : std::uint8_t { Part, Memory };

    /// `range` is not empty and there is an open part. What `parts` refers to outlives it.
    RangeFetch(TransferId transfer, const ReceptionParts& parts, TransferTurn turn, Source& source,
               ByteRange range, To to = To::Part);
    RangeFetch(const RangeFetch&) = delete;
    RangeFetch& operator=(const RangeFetch&) = delete;
    ~RangeFetch() override;

    /// Asks, or goes on with the next hop. Nothing, if it was stopped.
    void ask() {
        if (again_ == Again::Due) {
            again_ = Again::Asked;
            askAnew();
        }
        if (exchange_.has_value()) {
            exchange_->goOn();
        }
    }

    void flush();
    void bufferFree();
    /// It is to bring no more than [begin, end); ends it, if that is here.
    void endAt(std::uint64_t end);
    /// What was taken off its end, and its answer still holds: it brings that, too. False: not so.
    bool takeBack(ByteRange range);

    /// It was to bring less than it had asked for, so that its connection goes with it.
    [[nodiscard]] bool isShortened() const noexcept { return range_.end < answerEnd_; }

    /// Ends it before its end: what came goes on its way to the disk.
    void stop();
    /// The same for a reason: since nothing comes of it.
    void giveUp(const Error& error);
    /// What came and is not written is not wanted.
    void discard() noexcept;
    /// Of one that has brought its range into memory: what is there from `from` on goes to the
    /// part, and counts as what it brought.
    void keepFrom(std::uint64_t from);

    /// What is here of its range is to come again first: nothing of it can be given away but all.
    [[nodiscard]] bool compares() const noexcept {
        return compares_ && (segment_ == nullptr || !segment_->compared());
    }

    /// What came again is not what is here.
    [[nodiscard]] bool differs() const noexcept {
        return answered_ && error_.kind == ErrorKind::EntityChanged;
    }

    /// What is in memory, and sees what the other brings; null: it brings it to the part.
    [[nodiscard]] HedgeBody* memory() const noexcept { return memory_.get(); }

    /// See Segment.
    void setWitness(Segment::Witness* witness) noexcept {
        if (segment_ != nullptr) {
            segment_->setWitness(witness);
        }
    }

    /// Marks the last bytes that came. Busy until that is done.
    void markAll();

    /// Which it asks.
    [[nodiscard]] Source& source() const noexcept { return *source_; }

    /// What it has to bring. What it brought is [begin, at()).
    [[nodiscard]] ByteRange range() const noexcept { return range_; }

    [[nodiscard]] std::uint64_t at() const {
        if (segment_ != nullptr) {
            return segment_->received();
        }
        return memory_ != nullptr ? memory_->received() : range_.begin;
    }

    /// How much of that is known to be on the disk.
    [[nodiscard]] std::uint64_t durable() const noexcept {
        return segment_ == nullptr ? range_.begin : segment_->durable();
    }

    /// What it brought is to have a digest that the answer says, and is not known to have it:
    /// nothing of it counts, and nothing of it is marked.
    [[nodiscard]] bool unproven() const noexcept { return proof_ == Proof::Wanted; }

    /// It has begun to bring its range.
    [[nodiscard]] bool answered() const noexcept { return answered_; }

    /// It brings nothing more.
    [[nodiscard]] bool ended() const noexcept { return over_; }

    /// The same, and all that it brought is written.
    [[nodiscard]] bool over() const { return over_ && !busy(); }

    /// Why it did not bring all; ok() also for one that was stopped.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

    /// With an error(): its host would not have it.
    [[nodiscard]] const std::optional<HostRefusal>& refusal() const noexcept { return refusal_; }

    /// A connection carries it, and nothing of an answer came: since when.
    [[nodiscard]] std::optional<TimePoint> silentSince() const {
        return answered_ || asking() == nullptr ? std::nullopt : exchange_->silentSince();
    }

    /// What it brought cannot be written, and no job of it is out any more.
    [[nodiscard]] bool cannotWrite() const {
        return segment_ != nullptr && !segment_->error().ok() && !busy();
    }

    /// And the kernel may have dropped what was written: see Segment.
    [[nodiscard]] bool spoilt() const { return segment_ != nullptr && segment_->spoilt(); }

    [[nodiscard]] const Error& diskError() const { return segment_->error(); }

    [[nodiscard]] bool busy() const {
        return segment_ != nullptr &&
               (segment_->busy() || (!supply_.empty() && segment_->error().ok()));
    }

    [[nodiscard]] bool willRun() const {
        return busy() || again_ == Again::Due || (asking() != nullptr && exchange_->willRun());
    }

    /// See Exchange.
    [[nodiscard]] bool waitsForPlace() const {
        return asking() != nullptr && exchange_->waitsForPlace();
    }

    [[nodiscard]] int socketCount() const {
        return asking() != nullptr ? exchange_->socketCount() : 0;
    }

    /// See SegmentSnapshot.
    [[nodiscard]] std::uint64_t socketSerial() const {
        return asking() != nullptr ? exchange_->socketSerial() : 0;
    }

    /// See Exchange.
    [[nodiscard]] bool pinned() const { return exchange_.has_value() && exchange_->pinned(); }

    [[nodiscard]] WaitsFor waitsFor() const {
        return asking() != nullptr ? exchange_->waitsFor() : WaitsFor::Nothing;
    }

    [[nodiscard]] std::optional<TimePoint> waitsUntil() const {
        return asking() != nullptr ? exchange_->waitsUntil() : std::nullopt;
    }

    // Exchange::Owner
    BodyTarget* answered(ResponseHead& head, const BodyFraming& framing, const Url& url) override;
    void bodyMoved(std::size_t n) override;

    void exchangeNeedsRun() override { turn_.run(); }

    void placeOffered() override {
        turn_.announce();  // the transfer may need a slot again
        turn_.run();
    }

    void exchangeEnded() override { end({}); }

    void exchangeFailed(const Error& error) override;

    // Segment::Host
    void segmentProgressed() override { turn_.run(); }

    void segmentReadable() override;

    void segmentWaitsForBuffer() override { turn_.giveBuffer(); }

    /// The transfer's rank is another.
    void rankChanged() {
        if (exchange_.has_value()) {
            exchange_->rankChanged();
        }
    }

    // RateShare::Owner
    [[nodiscard]] RateHost rateHost() const override {
        return exchange_.has_value() ? exchange_->rateHost() : RateHost{};
    }

private:
    // Whether the answer says a digest, and whether what came has it.
    enum class Proof : std::uint8_t { Nothing, Wanted, Given };
    // The range was cut while it was asked for, so that its digest would prove nothing: the rest is
    // asked for once more.
    enum class Again : std::uint8_t { Nothing, Wanted, Due, Asked };

    /// Null: it is over, or reads what is to be compared.
    [[nodiscard]] const Exchange* asking() const noexcept {
        return over_ || !exchange_.has_value() ? nullptr : &*exchange_;
    }

    void end(const Error& error);
    void readHere(std::uint64_t end);
    void askAnew();
    bool wantsProof(const ResponseHead& head, const BodyFraming& framing);
    void makeSegment();
    void supply();
    [[nodiscard]] Exchange::Request request() const;
    [[nodiscard]] Validators known() const;

    const ReceptionParts& parts_;
    TransferTurn turn_;
    TransferId transfer_;
    Source* source_;
    ByteRange range_;
    std::uint64_t answerEnd_ = 0;       // what its answer holds
    std::optional<Exchange> exchange_;  // until it is over
    std::vector<std::byte> here_;       // from the beginning of the range on, to be compared
    std::shared_ptr<bool> alive_;       // for a read that comes late; null: there is none
    std::unique_ptr<HedgeBody> memory_;
    std::span<const std::byte> supply_;  // of memory_, what is not with the segment yet
    std::unique_ptr<Segment> segment_;
    Error error_;
    std::optional<HostRefusal> refusal_;
    Proof proof_ = Proof::Nothing;
    Again again_ = Again::Nothing;
    bool compares_ = false;
    bool answered_ = false;
    bool over_ = false;
};

}  // namespace penstock
