#include "tests/loops/scene.h"

#include "tests/support/content.h"

#include <QtGlobal>

#include <algorithm>
#include <utility>
#include <variant>

namespace penstock {

namespace {

constexpr std::chrono::milliseconds kPatience{20'000};

OriginConfig originConfig(const SceneOptions& options, const TestCa& ca) {
    OriginConfig config = options.origin;
    if (options.tls && !config.tls.certificate) {
        config.tls.certificate = ca.issue(localhostCert());
    }
    return config;
}

}  // namespace

EngineLimits quickLimits(int attempts) {
    EngineLimits limits;
    limits.attempts = attempts;
    limits.retryBase = std::chrono::milliseconds(10);
    return limits;
}

SceneOptions secureOrigin() {
    SceneOptions options;
    options.tls = true;
    return options;
}

Scene::Scene(LoopDriver& loopDriver, SceneOptions options)
    : driver(loopDriver), options_(std::move(options)), own_(driver.callbacks()) {
    origin = std::make_unique<OriginThread>(originConfig(options_, ca));
    writeFile(state_.file("resolv.conf"), resolvConf());
    writeFile(state_.file("ca.pem"), ca.caPem());
    begin();
}

Scene::~Scene() {
    end();
}

void Scene::begin() {
    engine = shadow_.make(config(), callbacks(), options_.hooks, *this);
    driver.attach(*engine);
}

void Scene::end() {
    if (engine) {
        engine.reset();
        shadow_.checkGone();
        driver.detach();
        transfers.clear();
        sockets.clear();
    }
}

EngineConfig Scene::config() {
    EngineConfig config;
    config.limits = options_.limits;
    if (options_.journal) {
        config.journal = {JournalConfig::Mode::List, state_.file("list.db")};
    }
    config.caFile = state_.file("ca.pem");
    config.resolvConf = state_.file("resolv.conf");
    config.dnsPort = dns->port();
    config.returning = [this](EntryPoint /*from*/) {
        driver.handedOn();
    };
    return config;
}

LoopCallbacks Scene::callbacks() {
    return {
        .socket = [this](const Watch& change) { return socketTold(change); },
        .timer =
            [this](std::optional<std::chrono::milliseconds> delay) {
                toldDelay = delay;
                return own_.timer(delay);
            },
        .wake =
            [this] {
                ++wakes;
                own_.wake();
            },
    };
}

Verdict Scene::socketTold(const Watch& change) {
    ++socketCalls;
    if (change.interest == Interest::Nothing) {
        toldSockets.erase(change.fd);
        return own_.socket(change);
    }
    if (refuseSocketCall > 0 && --refuseSocketCall == 0) {
        return Verdict::Refused;
    }
    toldSockets[change.fd] = change.interest;
    return own_.socket(change);
}

bool Scene::runUntil(const std::function<bool()>& done) {
    return driver.runUntil(
        [&] {
            runPosted();
            return done();
        },
        kPatience);
}

bool Scene::runToState(TransferId id, TransferState state) {
    return runUntil([&] { return at(id).state == state; });
}

bool Scene::runToEnd(TransferId id) {
    return runUntil(
        [&] { return state(id) == TransferState::Done || state(id) == TransferState::Failed; });
}

bool Scene::runToSocket(SocketState state) {
    return runUntil([&] {
        return std::ranges::any_of(sockets,
                                   [&](const auto& row) { return row.second.state == state; });
    });
}

void Scene::runFor(std::chrono::milliseconds duration) {
    driver.runUntil(
        [this] {
            runPosted();
            return false;
        },
        duration);
}

std::string Scene::url(const std::string& path) const {
    return options_.tls ? (*origin)->tlsUrl(path) : (*origin)->url(path);
}

void Scene::serve(Rule rule) {
    (*origin)->serve(std::move(rule));
}

TransferId Scene::add(const std::string& url, const std::function<void(TransferRequest&)>& change) {
    TransferRequest request;
    request.url = url;
    request.directory = folder.path().string();
    if (change) {
        change(request);
    }
    const auto id = engine->add(std::move(request));
    if (!id) {
        qFatal("add: %s", id.error().sentence.c_str());
    }
    transfers[id.value()] = *engine->snapshot(id.value());
    return id.value();
}

std::string Scene::errorOf(TransferId id) const {
    return std::string(name(at(id).error.kind));
}

bool Scene::isWhole(const std::string& name, std::uint64_t seed, std::uint64_t size) const {
    return sha256File(folder.file(name)) == contentSha256(seed, size);
}

std::vector<Watch> Scene::watched() const {
    std::vector<Watch> all;
    engine->watched(all);
    return all;
}

void Scene::post(std::function<void(Engine&)> command) {
    {
        const std::scoped_lock lock(mutex_);
        posted_.push_back(std::move(command));
    }
    own_.wake();
}

void Scene::runPosted() {
    std::vector<std::function<void(Engine&)>> commands;
    {
        const std::scoped_lock lock(mutex_);
        commands.swap(posted_);
    }
    for (const auto& command : commands) {
        command(*engine);
    }
}

void Scene::changed(std::span<Change> inOrder) {
    for (Change& change : inOrder) {
        if (onChange) {
            onChange(change);
        }
        take(change);
    }
}

void Scene::take(Change& change) {
    if (auto* transfer = std::get_if<TransferSnapshot>(&change)) {
        states.push_back(transfer->state);
        transfers[transfer->id] = std::move(*transfer);
    } else if (const auto* removed = std::get_if<TransferRemoved>(&change)) {
        transfers.erase(removed->id);
    } else if (auto* socket = std::get_if<SocketSnapshot>(&change)) {
        sockets[socket->serial] = std::move(*socket);
    } else if (const auto* closed = std::get_if<SocketClosed>(&change)) {
        sockets.erase(closed->serial);
    } else {
        stopped = true;
    }
}

}  // namespace penstock
