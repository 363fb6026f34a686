#pragma once
// Inside the engine: what it is made of, and the turn, which is its only control flow.
//
//   1 mark ─▶ 2 up: lookups, connections, transfers ─▶ 3 down ─▶ 4 up once more ─▶ 5 assess
//     ─▶ 6 close, flush ─▶ 7 notices ─▶ 8 deadline      (README.md, "The turn")
//
// It says only what follows what; how each thing is done is up to its members.
//
// Not for those who include engine.h.

#include "engine/base/deferred.h"
#include "engine/base/loop_timer.h"
#include "engine/base/stop_wait.h"
#include "engine/engine.h"
#include "engine/engine_notices.h"
#include "engine/engine_services.h"
#include "engine/engine_sockets.h"
#include "engine/engine_trust.h"
#include "engine/net/connection_run_queue.h"
#include "engine/net/socket_table.h"
#include "engine/net/socket_watch.h"
#include "engine/transfer/probes.h"
#include "engine/transfer/transfer_queues.h"
#include "engine/transfer/transfer_run_queue.h"
#include "engine/transfer/transfer_table.h"

#include <optional>
#include <thread>
#include <vector>

namespace penstock {

class Engine::Impl final : private TurnClock {
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
    /// A command about the whole engine: at once, or, from the observer, when it has returned.
    CallStatus effect(std::function<void()> act);
    Result<ProbeId> probe(Url&& url, ProbeOptions&& options, ProbeAnswer&& answer);
    CallStatus socketAction(int fd, Readiness readiness);
    CallStatus timeoutExpired();
    CallStatus wokenUp();
    CallStatus perform();
    [[nodiscard]] std::optional<std::chrono::milliseconds> timeout() const;
    void stop();
    [[nodiscard]] Error selfCheck() const;

    [[nodiscard]] bool isDead() const noexcept { return dead_; }

    [[nodiscard]] const Error& startError() const noexcept { return services_.startError(); }

    [[nodiscard]] const std::string& journalNote() const noexcept {
        return services_.journalNote();
    }

    [[nodiscard]] TransferTable& transfers() noexcept { return transfers_; }

    [[nodiscard]] TransferQueues& queues() noexcept { return queues_; }

    [[nodiscard]] SocketWatch& watch() noexcept { return watch_; }

    [[nodiscard]] SocketTable& socketTable() noexcept { return sockets_; }

    [[nodiscard]] TransferRunQueue& transferQueue() noexcept { return transferQueue_; }

    [[nodiscard]] ConnectionRunQueue& connectionQueue() noexcept { return connectionQueue_; }

    [[nodiscard]] EngineServices& services() noexcept { return services_; }

    [[nodiscard]] EngineLimits& limits() noexcept { return config_.limits; }

    [[nodiscard]] ProxyRules& proxies() noexcept { return config_.proxies; }

    /// Turns and deadlines.
    [[nodiscard]] const EngineWork& workDone() const noexcept { return workDone_; }

    [[nodiscard]] TimePoint readClock() const;

    [[nodiscard]] Probes& probes() noexcept { return probes_; }

    [[nodiscard]] EngineSockets sockets() noexcept {
        return {sockets_, watch_, services_.connections(),
                services_.resolver().resolver().addresses()};
    }

    [[nodiscard]] EngineTrust trust() noexcept {
        return {services_.trustedKeys(), transfers_, sockets()};
    }

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

    // TurnClock
    [[nodiscard]] bool timeIsUp() const override;

    [[nodiscard]] bool onOwnThread() const { return std::this_thread::get_id() == thread_; }

    [[nodiscard]] Error mayBegin() const;
    template <typename Begin>
    auto begin(Begin what);
    Transfer& insert(TransferId id, Transfer::Beginning&& beginning);
    void leave(EntryPoint from);
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
    void startQueued(Kind kind);
    void assess();
    void tellAndObey();
    void obey(const Command& command);
    bool tellNotices();
    void sweep();
    void tellDeadline();
    void die();
    void checkStopped();

    // Something is left to be done, with no event to wait for.
    [[nodiscard]] bool hasWork() const noexcept {
        return !connectionQueue_.empty() || !transferQueue_.empty() || !deferred_.empty() ||
               services_.resolver().dirty() || probes_.dirty() || probes_.haveNews();
    }

    [[nodiscard]] NextCall nextCall() const {
        if (hasWork() || !notices_.empty()) {
            return {NextCall::When::Soon};
        }
        const auto next = timers_.next();
        return next ? NextCall{NextCall::When::At, *next} : NextCall{};
    }

    std::thread::id thread_ = std::this_thread::get_id();  // that of every call
    EngineConfig config_;
    LoopCallbacks callbacks_;
    SocketHooks hooks_;
    EngineObserver* observer_;
    TimePoint now_;  // the turn's
    TimePoint slotEnds_;
    Phase phase_ = Phase::Outside;
    bool dead_ = false;
    bool mayRestore_ = true;   // nothing is in the list yet
    bool wakeMissed_ = false;  // one of deferred_ takes the completions
    std::uint64_t nextTransfer_;
    EngineWork workDone_;

    // Destroyed from below: transfers and connections go before what they stand on.
    NoticeLog notices_;
    TimerQueue timers_;
    SocketTable sockets_;
    SocketWatch watch_;
    ConnectionRunQueue connectionQueue_;
    EngineServices services_;
    TransferTable transfers_;
    TransferRunQueue transferQueue_;
    TransferQueues queues_;
    Probes probes_;
    EngineNotices changes_;
    Deferred<Command> deferred_;  // given from the observer
    LoopTimer loopTimer_;
    StopWait stop_;
};

}  // namespace penstock
