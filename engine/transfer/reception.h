#pragma once
// One range of a file under way from one source: it asks, takes the answer, and says what came of
// it. The bytes go through a body, to the part or to the caller's Sink; which of them, and whether
// they are decoded on the way, nothing above has to know.
//
//   begin() ─▶ the part is found ─▶ its end is read, if it is to be compared ─▶ Exchange ─▶ answer
//   ─▶ judgeAnswer ─▶ body ─▶ conclude()
//
// What it promises: a byte is written only at an offset that the answer names, while all that is
// known says that it is the same file; and what a body has counted is written, or not counted any
// more, before the next begins.
// Thread: the engine's. Nothing here knows the states of a transfer.

#include "engine/http/content_decoder.h"
#include "engine/http/judge_answer.h"
#include "engine/transfer/approach.h"
#include "engine/transfer/segment.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

class Reception final : public Approach::Host, public Exchange::Owner, public Segment::Host {
public:
    struct Host {
        Host() = default;
        Host(const Host&) = delete;
        Host& operator=(const Host&) = delete;
        virtual ~Host() = default;

        /// A head came whose body is taken.
        virtual void answered() = 0;
        /// The server has another file now: whether that one is to be fetched instead.
        virtual bool startsOver() = 0;
    };

    Reception(TransferId transfer, Host& host, TransferTurn turn, const ReceptionParts& parts);
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;
    ~Reception() override;

    /// A try: from what is here already to the request.
    void begin();
    /// After a piece: asks for the next.
    void goOn();
    /// Ends it before its end: what came goes on its way to the disk; until busy() is over it is
    /// not to begin again. dropFailed() follows, if the disk has failed.
    void stop();
    /// What is here is of another file than the server has now: fetches that one, in a new part.
    void startOver();
    /// The file from its first byte on, and nothing is here of it. `why`: for the person.
    void beginAgain(std::string why);
    /// After something that came could not be written: claims what was. Requires diskFailed().
    void dropFailed();

    /// All is here: makes the part fit to be named, and names it. Not after stop().
    void publish(PartKeeper::Then then);
    /// Lets go of the body; what it has brought is in the plan and in the record.
    void close();

    /// The engine goes, and the part stays as it is.
    void discard() noexcept;

    // --- in each step of the turn

    /// Asks, or goes on with the next hop.
    void ask();
    void flush();
    void bufferFree();
    /// A share of the rate limit is there again.
    void shareDue();

    enum class End : std::uint8_t { Nothing, Failed, Piece, Whole };

    struct Conclusion {
        End end = End::Nothing;
        Error error = {};
        std::optional<std::chrono::seconds> retryAfter = {};  // what the server asked for
        int silentTries = 0;   // requests that went out again by themselves
        bool isFinal = false;  // a program's own word, whatever kind of error it chose
        bool tooMany = false;  // the host may have as many connections as it takes
    };

    /// Whether conclude() may have anything to say.
    [[nodiscard]] bool mayConclude() const noexcept {
        return end_.end != End::Nothing || segment_ != nullptr;
    }

    /// What came of it, once; nothing while it is under way, or its last bytes are.
    Conclusion conclude();
    /// When what is decoded has its next share, if only that holds the end up.
    [[nodiscard]] std::optional<TimePoint> shareAt();

    // --- what there is to be seen of it

    [[nodiscard]] bool asking() const noexcept { return exchange_.has_value(); }

    [[nodiscard]] bool busy() const { return body_ != nullptr && body_->busy(); }

    [[nodiscard]] WaitsFor waitsFor() const;

    [[nodiscard]] std::optional<TimePoint> waitsUntil() const {
        return exchange_.has_value() ? exchange_->waitsUntil() : std::nullopt;
    }

    [[nodiscard]] bool askedForRange() const noexcept { return approach_.askedFrom().has_value(); }

    [[nodiscard]] std::uint64_t received() const;

    [[nodiscard]] int socketCount() const {
        return exchange_.has_value() ? exchange_->socketCount() : 0;
    }

    [[nodiscard]] bool willRun() const {
        return busy() || (exchange_.has_value() && exchange_->willRun());
    }

    // --- beside others (see Receptions)

    /// It takes the body of an answer into an open part, as it is, and what is here already has
    /// come again where that was wanted: others may bring what is behind.
    [[nodiscard]] bool sharable() const noexcept {
        return segment_ != nullptr && body_.get() == segment_ && segment_->compared() &&
               exchange_.has_value() && exchange_->answered() && !exchange_->digested() &&
               end_.end == End::Nothing && segment_->attached();
    }

    /// A head came whose body it takes.
    [[nodiscard]] bool answered() const noexcept {
        return exchange_.has_value() && exchange_->answered();
    }

    /// It brings something, or will.
    [[nodiscard]] bool brings() const noexcept {
        return exchange_.has_value() && end_.end == End::Nothing;
    }

    /// What it brings is decoded on its way.
    [[nodiscard]] bool decodes() const noexcept {
        return body_ != nullptr && segment_ != nullptr && body_.get() != segment_;
    }

    /// The next byte that it brings.
    [[nodiscard]] std::uint64_t at() const {
        return segment_ == nullptr ? 0 : segment_->received();
    }

    /// So much without a gap is in the part.
    [[nodiscard]] std::uint64_t written() const {
        return segment_ == nullptr ? 0 : segment_->sound();
    }

    /// Where what it brings ends. Requires a known size.
    [[nodiscard]] std::uint64_t end() const { return pieceEnd_.value_or(answerEnd()); }

    /// See SegmentSnapshot.
    [[nodiscard]] std::uint64_t socketSerial() const {
        return exchange_.has_value() ? exchange_->socketSerial() : 0;
    }

    /// See Exchange.
    [[nodiscard]] bool pinned() const { return exchange_.has_value() && exchange_->pinned(); }

    /// Where the answer itself ends, as far as it is known.
    [[nodiscard]] std::uint64_t answerEnd() const {
        return std::min(answerEnd_, parts_.keeper.record().total.value_or(0));
    }

    /// It is to bring what comes until there, which its answer holds; at once over, if that is
    /// here. Requires sharable().
    void endAt(std::uint64_t end);

    /// See Segment.
    void setWitness(Segment::Witness* witness) noexcept {
        if (segment_ != nullptr) {
            segment_->setWitness(witness);
        }
    }

    /// The disk has failed under it.
    [[nodiscard]] bool diskFailed() const { return segment_ != nullptr && !segment_->error().ok(); }

    /// And the kernel may have dropped what was written: see Segment.
    [[nodiscard]] bool spoilt() const { return segment_ != nullptr && segment_->spoilt(); }

    /// After a failed write or sync, its own or another's in the same part: nothing but what is
    /// durable counts. Not while it asks.
    void fallBack();

    // Approach::Host
    void mayAsk(Exchange::Request&& request) override;
    void isWhole() override;

    void cannotAsk(Error error) override { refuse(std::move(error)); }

    // Exchange::Owner
    BodyTarget* answered(ResponseHead& head, const BodyFraming& framing, const Url& url) override;
    void bodyMoved(std::size_t n) override;

    void exchangeNeedsRun() override { turn_.run(); }

    void placeOffered() override {
        turn_.announce();  // it takes a slot again
        turn_.run();
    }

    void exchangeEnded() override;
    void exchangeFailed(const Error& error) override;

    // Segment::Host
    void segmentProgressed() override;
    void segmentReadable() override;

    void segmentWaitsForBuffer() override { turn_.giveBuffer(); }

    /// See Exchange.
    [[nodiscard]] bool waitsForPlace() const {
        return exchange_.has_value() && exchange_->waitsForPlace();
    }

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
    [[nodiscard]] bool toFile() const noexcept { return !parts_.delivery.toSink(); }

    BodyTarget* take(const Offer& offer, ResponseHead& head, const BodyFraming& framing,
                     const Url& url);
    BodyTarget* take(const Partial& partial, const BodyFraming& framing);
    BodyTarget* take(const Changed& changed, ResponseHead& head, const BodyFraming& framing,
                     const Url& url);
    BodyTarget* toTarget(std::unique_ptr<ContentDecoder> decoder);
    void sameAgain(const ResponseHead& head);
    void refuse(Error error);

    void dropBody() noexcept {
        segment_ = nullptr;
        body_.reset();
    }

    void forgetEnd();
    [[nodiscard]] Conclusion failed(Conclusion end) const;

    const ReceptionParts& parts_;
    Host* host_;
    TransferTurn turn_;
    TransferId transfer_;
    Approach approach_;
    std::optional<Exchange> exchange_;
    std::unique_ptr<BodyTarget> body_;
    Segment* segment_ = nullptr;  // the body, or what it decodes into, when it goes to a file
    std::optional<std::uint64_t> pieceEnd_;  // of the range that the answer names; none: a 200
    std::uint64_t answerEnd_ = 0;            // the same, whatever it is to bring
    Conclusion end_;
    std::uint64_t reached_ = 0;  // what the plan was told that is perhaps not written
    unsigned stops_ = 0;
};

/// The final name of what is asked for from `url`: the one that a person chose, else the server's,
/// else that of the address, of `asked` if that has none.
std::string finalNameOf(const std::string& chosen, const Headers& fields, const Url& url,
                        const Url& asked);

}  // namespace penstock
