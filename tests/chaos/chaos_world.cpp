#include "tests/chaos/chaos_world.h"

#include "engine/transfer/transfer_state.h"
#include "tests/chaos/quick_disk.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace penstock {

namespace {

constexpr const char* kMemory = "/dev/shm";  // where a folder costs nothing

OriginConfig originConfig(const ChaosKit& kit, const FakeClock& clock) {
    OriginConfig config;
    config.clock = clock;
    config.tls.certificate = kit.certificate;
    return config;
}

bool hasName(Way way) {
    return way != Way::Literal;
}

}  // namespace

ChaosKit::ChaosKit() : caFile(folder.file("ca.pem")), resolvConf(folder.file("resolv.conf")) {
    const TestCa ca;
    certificate = ca.issue(certificateOptions());
    if (!writeFile(caFile, ca.caPem()) || !writeFile(resolvConf, penstock::resolvConf())) {
        throw std::runtime_error("no room for the files of the test");
    }
    ::setenv("SSL_CERT_FILE", caFile.c_str(), 1);
    if (std::filesystem::is_directory(kMemory)) {
        ::setenv("TMPDIR", kMemory, 1);
    }
}

ChaosWorld::ChaosWorld(std::uint64_t seed, const ChaosKit& kit, ChaosCounts& chaosCounts)
    : random(seed),
      counts(chaosCounts),
      origin(originConfig(kit, clock)),
      dns(clock),
      loop(clock, random, counts, kit.hole.port()) {
    traces_ = std::getenv("PENSTOCK_TRACE") != nullptr;
    fillZone(dns);
    begin(seed, kit);
}

ChaosWorld::~ChaosWorld() = default;

void ChaosWorld::begin(std::uint64_t seed, const ChaosKit& kit) {
    constexpr std::array kIdle{0, 1, 16};
    constexpr std::array kActive{0, 0, 1, 2};
    constexpr std::array kPerHost{0, 1, 2, 6};
    EngineConfig config;
    config.limits.idleConnections = random.oneOf(kIdle);
    config.limits.activeTransfers = random.oneOf(kActive);
    config.limits.connectionsPerHost = random.oneOf(kPerHost);
    config.limits.attempts = 1'000;  // only what no further try can mend ends a transfer
    config.caFile = kit.caFile;
    config.resolvConf = kit.resolvConf;
    config.dnsPort = dns.port();
    config.inlineWorkers = true;
    config.files = std::make_shared<QuickDisk>();
    config.clock = clock;
    config.seed = seed + 1;
    config.returning = [this](EntryPoint /*from*/) {
        loop.turnEnded();
    };
    engine = shadow.make(std::move(config), loop.callbacks(), loop.hooks(), *this);
}

bool ChaosWorld::add() {
    return add(drawPlan(random, transfers.size()));
}

bool ChaosWorld::add(const ChaosPlan& plan) {
    ChaosTransfer added;
    added.plan = plan;
    added.content = contentOf(added.plan);
    added.interrupted = added.plan.fault != Fault::Nothing;
    serve(origin, added.plan);
    TransferRequest request;
    request.url = urlOf(origin, added.plan);
    request.directory = folder.path().string();
    request.name = added.plan.fileName();
    request.rateLimit = added.plan.rateLimit;
    if (added.plan.sink) {
        added.sink = std::make_shared<CheckedSink>(added.content);
        request.sink = added.sink;
    }
    const auto id = engine->add(std::move(request));
    if (id) {
        added.id = id.value();
        transfers.push_back(std::move(added));
    }
    entered("add");
    return id.ok();
}

void ChaosWorld::step() {
    bool busy = pumpServers();
    busy = deliverEvents() || busy;
    busy = deliverWake() || busy;
    busy = deliverTimer() || busy;
    quiet_ = busy ? 0 : quiet_ + 1;
    if (quiet_ >= 2) {
        moveClock();
    }
}

bool ChaosWorld::pumpServers() {
    const bool originToo = !wild || random.chance(80);
    const bool dnsToo = !wild || random.chance(80);
    bool busy = !originToo || !dnsToo;
    busy = (originToo && origin.pump(0)) || busy;
    busy = (dnsToo && dns.pump(0)) || busy;
    return busy;
}

// As an event library does it: first what is ready, then one after the other, whatever has become
// of it meanwhile.
bool ChaosWorld::deliverEvents() {
    std::vector<ChaosLoop::Event> events = loop.ready();
    if (wild) {
        random.shuffle(events);
    }
    for (const ChaosLoop::Event& event : events) {
        between();
        if (!trouble.empty()) {
            return true;
        }
        if (!loop.isOpen(event.fd)) {
            counts.happened(Chaos::StaleFd);
        }
        engine->socketAction(event.fd, event.readiness);
        entered("socketAction(" + std::to_string(event.fd) + ")");
    }
    return !events.empty();
}

bool ChaosWorld::deliverWake() {
    if (!loop.woken()) {
        return false;
    }
    if (wild && random.chance(30)) {
        wakeMissed_ = true;
        return true;
    }
    between();
    if (std::exchange(wakeMissed_, false)) {
        counts.happened(Chaos::LateWake);
    }
    loop.useUpWake();
    engine->wokenUp();
    entered("wokenUp");
    return true;
}

bool ChaosWorld::deliverTimer() {
    const auto due = loop.timerAt();
    if (!due || *due > clock.now()) {
        return false;
    }
    if (wild && timerHeld > 0) {
        --timerHeld;
        return true;
    }
    between();
    const auto still = loop.timerAt();
    if (!still || *still > clock.now()) {
        return true;  // what was done in between has moved it
    }
    if (clock.now() > *still) {
        counts.happened(Chaos::LateTimeout);
    }
    loop.useUpTimer();
    engine->timeoutExpired();
    entered("timeoutExpired");
    return true;
}

void ChaosWorld::moveClock() {
    quiet_ = 0;
    if (wild && random.chance(20)) {
        clock.advance(std::chrono::milliseconds(1 + random.below(30)));
        between();
        return;
    }
    if (const auto next = nextDeadline()) {
        clock.advanceTo(*next);
    } else if (!wild && !stirs()) {
        fail("nothing would ever happen again: " + describe());
    }
}

std::optional<TimePoint> ChaosWorld::nextDeadline() const {
    std::optional<TimePoint> nearest;
    for (const auto& at : {loop.timerAt(), origin.nextDeadline(), dns.nextDeadline()}) {
        if (at && (!nearest || *at < *nearest)) {
            nearest = at;
        }
    }
    return nearest;
}

// Loopback delivers at once, but for a kernel that has much to do. Asked only before it would be
// said that all hangs.
bool ChaosWorld::stirs() const {
    constexpr int kPatienceMs = 2'000;
    std::vector<pollfd> all{{origin.pollFd(), POLLIN, 0}, {dns.pollFd(), POLLIN, 0}};
    for (const auto& [fd, interest] : loop.watched()) {
        const int events =
            (wantsRead(interest) ? POLLIN : 0) | (wantsWrite(interest) ? POLLOUT : 0);
        all.push_back({fd, static_cast<short>(events), 0});
    }
    return ::poll(all.data(), all.size(), kPatienceMs) > 0;
}

void ChaosWorld::entered(const std::string& call) {
    if (traces_) {
        trace(call);
    }
    const int refusals = loop.httpRefusals + loop.dnsRefusals + loop.timerRefusals;
    if (std::exchange(knownRefusals_, refusals) != refusals) {
        for (ChaosTransfer& each : transfers) {
            each.refused = true;
            each.interrupted = true;
        }
    }
    if (std::exchange(knownTimerRefusals_, loop.timerRefusals) != loop.timerRefusals) {
        dead = !engine->transfers().empty();
    }
    dead = dead && !engine->transfers().empty();
    if (dead) {
        checkDead();
    }
}

void ChaosWorld::checkDead() {
    for (const TransferId id : engine->transfers()) {
        const TransferState state = engine->snapshot(id)->state;
        if (state != TransferState::Done && state != TransferState::Failed &&
            state != TransferState::Paused && state != TransferState::Settling) {
            fail("a transfer of a Dead engine is " + std::string(name(state)));
        }
    }
}

void ChaosWorld::destroy() {
    loop.refuseTimerIn = 0;  // what is said at the end is said to nobody
    engine.reset();
    for (ChaosTransfer& each : transfers) {
        if (each.sink != nullptr) {
            each.sink->forbid();
        }
    }
    shadow.checkGone();
    if (loop.opened != loop.closed) {
        fail(std::to_string(loop.opened) + " sockets were opened and " +
             std::to_string(loop.closed) + " closed");
    }
    if (!loop.watched().empty() || loop.timerAt()) {
        fail("the loop was not told to forget what the engine wanted");
    }
}

Stage ChaosWorld::stageOf(const ChaosTransfer& transfer) const {
    const auto now = engine->snapshot(transfer.id);
    if (!now || transfer.removed) {
        return Stage::Nothing;
    }
    if (now->state == TransferState::Receiving) {
        return now->received > 0 ? Stage::Body : Stage::Nothing;
    }
    if (now->state != TransferState::Probing) {
        return Stage::Nothing;
    }
    const auto mine = std::ranges::find_if(sockets_, [&](const auto& each) {
        return std::ranges::count(each.second.transfers, transfer.id) != 0;
    });
    if (mine == sockets_.end()) {
        return hasName(transfer.plan.way) && loop.looksUp() ? Stage::Lookup : Stage::Nothing;
    }
    switch (mine->second.state) {
        case SocketState::Connecting:
            return Stage::Connect;
        case SocketState::Securing:
            return Stage::Handshake;
        default:
            return Stage::Nothing;
    }
}

std::optional<TransferState> ChaosWorld::stateOf(const ChaosTransfer& transfer) const {
    const auto now = engine->snapshot(transfer.id);
    return now ? std::optional(now->state) : std::nullopt;
}

void ChaosWorld::trace(const std::string& call) const {
    const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(
        clock.now().time_since_epoch() - std::chrono::hours(1'000));
    const auto left = engine->timeout();
    std::fprintf(stderr, "%8lld ms  %-22s %s, timeout %lld, %s\n",
                 static_cast<long long>(at.count()), call.c_str(), wild ? "wild" : "calm",
                 static_cast<long long>(left ? left->count() : -1), describe().c_str());
}

std::string ChaosWorld::describe() const {
    std::string text = "the loop watches " + std::to_string(loop.watched().size()) + " of " +
                       std::to_string(loop.opened - loop.closed) + " sockets";
    for (const ChaosTransfer& each : transfers) {
        const auto state = stateOf(each);
        text += ", transfer " + std::to_string(each.plan.number) +
                (each.sink != nullptr ? " (sink) " : " (file) ") +
                (each.removed ? "removed " : "") + (state ? std::string(name(*state)) : "gone");
    }
    return text;
}

void ChaosWorld::fail(std::string what) {
    if (trouble.empty()) {  // an empty one changes nothing
        trouble = std::move(what);
    }
}

void ChaosWorld::changed(std::span<Change> inOrder) {
    for (const Change& change : inOrder) {
        take(change);
    }
    if (wild && engine != nullptr) {
        inNotice();
    }
}

void ChaosWorld::take(const Change& change) {
    if (const auto* removed = std::get_if<TransferRemoved>(&change)) {
        for (ChaosTransfer& each : transfers) {
            each.goneTold = each.goneTold || each.id == removed->id;
        }
    } else if (const auto* socket = std::get_if<SocketSnapshot>(&change)) {
        sockets_[socket->serial] = *socket;
    } else if (const auto* closed = std::get_if<SocketClosed>(&change)) {
        sockets_.erase(closed->serial);
    }
}

}  // namespace penstock
