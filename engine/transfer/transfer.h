#pragma once
// What the user asked for: one file from one address, over as many exchanges as it takes.
//
// It holds the journal's record, the part, and at most one exchange; its state changes in enter()
// alone. Blocking work goes to workers, each job counted, so that it settles (pause, failure,
// removal) only when nothing is out. Thread: the engine's.
//
//   transfer.cpp         life: commands, states, what a turn does
//   transfer_start.cpp   from Queued to the request: claim a record, reopen the part
//   transfer_answer.cpp  what a head means: fresh, resumed, changed, refused
//   transfer_part.cpp    the part that a fresh answer goes to
//   transfer_wait.cpp    deadlines of the whole, and the next try
//   transfer_finish.cpp  verify, rename, settle, remove

#include "engine/base/speed_meter.h"
#include "engine/http/content_decoder.h"
#include "engine/http/validators.h"
#include "engine/net/deadlines.h"
#include "engine/store/transfer_record.h"
#include "engine/transfer/exchange.h"
#include "engine/transfer/retry_policy.h"
#include "engine/transfer/segment.h"
#include "engine/transfer/sink_body.h"
#include "engine/transfer/transfer_state.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

class Transfer final : public Exchange::Owner, public Segment::Host, public Timed {
public:
    /// A new one. `url` is the request's, parsed.
    Transfer(TransferHost& engine, TransferId id, TransferRequest&& request, Url&& url);
    /// One of the journal's, as it was: Paused, Failed, Done and Asking stay, the rest is Queued.
    Transfer(TransferHost& engine, TransferId id, TransferRecord&& record, Url&& url);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer() override;

    [[nodiscard]] TransferId id() const noexcept { return id_; }

    [[nodiscard]] TransferState state() const noexcept { return state_; }

    /// Gives it a slot. Requires Queued.
    void start();
    void pause();
    /// False if `resume` means nothing in this state.
    bool resume();
    void remove(Removal removal);
    bool answer(Choice choice);
    /// The engine stops: ends reception as pause does, but stays Queued in the journal.
    void halt();
    /// The engine is Dead: fails at once with `error`.
    void abandon(const Error& error);

    /// One step of the turn.
    void run();
    void flush();
    void bufferFree();

    /// Settled after remove(): nothing refers to it any more.
    [[nodiscard]] bool gone() const noexcept { return gone_; }

    /// Whether a deadline, a job that is out or its connection will go on with it.
    [[nodiscard]] bool willRun() const;

    /// Asked, and no socket is open for it yet.
    [[nodiscard]] bool looksUp() const {
        return state_ == TransferState::Probing && exchange_ != nullptr &&
               exchange_->socketCount() == 0;
    }

    /// After halt(): nothing is out any more.
    [[nodiscard]] bool halted() const noexcept {
        return outstanding_ == 0 && !bodyBusy() && exchange_ == nullptr;
    }

    /// Fills in a snapshot as it was made.
    void describe(TransferSnapshot& shown) const;
    [[nodiscard]] TransferProgress progress(TimePoint now);

    /// `n` bytes came, in this slot of SpeedMeter.
    void count(std::int64_t slot, std::size_t n) noexcept { meter_.addIn(slot, n); }

    /// Bookkeeping of the table that holds it.
    struct Flags {
        bool dirty = false;
        bool announced = false;
        bool flush = false;
        bool waitsForBuffer = false;
        bool moving = false;
        bool queued = false;
        bool inQueue = false;
        bool active = false;
    };

    Flags flags;
    std::uint64_t movedAt = 0;

    // Exchange::Owner
    BodyTarget* answered(ResponseHead& head, const BodyFraming& framing, const Url& url) override;
    void bodyMoved(std::size_t n) override;

    void exchangeNeedsRun() override { engine_->markDirty(*this); }

    void exchangeEnded() override;
    void exchangeFailed(const Error& error) override;

    // Segment::Host
    void segmentProgressed() override;

    void segmentReadable() override;

    void segmentWaitsForBuffer() override { engine_->waitsForBuffer(*this); }

    // Timed
    void expired(TimePoint now) override;

private:
    // What a settling transfer becomes.
    enum class After : std::uint8_t { Nothing, Paused, Failed, Asking, Removed, Halted };
    // What the exchange has said, to be dealt with in run().
    enum class Outcome : std::uint8_t { Nothing, Complete, Failed };

    // transfer.cpp
    void enter(TransferEvent event);
    void settle(After after);
    void endReception();

    // transfer_wait.cpp
    void beginTimeouts();
    void checkTimeouts();
    void lost(Error error);
    void giveUp(Error error);
    void waitFor(const RetryDecision& decision);

    void announce() { engine_->announce(*this); }

    [[nodiscard]] bool bodyFailed() const { return segment_ != nullptr && !segment_->error().ok(); }

    [[nodiscard]] bool bodyBusy() const { return body_ != nullptr && body_->busy(); }

    // transfer_start.cpp
    void prepare();
    void claim();
    void tryClaim(std::vector<TransferRecord> candidates);
    void takeUp(const TransferRecord& record, std::function<void(Error)> failed);
    void reopen(const TransferRecord& record, std::function<void(Error)> failed);
    void takeOver(const TransferRecord& record, PartFile& part);
    void reopened(std::unique_ptr<PartFile> part);
    void dropUnbegun(const TransferRecord& record, std::function<void(Error)> then);
    void forgetCandidate(const TransferRecord& candidate);
    void distrust(const TransferRecord& record);
    void finishRename(const TransferRecord& record, std::function<void(Error)> failed);
    void partGone();
    void readOverlap();
    void request();

    // transfer_answer.cpp
    BodyTarget* acceptFresh(ResponseHead& head, const BodyFraming& framing, const Url& url,
                            bool again);
    BodyTarget* acceptPartial(ResponseHead& head, const BodyFraming& framing, const Url& url);
    BodyTarget* pastTheEnd(const ResponseHead& head, const Url& url);
    void sameAgain(const ResponseHead& head);
    BodyTarget* statusRefused(const ResponseHead& head, const Url& url);
    BodyTarget* refuse(Error error);
    BodyTarget* acceptIntoSink(std::optional<std::uint64_t> total);
    void learn(const ResponseHead& head, const Url& url);
    void nameFrom(const ResponseHead& head, const Url& url);
    [[nodiscard]] LostAttempt attempt(ErrorKind kind) const;
    void startOver(std::string why);
    void beginAgain(const ResponseHead& head);
    void emptyPart(std::string why);

    // transfer_part.cpp
    void retirePart(bool sameFile);
    void dropOldPart(std::function<void()> then);
    void createPart();
    void announcePart();
    void makePart();
    void reusePart();
    void partReady();
    void reservePart();
    void reserved(Error error);

    // transfer_finish.cpp
    void complete();
    void nextPiece();
    void publish(int number);
    void published();
    void dropFailedBody();
    void rewindToDurable();
    void forgetDownload();
    void settled();
    void settledRemoved();
    void endSink(const Error& error);
    void saveRecord();
    [[nodiscard]] Error shortBody() const;

    /// Runs `work` on the disk worker of the target folder; `done` only while this lives.
    template <typename R>
    void onDisk(std::function<R()> work, std::function<void(R)> done);
    template <typename R>
    void onJournal(std::function<R(Journal&)> work, std::function<void(R)> done);

    TransferHost* engine_;
    std::unique_ptr<BodyTarget> body_;
    RateLimiter limiter_;
    TransferId id_;
    std::unique_ptr<TransferRecord> record_;
    std::shared_ptr<Sink> sink_;  // shared with the caller, see TransferRequest
    const Url url_;
    std::string host_;
    TransferState state_ = TransferState::Queued;
    After after_ = After::Nothing;
    Removal removal_ = Removal::KeepFile;
    Error error_;
    WaitReason waitReason_ = WaitReason::Nothing;
    Question question_ = Question::Nothing;
    std::optional<TimePoint> until_;
    Deadlines deadlines_;
    SpeedMeter meter_;
    std::unique_ptr<Exchange> exchange_;
    Segment* segment_ = nullptr;      // body_, when it goes to a file
    std::shared_ptr<PartFile> part_;  // shared with the jobs that are out
    Outcome outcome_ = Outcome::Nothing;
    Error outcomeError_;
    std::optional<std::chrono::seconds> retryAfter_;
    std::vector<std::byte> overlap_;
    std::uint64_t have_ = 0;       // bytes of the file that are here
    std::uint64_t askedFrom_ = 0;  // where the response is to begin; below have_ by the overlap
    std::optional<std::uint64_t> pieceEnd_;  // of the range that the answer names; none: a 200
    std::uint64_t compareMost_ = 0;  // of what is here: the half of a piece that came, at the most
    Tries tries_;
    int outstanding_ = 0;   // jobs whose completion has not run
    bool claimed_ = false;  // looked for a record already
    bool inJournal_ = false;
    bool suspect_ = false;        // the part was not left in order: compare before going on
    bool ranges_ = false;         // the server has answered or promised ranges
    bool startedOver_ = false;    // once by itself; then it asks
    bool askedForRange_ = false;  // the request named one
    bool rangesUseless_ = false;  // the source answers them wrongly: asked without, from now on
    bool rangesSeen_ = false;     // the source has answered one rightly
    bool otherFile_ = false;      // what is here is of another file: start() drops it
    bool pieceCame_ = false;      // the last answer was a piece, and came whole
    bool compared_ = false;       // and all that it brought was here already
    bool sinkBegun_ = false;
    bool sinkEnded_ = false;
    bool sinkRefused_ = false;  // it answered begin() with an error
    bool settleJobsAsked_ = false;
    bool gone_ = false;
    bool waitsForDisk_ = false;    // since prepare() or readOverlap(), until request()
    bool due_ = false;             // a deadline is reached
    bool privateAllowed_ = false;  // a person has said so
};

template <typename R>
void Transfer::onDisk(std::function<R()> work, std::function<void(R)> done) {
    auto answer = std::make_shared<std::unique_ptr<R>>();  // shared by job and completion
    // One worker does all that concerns a folder in its order, what the part before this one gives
    // back included.
    const std::uint64_t before = record_->oldPart ? record_->oldPart->part.device : 0;
    const std::uint64_t device = part_ != nullptr ? part_->id().device : before;
    ++outstanding_;
    engine_->workers().submit(
        {WorkerKey::Kind::Disk, device},
        [work = std::move(work), answer] { *answer = std::make_unique<R>(work()); },
        [this, answer, done = std::move(done)] {
            --outstanding_;
            engine_->markDirty(*this);
            done(std::move(**answer));
        });
}

template <typename R>
void Transfer::onJournal(std::function<R(Journal&)> work, std::function<void(R)> done) {
    ++outstanding_;
    engine_->journal()->run<R>(std::move(work), [this, done = std::move(done)](R answer) {
        --outstanding_;
        engine_->markDirty(*this);
        done(std::move(answer));
    });
}

}  // namespace penstock
