#include "engine/transfer/transfer.h"

#include "engine/transfer/transfer_again.h"

#include <cassert>
#include <utility>

namespace penstock {

Transfer::Transfer(const TransferServices& services, TransferHost& host, TransferId id,
                   Beginning&& beginning)
    : log(services.logs, id),
      services_(&services),
      turn_(host, *this),
      id_(id),
      state_(beginning.state),
      rates_(services.rates, beginning.record->rateLimit,
             weightOf(beginning.record->rank.priority)),
      delivery_(std::move(beginning.sink)),
      sites_(std::move(beginning.sites)),
      sources_(std::move(beginning.url), beginning.record->mirrors),
      keeper_(services, turn_, std::move(beginning.record), beginning.listed),
      persistence_(services, keeper_),
      timeouts_(services, turn_),
      waits_(services.now),
      reception_(
          id, *this, turn_,
          ReceptionParts{services, sources_, plan_, keeper_, rates_, delivery_, log, sites_}) {
    const TransferRecord& record = keeper_.record();
    if (!record.error.ok() && state_ != TransferState::Queued) {
        error_ = record.error;
    }
    if (state_ == TransferState::Asking) {
        owned_ = Asking{questionOf(error_)};
    }
    plan_.found(state_ == TransferState::Done ? record.total.value_or(0) : record.softEnd,
                SegmentPlan::Trust::Suspect, softRanges(record));
    sources_.current().recall(!record.etag.empty() || !record.lastModified.empty(), record.goesOn);
    timeouts_.begin(state_);
}

Transfer::~Transfer() {
    assert(!keeper_.busy() || !gone());
    if (!gone()) {
        reception_.discard();
    }
}

void Transfer::start() {
    timeouts_.disarm(DeadlineKind::Queue);
    enter(TransferEvent::Start);
    if (!error_.ok()) {
        error_ = {};
    }
    reception_.begin();
}

void Transfer::pause() {
    // A rename that is under way ends in a moment, and a finished file cannot be paused.
    if (state_ == TransferState::Queued || state_ == TransferState::Settling || underWay()) {
        settle(After::Paused);
    }
}

bool Transfer::resume() {
    if (!next(state_, TransferEvent::Resume) || state_ == TransferState::Asking ||
        delivery_.ended()) {
        return false;
    }
    timeouts_.disarm(DeadlineKind::Retry);
    again();
    return true;
}

void Transfer::logIn(const Credentials& login) {
    madeIn(sites_).logins.answer(sources_.current().url, login);
    if (asks(owned_) == Question::Login) {
        again();
    }
}

bool Transfer::answer(Choice choice) {
    if (!answers(choice, asks(owned_))) {
        return false;
    }
    if (choice == Choice::Stop) {
        settle(After::Paused);
        return true;
    }
    if (choice == Choice::Allow) {
        sources_.current().privateAllowed = true;
    } else if (choice == Choice::StartOver) {
        beginAnew(reception_, persistence_);
    }
    again();
    return true;
}

bool Transfer::startOver() {
    if (!stands(state_) || delivery_.toSink()) {
        return false;
    }
    beginAnew(reception_, persistence_);
    keeper_.record().note = "Started over in a new part";
    again();
    return true;
}

bool Transfer::setFolder(const std::string& directory) {
    if (!mayMove(view(), delivery_)) {
        return false;
    }
    keeper_.mover().want(directory);
    forgive();
    settle(state_ == TransferState::Paused ? After::Paused : After::Queued);
    return true;
}

void Transfer::changed(RateGate* shared) {
    rates_.setShared(shared);
    rates_.setWeight(weightOf(keeper_.record().rank.priority));
    rates_.setRate(keeper_.record().rateLimit, services_->now);
    reception_.rankChanged();
    keeper_.save();
    turn_.announce();
}

void Transfer::abandon(const Error& error) {
    if (state_ != TransferState::Done && state_ != TransferState::Failed &&
        state_ != TransferState::Settling) {
        giveUp(error);
    }
}

void Transfer::run() {
    if (!delivery_.toSink() && state_ != TransferState::Settling) {
        keeper_.enlist(static_cast<std::uint64_t>(id_), state_, [this](Error error) {
            if (!error.ok()) {
                giveUp(std::move(error));
            }
        });
    }
    if (reception_.mayConclude() && moves(state_)) {
        conclude();
    }
    if (const auto share = reception_.shareAt()) {
        // What is decoded waits for it, and there is no connection any more that would.
        timeouts_.arm(DeadlineKind::Rate, *share);
    }
    reception_.ask();
    for (const DeadlineKind kind : timeouts_.reached()) {
        if (kind == DeadlineKind::Rate) {
            reception_.shareDue();
        } else if (Error error = TransferTimeouts::whatEnds(
                       kind, state_, keeper_.record().finalName, reception_.received());
                   !error.ok()) {
            giveUp(std::move(error));
        }
    }
    if (const auto* waiting = std::get_if<Waiting>(&owned_);
        waiting != nullptr && services_->now >= waiting->until && !reception_.busy()) {
        enter(TransferEvent::Due);
    }
    if (auto* settling = std::get_if<Settling>(&owned_);
        settling != nullptr && !keeper_.busy() && !reception_.busy()) {
        settled(*settling);
    }
}

void Transfer::conclude() {
    Reception::Conclusion end = reception_.conclude();
    switch (end.end) {
        case Reception::End::Nothing:
            break;
        case Reception::End::Failed:
            lost(std::move(end));
            break;
        case Reception::End::Piece:
            persistence_.tries().answered(reception_.received());
            enter(TransferEvent::Piece);
            reception_.goOn();
            break;
        case Reception::End::Whole:
            verify();
            break;
    }
}

void Transfer::verify() {
    keeper_.record().total = reception_.received();
    timeouts_.disarmAll();
    enter(TransferEvent::Complete);
    if (delivery_.toSink()) {
        delivery_.end({});
        keeper_.record().state = TransferState::Done;
        reception_.close();
        enter(TransferEvent::Verified);
        return;
    }
    reception_.publish([this](Error error) {
        if (error.ok()) {
            enter(TransferEvent::Verified);
        } else {
            lost({Reception::End::Failed, std::move(error)});
        }
    });
}

void Transfer::lost(Reception::Conclusion end) {
    reception_.stop();
    if (end.isFinal) {
        giveUp(std::move(end.error));
        return;
    }
    const RetryDecision decision =
        persistence_.lost(end.error, circumstancesOf(view(), plan_, delivery_, end), sources_);
    log.lost(end.error, decision);
    switch (decision.action) {
        case RetryDecision::Action::GiveUp:
            giveUp(std::move(end.error));
            return;
        case RetryDecision::Action::Ask:
            error_ = std::move(end.error);
            // A program that takes the bytes itself is told, not asked.
            settle(delivery_.toSink() ? After::Failed : After::Asking);
            return;
        case RetryDecision::Action::StartOver:
            plan_.setTrust(SegmentPlan::Trust::OtherFile);
            break;
        case RetryDecision::Action::WithoutRanges:
            sources_.current().rangesUseless = true;
            break;
        case RetryDecision::Action::Retry:
        case RetryDecision::Action::WaitForSpace:
            error_ = std::move(end.error);
            break;
    }
    waitFor(decision);
}

void Transfer::waitFor(const RetryDecision& decision) {
    const Waiting waiting{decision.waitsFor, services_->now + decision.delay};
    timeouts_.arm(DeadlineKind::Retry, waiting.until);
    if (state_ == TransferState::Waiting) {
        owned_ = waiting;  // the disk has failed behind what ended the reception
        turn_.announce();
    } else {
        enter(TransferEvent::Lost, waiting);
    }
    turn_.run();
}

ViewedTransfer Transfer::view() const {
    return {id_,        state_,    owned_, error_,       keeper_,     sources_,
            reception_, timeouts_, waits_, persistence_, flags.ticket};
}

// By a person's word, which holds after a kill, too: its tries are counted from the beginning.
void Transfer::again() {
    forgive();
    keeper_.goesOn();
    if (state_ == TransferState::Waiting && reception_.busy()) {
        owned_ = Waiting{WaitsFor::Disk, services_->now};  // until all that came is written
        turn_.announce();
    } else {
        enter(TransferEvent::Resume);
    }
    timeouts_.begin(state_);
}

void Transfer::forgive() {
    persistence_.tries().forget();
    sources_.forgive();
    error_ = {};
}

// The only place that changes the state.
void Transfer::enter(TransferEvent event, OwnedByState owned) {
    const auto to = next(state_, event);
    assert(to.has_value());
    if (to) {
        state_ = *to;
        owned_ = owned;
        turn_.announce();
        log.entered(state_);
    }
}

void Transfer::settle(After after, Removal removal) {
    if (auto* already = std::get_if<Settling>(&owned_)) {
        if (already->after == After::Removed) {  // nothing takes that back
            already->removal = after == After::Removed ? removal : already->removal;
            return;
        }
        owned_ = Settling{after, removal};
    } else {
        enter(TransferEvent::Stop, Settling{after, removal});
    }
    reception_.stop();
    timeouts_.disarmAll();
    turn_.run();
}

void Transfer::settled(Settling& settling) {
    if (settling.after == After::Removed) {
        removeSettled(settling, reception_, keeper_);
        return;
    }
    if (!isSettled(settling, reception_, keeper_)) {
        return;  // called again when a job is done
    }
    reception_.close();
    keeper_.close();  // gives up the lock: another process may take over what is paused
    if (!goesElsewhere(keeper_, reception_, owned_, error_)) {
        rest(settling.after);
    }
}

void Transfer::rest(After after) {
    if (after == After::Asking) {
        enter(TransferEvent::SettledAsking, Asking{questionOf(error_)});
    } else if (after == After::Failed) {
        delivery_.end(error_);
        enter(TransferEvent::SettledFailed);
    } else {
        enter(after == After::Queued ? TransferEvent::SettledQueued : TransferEvent::SettledPaused);
        timeouts_.begin(state_);
    }
    keeper_.record().state = after == After::Halted ? TransferState::Queued : state_;
    keeper_.record().error = error_;
    keeper_.save();
}

}  // namespace penstock
