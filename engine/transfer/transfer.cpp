#include "engine/transfer/transfer.h"

#include "engine/store/file_name.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace penstock {

namespace {

std::int64_t wallClockMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::chrono::system_clock::time_point wallClock(std::int64_t ms) {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(ms));
}

/// `to` is empty; most of what may be said of a transfer is not there.
void copyIfAny(std::string& to, const std::string& from) {
    if (!from.empty()) {
        to = from;
    }
}

std::unique_ptr<TransferRecord> recordOf(TransferRequest& request, const Url& url) {
    auto record = std::make_unique<TransferRecord>();
    record->url = std::move(request.url);  // for its memory
    url.writeText(record->url);
    record->directory = std::move(request.directory);
    record->name = std::move(request.name);
    record->headers = std::move(request.headers);
    record->rateLimit = request.rateLimit;
    record->addedMs = wallClockMs();
    return record;
}

/// Whether `choice` is one of those that `question` leaves.
bool answers(Choice choice, Question question) {
    switch (choice) {
        case Choice::StartOver:
            return question == Question::EntityChanged;
        case Choice::Allow:
            return question == Question::PrivateNetwork;
        case Choice::Stop:
            return true;
    }
    return false;
}

TransferState restoredState(int stored) {
    const auto state = static_cast<TransferState>(stored);
    switch (state) {
        case TransferState::Paused:
        case TransferState::Asking:
        case TransferState::Done:
        case TransferState::Failed:
            return state;
        default:
            return TransferState::Queued;
    }
}

}  // namespace

Transfer::Transfer(TransferHost& engine, TransferId id, TransferRequest&& request, Url&& url)
    : engine_(&engine),
      limiter_(request.rateLimit),
      id_(id),
      record_(recordOf(request, url)),
      sink_(std::move(request.sink)),
      url_(std::move(url)),
      host_(url_.host),
      state_(request.startPaused ? TransferState::Paused : TransferState::Queued),
      deadlines_(engine.timers(), *this) {
    if (sink_ == nullptr) {
        nameFrom({}, url_);
    } else {
        record_->finalName = record_->name.empty() ? host_ : record_->name;  // for people only
    }
    beginTimeouts();
}

Transfer::Transfer(TransferHost& engine, TransferId id, TransferRecord&& record, Url&& url)
    : engine_(&engine),
      limiter_(record.rateLimit),
      id_(id),
      record_(std::make_unique<TransferRecord>(std::move(record))),
      url_(std::move(url)),
      host_(url_.host),
      state_(restoredState(record_->state)),
      error_(record_->error),
      question_(state_ == TransferState::Asking ? questionOf(error_.kind) : Question::Nothing),
      deadlines_(engine.timers(), *this),
      have_(state_ == TransferState::Done ? record_->total.value_or(0) : record_->softEnd),
      claimed_(true),
      inJournal_(true),
      suspect_(record_->softEnd != record_->durableEnd || state_ == TransferState::Queued),
      ranges_(!record_->etag.empty() || !record_->lastModified.empty()) {
    if (record_->finalName.empty()) {
        nameFrom({}, url_);
    }
    beginTimeouts();
}

Transfer::~Transfer() {
    assert(outstanding_ == 0 || !gone_);
    if (segment_ != nullptr && !gone_) {
        segment_->discard();
    }
}

void Transfer::start() {
    deadlines_.disarm(DeadlineKind::Queue);
    enter(TransferEvent::Start);
    error_ = {};
    outcome_ = Outcome::Nothing;
    retryAfter_.reset();
    // A plain segment of an earlier try stays: its marks go on, and a pause makes them durable.
    if (!bodyBusy() && body_.get() != segment_) {
        segment_ = nullptr;
        body_.reset();
    }
    if (std::exchange(otherFile_, false)) {
        startOver("The file on the server has changed; started over in a new part");
    }
    prepare();
}

void Transfer::pause() {
    // A rename that is under way ends in a moment, and a finished file cannot be paused.
    if (state_ != TransferState::Verifying && state_ != TransferState::Done &&
        state_ != TransferState::Paused && state_ != TransferState::Failed &&
        state_ != TransferState::Asking) {
        settle(After::Paused);
    }
}

bool Transfer::resume() {
    if (!next(state_, TransferEvent::Resume) || state_ == TransferState::Asking || sinkEnded_) {
        return false;
    }
    tries_.forget();
    rangesUseless_ = false;  // it may have been mended since
    deadlines_.disarm(DeadlineKind::Retry);
    until_.reset();
    waitReason_ = WaitReason::Nothing;
    error_ = {};
    if (state_ == TransferState::Waiting && bodyBusy()) {
        until_ = engine_->now();  // run() goes on, as after a wait, once all that came is written
        announce();
    } else {
        enter(TransferEvent::Resume);
        engine_->slotsChanged();
    }
    beginTimeouts();
    return true;
}

void Transfer::remove(Removal removal) {
    removal_ = removal;
    settle(After::Removed);
}

bool Transfer::answer(Choice choice) {
    if (state_ != TransferState::Asking || !answers(choice, question_)) {
        return false;
    }
    question_ = Question::Nothing;
    if (choice == Choice::Stop) {
        settle(After::Paused);
        return true;
    }
    if (choice == Choice::Allow) {
        privateAllowed_ = true;
    } else {
        startOver("The file on the server has changed; started over in a new part");
        startedOver_ = true;
    }
    tries_.forget();
    error_ = {};
    enter(TransferEvent::Resume);
    beginTimeouts();
    engine_->slotsChanged();
    return true;
}

void Transfer::halt() {
    const bool moves = isActive(state_) || state_ == TransferState::Waiting;
    if (moves && state_ != TransferState::Verifying) {
        settle(After::Halted);
    }
}

void Transfer::abandon(const Error& error) {
    if (state_ != TransferState::Done && state_ != TransferState::Failed &&
        state_ != TransferState::Settling) {
        giveUp(error);
    }
}

void Transfer::run() {
    if (!inJournal_ && after_ != After::Removed && sink_ == nullptr &&
        engine_->journal() != nullptr && !engine_->journalShared()) {
        inJournal_ = true;
        record_->row = static_cast<std::uint64_t>(id_);
        record_->state = static_cast<int>(state_);
        onJournal<Error>(
            [record = *record_](Journal& journal) {
                auto row = journal.insert(record);
                return row ? Error{} : row.error();
            },
            [this](Error error) {
                if (!error.ok()) {
                    inJournal_ = false;
                    giveUp(std::move(error));
                }
            });
    }
    if (bodyFailed() && (state_ == TransferState::Receiving || state_ == TransferState::Waiting)) {
        const Error error = segment_->error();
        lost(error);
    }
    if (outcome_ != Outcome::Nothing && outstanding_ == 0 &&
        (outcome_ != Outcome::Complete || !bodyBusy())) {
        const Outcome outcome = std::exchange(outcome_, Outcome::Nothing);
        if (outcome == Outcome::Complete) {
            complete();
        } else if (isActive(state_)) {
            lost(std::exchange(outcomeError_, {}));
        }
    }
    if (outcome_ == Outcome::Complete && bodyBusy() && body_->rateHeld()) {
        // What is decoded waits for its share, and there is no connection any more to wait for it.
        deadlines_.arm(DeadlineKind::Rate, engine_->now(), limiter_.nextShare(engine_->now()));
    }
    if (exchange_ != nullptr) {
        exchange_->goOn();
    }
    if (std::exchange(due_, false)) {
        checkTimeouts();
    }
    if (state_ == TransferState::Waiting && until_ && engine_->now() >= *until_ && !bodyBusy()) {
        until_.reset();
        enter(TransferEvent::Due);
        engine_->slotsChanged();
    }
    if (state_ == TransferState::Settling && outstanding_ == 0 && !bodyBusy()) {
        settled();
    }
}

void Transfer::flush() {
    if (body_ != nullptr) {
        body_->flush();
        if (outcome_ == Outcome::Complete) {
            engine_->markDirty(*this);  // run() ends it, or sees to it that it is woken
        }
    }
}

void Transfer::bufferFree() {
    if (segment_ != nullptr) {
        segment_->bufferFree();
    } else if (exchange_ != nullptr) {
        exchange_->resumeReading();
    }
}

void Transfer::describe(TransferSnapshot& shown) const {
    shown.id = id_;
    shown.url = record_->url;
    shown.host = host_;
    copyIfAny(shown.directory, record_->directory);
    shown.name = record_->finalName;
    copyIfAny(shown.partName, record_->partName);
    shown.state = state_;
    shown.waitReason = waitReason_;
    shown.question = question_;
    if (!error_.ok()) {
        shown.error = error_;
    }
    copyIfAny(shown.note, record_->note);
    shown.total = record_->total;
    shown.received = std::max(have_, body_ != nullptr ? body_->received() : 0);
    if (shown.received > 0) {
        shown.ranges.push_back({0, shown.received});
    }
    shown.resumable = ranges_ && !rangesUseless_;
    shown.rateLimit = limiter_.rate();
    shown.rateHeld = body_ != nullptr && body_->rateHeld();
    shown.waitsForDisk = waitsForDisk_ && state_ == TransferState::Probing;
    shown.attempt = tries_.failures();
    shown.maxAttempts = engine_->limits().attempts;
    shown.until = until_;
    shown.added = wallClock(record_->addedMs);
    if (record_->finishedMs != 0) {
        shown.finished = wallClock(record_->finishedMs);
    }
    shown.activeSockets = exchange_ != nullptr ? exchange_->socketCount() : 0;
}

TransferProgress Transfer::progress(TimePoint now) {
    TransferProgress progress;
    progress.id = id_;
    progress.received = std::max(have_, body_ != nullptr ? body_->received() : 0);
    progress.total = record_->total.value_or(TransferProgress::kUnknown);
    progress.rangeEnd = progress.received;
    progress.bytesPerSecond = isActive(state_) ? meter_.bytesPerSecond(now) : 0;
    progress.activeSockets = exchange_ != nullptr ? exchange_->socketCount() : 0;
    progress.rateHeld = body_ != nullptr && body_->rateHeld();
    return progress;
}

void Transfer::bodyMoved(std::size_t n) {
    engine_->moved(*this, n);
    if (body_->keeps()) {
        engine_->wantsFlush(*this);
    }
}

void Transfer::exchangeEnded() {
    if (outcome_ == Outcome::Nothing) {  // else the head has said already what is wrong
        outcome_ = Outcome::Complete;
    }
    if (body_ != nullptr && body_->keeps()) {
        engine_->wantsFlush(*this);  // a decoder moves bytes without any that arrive
    }
    engine_->markDirty(*this);
}

void Transfer::exchangeFailed(const Error& error) {
    if (outcome_ == Outcome::Nothing) {
        outcome_ = Outcome::Failed;
        outcomeError_ = error;
    }
    engine_->markDirty(*this);
}

void Transfer::segmentReadable() {
    if (exchange_ != nullptr) {
        exchange_->resumeReading();
    }
    engine_->wantsFlush(*this);
    engine_->markDirty(*this);  // a decoder goes on by itself, in the flush of that turn
}

// The only place that changes the state.
void Transfer::enter(TransferEvent event) {
    const auto to = next(state_, event);
    assert(to.has_value());
    if (!to) {
        return;
    }
    const bool slotFreed = isActive(state_) && !isActive(*to);
    state_ = *to;
    announce();
    if (slotFreed) {
        engine_->slotsChanged();
    }
}

void Transfer::settle(After after) {
    if (after_ == After::Removed) {
        return;  // nothing takes a removal back
    }
    after_ = after;
    settleJobsAsked_ = false;
    outcome_ = Outcome::Nothing;
    endReception();
    until_.reset();
    waitReason_ = WaitReason::Nothing;
    deadlines_.disarmAll();
    if (state_ != TransferState::Settling) {
        enter(TransferEvent::Stop);
    }
    engine_->markDirty(*this);
}

void Transfer::endReception() {
    exchange_.reset();
    if (body_ != nullptr) {
        body_->stop();
        have_ = std::max(have_, body_->received());
    }
    if (segment_ != nullptr && !segment_->compared()) {
        suspect_ = true;
    } else if (segment_ != nullptr && part_ != nullptr) {
        record_->part = part_->id();  // all of it, for what came from a list of the first version
    }
    if (bodyFailed()) {
        dropFailedBody();
    }
}

}  // namespace penstock
