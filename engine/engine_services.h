#pragma once
// What an engine is built of below its turn, made once from its configuration: workers, the list on
// the disk, names, TLS, connections; and what of all this is lent to transfers. It knows in which
// order they can go again.
//
// Thread: the engine's. Not for those who include engine.h.

#include "engine/ceiling_keeper.h"
#include "engine/engine_config.h"
#include "engine/net/connection_pool.h"
#include "engine/net/resolver_port.h"
#include "engine/net/tls_context.h"
#include "engine/net/trusted_keys.h"
#include "engine/transfer/queue_keeper.h"
#include "engine/transfer/transfer_services.h"

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace penstock {

class EngineServices {
public:
    /// What of the engine they stand on; it outlives them.
    struct Ground {
        const EngineConfig& config;
        const LoopCallbacks& callbacks;
        const TimePoint& now;  // the turn's
        SocketWatch& watch;
        TimerQueue& timers;
        ConnectionHost& connections;
    };

    /// Opens the journal, if there is to be one; see startError().
    explicit EngineServices(const Ground& ground);
    EngineServices(const EngineServices&) = delete;
    EngineServices& operator=(const EngineServices&) = delete;

    /// When no transfer is left: ends all connections and lookups, after which only the destructor
    /// may follow.
    void close();

    [[nodiscard]] WorkQueue& workers() noexcept { return *workers_; }

    [[nodiscard]] BufferPool& buffers() noexcept { return buffers_; }

    /// Of what is open, and asked, from now on.
    void setLimits(const EngineLimits& limits);

    /// What is kept of queues. Empty where there is no list, or it cannot be read.
    [[nodiscard]] std::vector<QueueSettings> queues();

    [[nodiscard]] QueueKeeper& queueKeeper() noexcept { return queueKeeper_; }

    [[nodiscard]] RateTree& rates() noexcept { return rates_; }

    [[nodiscard]] ResolverPort& resolver() noexcept { return *resolver_; }

    [[nodiscard]] const ResolverPort& resolver() const noexcept { return *resolver_; }

    [[nodiscard]] ConnectionPool& connections() noexcept { return *connections_; }

    /// See Engine::trustKey().
    [[nodiscard]] TrustedKeys& trustedKeys() noexcept { return trustedKeys_; }

    [[nodiscard]] HostCeilings& ceilings() noexcept { return ceilings_; }

    [[nodiscard]] const HostCeilings& ceilings() const noexcept { return ceilings_; }

    [[nodiscard]] const TransferServices& forTransfers() const noexcept { return *forTransfers_; }

    /// Nothing is on its way to a disk.
    [[nodiscard]] bool settled() const {
        return workers_->outstanding() == 0 && (journal_ == nullptr || !journal_->late());
    }

    /// Whether there is a list that load() reads.
    [[nodiscard]] bool keepsList() const noexcept;
    /// What the list holds; an Error is startError() from then on.
    Result<std::vector<TransferRecord>> load();

    /// The id of the first transfer that is added.
    [[nodiscard]] std::uint64_t firstId() const noexcept { return firstId_; }

    /// As Engine's.
    [[nodiscard]] const Error& startError() const noexcept { return startError_; }

    [[nodiscard]] const std::string& journalNote() const noexcept { return journalNote_; }

private:
    Error openJournal();
    [[nodiscard]] NetServices netServices();
    [[nodiscard]] TransferServices transferServices();
    Result<TlsContext*> tls();

    Ground ground_;
    Error startError_;
    std::string journalNote_;
    std::uint64_t firstId_ = 1;

    // Destroyed from below: each before what it stands on.
    Headers usualFields_;
    std::mt19937_64 random_;
    GivenSites given_;
    LogShelf logs_{ground_.now, ground_.config.trace};
    std::vector<std::byte> scratch_;
    std::vector<std::byte> sinkSpace_;
    BufferPool buffers_;
    RateTree rates_;
    std::unique_ptr<JournalClient> journal_;
    std::unique_ptr<WorkQueue> workers_;
    CeilingKeeper ceilingKeeper_{journal_};
    QueueKeeper queueKeeper_{journal_, ground_.config.journal.mode == JournalConfig::Mode::Shared};
    HostCeilings ceilings_{ground_.config.wallClock, &ceilingKeeper_};
    TrustedKeys trustedKeys_{ground_.config.trustedKeys};
    std::optional<ResolverPort> resolver_;
    std::unique_ptr<TlsContext> tls_;
    ProxyLogins proxyLogins_;
    std::optional<ConnectionPool> connections_;
    std::optional<const TransferServices> forTransfers_;
};

}  // namespace penstock
