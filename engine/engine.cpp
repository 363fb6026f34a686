// The public door: each call of engine.h goes to its part of the engine.

#include "engine/engine.h"

#include "engine/engine_impl.h"
#include "engine/net/session_plan.h"
#include "engine/store/file_ops.h"
#include "engine/store/queue_rows.h"

#include <utility>

namespace penstock {

namespace {

// With what is real where nothing else was put in its place.
EngineConfig completed(EngineConfig config) {
    if (config.files == nullptr) {
        config.files = realFileOps();
    }
    if (!config.wallClock) {
        config.wallClock = std::chrono::system_clock::now;
    }
    if (config.sessions == nullptr) {
        config.sessions = std::make_shared<SessionPlan>();
    }
    return config;
}

// What a person may say of a transfer at any time stands in its record.
template <typename Impl, typename Say>
CallStatus change(Impl& impl, TransferId id, Say say) {
    return impl.command(id, [&queues = impl.queues(), say](Transfer& transfer) {
        say(transfer.record());
        queues.changed(transfer);
        return CallStatus::Ok;
    });
}

}  // namespace

Engine::Engine(EngineConfig config, LoopCallbacks callbacks, SocketHooks hooks,
               EngineObserver& observer)
    : impl_(std::make_unique<Impl>(completed(std::move(config)), std::move(callbacks),
                                   std::move(hooks), observer)) {}

Engine::~Engine() = default;

const Error& Engine::startError() const {
    return impl_->startError();
}

const std::string& Engine::journalNote() const {
    return impl_->journalNote();
}

CallStatus Engine::restore() {
    return impl_->restore();
}

Result<TransferId> Engine::add(TransferRequest request) {
    return impl_->add(std::move(request));
}

CallStatus Engine::pause(TransferId id) {
    return impl_->command(id, [](Transfer& transfer) {
        transfer.pause();
        return CallStatus::Ok;
    });
}

CallStatus Engine::resume(TransferId id) {
    return impl_->command(id, [this](Transfer& transfer) {
        if (impl_->isDead()) {
            return CallStatus::Dead;
        }
        return transfer.resume() ? CallStatus::Ok : CallStatus::WrongState;
    });
}

CallStatus Engine::remove(TransferId id, Removal removal) {
    return impl_->command(id, [removal](Transfer& transfer) {
        transfer.remove(removal);
        return CallStatus::Ok;
    });
}

CallStatus Engine::answer(TransferId id, Choice choice) {
    return impl_->command(id, [choice](Transfer& transfer) {
        return transfer.answer(choice) ? CallStatus::Ok : CallStatus::WrongState;
    });
}

CallStatus Engine::pauseAll() {
    return impl_->effect([this] { impl_->transfers().each([](Transfer& each) { each.pause(); }); });
}

CallStatus Engine::resumeAll() {
    if (impl_->isDead()) {
        return CallStatus::Dead;
    }
    return impl_->effect(
        [this] { impl_->transfers().each([](Transfer& each) { each.resume(); }); });
}

CallStatus Engine::setPriority(TransferId id, Priority priority) {
    return change(*impl_, id,
                  [priority](TransferRecord& record) { record.rank.priority = priority; });
}

CallStatus Engine::setQueueOf(TransferId id, const std::string& queue) {
    return change(*impl_, id, [queue](TransferRecord& record) { record.queue = queue; });
}

CallStatus Engine::setRateLimit(TransferId id, std::uint64_t bytesPerSecond) {
    return change(*impl_, id,
                  [bytesPerSecond](TransferRecord& record) { record.rateLimit = bytesPerSecond; });
}

CallStatus Engine::move(std::span<const TransferId> ids, Place place) {
    return impl_->effect([this, moved = std::vector(ids.begin(), ids.end()), place] {
        impl_->queues().move(moved, place);
    });
}

CallStatus Engine::setInOrder(TransferId id, bool inOrder) {
    return change(*impl_, id, [inOrder](TransferRecord& record) { record.inOrder = inOrder; });
}

CallStatus Engine::setQueue(const QueueSettings& settings) {
    return isPossible(settings) ? impl_->effect([this, settings] { impl_->queues().set(settings); })
                                : CallStatus::WrongState;
}

CallStatus Engine::removeQueue(const std::string& name) {
    return impl_->queues().has(name) ? impl_->effect([this, name] { impl_->queues().remove(name); })
                                     : CallStatus::WrongState;
}

std::vector<QueueSettings> Engine::queues() const {
    return impl_->queues().all();
}

CallStatus Engine::setLimits(const EngineLimits& limits) {
    return impl_->setLimits(limits);
}

std::vector<HostCeiling> Engine::hostCeilings() const {
    return impl_->ceilings().all();
}

CallStatus Engine::setHostCeiling(const std::string& host, std::uint16_t port, int connections) {
    return impl_->changeCeiling(host, port, [connections](HostCeilings& all, const HostName& its) {
        all.set(its, connections);
    });
}

CallStatus Engine::forgetHostCeiling(const std::string& host, std::uint16_t port) {
    return impl_->changeCeiling(host, port,
                                [](HostCeilings& all, const HostName& its) { all.forget(its); });
}

CallStatus Engine::assign(int fd, void* user) {
    return impl_->watch().assign(fd, user) ? CallStatus::Ok : CallStatus::UnknownSocket;
}

CallStatus Engine::socketAction(int fd, Readiness readiness) {
    return impl_->socketAction(fd, readiness);
}

CallStatus Engine::timeoutExpired() {
    return impl_->timeoutExpired();
}

CallStatus Engine::wokenUp() {
    return impl_->wokenUp();
}

CallStatus Engine::perform() {
    return impl_->perform();
}

std::optional<std::chrono::milliseconds> Engine::timeout() const {
    return impl_->timeout();
}

void Engine::watched(std::vector<Watch>& out) const {
    impl_->watch().watched(out);
}

std::optional<TransferSnapshot> Engine::snapshot(TransferId id) const {
    const Transfer* transfer = impl_->transfers().find(id);
    std::optional<TransferSnapshot> shown;
    if (transfer != nullptr) {
        transfer->describe(shown.emplace());
    }
    return shown;
}

std::vector<TransferId> Engine::transfers() const {
    return impl_->transfers().list();
}

void Engine::progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& transfers,
                           std::vector<SocketProgress>& sockets) {
    impl_->progressSince(cursor, transfers, sockets);
}

EngineWork Engine::work() const {
    return impl_->workDone();
}

Error Engine::selfCheck() const {
    return impl_->selfCheck();
}

void Engine::stop() {
    impl_->stop();
}

}  // namespace penstock
