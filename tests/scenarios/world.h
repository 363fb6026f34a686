#pragma once
// A whole scenario on one thread and one fake clock: engine, origin and name server.
//
// Nothing sleeps. Time moves to the nearest deadline of any of them only when all of their sockets
// were quiet twice, so a stall of a minute takes no time, and every run is the same.

#include "engine/base/unique_fd.h"
#include "engine/engine.h"
#include "tests/store/failing_file_ops.h"
#include "tests/support/dns_stub.h"
#include "tests/support/fake_clock.h"
#include "tests/support/origin.h"
#include "tests/support/shadow_loop.h"
#include "tests/support/slow_queue.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

#include <poll.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// What a scenario may choose before its world begins.
struct WorldOptions {
    OriginConfig origin = {};
    bool tls = false;  // the origin gets a TLS port with a certificate for localhost
    JournalConfig::Mode journal = JournalConfig::Mode::List;
    EngineLimits limits = {};
    SocketHooks hooks = {};
    int connections = 1;            // of one file; a test of several says so
    bool byProxy = false;           // everything by way of the origin, as a proxy of HTTP
    bool edgeTriggered = false;     // the loop says only once that a socket has become ready
    SlowQueue::Cost jobsTake = {};  // none: they are done within the call
    std::shared_ptr<SessionFactory> sessions = {};                  // another protocol than HTTP
    std::function<void(TransferId, const TraceEvent&)> trace = {};  // see EngineConfig
};

class World final : public EngineObserver {
public:
    explicit World(WorldOptions options = {});
    ~World() override;

    /// Lets things happen, moving time where needed, until `done` or until nothing can happen any
    /// more, or an hour has passed on the clock. Returns done().
    bool runUntil(const std::function<bool()>& done, Duration atMost = std::chrono::hours(1));
    /// Lets everything happen that happens by `until`.
    void runFor(Duration duration);
    /// Without moving time.
    void settle();
    bool runToEnd(TransferId id);

    TransferId add(const std::string& url, std::function<void(TransferRequest&)> change = {});
    [[nodiscard]] const TransferSnapshot& at(TransferId id) const;

    [[nodiscard]] TransferState state(TransferId id) const { return at(id).state; }

    /// Ends the engine without a word to anyone, as SIGKILL would, and begins another on the same
    /// journal.
    void restart();

    [[nodiscard]] std::string downloaded(const std::string& name) const {
        return readAll(folder.path() / name);
    }

    /// The descriptors that the callback has announced and not withdrawn.
    std::map<int, Interest> watchedFds;
    /// Last told by the timer callback.
    std::optional<std::chrono::milliseconds> timerTold;
    bool timerPending = false;
    /// The n-th socket callback from now is refused (1: the next); 0: none.
    int refuseSocketCall = 0;
    bool refuseTimer = false;
    /// The n-th timer callback from now, and every one after it, is refused; 0: none.
    int refuseTimerCall = 0;
    int socketCalls = 0;
    int timerCalls = 0;
    /// All that the socket callback was told, in order, refused or not.
    std::vector<Watch> told;
    /// Within the callbacks, before they answer.
    std::function<void(const Watch&)> onSocket;
    std::function<void(std::optional<std::chrono::milliseconds>)> onTimer;
    /// When a call of the engine is about to return.
    std::function<void(EntryPoint)> onReturn;
    /// What the loop says that it saw, instead of what it saw.
    std::function<Readiness(Readiness)> distort;
    /// While set, the engine's wake is not answered: as if its disk and journal hung.
    bool workersHang = false;
    /// So many rounds in which something happened without time passing are a loop that spins, which
    /// ends the test.
    int mostRounds = 1'000'000;
    ShadowLoop shadow;  // checks the contract at each call; a breach ends the test

    FakeClock clock;
    /// What the wall clock shows when `clock` began; it goes with that.
    std::chrono::system_clock::time_point wallBegan{std::chrono::hours(24 * 365 * 50)};

    [[nodiscard]] std::chrono::system_clock::time_point wall() const {
        return wallBegan + (clock.now() - TimePoint{});
    }

    TempDir folder;
    TempDir state_;
    TestCa ca;
    std::shared_ptr<FailingFileOps> disk = std::make_shared<FailingFileOps>();
    std::unique_ptr<Origin> origin;
    DnsStub dns{clock};
    std::vector<TransferState> states;  // all that were announced, in order, of all transfers
    std::vector<std::string> waits;     // "waits for/deadline" of all socket notices, in order
    std::map<TransferId, TransferSnapshot> transfers;
    std::map<std::uint64_t, SocketSnapshot> sockets;
    std::vector<Error> socketErrors;
    bool stopped = false;
    std::function<void(const Change&)> onChange;
    std::unique_ptr<Engine> engine;

private:
    void changed(std::span<Change> inOrder) override;
    void take(Change& change);
    void begin();
    bool step();
    bool stepSockets();
    bool comesLate();
    [[nodiscard]] std::vector<pollfd> watchedNow() const;
    bool stepEdges();
    void act(int fd, Readiness seen);
    void watchEdges(const Watch& watch);
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;
    Verdict socketCallback(const Watch& watch);
    Verdict timerCallback(std::optional<std::chrono::milliseconds> wait);

    WorldOptions options_;
    UniqueFd edges_;             // an epoll instance, if edge-triggered
    SlowQueue* slow_ = nullptr;  // the engine's workers, if they take time
    bool woken_ = false;
    TimePoint timerAt_;
};

/// name() of the error kind: for QCOMPARE.
inline std::string kindOf(const Error& error) {
    return std::string(name(error.kind));
}

}  // namespace penstock
