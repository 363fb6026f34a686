// The entry points: each takes the time, marks who is concerned, and runs the turn.

#include "engine/engine_impl.h"

#include "engine/http/userinfo.h"
#include "engine/transfer/beginning.h"
#include "engine/transfer/restored_record.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace penstock {

Engine::Impl::Impl(EngineConfig config, LoopCallbacks callbacks, SocketHooks hooks,
                   EngineObserver& observer)
    : config_(std::move(config)),
      callbacks_(std::move(callbacks)),
      hooks_(std::move(hooks)),
      observer_(&observer),
      now_(readClock()),
      sockets_(notices_),
      watch_(callbacks_, hooks_, sockets_),
      connectionQueue_(*this),
      services_({config_, callbacks_, now_, watch_, timers_, connectionQueue_}),
      transferQueue_(transfers_, services_.buffers(), notices_),
      queues_({now_, config_.wallClock, timers_, transfers_, services_.queueKeeper(),
               [this] {
                   transferQueue_.setSlotsChanged(true);
               }}),
      changes_(notices_, transfers_, sockets_),
      loopTimer_(callbacks_),
      stop_(timers_) {
    nextTransfer_ = services_.firstId();
}

Engine::Impl::~Impl() {
    phase_ = Phase::Turn;
    transfers_.clear();
    probes_.clear();
    services_.close();
    watch_.forgetAll();
    loopTimer_.drop();
}

CallStatus Engine::Impl::restore() {
    if (phase_ != Phase::Outside) {
        return CallStatus::Reentered;
    }
    if (!mayRestore_ || !services_.keepsList()) {
        return CallStatus::WrongState;
    }
    auto records = services_.load();
    if (!records) {
        return CallStatus::WrongState;
    }
    mayRestore_ = false;
    now_ = readClock();
    queues_.restore(services_.queues(), records.value());
    for (TransferRecord& record : records.value()) {
        auto url = parseUrl(record.url);
        if (!url) {
            continue;  // not written by this program; left where it is
        }
        settleRestored(record);
        const TransferId id{record.row};
        insert(id, beginningOf(std::move(record), url.value()));
    }
    transferQueue_.setSlotsChanged(true);
    phase_ = Phase::Turn;
    tellDeadline();
    leave(EntryPoint::Command);
    return CallStatus::Ok;
}

Transfer& Engine::Impl::insert(TransferId id, Transfer::Beginning&& beginning) {
    queues_.append(*beginning.record);
    Admission::Line* line = queues_.lineOf(beginning.record->queue);
    Transfer& added =
        transfers_.insert(services_.forTransfers(), transferQueue_, id, std::move(beginning), line);
    queues_.entered(added);
    transferQueue_.announce(added);
    return added;
}

Error Engine::Impl::mayBegin() const {
    assert(onOwnThread());
    if (phase_ == Phase::Turn) {
        return {ErrorKind::Internal, "Nothing can be begun from this callback", {}, 0};
    }
    if (startError().ok() && (dead_ || stop_.begun())) {
        return {ErrorKind::LoopRefused, "The engine has stopped", {}, 0};
    }
    return startError();
}

// What was begun runs with the next turn.
template <typename Begin>
auto Engine::Impl::begin(Begin what) {
    if (phase_ != Phase::Outside) {
        return what();
    }
    now_ = readClock();
    const auto id = what();
    phase_ = Phase::Turn;
    tellDeadline();
    leave(EntryPoint::Command);
    return id;
}

Result<TransferId> Engine::Impl::add(TransferRequest&& request) {
    if (Error error = mayBegin(); !error.ok()) {
        return error;
    }
    if (auto login = takeUserinfo(request.url); login && !request.login) {
        request.login = std::move(login);
    }
    auto url = parseUrl(request.url);
    if (!url) {
        return url.error();
    }
    if (Error error = checkRequest(request); !error.ok()) {
        return error;
    }
    return begin([&] {
        mayRestore_ = false;
        const TransferId id{nextTransfer_++};
        transferQueue_.markDirty(insert(id, beginningOf(std::move(request), url.value())));
        transferQueue_.setSlotsChanged(true);
        return id;
    });
}

Result<ProbeId> Engine::Impl::probe(Url&& url, ProbeOptions&& options, ProbeAnswer&& answer) {
    if (Error error = mayBegin(); !error.ok()) {
        return error;
    }
    return begin([&] {
        return probes_.add(std::move(url), std::move(options), std::move(answer),
                           services_.forTransfers());
    });
}

CallStatus Engine::Impl::command(TransferId id, TransferCommand act) {
    assert(onOwnThread());
    if (phase_ == Phase::Turn) {
        return CallStatus::Reentered;
    }
    Transfer* transfer = transfers_.find(id);
    if (transfer == nullptr) {
        return CallStatus::UnknownTransfer;
    }
    if (phase_ == Phase::Notices) {
        deferred_.add({id, std::move(act), {}});
        return CallStatus::Ok;
    }
    now_ = readClock();
    phase_ = Phase::Turn;
    const CallStatus status = act(*transfer);
    if (status == CallStatus::Ok) {
        turn(Kind::Command);
    }
    leave(EntryPoint::Command);
    return status;
}

CallStatus Engine::Impl::effect(std::function<void()> act) {
    assert(onOwnThread());
    if (phase_ == Phase::Turn) {
        return CallStatus::Reentered;
    }
    if (phase_ == Phase::Notices) {
        deferred_.add({TransferId::Nothing, {}, std::move(act)});
        return CallStatus::Ok;
    }
    now_ = readClock();
    phase_ = Phase::Turn;
    act();
    turn(Kind::Command);
    leave(EntryPoint::Command);
    return CallStatus::Ok;
}

template <typename Mark>
CallStatus Engine::Impl::event(EntryPoint from, Mark mark) {
    assert(onOwnThread());
    if (phase_ != Phase::Outside) {
        return CallStatus::Reentered;
    }
    phase_ = Phase::Turn;
    now_ = readClock();
    if (now_ >= slotEnds_) {
        nextSlot();
    }
    mark();
    markDue();
    turn(Kind::Everything);
    leave(from);
    return CallStatus::Ok;
}

CallStatus Engine::Impl::socketAction(int fd, Readiness readiness) {
    if (phase_ != Phase::Outside) {
        if (config_.edgeTriggered) {  // else the loop says it again
            serveLater([this, fd, readiness] {
                if (SocketOwner* owner = watch_.ownerOf(fd)) {
                    owner->socketReady(fd, readiness);
                }
            });
        }
        return CallStatus::Reentered;
    }
    SocketOwner* owner = watch_.ownerOf(fd);
    if (owner == nullptr) {
        return CallStatus::Ok;  // event systems deliver late
    }
    return event(EntryPoint::SocketAction, [&] { owner->socketReady(fd, readiness); });
}

// What a loop within the observer's call has used up would never come again.
void Engine::Impl::serveLater(std::function<void()> what) {
    if (phase_ == Phase::Notices) {
        deferred_.add({TransferId::Nothing, {}, std::move(what)});
    }
}

void Engine::Impl::takeCompletionsLater() {
    if (phase_ == Phase::Notices && !std::exchange(wakeMissed_, true)) {
        serveLater([this] {
            wakeMissed_ = false;
            takeCompletions();
        });
    }
}

CallStatus Engine::Impl::timeoutExpired() {
    if (phase_ == Phase::Notices) {
        loopTimer_.wasted();
    }
    return event(EntryPoint::TimeoutExpired, [this] { loopTimer_.fired(); });
}

CallStatus Engine::Impl::wokenUp() {
    takeCompletionsLater();
    return event(EntryPoint::WokenUp, [this] { takeCompletions(); });
}

CallStatus Engine::Impl::perform() {
    takeCompletionsLater();
    return event(EntryPoint::Perform, [this] {
        takeCompletions();
        watch_.ready(Readiness::ReadWrite);
    });
}

void Engine::Impl::leave(EntryPoint from) {
    phase_ = Phase::Outside;
    if (config_.returning) {
        config_.returning(from);
    }
}

// Speeds count what arrives when it arrives, however often somebody looks. Which slot that is would
// cost a division for each read: it is found once a slot.
void Engine::Impl::nextSlot() {
    const std::int64_t slot = SpeedMeter::slotOf(now_);
    slotEnds_ = SpeedMeter::slotEnd(now_);
    sockets_.enterSlot(slot);
    transferQueue_.enterSlot(slot);
}

void Engine::Impl::takeCompletions() {
    services_.workers().drain();
    transferQueue_.giveBuffers();
}

std::optional<std::chrono::milliseconds> Engine::Impl::timeout() const {
    return waitUntil(nextCall(), readClock());
}

void Engine::Impl::stop() {
    effect([this] {
        if (!stop_.begin(now_)) {
            return;
        }
        transfers_.each([](Transfer& each) { each.halt(); });
        services_.connections().closeIdle();
    });
}

TimePoint Engine::Impl::readClock() const {
    return config_.clock ? config_.clock() : std::chrono::steady_clock::now();
}

}  // namespace penstock
