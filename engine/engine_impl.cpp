// The entry points: each takes the time, marks who is concerned, and runs the turn.

#include "engine/engine_impl.h"

#include "engine/http/headers.h"
#include "engine/http/request_writer.h"
#include "engine/transfer/beginning.h"
#include "engine/transfer/restored_record.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kScratchBytes = 64U << 10U;
constexpr std::size_t kSinkBytes = 256U << 10U;

Journal::Sharing sharingOf(JournalConfig::Mode mode) {
    return mode == JournalConfig::Mode::List ? Journal::Sharing::Exclusive
                                             : Journal::Sharing::Shared;
}

std::unique_ptr<WorkQueue> makeWorkers(bool inlineWorkers, std::function<void()> wake) {
    return inlineWorkers ? makeInlineWorkQueue(std::move(wake))
                         : makeThreadedWorkQueue(std::move(wake));
}

}  // namespace

Engine::Impl::Impl(EngineConfig config, LoopCallbacks callbacks, SocketHooks hooks,
                   EngineObserver& observer)
    : config_(std::move(config)),
      callbacks_(std::move(callbacks)),
      hooks_(std::move(hooks)),
      observer_(&observer),
      now_(readClock()),
      random_(config_.seed != 0 ? config_.seed : std::random_device{}()),
      scratch_(kScratchBytes),
      sinkSpace_(kSinkBytes),
      buffers_(std::max(config_.limits.bufferMemory, kLeastBufferMemory)),
      sockets_(notices_),
      watch_(callbacks_, hooks_, sockets_) {
    usualFields_ = penstock::usualFields(config_.userAgent);
    workers_ = makeWorkers(config_.inlineWorkers, callbacks_.wake);
    resolver_ = std::make_unique<ResolverPort>(
        now_, watch_, timers_, *workers_,
        ResolverConfig{config_.resolvConf, config_.dnsPort, config_.limits.timeouts.lookup});
    pool_ = std::make_unique<ConnectionPool>(*this, netServices(), config_.limits.idleConnections);
    startError_ = open();
    services_ = std::make_unique<const TransferServices>(transferServices());
}

TransferServices Engine::Impl::transferServices() {
    return {now_,           config_.limits,
            usualFields_,   *workers_,
            buffers_,       sinkSpace_,
            *pool_,         timers_,
            journal_.get(), config_.journal.mode == JournalConfig::Mode::Shared,
            config_.files,  random_};
}

Engine::Impl::~Impl() {
    phase_ = Phase::Turn;
    transfers_ = TransferTable{};
    pool_.reset();
    resolver_.reset();
    watch_.forgetAll();
    if (told_ != Told::Nothing) {
        callbacks_.timer(std::nullopt);
    }
}

NetServices Engine::Impl::netServices() {
    const auto filters =
        [services = FilterServices{resolver_->resolver(), config_.limits.timeouts, [this] {
                                       return tls();
                                   }}](const Destination& destination, const FilterParts& parts) {
            return planFilters(destination, parts, services);
        };
    return {
        watch_,  timers_,          now_, config_.limits.timeouts, scratch_, config_.edgeTriggered,
        filters, *config_.sessions};
}

Error Engine::Impl::open() {
    if (config_.journal.mode == JournalConfig::Mode::Nothing) {
        return {};
    }
    auto journal = Journal::open(config_.journal.path, sharingOf(config_.journal.mode),
                                 config_.journal.patience);
    if (!journal) {
        return journal.error();
    }
    journalNote_ = journal.value()->note();
    nextTransfer_ =
        config_.journal.mode == JournalConfig::Mode::List ? journal.value()->nextRow() : 1;
    journal_ = std::make_unique<JournalClient>(std::move(journal).value(), *workers_, timers_,
                                               [this] { return now_; });
    return {};
}

CallStatus Engine::Impl::restore() {
    if (phase_ != Phase::Outside) {
        return CallStatus::Reentered;
    }
    if (config_.journal.mode != JournalConfig::Mode::List || journal_ == nullptr || !mayRestore_) {
        return CallStatus::WrongState;
    }
    auto records = journal_->direct().load();
    if (!records) {
        startError_ = records.error();
        return CallStatus::WrongState;
    }
    mayRestore_ = false;
    journalNote_ = journal_->direct().note();
    now_ = readClock();
    for (TransferRecord& record : records.value()) {
        auto url = parseUrl(record.url);
        if (!url) {
            continue;  // not written by this program; left where it is
        }
        settleRestored(record);
        const TransferId id{record.row};
        announce(
            transfers_.insert(*services_, *this, id, beginningOf(std::move(record), url.value())));
    }
    slotsChanged_ = true;
    phase_ = Phase::Turn;
    tellDeadline();
    leave(EntryPoint::Command);
    return CallStatus::Ok;
}

Result<TransferId> Engine::Impl::add(TransferRequest&& request) {
    assert(onOwnThread());
    if (phase_ == Phase::Turn) {
        return Error{ErrorKind::Internal, "A transfer cannot be added from this callback", {}, 0};
    }
    if (!startError_.ok()) {
        return startError_;
    }
    if (dead_ || stopping_) {
        return Error{ErrorKind::LoopRefused, "The engine has stopped", {}, 0};
    }
    auto url = parseUrl(request.url);
    if (!url) {
        return url.error();
    }
    for (const HeaderField& field : request.headers) {
        if (Error error = checkField(field); !error.ok()) {
            return error;
        }
    }
    if (request.sink == nullptr && !request.directory.starts_with('/')) {
        return Error{ErrorKind::NameBad, "The folder for the download is not an absolute path",
                     request.directory, 0};
    }
    if (phase_ == Phase::Outside) {
        now_ = readClock();
    }
    mayRestore_ = false;
    const TransferId id{nextTransfer_++};
    Transfer& added =
        transfers_.insert(*services_, *this, id, beginningOf(std::move(request), url.value()));
    announce(added);
    markDirty(added);
    slotsChanged_ = true;
    if (phase_ == Phase::Outside) {
        phase_ = Phase::Turn;
        tellDeadline();
        leave(EntryPoint::Command);
    }
    return id;
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
        commands_.push_back({id, std::move(act), {}});
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

CallStatus Engine::Impl::setLimits(const EngineLimits& limits) {
    return effect([this, limits] {
        config_.limits = limits;
        pool_->setIdleLimit(limits.idleConnections);
        slotsChanged_ = true;
    });
}

// A command about the whole engine: at once, or, from the observer, when it has returned.
CallStatus Engine::Impl::effect(std::function<void()> act) {
    assert(onOwnThread());
    if (phase_ == Phase::Turn) {
        return CallStatus::Reentered;
    }
    if (phase_ == Phase::Notices) {
        commands_.push_back({TransferId::Nothing, {}, std::move(act)});
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
        commands_.push_back({TransferId::Nothing, {}, std::move(what)});
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
    if (phase_ == Phase::Notices && told_ != Told::Nothing) {
        told_ = Told::UsedUp;
    }
    return event(EntryPoint::TimeoutExpired,
                 [this] { told_ = Told::Nothing; });  // one shot: the loop has none pending now
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
    slot_ = SpeedMeter::slotOf(now_);
    slotEnds_ = SpeedMeter::slotEnd(now_);
    sockets_.enterSlot(slot_);
}

void Engine::Impl::takeCompletions() {
    workers_->drain();
    giveBuffers();
}

std::optional<std::chrono::milliseconds> Engine::Impl::timeout() const {
    if (hasWork() || !notices_.empty()) {
        return std::chrono::milliseconds(0);
    }
    const auto next = timers_.next();
    if (!next) {
        return std::nullopt;
    }
    return waitOf(*next - readClock());
}

// Rounded up, so that nobody is early; at most what poll() and its kin take as an int: a loop that
// comes early is told the rest.
std::chrono::milliseconds Engine::Impl::waitOf(Duration left) {
    using std::chrono::milliseconds;
    constexpr milliseconds kLongest{std::numeric_limits<int>::max()};
    return std::min(std::chrono::ceil<milliseconds>(std::max(left, Duration::zero())), kLongest);
}

void Engine::Impl::progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& transfers,
                                 std::vector<SocketProgress>& sockets) {
    const TimePoint now = readClock();
    sockets.clear();
    std::uint64_t socketCursor = cursor;
    sockets_.progressSince(socketCursor, sockets, now);
    transfers_.progressSince(cursor, transfers, now);
    cursor = std::max(cursor, socketCursor);
    sockets_.countFrom(cursor);  // one cursor for two tables: neither may count behind it
    transfers_.countFrom(cursor);
}

EngineWork Engine::Impl::workDone() const noexcept {
    EngineWork work = workDone_;
    work.moves = sockets_.moves() + transfers_.moves();
    return work;
}

void Engine::Impl::stop() {
    effect([this] {
        if (std::exchange(stopping_, true)) {
            return;
        }
        constexpr std::chrono::seconds kPatience{2};
        timers_.arm(stopTimer_.node, now_ + kPatience);
        for (const TransferId id : transfers_.list()) {
            transfers_.find(id)->halt();
        }
        pool_->closeIdle();
    });
}

// Only when the first needs it: reading the system's authorities costs tens of milliseconds.
Result<TlsContext*> Engine::Impl::tls() {
    if (tls_ == nullptr) {
        auto made = TlsContext::make(config_.caFile);
        if (!made) {
            return made.error();
        }
        tls_ = std::move(made).value();
    }
    return tls_.get();
}

TimePoint Engine::Impl::readClock() const {
    return config_.clock ? config_.clock() : std::chrono::steady_clock::now();
}

}  // namespace penstock
