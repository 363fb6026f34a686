// What an engine costs that has nothing to do: N transfers paused by a person, N in the queue, N
// that wait for their server's hour to be over, and one that holds the only slot.

#include "app/engine_thread.h"
#include "tests/bench/bare_loop.h"
#include "tests/bench/measures.h"
#include "tests/bench/penstock_core.h"

#include <QCoreApplication>

#include <array>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <variant>

namespace penstock::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kSettling{2};  // speeds have gone down to 0 by then

// Its body is never looked at: nothing more than the first byte comes.
class Nowhere final : public Sink {
public:
    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> /*bytes*/) override { return {}; }

    void end(const Error& /*error*/) override {}
};

EngineConfig quietConfig(const Run& run) {
    SubjectConfig config{run.ca, run.bundle, 1, {}};
    config.deadlines.stallSeconds = config.deadlines.totalSeconds;  // an honest hour
    EngineConfig made = engineConfig(config);
    made.limits.activeTransfers = 1;
    return made;
}

void add(Engine& engine, const std::string& url, bool paused) {
    TransferRequest request;
    request.url = url;
    request.startPaused = paused;
    request.sink = std::make_shared<Nowhere>();
    if (!engine.add(std::move(request))) {
        throw std::runtime_error("the engine refuses a transfer");
    }
}

// In this order, so that those that are to wait have had the slot before it is held.
void fill(Engine& engine, const Run& run) {
    const std::string origin = originUrl(false, run.plain);
    for (std::uint64_t i = 0; i < run.n; ++i) {
        add(engine, origin + "/later", false);
    }
    for (std::uint64_t i = 0; i <= run.n; ++i) {
        add(engine, origin + "/open", false);
    }
    for (std::uint64_t i = 0; i < run.n; ++i) {
        add(engine, origin + "/open", true);
    }
}

// How many are where they should be.
struct Standing {
    std::uint64_t waiting = 0;
    std::uint64_t queued = 0;
    std::uint64_t receiving = 0;
    std::uint64_t paused = 0;

    [[nodiscard]] bool settled(std::uint64_t n) const {
        return waiting == n && queued == n && receiving == 1 && paused == n;
    }
};

Standing standingOf(const Engine& engine) {
    Standing standing;
    for (const TransferId id : engine.transfers()) {
        const auto snapshot = engine.snapshot(id);
        const TransferState state = snapshot ? snapshot->state : TransferState::Failed;
        standing.waiting += state == TransferState::Waiting ? 1 : 0;
        standing.queued += state == TransferState::Queued ? 1 : 0;
        standing.receiving += state == TransferState::Receiving ? 1 : 0;
        standing.paused += state == TransferState::Paused ? 1 : 0;
    }
    return standing;
}

class Quiet final : private BareLoop::Target, private EngineObserver {
public:
    explicit Quiet(const Run& run)
        : loop_(*this), engine_(quietConfig(run), callbacksOf(loop_), {}, *this) {
        fill(engine_, run);
    }

    Engine& engine() { return engine_; }

    // Returns how often the loop woke.
    std::uint64_t turnFor(milliseconds time) {
        const std::uint64_t before = loop_.counts().waits;
        const auto end = steady_clock::now() + time;
        for (auto now = steady_clock::now(); now < end; now = steady_clock::now()) {
            loop_.turn(std::chrono::ceil<milliseconds>(end - now));
        }
        return loop_.counts().waits - before - 1;  // the last is our own
    }

private:
    void action(int fd, std::uint32_t events) override {
        engine_.socketAction(fd, readinessOf(events));
    }

    void expired() override { engine_.timeoutExpired(); }

    void woken() override { engine_.wokenUp(); }

    void changed(std::span<Change> /*inOrder*/) override {}

    BareLoop loop_;
    Engine engine_;
};

void requireSettled(const Standing& standing, const Run& run) {
    if (!standing.settled(run.n)) {
        throw std::runtime_error("the engine did not come to rest");
    }
}

Report onBareLoop(const Run& run) {
    Quiet quiet(run);
    quiet.turnFor(kSettling);
    requireSettled(standingOf(quiet.engine()), run);
    Report report;
    const std::uint64_t before = sleeps();
    const std::uint64_t wakeups = quiet.turnFor(seconds(run.seconds));
    report.add("wakeups", wakeups);
    // This thread's own sleeps are in its turns; one more was ours.
    report.add("worker_wakeups", sleeps() - before - wakeups - 1);
    return report;
}

// The program's own thread; whatever wakes, it shows in the sleeps of the process.
Report onEngineThread(const Run& run) {
    std::array<char, 1> name{};
    std::array<char*, 2> arguments{name.data(), nullptr};
    int count = 1;
    const QCoreApplication application(count, arguments.data());
    std::atomic<bool> settled = false;
    EngineThread thread(quietConfig(run), {.changed = [](std::span<Change>) {},
                                           .startFailed = [](const Error&) {},
                                           .journalNoted =
                                               [](const std::string&) {
                                               }});
    thread.post([&run](Engine& engine) { fill(engine, run); });
    std::this_thread::sleep_for(kSettling);
    thread.post([&](Engine& engine) { settled = standingOf(engine).settled(run.n); });
    std::this_thread::sleep_for(kSettling);
    if (!settled) {
        throw std::runtime_error("the engine did not come to rest");
    }
    Report report;
    const std::uint64_t before = sleeps();
    std::this_thread::sleep_for(seconds(run.seconds));
    report.add("wakeups", sleeps() - before - 1);  // our own sleep
    thread.stop();
    return report;
}

}  // namespace

Report measureWakeups(const Run& run) {
    return run.variant == "qt" ? onEngineThread(run) : onBareLoop(run);
}

}  // namespace penstock::bench
