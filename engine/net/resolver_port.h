#pragma once
// Connects the resolver to the turn: its sockets, its one deadline and its rows.

#include "engine/base/timer_queue.h"
#include "engine/net/resolver.h"
#include "engine/net/socket_table.h"
#include "engine/net/socket_watch.h"

#include <map>
#include <memory>
#include <optional>

namespace penstock {

class ResolverPort final : public ResolverHost, public SocketOwner, public Timed {
public:
    /// All must outlive it; `now` is the turn's.
    ResolverPort(const TimePoint& now, SocketWatch& watch, TimerQueue& timers, WorkQueue& workers,
                 ResolverConfig config);

    [[nodiscard]] Resolver& resolver() noexcept { return resolver_; }

    /// Whether run() has anything to do.
    [[nodiscard]] bool dirty() const noexcept { return dirty_; }

    /// One step of the turn.
    void run();
    /// Step 5.
    void assess();

    /// Whether the lookups under way will go on: a mark, a deadline, or a job that is out.
    [[nodiscard]] bool willRun() const {
        return dirty_ ||
               (resolver_.pending() > 0 && (node_.armed() || workers_->outstanding() > 0));
    }

    Result<OpenedSocket> openSocket(SocketRequest& request) override;

    void arm(TimePoint at) override { timers_->arm(node_, at); }

    void disarm() override { timers_->disarm(node_); }

    void markDirty() override { dirty_ = true; }

    void lookupStep(std::uint64_t serial, const std::string& host, const std::string& peer,
                    TimePoint since, TimePoint until) override;

    void socketReady(int fd, Readiness readiness) override;
    void watchRefused(int fd) override;
    void expired(TimePoint now) override;

private:
    // The row of one lookup socket knows its own deadline.
    struct Row final : DeadlineSource {
        int fd = -1;
        RowHandle shown;
        DeadlineSpan span;

        [[nodiscard]] std::optional<DeadlineSpan> deadline(DeadlineKind /*kind*/) const override {
            return span;
        }
    };

    const TimePoint* now_;
    SocketWatch* watch_;
    TimerQueue* timers_;
    WorkQueue* workers_;
    TimerNode node_;
    bool dirty_ = false;
    std::map<std::uint64_t, std::unique_ptr<Row>> rows_;  // by serial; at most a few
    Resolver resolver_;                                   // last: its end retires sockets
};

}  // namespace penstock
