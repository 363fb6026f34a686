#include "engine/engine_services.h"

#include "engine/http/request_writer.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kScratchBytes = 64U << 10U;
constexpr std::size_t kSinkBytes = 256U << 10U;

Journal::Sharing sharingOf(JournalConfig::Mode mode) {
    return mode == JournalConfig::Mode::List ? Journal::Sharing::Exclusive
                                             : Journal::Sharing::Shared;
}

std::unique_ptr<WorkQueue> makeWorkers(const EngineConfig& config, std::function<void()> wake) {
    if (config.workers) {
        return config.workers(std::move(wake));
    }
    return config.inlineWorkers ? makeInlineWorkQueue(std::move(wake))
                                : makeThreadedWorkQueue(std::move(wake));
}

}  // namespace

EngineServices::EngineServices(const Ground& ground)
    : ground_(ground),
      usualFields_(usualFields(ground.config.userAgent)),
      random_(ground.config.seed != 0 ? ground.config.seed : std::random_device{}()),
      given_{NetRc(ground.config.netRc),
             CookieJar::ofFile(ground.config.cookies, std::chrono::system_clock::now())},
      scratch_(kScratchBytes),
      sinkSpace_(kSinkBytes),
      buffers_(std::max(ground.config.limits.bufferMemory, kLeastBufferMemory)) {
    const EngineConfig& config = ground.config;
    workers_ = makeWorkers(config, ground.callbacks.wake);
    resolver_.emplace(
        ground.now, ground.watch, ground.timers, *workers_,
        ResolverConfig{config.resolvConf, config.dnsPort, config.limits.timeouts.lookup});
    connections_.emplace(ground.connections, netServices(), config.limits.idleConnections,
                         config.limits.connectionsPerHost);
    rates_.setTotal(config.limits.totalRate, {});
    rates_.setHost(config.limits.hostRate, {});
    startError_ = openJournal();
    forTransfers_.emplace(transferServices());
}

void EngineServices::close() {
    connections_.reset();
    resolver_.reset();
}

bool EngineServices::keepsList() const noexcept {
    return ground_.config.journal.mode == JournalConfig::Mode::List && journal_ != nullptr;
}

Result<std::vector<TransferRecord>> EngineServices::load() {
    auto records = journal_->direct().load();
    if (records) {
        journalNote_ = journal_->direct().note();
    } else {
        startError_ = records.error();
    }
    return records;
}

void EngineServices::setLimits(const EngineLimits& limits) {
    connections_->setLimits(limits.idleConnections, limits.connectionsPerHost);
    rates_.setTotal(limits.totalRate, ground_.now);
    rates_.setHost(limits.hostRate, ground_.now);
}

std::vector<QueueSettings> EngineServices::queues() {
    auto known = journal_->direct().queues();
    return known ? std::move(known).value() : std::vector<QueueSettings>{};
}

Error EngineServices::openJournal() {
    const JournalConfig& config = ground_.config.journal;
    if (config.mode == JournalConfig::Mode::Nothing) {
        return {};
    }
    auto journal = Journal::open(config.path, sharingOf(config.mode), config.patience);
    if (!journal) {
        return journal.error();
    }
    journalNote_ = journal.value()->note();
    firstId_ = config.mode == JournalConfig::Mode::List ? journal.value()->nextRow() : 1;
    if (auto known = journal.value()->hostCeilings()) {
        ceilings_.restore(std::move(known).value());
    }
    journal_ = std::make_unique<JournalClient>(std::move(journal).value(), *workers_,
                                               ground_.timers, [this] { return ground_.now; });
    return {};
}

NetServices EngineServices::netServices() {
    const EngineConfig& config = ground_.config;
    const auto filters = [services = FilterServices{resolver_->resolver(), config.limits.timeouts,
                                                    [this] { return tls(); }, config.userAgent,
                                                    &proxyLogins_, &trustedKeys_}](
                             const Destination& destination, const FilterParts& parts) {
        return planFilters(destination, parts, services);
    };
    return {ground_.watch, ground_.timers,       ground_.now,   config.limits.timeouts,
            scratch_,      config.edgeTriggered, filters,       *config.sessions,
            ceilings_,     &config.proxies,      &proxyLogins_, &trustedKeys_};
}

TransferServices EngineServices::transferServices() {
    const EngineConfig& config = ground_.config;
    return {ground_.now,
            config.limits,
            usualFields_,
            *workers_,
            buffers_,
            rates_,
            sinkSpace_,
            *connections_,
            ground_.timers,
            journal_.get(),
            config.journal.mode == JournalConfig::Mode::Shared,
            config.files,
            random_,
            logs_,
            &given_};
}

// Only when the first needs it: reading the system's authorities costs tens of milliseconds.
Result<TlsContext*> EngineServices::tls() {
    if (tls_ == nullptr) {
        auto made = TlsContext::make(ground_.config.caFile);
        if (!made) {
            return made.error();
        }
        tls_ = std::move(made).value();
    }
    return tls_.get();
}

}  // namespace penstock
