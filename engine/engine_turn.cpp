// The turn. Every way in ends here; the steps have the numbers of README.md. Step 7 is in
// engine_notices.cpp.

#include "engine/engine_impl.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kConnectionBytes = 512U << 10U;  // of one connection in one turn
constexpr std::chrono::milliseconds kTurnTime{8};

}  // namespace

void Engine::Impl::markDirty(Connection& connection) {
    const bool ends = connection.state() == Connection::State::Closed ||
                      connection.state() == Connection::State::Closing;
    if (ends) {
        ending_.push_back(&connection);  // again, if it was dirty already: a command must find it
    } else if (!connection.dirty()) {
        dirtyConnections_.push_back(&connection);
    }
    connection.setDirty(true);
}

void Engine::Impl::markDirty(Transfer& transfer) {
    if (!transfer.flags.dirty) {
        transfer.flags.dirty = true;
        dirtyTransfers_.push_back(transfer.id());
    }
}

void Engine::Impl::wantsFlush(Transfer& transfer) {
    if (!transfer.flags.flush) {
        transfer.flags.flush = true;
        flushing_.push_back(transfer.id());
    }
}

void Engine::Impl::waitsForBuffer(Transfer& transfer) {
    if (!transfer.flags.waitsForBuffer) {
        transfer.flags.waitsForBuffer = true;
        bufferQueue_.push_back(transfer.id());
    }
}

// Step 1, for deadlines; event() marks the others.
void Engine::Impl::markDue() {
    while (TimerNode* node = timers_.popDue(now_)) {
        ++workDone_.deadlines;
        node->owner().expired(now_);
    }
}

void Engine::Impl::turn(Kind kind) {
    ++workDone_.turns;
    work(kind);
    if (!notices_.empty() || !commands_.empty()) {
        tellAndObey();
    }
    if (stopping_) {
        checkStopped();
    }
    sweep();
    tellDeadline();
}

// Steps 2 to 6: everything but what is told to people. The first pass is step 2; the second is 3,
// since it sends what was assigned, and 4, since it runs what has become dirty.
void Engine::Impl::work(Kind kind) {
    pass(kind);
    if (hasWork()) {
        pass(kind);
    }
    assess();
    constexpr int kRefusals = 3;  // each refused watch closes its socket, which is one more change
    for (int i = 0; watch_.hasChanges() && watch_.tell() && i < kRefusals; ++i) {
        pass(kind);
        assess();
    }
    watch_.closeRetired();
    if (!flushing_.empty() || !bufferQueue_.empty()) {
        flush();
    }
    for (Connection* connection : unfinished_) {
        if (!connection->isOver()) {
            markDirty(*connection);
        }
    }
    unfinished_.clear();
}

// Up through lookups, connections and transfers, which assign what the next pass sends.
void Engine::Impl::pass(Kind kind) {
    if (resolver_->dirty() && kind == Kind::Everything) {
        resolver_->run();
    }
    if (!ending_.empty()) {
        runConnections(ending_);
    }
    if (!dirtyConnections_.empty() && kind == Kind::Everything) {
        runConnections(dirtyConnections_);
    }
    if (slotsChanged_) {
        slotsChanged_ = kind == Kind::Command && mayStart();  // a command starts none itself
        if (kind == Kind::Everything) {
            startQueued();
        }
    }
    if (!dirtyTransfers_.empty()) {
        runTransfers();
    }
}

void Engine::Impl::runConnections(std::vector<Connection*>& marked) {
    running_.swap(marked);  // vectors that keep their memory: nothing is allocated here
    for (Connection* connection : running_) {
        if (connection->isOver() || !connection->dirty()) {
            continue;  // it stood in both lists
        }
        connection->setDirty(false);
        TurnBudget budget(kConnectionBytes, *this);
        ++workDone_.connectionSteps;
        connection->run(budget);
        pool_->settle(*connection);
        touched_.push_back(connection);
        if (connection->hasMore()) {
            unfinished_.push_back(connection);
        }
    }
    running_.clear();
}

bool Engine::Impl::timeIsUp() const {
    return readClock() - now_ > kTurnTime;
}

void Engine::Impl::runTransfers() {
    runningTransfers_.swap(dirtyTransfers_);
    for (const TransferId id : runningTransfers_) {
        Transfer* transfer = transfers_.find(id);
        if (transfer == nullptr) {
            continue;
        }
        transfer->flags.dirty = false;
        ++workDone_.transferSteps;
        transfer->run();
        if (transfer->gone()) {
            notices_.add(Notice::Kind::TransferRemoved, static_cast<std::uint64_t>(id));
            transfers_.erase(id);
            slotsChanged_ = true;
        } else if (!transfer->flags.announced) {  // else that is done when it is told
            noteWait(*transfer);
        }
    }
    runningTransfers_.clear();
}

bool Engine::Impl::mayStart() const {
    return !stopping_ && !dead_ && transfers_.canStart(config_.limits.activeTransfers);
}

void Engine::Impl::startQueued() {
    if (stopping_ || dead_) {
        return;
    }
    while (Transfer* transfer = transfers_.nextToStart(config_.limits.activeTransfers)) {
        transfer->start();
    }
}

void Engine::Impl::assess() {
    for (Connection* connection : touched_) {
        connection->assess();
    }
    touched_.clear();
    resolver_->assess();
}

// The one that has waited longest for a buffer goes first, and queues again if it finds none. As
// many go as can be served, since each costs a turn; one that does not take its piece gives way to
// the next at the end of that turn.
void Engine::Impl::giveBuffers() {
    std::size_t pieces = buffers_.left() / BufferPool::kSmallest;
    while (pieces > 0 && !bufferQueue_.empty()) {
        const TransferId id = bufferQueue_.front();
        bufferQueue_.pop_front();
        if (Transfer* transfer = transfers_.find(id)) {
            transfer->flags.waitsForBuffer = false;
            transfer->bufferFree();
            --pieces;
        }
    }
}

void Engine::Impl::flush() {
    for (std::size_t i = 0; i < flushing_.size(); ++i) {  // one may ask again meanwhile
        if (Transfer* transfer = transfers_.find(flushing_[i])) {
            transfer->flags.flush = false;
            transfer->flush();
        }
    }
    flushing_.clear();
    if (!bufferQueue_.empty()) {
        giveBuffers();
    }
}

void Engine::Impl::sweep() {
    if (pool_->hasOver()) {
        const auto isOver = [](const Connection* each) {
            return each->isOver();
        };
        std::erase_if(dirtyConnections_, isOver);
        std::erase_if(ending_, isOver);
        pool_->sweep();
    }
    sockets_.sweep();
    if (dead_ && transfers_.empty()) {
        dead_ = false;  // with an empty list one may try again
    }
}

// Step 8.
void Engine::Impl::tellDeadline() {
    if (dead_) {
        return;
    }
    Told wanted = Told::Nothing;
    TimePoint at;
    if (hasWork() || !notices_.empty()) {
        wanted = Told::Soon;
    } else if (const auto next = timers_.next()) {
        wanted = Told::At;
        at = *next;
    }
    if (wanted == told_ && (wanted != Told::At || at == toldAt_)) {
        return;
    }
    if (told_ == Told::UsedUp && wanted == Told::Nothing) {
        wanted = Told::Soon;  // there is none pending that could be dropped
    }
    now_ = readClock();  // the turn has taken some time
    told_ = wanted;
    toldAt_ = at;
    std::optional<std::chrono::milliseconds> wait;
    if (wanted == Told::Soon) {
        wait = std::chrono::milliseconds(0);
    } else if (wanted == Told::At) {
        wait = waitOf(at - now_);
    }
    if (callbacks_.timer(wait) == Verdict::Refused) {
        told_ = Told::Nothing;
        die();
    }
}

// Without a timer nothing can be promised any more: everything ends, with this reason.
void Engine::Impl::die() {
    dead_ = true;
    const Error reason{ErrorKind::LoopRefused, "The program's event loop refuses timers", {}, 0};
    for (const TransferId id : transfers_.list()) {
        transfers_.find(id)->abandon(reason);
    }
    work(Kind::Command);
    tellAndObey();
    sweep();
}

void Engine::Impl::checkStopped() {
    const bool waits = workers_->outstanding() > 0 || (journal_ != nullptr && journal_->late());
    if (stopped_ || (waits && !stopLate_)) {
        return;
    }
    const Transfer* settling = transfers_.findIf(
        [](const Transfer& each) { return each.state() == TransferState::Settling; });
    if (settling == nullptr || stopLate_) {
        stopped_ = true;
        timers_.disarm(stopTimer_.node);
        notices_.add(Notice::Kind::Stopped);
        tellNotices();
    }
}

Error Engine::Impl::selfCheck() const {
    if (dead_ || stopping_) {
        return {};
    }
    const Transfer* stuck =
        transfers_.findIf([this](const Transfer& each) { return !willRun(each); });
    const Transfer* silent = nullptr;
    if (stuck == nullptr && notices_.empty()) {
        silent = transfers_.findIf([](const Transfer& each) { return !each.noted(); });
    }
    const Transfer* found = stuck != nullptr ? stuck : silent;
    if (found == nullptr) {
        return {};
    }
    return {ErrorKind::Internal,
            stuck != nullptr ? "Nothing would ever go on with a transfer"
                             : "A transfer waits for something else than it says",
            "transfer " + std::to_string(static_cast<std::uint64_t>(found->id())) + ", " +
                std::string(name(found->state())),
            0};
}

// The contract's liveness: something that is sure to happen goes on with it.
bool Engine::Impl::willRun(const Transfer& transfer) const {
    switch (transfer.state()) {
        case TransferState::Paused:
        case TransferState::Asking:
        case TransferState::Done:
        case TransferState::Failed:
            return true;  // a person's turn
        case TransferState::Queued:
            return slotsChanged_ || !transfers_.canStart(config_.limits.activeTransfers);
        default:
            return transfer.flags.dirty || transfer.flags.waitsForBuffer || transfer.willRun() ||
                   resolver_->dirty() || (transfer.looksUp() && resolver_->willRun());
    }
}

}  // namespace penstock
