// What a transfer waits for: its own deadlines, and the next try after one that was lost.

#include "engine/transfer/transfer.h"

#include <algorithm>
#include <utility>

namespace penstock {

bool Transfer::willRun() const {
    return outstanding_ > 0 || bodyBusy() || deadlines_.armed() ||
           (exchange_ != nullptr && exchange_->willRun());
}

void Transfer::expired(TimePoint now) {
    if (deadlines_.popped(now)) {
        due_ = true;
        engine_->markDirty(*this);
    }
}

// The deadlines of the whole, from now on.
void Transfer::beginTimeouts() {
    const EngineTimeouts& timeouts = engine_->limits().timeouts;
    const TimePoint now = engine_->now();
    if (state_ != TransferState::Queued && state_ != TransferState::Waiting) {
        return;
    }
    if (timeouts.queue.count() > 0) {
        deadlines_.arm(DeadlineKind::Queue, now, now + timeouts.queue);
    }
    if (timeouts.total.count() > 0) {
        deadlines_.arm(DeadlineKind::Total, now, now + timeouts.total);
    }
}

void Transfer::checkTimeouts() {
    for (const DeadlineKind kind : deadlines_.collect(engine_->now())) {
        if (kind == DeadlineKind::Queue && state_ == TransferState::Queued) {
            giveUp({ErrorKind::TimeoutQueue,
                    record_->finalName + " did not get its turn in time",
                    {},
                    0});
        } else if (kind == DeadlineKind::Total && state_ != TransferState::Verifying) {
            giveUp({ErrorKind::TimeoutTotal, record_->finalName + " was not complete in time",
                    std::to_string(have_) + " bytes are here", 0});
        } else if (kind == DeadlineKind::Rate && body_ != nullptr) {
            body_->flush();
            engine_->markDirty(*this);
        }
    }
}

void Transfer::lost(Error error) {
    outcome_ = Outcome::Nothing;  // whatever else the exchange has said, this ends it
    const int silent = exchange_ != nullptr ? exchange_->silentTries() : 0;
    const bool refused =
        sink_ != nullptr && (sinkRefused_ || (body_ != nullptr && !body_->error().ok()));
    endReception();
    if (refused) {  // a program's own word is the last one, whatever kind of error it chose
        giveUp(std::move(error));
        return;
    }
    tries_.lost(error.kind, have_, silent);
    pieceCame_ = false;
    compared_ = false;
    const RetryDecision decision = decideRetry(attempt(error.kind), engine_->limits());
    switch (decision.action) {
        case RetryDecision::Action::GiveUp:
            giveUp(std::move(error));
            return;
        case RetryDecision::Action::Ask:
            if (sink_ != nullptr) {  // whoever takes the bytes himself is told, not asked
                giveUp(std::move(error));
                return;
            }
            question_ = questionOf(error.kind);
            error_ = std::move(error);
            settle(After::Asking);
            return;
        case RetryDecision::Action::StartOver:
            startedOver_ = true;
            otherFile_ = true;
            waitFor(decision);
            return;
        case RetryDecision::Action::WithoutRanges:
            rangesUseless_ = true;
            overlap_.clear();
            waitFor(decision);
            return;
        case RetryDecision::Action::Retry:
        case RetryDecision::Action::WaitForSpace:
            break;
    }
    error_ = std::move(error);
    waitFor(decision);
}

LostAttempt Transfer::attempt(ErrorKind kind) const {
    return {.kind = kind,
            .failures = tries_.failures(),
            .chance = engine_->chance(),
            .retryAfter = retryAfter_,
            .mayStartOver = sink_ == nullptr,
            .startedOver = startedOver_,
            .askedForRange = askedForRange_,
            .total = record_->total.value_or(0)};
}

void Transfer::waitFor(const RetryDecision& decision) {
    waitReason_ = decision.reason;
    until_ = engine_->now() + decision.delay;
    deadlines_.arm(DeadlineKind::Retry, engine_->now(), *until_);
    if (state_ == TransferState::Waiting) {
        announce();  // the disk has failed behind what ended the reception
    } else {
        enter(TransferEvent::Lost);
    }
    engine_->markDirty(*this);
}

void Transfer::giveUp(Error error) {
    error_ = std::move(error);
    settle(After::Failed);
}

}  // namespace penstock
