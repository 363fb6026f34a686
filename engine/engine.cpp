// The public door: each call of engine.h goes to its part of the engine.

#include "engine/engine.h"

#include "engine/engine_impl.h"
#include "engine/http/userinfo.h"
#include "engine/net/session_plan.h"
#include "engine/store/file_ops.h"
#include "engine/store/queue_rows.h"
#include "engine/transfer/beginning.h"
#include "engine/transfer/log_text.h"

#include <algorithm>
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

// Those that have connections there look at once whether they may have more, or have too many.
template <typename Impl, typename Change>
CallStatus changeCeiling(Impl& impl, const HostName& host, Change change) {
    return impl.effect([&impl, host, change] {
        change(impl.services().ceilings(), host);
        impl.services().connections().ceilingChanged(host);
        impl.transferQueue().markReceiving();
    });
}

// One that is gone by the time that a queued command runs is passed over.
template <typename Impl, typename Act>
CallStatus toSocket(Impl& impl, std::uint64_t serial, Act act) {
    return impl.sockets().isConnection(serial) ? impl.effect([&impl, act] { act(impl.sockets()); })
                                               : CallStatus::UnknownSocket;
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

CallStatus Engine::logIn(TransferId id, const Credentials& login) {
    return impl_->command(id, [login](Transfer& transfer) {
        transfer.logIn(login);
        return CallStatus::Ok;
    });
}

CallStatus Engine::answer(TransferId id, Choice choice) {
    return impl_->command(id, [this, choice](Transfer& transfer) {
        const bool answered =
            choice == Choice::Trust ? impl_->trust().answer(transfer) : transfer.answer(choice);
        return answered ? CallStatus::Ok : CallStatus::WrongState;
    });
}

CallStatus Engine::setFolder(TransferId id, const std::string& directory) {
    if (!directory.starts_with('/') || directory.find('\0') != std::string::npos) {
        return CallStatus::WrongState;
    }
    return impl_->command(id, [this, directory](Transfer& transfer) {
        if (impl_->isDead()) {
            return CallStatus::Dead;
        }
        return transfer.setFolder(directory) ? CallStatus::Ok : CallStatus::WrongState;
    });
}

CallStatus Engine::startOver(TransferId id) {
    return impl_->command(id, [this](Transfer& transfer) {
        if (impl_->isDead()) {
            return CallStatus::Dead;
        }
        return transfer.startOver() ? CallStatus::Ok : CallStatus::WrongState;
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

CallStatus Engine::setOptions(TransferId id, const TransferOptions& options) {
    if (!checkOptions(options).ok()) {
        return CallStatus::WrongState;
    }
    const auto said = std::make_shared<const TransferOptions>(options);
    return change(*impl_, id, [said](TransferRecord& record) { record.options = said; });
}

std::optional<TransferOptions> Engine::options(TransferId id) const {
    Transfer* transfer = impl_->transfers().find(id);
    return transfer == nullptr ? std::nullopt : std::optional(transfer->record().saidOptions());
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
    return impl_->effect([this, limits] {
        impl_->limits() = limits;
        impl_->services().setLimits(limits);
        impl_->transferQueue().setSlotsChanged(true);
        impl_->transferQueue().markReceiving();
    });
}

CallStatus Engine::setProxies(const ProxyRules& rules) {
    const auto isPossible = [](const std::shared_ptr<const Proxy>& proxy) {
        return proxy == nullptr || (!proxy->host.empty() && proxy->port != 0);
    };
    if (!isPossible(rules.http) || !isPossible(rules.https)) {
        return CallStatus::WrongState;
    }
    return impl_->effect([this, rules] {
        impl_->proxies() = rules;
        impl_->services().connections().proxiesChanged();
    });
}

std::vector<HostCeiling> Engine::hostCeilings() const {
    return impl_->services().ceilings().all();
}

CallStatus Engine::setHostCeiling(const std::string& host, std::uint16_t port, int connections) {
    return changeCeiling(
        *impl_, {host, port},
        [connections](HostCeilings& all, const HostName& its) { all.set(its, connections); });
}

CallStatus Engine::forgetHostCeiling(const std::string& host, std::uint16_t port) {
    return changeCeiling(*impl_, {host, port},
                         [](HostCeilings& all, const HostName& its) { all.forget(its); });
}

CallStatus Engine::trustKey(const TrustedKey& key) {
    return TrustedKeys({key}).all().empty()
               ? CallStatus::WrongState
               : impl_->effect([this, key] { impl_->trust().trust(key); });
}

CallStatus Engine::forgetKey(const TrustedKey& key) {
    return impl_->effect([this, key] { impl_->trust().forget(key); });
}

std::vector<TrustedKey> Engine::trustedKeys() const {
    return impl_->services().trustedKeys().all();
}

Result<ProbeId> Engine::probe(const std::string& url, ProbeOptions options, ProbeAnswer answer) {
    std::string address = url;
    if (auto login = takeUserinfo(address); login && !options.login) {
        options.login = std::move(login);
    }
    auto to = parseUrl(address);
    if (!to) {
        return to.error();
    }
    if (Error error = checkProbe(options); !error.ok()) {
        return error;
    }
    return impl_->probe(std::move(to).value(), std::move(options), std::move(answer));
}

CallStatus Engine::cancelProbe(ProbeId id) {
    return impl_->probes().has(id) ? impl_->effect([this, id] { impl_->probes().cancel(id); })
                                   : CallStatus::WrongState;
}

CallStatus Engine::dropSocket(std::uint64_t serial) {
    return toSocket(*impl_, serial, [serial](const EngineSockets& all) { all.drop(serial); });
}

CallStatus Engine::retryElsewhere(std::uint64_t serial) {
    return toSocket(*impl_, serial,
                    [serial](const EngineSockets& all) { all.retryElsewhere(serial); });
}

CallStatus Engine::retryElsewhere(TransferId id) {
    return impl_->command(id, [this, id](Transfer& /*transfer*/) {
        impl_->sockets().retryElsewhere(id);
        return CallStatus::Ok;
    });
}

CallStatus Engine::pin(std::uint64_t serial, bool pinned) {
    return toSocket(*impl_, serial,
                    [serial, pinned](const EngineSockets& all) { all.pin(serial, pinned); });
}

std::optional<SocketDetails> Engine::socketDetails(std::uint64_t serial) const {
    return impl_->sockets().details(serial);
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

std::vector<RequestAccount> Engine::requests(TransferId id) const {
    Transfer* transfer = impl_->transfers().find(id);
    const LogBook* book = transfer == nullptr ? nullptr : transfer->log.book();
    return book == nullptr ? std::vector<RequestAccount>()
                           : accountsOf(*book, {impl_->services().forTransfers().usualFields,
                                                transfer->record().headers});
}

std::vector<TraceEvent> Engine::trace(TransferId id) const {
    const Transfer* transfer = impl_->transfers().find(id);
    const LogBook* book = transfer == nullptr ? nullptr : transfer->log.book();
    return book == nullptr ? std::vector<TraceEvent>() : traceOf(*book);
}

std::vector<TransferId> Engine::transfers() const {
    return impl_->transfers().list();
}

void Engine::progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& transfers,
                           std::vector<SocketProgress>& sockets) {
    const TimePoint now = impl_->readClock();
    SocketTable& rows = impl_->socketTable();
    sockets.clear();
    std::uint64_t socketCursor = cursor;
    rows.progressSince(socketCursor, sockets, now);
    impl_->transfers().progressSince(cursor, transfers, now);
    cursor = std::max(cursor, socketCursor);
    rows.countFrom(cursor);  // one cursor for two tables: neither may count behind it
    impl_->transfers().countFrom(cursor);
}

EngineWork Engine::work() const {
    EngineWork work = impl_->workDone();
    work.connectionSteps = impl_->connectionQueue().steps();
    work.transferSteps = impl_->transferQueue().steps();
    work.moves = impl_->socketTable().moves() + impl_->transfers().moves();
    return work;
}

Error Engine::selfCheck() const {
    return impl_->selfCheck();
}

void Engine::stop() {
    impl_->stop();
}

}  // namespace penstock
