// The system's calls fail as they can: the engine tries elsewhere, tries again, or just goes on.

#include "tests/scenarios/detour.h"
#include "tests/scenarios/ledger.h"
#include "tests/scenarios/world.h"
#include "tests/support/black_hole.h"
#include "tests/support/counting_sink.h"

#include <QTest>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

enum class Call : std::uint8_t { Connect, Send, Recv };

/// What the engine's calls shall answer. The C functions below stand in front of the C library's
/// for the whole program, so this is the one thing here that everybody shares.
struct Weather {
    const Ledger* sockets = nullptr;  // only those of connections are concerned
    Call call = Call::Recv;
    int error = 0;
    int times = 0;
    bool afterwards = false;  // the call is made, and its result kept back
    int made = 0;             // calls of that kind, failed or not

    bool concerns(int fd, Call which) {
        const bool ours = sockets != nullptr && sockets->open.count(fd) == 1 &&
                          sockets->open.at(fd) == SocketPurpose::Http && which == call;
        made += ours ? 1 : 0;
        return ours && times > 0;
    }

    /// −1, as the failed call answers.
    int strike() {
        --times;
        errno = error;
        return -1;
    }
};

Weather weather;

}  // namespace

extern "C" int connect(int fd, const sockaddr* to, socklen_t length) {
    if (weather.concerns(fd, Call::Connect)) {
        if (weather.afterwards) {
            ::syscall(SYS_connect, fd, to, length);
        }
        return weather.strike();
    }
    return static_cast<int>(::syscall(SYS_connect, fd, to, length));
}

extern "C" ssize_t send(int fd, const void* bytes, size_t size, int flags) {
    return weather.concerns(fd, Call::Send)
               ? weather.strike()
               : ::syscall(SYS_sendto, fd, bytes, size, flags, nullptr, 0);
}

extern "C" ssize_t recv(int fd, void* into, size_t size, int flags) {
    return weather.concerns(fd, Call::Recv)
               ? weather.strike()
               : ::syscall(SYS_recvfrom, fd, into, size, flags, nullptr, nullptr);
}

Q_DECLARE_METATYPE(Call)

namespace {

/// A world whose calls can fail; two.test is 192.0.2.1 and 192.0.2.2, both the origin's.
struct Weathered {
    Detour detour;
    Ledger ledger;
    std::unique_ptr<World> world;

    Weathered() {
        WorldOptions options;
        options.hooks.open = detour.hook();
        ledger.attach(options.hooks);
        world = std::make_unique<World>(options);
        world->dns.add("two.test", {.a = {"192.0.2.1", "192.0.2.2"}});
        detour.lead("192.0.2.1", world->origin->port());
        detour.lead("192.0.2.2", world->origin->port());
        world->origin->serve({.path = "/file.bin", .size = 100'000, .keepAlive = false});
        weather = {.sockets = &ledger};
    }

    Weathered(const Weathered&) = delete;
    Weathered& operator=(const Weathered&) = delete;

    ~Weathered() { weather = {}; }

    TransferId add(const std::string& host) const {
        return world->add(world->origin->url("/file.bin", host), [](TransferRequest& request) {
            request.sink = std::make_shared<CountingSink>();
        });
    }

    [[nodiscard]] bool runUntil(TransferId id, TransferState state) const {
        return world->runUntil([&] { return world->state(id) == state; });
    }
};

void failing(Call call, int error, int times, bool afterwards = false) {
    weather.call = call;
    weather.error = error;
    weather.times = times;
    weather.afterwards = afterwards;
}

}  // namespace

class ConnectErrnoTest : public QObject {
    Q_OBJECT

private slots:
    void r17WhatCannotBeReachedLeadsToTheNextAddress_data();
    void r17WhatCannotBeReachedLeadsToTheNextAddress();
    void r17WhatCannotBeReachedAtAllIsTriedAgain_data();
    void r17WhatCannotBeReachedAtAllIsTriedAgain();
    void r27InterruptedAndEmptyCallsAreNoFailure_data();
    void r27InterruptedAndEmptyCallsAreNoFailure();
    void r27LackOfPortsOrBuffersIsWaitedOut_data();
    void r27LackOfPortsOrBuffersIsWaitedOut();
    void r27SpuriousWakeUpsChangeNothing_data();
    void r27SpuriousWakeUpsChangeNothing();
    void r27AStormOfEmptyWakeUpsIsNoLoopOfOurs();
};

void ConnectErrnoTest::r17WhatCannotBeReachedLeadsToTheNextAddress_data() {
    QTest::addColumn<int>("error");
    QTest::newRow("EHOSTUNREACH, an unreachable route") << EHOSTUNREACH;
    QTest::newRow("ENETUNREACH, no route") << ENETUNREACH;
    QTest::newRow("EACCES, a prohibit route") << EACCES;
    QTest::newRow("EINVAL, a blackhole route") << EINVAL;
    QTest::newRow("EPERM, a firewall") << EPERM;
}

void ConnectErrnoTest::r17WhatCannotBeReachedLeadsToTheNextAddress() {
    QFETCH(int, error);
    const Weathered stage;
    failing(Call::Connect, error, 1);
    const TimePoint began = stage.world->clock.now();
    const TransferId id = stage.add("two.test");
    QVERIFY(stage.runUntil(id, TransferState::Done));
    QCOMPARE(stage.world->at(id).attempt, 0);
    QCOMPARE(stage.world->clock.now(), began);
    QCOMPARE(stage.detour.tried, (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
    QCOMPARE(kindOf(stage.world->socketErrors.front()), std::string("Connect.Unreachable"));
}

void ConnectErrnoTest::r17WhatCannotBeReachedAtAllIsTriedAgain_data() {
    r17WhatCannotBeReachedLeadsToTheNextAddress_data();
}

void ConnectErrnoTest::r17WhatCannotBeReachedAtAllIsTriedAgain() {
    QFETCH(int, error);
    const Weathered stage;
    failing(Call::Connect, error, 2);
    const TransferId id = stage.add("two.test");
    QVERIFY(stage.runUntil(id, TransferState::Waiting));
    const Error& said = stage.world->at(id).error;
    QCOMPARE(kindOf(said), std::string("Connect.Unreachable"));
    QVERIFY2(said.sentence.starts_with("two.test cannot be reached ("), said.sentence.c_str());
    QVERIFY(said.evidence.find("192.0.2.2:") != std::string::npos);
    QVERIFY(stage.world->watchedFds.empty());
    QVERIFY(stage.runUntil(id, TransferState::Done));
}

void ConnectErrnoTest::r27InterruptedAndEmptyCallsAreNoFailure_data() {
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("times");
    QTest::newRow("interrupted connect") << Call::Connect << EINTR << 1;
    QTest::newRow("interrupted sends") << Call::Send << EINTR << 100;
    QTest::newRow("interrupted receives") << Call::Recv << EINTR << 100;
    QTest::newRow("writable, but no room") << Call::Send << EAGAIN << 100;
    QTest::newRow("readable, but no byte") << Call::Recv << EAGAIN << 100;
}

void ConnectErrnoTest::r27InterruptedAndEmptyCallsAreNoFailure() {
    QFETCH(Call, call);
    QFETCH(int, error);
    QFETCH(int, times);
    const Weathered stage;
    failing(call, error, times, call == Call::Connect);
    const TimePoint began = stage.world->clock.now();
    const TransferId id = stage.add("127.0.0.1");
    QVERIFY(stage.runUntil(id, TransferState::Done));
    QCOMPARE(weather.times, 0);
    QCOMPARE(stage.world->at(id).attempt, 0);
    QCOMPARE(stage.world->clock.now(), began);
    QCOMPARE(stage.world->origin->acceptedConnections(), std::size_t{1});
}

void ConnectErrnoTest::r27LackOfPortsOrBuffersIsWaitedOut_data() {
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    QTest::newRow("no port is left") << Call::Connect << EADDRNOTAVAIL;
    QTest::newRow("no route's memory is left") << Call::Connect << EAGAIN;
    QTest::newRow("no buffer for the connect") << Call::Connect << ENOBUFS;
    QTest::newRow("no memory for the connect") << Call::Connect << ENOMEM;
    QTest::newRow("no buffer to send") << Call::Send << ENOBUFS;
    QTest::newRow("no buffer to receive") << Call::Recv << ENOBUFS;
}

void ConnectErrnoTest::r27LackOfPortsOrBuffersIsWaitedOut() {
    QFETCH(Call, call);
    QFETCH(int, error);
    const Weathered stage;
    World& world = *stage.world;
    failing(call, error, 1);
    const TransferId id = stage.add("127.0.0.1");
    QVERIFY(stage.runUntil(id, TransferState::Waiting));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    QVERIFY(world.watchedFds.empty());
    QVERIFY(world.timerPending);
    const int entries = world.shadow.counts().entries;
    QVERIFY(world.at(id).wait.until > world.clock.now());
    world.settle();
    QCOMPARE(world.shadow.counts().entries, entries);  // nobody is called while it waits
    QVERIFY(stage.runUntil(id, TransferState::Done));
}

void ConnectErrnoTest::r27SpuriousWakeUpsChangeNothing_data() {
    QTest::addColumn<bool>("connected");
    QTest::newRow("while it connects") << false;
    QTest::newRow("while it waits for the first byte") << true;
}

void ConnectErrnoTest::r27SpuriousWakeUpsChangeNothing() {
    QFETCH(bool, connected);
    const BlackHole hole;
    Weathered stage;
    World& world = *stage.world;
    stage.detour.lead("192.0.2.9", connected ? world.origin->port() : hole.port());
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 20s});
    const TransferId id = stage.add("192.0.2.9");
    world.runFor(1s);
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    const int fd = world.watchedFds.begin()->first;
    const int socketCalls = world.socketCalls;
    const int timerCalls = world.timerCalls;
    const auto left = world.engine->timeout();
    QVERIFY(left.value_or(0ms) > 1s);
    for (int i = 0; i < 1000; ++i) {
        for (const Readiness seen : {Readiness::Nothing, Readiness::Read, Readiness::Write,
                                     Readiness::ReadWrite, Readiness::Error}) {
            QCOMPARE(world.engine->socketAction(fd, seen), CallStatus::Ok);
        }
    }
    QCOMPARE(world.socketCalls, socketCalls);
    QCOMPARE(world.timerCalls, timerCalls);
    QCOMPARE(world.engine->timeout(), left);
    QCOMPARE(world.state(id), TransferState::Probing);
    if (connected) {
        QVERIFY(stage.runUntil(id, TransferState::Done));
    }
}

// The kernel says "readable" again and again and gives nothing: each time costs one look, and the
// engine asks for no further call of its own.
void ConnectErrnoTest::r27AStormOfEmptyWakeUpsIsNoLoopOfOurs() {
    const Weathered stage;
    World& world = *stage.world;
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1s});
    const TransferId id = stage.add("127.0.0.1");
    world.runFor(500ms);
    const int fd = world.watchedFds.begin()->first;
    const int timerCalls = world.timerCalls;
    failing(Call::Recv, EAGAIN, 1'000'000);
    const int made = weather.made;
    for (int i = 0; i < 1000; ++i) {
        world.engine->socketAction(fd, Readiness::Read);
        QVERIFY(world.engine->timeout().value_or(0ms) > 0ms);
    }
    QVERIFY(weather.made - made <= 1000);
    QCOMPARE(world.timerCalls, timerCalls);
    weather.times = 0;
    QVERIFY(stage.runUntil(id, TransferState::Done));
}

QTEST_GUILESS_MAIN(ConnectErrnoTest)
#include "connect_errno_test.moc"
