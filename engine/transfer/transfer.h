#pragma once
// What the user asked for: one file, over as many tries as it takes. Its states and its commands,
// and what follows a try that was lost; nothing of HTTP, of the disk or of ranges:
//
//   Transfer ─┬─ SourceList   where the file can be had
//             ├─ SegmentPlan  which bytes are here, and what to ask for next
//             ├─ PartKeeper   the part, its record and its clean-up
//             └─ Reception    the range that is under way
//
// Its state changes in enter() alone, and what belongs to a state goes with it. It settles (pause,
// failure, removal) only when no job is out. Thread: the engine's.

#include "engine/base/speed_meter.h"
#include "engine/transfer/admission.h"
#include "engine/transfer/persistence.h"
#include "engine/transfer/receptions.h"
#include "engine/transfer/transfer_again.h"
#include "engine/transfer/transfer_host.h"
#include "engine/transfer/transfer_state.h"
#include "engine/transfer/transfer_timeouts.h"
#include "engine/transfer/transfer_view.h"
#include "engine/transfer/wait_clock.h"

#include <memory>
#include <optional>
#include <utility>

namespace penstock {

class Transfer final : public Reception::Host {
public:
    /// What it begins with: a new one, or one of the list.
    struct Beginning {
        std::unique_ptr<TransferRecord> record;
        Url& url;  // the record's, parsed; moved from
        std::shared_ptr<Sink> sink;
        TransferState state = TransferState::Queued;
        bool listed = false;
        SiteMemoryPtr sites = {};
    };

    /// Services and host outlive it.
    Transfer(const TransferServices& services, TransferHost& host, TransferId id,
             Beginning&& beginning);
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

    void remove(Removal removal) { settle(After::Removed, removal); }

    bool answer(Choice choice);

    /// What it asks to be trusted; null: nothing.
    [[nodiscard]] const TrustedKey* trustable() const noexcept {
        return asks(owned_) == Question::Certificate ? error_.trustable.get() : nullptr;
    }

    /// For the origin of its address; answers Question::Login.
    void logIn(const Credentials& login);

    /// Another folder for its file, which goes on there unless it is Paused. False in a state that
    /// neither stands nor waits.
    bool setFolder(const std::string& directory);
    /// From Paused and Failed: fetches all of it anew, in a new part. False from elsewhere.
    bool startOver();

    /// What a person may change at any time; changed() afterwards.
    [[nodiscard]] TransferRecord& record() noexcept { return keeper_.record(); }

    /// Another limit, rank or queue stands in the record. `shared`: that of the queue.
    void changed(RateGate* shared);

    /// The limit of its queue is to be passed, too.
    void passes(RateGate* shared) { rates_.setShared(shared); }

    /// The engine stops: ends reception as pause does, but stays Queued in the journal. Or its
    /// queue's hours are over (After::Queued), and it waits for a slot again.
    void halt(Settling::After after = Settling::After::Halted) {
        if (underWay()) {
            settle(after);
        }
    }

    /// The engine is Dead: fails at once with `error`.
    void abandon(const Error& error);

    /// One step of the turn.
    void run();

    void flush() { reception_.flush(); }

    void bufferFree() { reception_.bufferFree(); }

    /// Settled after remove(): nothing refers to it any more.
    [[nodiscard]] bool gone() const noexcept {
        const auto* settling = std::get_if<Settling>(&owned_);
        return settling != nullptr && settling->step == Settling::Step::Gone;
    }

    /// Whether a deadline, a job that is out or its connection will go on with it.
    [[nodiscard]] bool willRun() const {
        return keeper_.busy() || timeouts_.armed() || reception_.willRun();
    }

    /// Asked, and no socket is open for it yet.
    [[nodiscard]] bool looksUp() const {
        return state_ == TransferState::Probing && reception_.asking() &&
               reception_.socketCount() == 0;
    }

    /// It may wait for a place at its host now, without a word.
    [[nodiscard]] bool mayWaitForPlace() const {
        return state_ == TransferState::Probing ||
               (state_ == TransferState::Receiving && reception_.several());
    }

    /// It is to have a slot. One that waits for a place at its host is not: others may go on
    /// meanwhile.
    [[nodiscard]] bool usesSlot() const {
        return isActive(state_) &&
               !(state_ != TransferState::Verifying && reception_.waitsForPlace());
    }

    /// Where it would begin.
    [[nodiscard]] const Url& address() const { return sources_.current().url; }

    /// After all that may have changed what it waits for: keeps that, and since when. The only
    /// place where it does. False if it is as it was.
    bool noteWait() { return log.noteWait(waits_, waitsFor(view())); }

    /// Whether it waits for what was noted last.
    [[nodiscard]] bool noted() const { return waitsFor(view()) == waits_.waitsFor(); }

    /// Fills in a snapshot as it was made.
    void describe(TransferSnapshot& shown) const { penstock::describe(view(), shown); }

    void progress(TimePoint at, Progresses& out) { addProgress(view(), meter_, at, out); }

    /// `n` bytes came, in this slot of SpeedMeter.
    void count(std::int64_t slot, std::size_t n) noexcept { meter_.addIn(slot, n); }

    /// Bookkeeping of the turn and of the table that holds it.
    struct Flags {
        bool dirty = false;
        bool announced = false;
        bool flush = false;
        bool waitsForBuffer = false;
        bool moving = false;
        std::uint64_t toldIn = 0;  // the last batch of notices that it was in
        Admission::Ticket ticket;
    };

    Flags flags;
    std::uint64_t movedAt = 0;
    TransferLog log;

    // Reception::Host
    void answered() override { enter(TransferEvent::Answered); }

    bool startsOver() override {
        return persistence_.startsOver(circumstancesOf(view(), plan_, delivery_, {}));
    }

private:
    using After = Settling::After;

    /// A pause and an end of the engine mean something.
    [[nodiscard]] bool underWay() const noexcept { return moves(state_) || keeper_.checking(); }

    void enter(TransferEvent event, OwnedByState owned = {});
    void again();
    void forgive();
    void settle(After after, Removal removal = Removal::KeepFile);
    void settled(Settling& settling);
    void rest(After after);
    void conclude();
    void verify();
    void lost(Reception::Conclusion end);
    void waitFor(const RetryDecision& decision);

    void giveUp(Error error) {
        error_ = std::move(error);
        settle(After::Failed);
    }

    [[nodiscard]] ViewedTransfer view() const;

    const TransferServices* services_;
    TransferTurn turn_;
    TransferId id_;
    TransferState state_;
    OwnedByState owned_;
    Error error_;
    RateAccount rates_;
    Delivery delivery_;
    SiteMemoryPtr sites_;
    SourceList sources_;
    SegmentPlan plan_;
    PartKeeper keeper_;
    Persistence persistence_;
    TransferTimeouts timeouts_;
    SpeedMeter meter_;
    WaitClock waits_;
    // Goes first: it works on all above.
    Receptions reception_;
};

}  // namespace penstock
