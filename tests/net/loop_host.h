#pragma once
// What filters and the resolver need from an engine, over poll() and with everything written down.
//
// One thread. Sockets are closed as soon as they are retired: nothing here watches them between
// two rounds.

#include "engine/net/filter.h"
#include "engine/net/resolver.h"
#include "tests/support/fake_clock.h"
#include "tests/support/pumped.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

class LoopHost final : public FilterHost, public ResolverHost, public SocketKeeper, private Timed {
public:
    /// Seen as SocketHooks: may rewrite the request; an Error refuses the socket.
    using OpenHook = std::function<std::optional<Error>(SocketRequest&)>;
    /// Seen as the prepare hook: takes the descriptor's place, already connected; −1: not so.
    using ConnectedHook = std::function<int(const SocketRequest&)>;

    struct LookupRow {
        std::string host;
        std::string peer;
        TimePoint since;
        TimePoint until;
    };

    explicit LoopHost(std::function<TimePoint()> clock = steadyClock(),
                      std::unique_ptr<WorkQueue> workers = makeInlineWorkQueue([] {}));
    explicit LoopHost(const FakeClock& clock);
    ~LoopHost() override;

    /// What filters are made with.
    [[nodiscard]] FilterParts parts() { return {*this, deadlines, *now_}; }

    /// What a resolver is made with.
    [[nodiscard]] ResolverParts resolverParts() { return {*this, *now_, *workers_}; }

    [[nodiscard]] TimePoint now() const { return clock_(); }

    Result<OpenedSocket> openSocket(SocketRequest& request) override;

    void markDirty() override { dirty = true; }

    void arm(TimePoint at) override { resolverDeadline = at; }

    void disarm() override { resolverDeadline.reset(); }

    void lookupStep(std::uint64_t serial, const std::string& host, const std::string& peer,
                    TimePoint since, TimePoint until) override;

    WorkQueue& workers() { return *workers_; }

    void retire(int fd, std::uint64_t serial) noexcept override;

    /// Runs `filter` (and `resolver` where given) until its connect() is no longer Blocked, or 20 s
    /// of real time are over.
    Step drive(Filter& filter, Resolver* resolver = nullptr);
    /// Runs `resolver` until `done` or 20 s of real time are over; answers what `done` says.
    bool driveUntil(Resolver& resolver, const std::function<bool()>& done);
    /// Waits until one of `set` is ready or the nearest deadline is reached; tells `resolver` of
    /// its own.
    void wait(const PollSet& set, Resolver* resolver);

    /// What is due now comes out of the queue: true if there was something.
    bool popDue();

    [[nodiscard]] std::size_t openCount() const noexcept { return fds_.size(); }

    /// The row of a socket as it stands, also of one that was dropped.
    [[nodiscard]] const SocketSnapshot& row(std::uint64_t serial) {
        return *table_.noticed(serial);
    }

    TimerQueue timers;
    Deadlines deadlines{timers, *this};
    std::optional<TimePoint> resolverDeadline;
    std::map<std::uint64_t, LookupRow> rows;
    std::vector<SocketRequest> opened;
    bool dirty = false;
    OpenHook openHook;
    ConnectedHook connectedHook;

private:
    void expired(TimePoint now) override;
    [[nodiscard]] int waitMs() const;

    std::function<TimePoint()> clock_;
    TimePoint time_;  // of the real clock, when it was last looked at
    const TimePoint* now_ = &time_;
    NoticeLog notices_;
    SocketTable table_{notices_};
    std::unique_ptr<WorkQueue> workers_;
    std::map<int, std::uint64_t> fds_;
    std::uint64_t lastSerial_ = 0;
};

}  // namespace penstock
