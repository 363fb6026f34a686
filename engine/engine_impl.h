#pragma once
// Inside the engine: what it is made of, and the turn, which is its only control flow.
//
//   1 mark ─▶ 2 up: lookups, connections, transfers ─▶ 3 down ─▶ 4 up once more ─▶ 5 assess
//     ─▶ 6 close, flush ─▶ 7 notices ─▶ 8 deadline      (README.md, "The turn")
//
// Not for those who include engine.h.

#include "engine/engine.h"
#include "engine/net/connection_pool.h"
#include "engine/net/resolver_port.h"
#include "engine/net/socket_table.h"
#include "engine/net/socket_watch.h"
#include "engine/net/tls_context.h"
#include "engine/transfer/transfer_table.h"

#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <thread>
#include <vector>

namespace penstock {

class Engine::Impl final : public ConnectionHost, public TransferHost, public TurnClock {
public:
    Impl(EngineConfig config, LoopCallbacks callbacks, SocketHooks hooks, EngineObserver& observer);
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() override;

    using TransferCommand = std::function<CallStatus(Transfer&)>;

    // What the public door does, in the order of engine.h.
    CallStatus restore();
    Result<TransferId> add(TransferRequest&& request);
    CallStatus command(TransferId id, TransferCommand act);
    CallStatus setLimits(const EngineLimits& limits);
    CallStatus socketAction(int fd, Readiness readiness);
    CallStatus timeoutExpired();
    CallStatus wokenUp();
    CallStatus perform();
    [[nodiscard]] std::optional<std::chrono::milliseconds> timeout() const;
    void progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& transfers,
                       std::vector<SocketProgress>& sockets);
    void stop();
    [[nodiscard]] Error selfCheck() const;

    [[nodiscard]] bool isDead() const noexcept { return dead_; }

    [[nodiscard]] EngineWork workDone() const noexcept;

    [[nodiscard]] const Error& startError() const noexcept { return startError_; }

    [[nodiscard]] const std::string& journalNote() const noexcept { return journalNote_; }

    [[nodiscard]] const TransferTable& transfers() const noexcept { return transfers_; }

    [[nodiscard]] SocketWatch& watch() noexcept { return watch_; }

    // ConnectionHost and TransferHost
    void markDirty(Connection& connection) override;
    void markDirty(Transfer& transfer) override;

    [[nodiscard]] bool timeIsUp() const override;

    void announce(Transfer& transfer) override;

    void moved(Transfer& transfer, std::size_t n) override {
        transfer.count(slot_, n);
        transfers_.moved(transfer);
    }

    void wantsFlush(Transfer& transfer) override;
    void waitsForBuffer(Transfer& transfer) override;

private:
    // In which part of a turn we are: what may be called from a callback depends on it.
    enum class Phase : std::uint8_t { Outside, Turn, Notices };
    // Everything: an event of the loop. Command: reads nothing from the network.
    enum class Kind : std::uint8_t { Everything, Command };

    // About one transfer, if it is still there; or about the whole engine.
    struct Command {
        TransferId id = TransferId::Nothing;
        TransferCommand act;
        std::function<void()> effect;
    };

    // Ends the wait of stop().
    struct StopTimer final : Timed {
        explicit StopTimer(Impl& impl) : engine(&impl), node(*this) {}

        void expired(TimePoint /*now*/) override { engine->stopLate_ = true; }

        Impl* engine;
        TimerNode node;
    };

    [[nodiscard]] bool onOwnThread() const { return std::this_thread::get_id() == thread_; }

    [[nodiscard]] TimePoint readClock() const;
    static std::chrono::milliseconds waitOf(Duration left);
    Error open();
    NetServices netServices();
    TransferServices transferServices();
    Result<TlsContext*> tls();
    void leave(EntryPoint from);
    CallStatus effect(std::function<void()> act);
    [[nodiscard]] bool willRun(const Transfer& transfer) const;
    template <typename Mark>
    CallStatus event(EntryPoint from, Mark mark);
    void takeCompletions();
    void serveLater(std::function<void()> what);
    void takeCompletionsLater();
    void nextSlot();
    void markDue();
    void turn(Kind kind);
    void work(Kind kind);
    void pass(Kind kind);
    void runConnections(std::vector<Connection*>& marked);
    void runTransfers();
    [[nodiscard]] bool mayStart() const;
    void startQueued();
    void assess();
    void giveBuffers();
    void flush();
    void tellAndObey();
    bool tellNotices();
    void tell(const Notice& notice);
    void noteWait(Transfer& transfer);
    void noteWaits(std::span<const TransferId> transfers);
    void applyCommands();
    void sweep();
    void tellDeadline();
    void die();
    void checkStopped();

    [[nodiscard]] bool hasWork() const noexcept {
        return !dirtyConnections_.empty() || !ending_.empty() || !dirtyTransfers_.empty() ||
               slotsChanged_ || !commands_.empty() || resolver_->dirty();
    }

    std::thread::id thread_ = std::this_thread::get_id();  // that of every call
    EngineConfig config_;
    LoopCallbacks callbacks_;
    SocketHooks hooks_;
    EngineObserver* observer_;
    Headers usualFields_;
    Error startError_;
    std::string journalNote_;
    TimePoint now_;
    std::int64_t slot_ = 0;  // of the speed meters
    TimePoint slotEnds_;
    Phase phase_ = Phase::Outside;
    bool dead_ = false;
    bool stopping_ = false;
    bool stopped_ = false;
    bool stopLate_ = false;
    bool mayRestore_ = true;  // nothing is in the list yet

    // Destroyed from below: transfers and connections go before what they stand on.
    std::mt19937_64 random_;
    std::vector<std::byte> scratch_;
    std::vector<std::byte> sinkSpace_;
    NoticeLog notices_;
    TimerQueue timers_;
    BufferPool buffers_;
    SocketTable sockets_;
    SocketWatch watch_;
    std::unique_ptr<JournalClient> journal_;
    std::unique_ptr<WorkQueue> workers_;
    std::unique_ptr<ResolverPort> resolver_;
    std::unique_ptr<TlsContext> tls_;
    std::unique_ptr<ConnectionPool> pool_;
    std::unique_ptr<const TransferServices> services_;
    TransferTable transfers_;
    StopTimer stopTimer_{*this};

    // Connections live until sweep(), which takes those that go out of these.
    std::vector<Connection*> dirtyConnections_;
    std::vector<Connection*> ending_;      // closed or closing: commands run these, and no others
    std::vector<Connection*> running_;     // the batch that runs now
    std::vector<Connection*> unfinished_;  // dirty again, for the next turn
    std::vector<Connection*> touched_;
    std::vector<TransferId> dirtyTransfers_;
    std::vector<TransferId> runningTransfers_;  // those that run now
    std::vector<TransferId> flushing_;
    std::deque<TransferId> bufferQueue_;
    std::vector<Change> changes_;    // of this turn; keeps its memory
    std::vector<Command> commands_;  // given from the observer
    std::vector<Command> obeying_;   // those that are done now
    std::uint64_t nextTransfer_ = 1;
    bool slotsChanged_ = false;
    bool wakeMissed_ = false;  // one of commands_ takes the completions
    EngineWork workDone_;

    // What the loop was told last: a deadline, "now", or nothing. UsedUp: that has come when it
    // could not be served.
    enum class Told : std::uint8_t { Nothing, Soon, At, UsedUp };
    Told told_ = Told::Nothing;
    TimePoint toldAt_;
};

}  // namespace penstock
