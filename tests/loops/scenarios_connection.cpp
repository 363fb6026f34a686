// How bytes come to flow: names, addresses, connections that are shared, kept and lost.

#include "tests/loops/scene.h"

#include <QTest>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace penstock {

namespace {

constexpr std::uint64_t kSize = 100'000;

/// Whether the transfer has brought the whole of `/file.bin`, served by rule() below.
void checkWhole(Scene& scene, TransferId id) {
    QVERIFY(scene.runToEnd(id));
    QCOMPARE(scene.at(id).error.sentence, std::string());
    QVERIFY(scene.isWhole(scene.at(id).name, 1, kSize));
}

void checkFailed(Scene& scene, TransferId id, const char* kind) {
    QVERIFY(scene.runToEnd(id));
    QCOMPARE(scene.state(id), TransferState::Failed);
    QCOMPARE(scene.errorOf(id), std::string(kind));
    QVERIFY(!scene.at(id).error.sentence.empty());
}

Rule file() {
    return {.path = "/file.bin", .size = kSize};
}

std::vector<TransferId> addMany(Scene& scene, int count) {
    std::vector<TransferId> ids;
    for (int i = 0; i < count; ++i) {
        ids.push_back(scene.add(scene.url(), [i](TransferRequest& request) {
            request.name = "file-" + std::to_string(i);
        }));
    }
    return ids;
}

template <int Count>
void manyAtOnce(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve(file());
    for (const TransferId id : addMany(scene, Count)) {
        checkWhole(scene, id);
    }
    QCOMPARE(scene.folder.entries().size(), std::size_t{Count});
}

void manyAtOnceOverTls(LoopDriver& driver) {
    Scene scene(driver, secureOrigin());
    scene.serve(file());
    for (const TransferId id : addMany(scene, 8)) {
        checkWhole(scene, id);
    }
}

void inAQueue(LoopDriver& driver) {
    SceneOptions options;
    options.limits.activeTransfers = 2;
    Scene scene(driver, options);
    scene.serve(file());
    std::size_t most = 0;
    scene.onChange = [&](const Change&) {
        const auto active = std::ranges::count_if(scene.transfers, [](const auto& entry) {
            return entry.second.state == TransferState::Probing ||
                   entry.second.state == TransferState::Receiving;
        });
        most = std::max(most, static_cast<std::size_t>(active));
    };
    for (const TransferId id : addMany(scene, 6)) {
        checkWhole(scene, id);
    }
    QCOMPARE(most, std::size_t{2});
}

void keepAlive(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve(file());
    checkWhole(scene, addMany(scene, 1).front());
    checkWhole(scene, scene.add(scene.url()));
    QCOMPARE((*scene.origin)->acceptedConnections(), std::size_t{1});
}

/// Takes everything.
class Nowhere final : public Sink {
public:
    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> /*bytes*/) override { return {}; }

    void end(const Error& /*error*/) override {}
};

/// A file's reception is held while its part is made; a sink's is not, so that nothing changes.
void reuseCostsNoCallback(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve(file());
    const auto download = [&] {
        const TransferId id = scene.add(scene.url(), [](TransferRequest& request) {
            request.sink = std::make_shared<Nowhere>();
        });
        QVERIFY(scene.runToEnd(id));
        QCOMPARE(scene.at(id).received, kSize);
    };
    download();
    const int calls = scene.socketCalls;
    download();
    QCOMPARE((*scene.origin)->acceptedConnections(), std::size_t{1});
    QCOMPARE(scene.socketCalls, calls);
}

void keepAliveOverTls(LoopDriver& driver) {
    Scene scene(driver, secureOrigin());
    scene.serve(file());
    checkWhole(scene, addMany(scene, 1).front());
    checkWhole(scene, scene.add(scene.url()));
    QCOMPARE((*scene.origin)->acceptedConnections(), std::size_t{1});
}

/// An idle connection is ended by the server; the loop hears of it, and the next one is new.
void idleIsLost(LoopDriver& driver, void (Origin::*end)()) {
    Scene scene(driver);
    scene.serve(file());
    checkWhole(scene, addMany(scene, 1).front());
    QCOMPARE(scene.watched().size(), std::size_t{1});
    ((**scene.origin).*end)();
    QVERIFY(scene.runUntil([&] { return scene.sockets.empty(); }));
    QVERIFY(scene.watched().empty());
    checkWhole(scene, scene.add(scene.url()));
    QCOMPARE((*scene.origin)->acceptedConnections(), std::size_t{2});
}

void idleIsClosed(LoopDriver& driver) {
    idleIsLost(driver, &Origin::closeIdle);
}

void idleIsReset(LoopDriver& driver) {
    idleIsLost(driver, &Origin::resetAll);
}

void byName(LoopDriver& driver) {
    Scene scene(driver);
    scene.dns->add("host.test", {.a = {"127.0.0.1"}, .delayA = std::chrono::milliseconds(20)});
    scene.serve(file());
    checkWhole(scene, scene.add((*scene.origin)->url("/file.bin", "host.test")));
}

void byNameOverTcp(LoopDriver& driver) {
    Scene scene(driver);
    scene.dns->add("host.test", {.a = {"127.0.0.1"}, .truncate = true});
    scene.serve(file());
    checkWhole(scene, scene.add((*scene.origin)->url("/file.bin", "host.test")));
}

void sixIsRefusedFourAnswers(LoopDriver& driver) {
    Scene scene(driver);
    scene.dns->add("host.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
    scene.serve(file());
    checkWhole(scene, scene.add((*scene.origin)->url("/file.bin", "host.test")));
}

void noSuchHost(LoopDriver& driver) {
    Scene scene(driver);
    checkFailed(scene, scene.add((*scene.origin)->url("/file.bin", "nowhere.test")),
                "Dns.NotFound");
}

void refusedPort(LoopDriver& driver) {
    Scene scene(driver);
    (*scene.origin)->stopAccepting();
    checkFailed(scene, scene.add(scene.url()), "Connect.Refused");
}

void redirected(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve({.path = "/old", .location = "/file.bin"});
    scene.serve(file());
    checkWhole(scene, scene.add(scene.url("/old")));
    QCOMPARE((*scene.origin)->acceptedConnections(), std::size_t{1});
}

void redirectedElsewhere(LoopDriver& driver) {
    Scene scene(driver);
    OriginThread other;
    other->serve(file());
    scene.dns->add("other.test", {.a = {"127.0.0.1"}});
    scene.serve({.path = "/old", .location = other->url("/file.bin", "other.test")});
    checkWhole(scene, scene.add(scene.url("/old")));
    QCOMPARE(other->requests().size(), std::size_t{1});
}

/// The n-th callback of two transfers is refused: one of them fails, and the other does not.
template <int Call>
void refusedWatch(LoopDriver& driver) {
    Scene scene(driver);
    Rule rule = file();
    rule.delayFirstByte =
        std::chrono::milliseconds(50);  // so that each waits in turn to write, to read
    scene.serve(rule);
    scene.refuseSocketCall = Call;
    const std::vector<TransferId> ids = addMany(scene, 2);
    for (const TransferId id : ids) {
        QVERIFY(scene.runToEnd(id));
    }
    const bool first = scene.state(ids.front()) == TransferState::Failed;
    checkFailed(scene, first ? ids.front() : ids.back(), "Engine.LoopRefused");
    checkWhole(scene, first ? ids.back() : ids.front());
}

int newSocket(const SocketRequest& request) {
    return ::socket(request.family, request.type | SOCK_CLOEXEC | SOCK_NONBLOCK, request.protocol);
}

void refusedAddress(LoopDriver& driver) {
    SceneOptions options;
    options.origin.addresses = {"127.0.0.1", "127.0.0.2"};
    int refused = 0;
    options.hooks.open = [&refused](SocketRequest& request) {
        const bool refuse = request.purpose == SocketPurpose::Http && refused++ == 0;
        return refuse ? -1 : newSocket(request);
    };
    Scene scene(driver, options);
    scene.dns->add("two.test", {.a = {"127.0.0.1", "127.0.0.2"}});
    scene.serve(file());
    checkWhole(scene, scene.add((*scene.origin)->url("/file.bin", "two.test")));
}

void connectedByTheHook(LoopDriver& driver) {
    SceneOptions options;
    options.hooks.prepare = [](int fd, const SocketRequest& request) {
        ::connect(fd, reinterpret_cast<const sockaddr*>(&request.address), request.addressLength);
        pollfd connected{fd, POLLOUT, 0};
        return ::poll(&connected, 1, -1) == 1 ? Prepared::AlreadyConnected : Prepared::Refused;
    };
    Scene scene(driver, options);
    scene.serve(file());
    checkWhole(scene, scene.add(scene.url()));
}

constexpr std::array kScenarios{
    LoopScenario{"8 at once", &manyAtOnce<8>},
    LoopScenario{"40 at once", &manyAtOnce<40>},
    LoopScenario{"8 at once over TLS", &manyAtOnceOverTls},
    LoopScenario{"6 in a queue for 2", &inAQueue},
    LoopScenario{"two on one connection", &keepAlive},
    LoopScenario{"ms8 the second on a connection costs no callback", &reuseCostsNoCallback},
    LoopScenario{"two on one TLS connection", &keepAliveOverTls},
    LoopScenario{"the server closes an idle connection", &idleIsClosed},
    LoopScenario{"the server resets an idle connection", &idleIsReset},
    LoopScenario{"a name", &byName},
    LoopScenario{"a name that needs TCP", &byNameOverTcp},
    LoopScenario{"IPv6 is refused, IPv4 answers", &sixIsRefusedFourAnswers},
    LoopScenario{"no such host", &noSuchHost},
    LoopScenario{"a refused port", &refusedPort},
    LoopScenario{"a redirect", &redirected},
    LoopScenario{"a redirect to another host", &redirectedElsewhere},
    LoopScenario{"the loop refuses a new watch", &refusedWatch<1>},
    LoopScenario{"the loop refuses a changed watch", &refusedWatch<3>},
    LoopScenario{"the open hook refuses one address", &refusedAddress},
    LoopScenario{"the prepare hook connects", &connectedByTheHook},
};

}  // namespace

std::span<const LoopScenario> connectionScenarios() {
    return kScenarios;
}

}  // namespace penstock
