// From addresses to a connection, and what a server can do in the first moments of one.

#include "tests/scenarios/detour.h"
#include "tests/scenarios/ledger.h"
#include "tests/scenarios/world.h"
#include "tests/support/black_hole.h"
#include "tests/support/counting_sink.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

using Names = std::vector<std::string>;

/// Serves /file.bin, not to be kept alive, and adds it by way of `host`.
TransferId addFrom(World& world, const std::string& host) {
    world.origin->serve({.path = "/file.bin", .size = 1000, .keepAlive = false});
    return world.add(world.origin->url("/file.bin", host), [](TransferRequest& request) {
        request.sink = std::make_shared<CountingSink>();
    });
}

bool runUntilState(World& world, TransferId id, TransferState state) {
    return world.runUntil([&] { return world.state(id) == state; });
}

std::uint16_t closedPort() {
    return Origin().port();
}

/// A world whose three.test is 192.0.2.1, 192.0.2.2 and 192.0.2.3.
struct ThreeAddresses {
    Detour detour;
    BlackHole hole;
    std::unique_ptr<World> world;

    explicit ThreeAddresses(WorldOptions options = {}) {
        options.hooks.open = detour.hook();
        world = std::make_unique<World>(options);
        world->dns.add("three.test", {.a = {"192.0.2.1", "192.0.2.2", "192.0.2.3"}});
    }
};

}  // namespace

class ConnectTest : public QObject {
    Q_OBJECT

private slots:
    void ms16LosersGoInTheTurnOfTheWinner();
    void ms42AStalledThreadStillMakesTheSecondAttempt();
    void ms53RemovingNeverWaits_data();
    void ms53RemovingNeverWaits();
    void ms62TheAttemptsAreShownAndPaced();
    void ms63SuccessLeavesNoErrorAndOneConnection();
    void ms63TheLastAddressSaysWhy();
    void r15AllAddressesThatRefusedAreNamed();
    void r16ABlackHoleIsGivenUpAfter30Seconds();
    void r18ABrokenFamilyCostsAQuarterOfASecond_data();
    void r18ABrokenFamilyCostsAQuarterOfASecond();
    void r19ADeadAddressIsRememberedForTheSession_data();
    void r19ADeadAddressIsRememberedForTheSession();
    void r20AConnectionClosedAtOnceIsAnEmptyReply();
    void r21AConnectionResetAtOnceIsAReset();
    void r22ASilentServerIsGivenUpAfterFiveMinutes();
};

void ConnectTest::ms16LosersGoInTheTurnOfTheWinner() {
    Ledger ledger;
    WorldOptions options;
    Detour detour;
    BlackHole hole;
    options.hooks.open = detour.hook();
    ledger.attach(options.hooks);
    World world(options);
    world.dns.add("three.test", {.a = {"192.0.2.1", "192.0.2.2", "192.0.2.3"}});
    detour.lead("192.0.2.1", hole.port());
    detour.lead("192.0.2.2", hole.port());
    detour.lead("192.0.2.3", world.origin->port());
    world.origin->serve({.path = "/file.bin", .size = 1000, .delayFirstByte = 1h});
    std::optional<std::size_t> watched;
    std::size_t open = 0;
    world.onChange = [&](const Change& change) {
        const auto* socket = std::get_if<SocketSnapshot>(&change);
        if (!watched && socket != nullptr && socket->state == SocketState::AwaitingReply) {
            watched = world.watchedFds.size();
            open = ledger.open.size();
        }
    };
    world.add(world.origin->url("/file.bin", "three.test"));
    world.runFor(400ms);
    QCOMPARE(world.watchedFds.size(), std::size_t{2});
    for (const auto& [fd, interest] : world.watchedFds) {
        QCOMPARE(interest, Interest::Write);
    }
    world.runFor(200ms);
    QCOMPARE(watched, std::optional(std::size_t{1}));
    QCOMPARE(open, std::size_t{1});
    QVERIFY(world.engine->timeout().value_or(0ms) > 50s);  // no attempt is due any more
}

void ConnectTest::ms42AStalledThreadStillMakesTheSecondAttempt() {
    Detour detour;
    BlackHole hole;
    WorldOptions options;
    options.hooks.open = detour.hook();
    World world(options);
    world.dns.add("two.test", {.a = {"192.0.2.1", "192.0.2.2"}});
    detour.give("192.0.2.1", [&](SocketRequest& request) {
        world.clock.advance(300ms);  // between the arming of the next attempt and its check
        request.addressLength = toSocketAddress(loopback4(), hole.port(), request.address);
        return Detour::openAsItIs(request);
    });
    detour.lead("192.0.2.2", world.origin->port());
    const TimePoint began = world.clock.now();
    const TransferId id = addFrom(world, "two.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    QCOMPARE(world.clock.now() - began, Duration(300ms));
}

void ConnectTest::ms53RemovingNeverWaits_data() {
    QTest::addColumn<QString>("stage");
    for (const char* stage : {"lookup", "connect", "handshake", "first byte", "body"}) {
        QTest::newRow(stage) << stage;
    }
}

void ConnectTest::ms53RemovingNeverWaits() {
    QFETCH(QString, stage);
    const BlackHole hole;
    World world({.tls = true});
    world.dns.add("mute.test", {.dropA = true, .dropAaaa = true});
    world.origin->serve({.path = "/slow.bin", .size = 10, .delayFirstByte = 1h});
    world.origin->serve({.path = "/body.bin", .size = 100'000, .stallAfter = 1000});
    world.origin->setDelayHandshake(1h);
    std::string url = world.origin->url(stage == "body" ? "/body.bin" : "/slow.bin");
    if (stage == "lookup") {
        url = world.origin->url("/slow.bin", "mute.test");
    } else if (stage == "connect") {
        url = "http://127.0.0.1:" + std::to_string(hole.port()) + "/";
    } else if (stage == "handshake") {
        url = world.origin->tlsUrl("/slow.bin");
    }
    const TransferId id = world.add(url);
    world.runFor(1s);
    QVERIFY(!world.watchedFds.empty());
    const auto began = std::chrono::steady_clock::now();
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::Ok);
    const auto took = std::chrono::steady_clock::now() - began;
    QVERIFY2(took < 100ms, qPrintable(QString::number(took.count())));
    if (stage != "lookup" && stage != "handshake") {  // those may say goodbye, or fill the cache
        QVERIFY(world.watchedFds.empty());
    }
    world.runFor(20s);
    QVERIFY(world.engine->transfers().empty());
    QVERIFY(world.watchedFds.empty());
    QVERIFY(!world.timerPending);
}

void ConnectTest::ms62TheAttemptsAreShownAndPaced() {
    ThreeAddresses three;
    World& world = *three.world;
    for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
        three.detour.lead(address, three.hole.port());
    }
    addFrom(world, "three.test");
    for (std::size_t attempts = 1; attempts <= 3; ++attempts) {
        world.runFor(attempts == 1 ? 1ms : 250ms);
        QCOMPARE(three.detour.tried.size(), attempts);
        QCOMPARE(world.sockets.size(), attempts);
        QCOMPARE(world.watchedFds.size(), attempts);
        for (const auto& [serial, socket] : world.sockets) {
            QCOMPARE(socket.waitsFor, WaitsFor::TcpConnect);
            QCOMPARE(socket.deadline, DeadlineKind::Connect);
        }
    }
}

void ConnectTest::ms63SuccessLeavesNoErrorAndOneConnection() {
    ThreeAddresses three;
    World& world = *three.world;
    three.detour.lead("192.0.2.1", closedPort());
    three.detour.lead("192.0.2.2", world.origin->port());
    const TransferId id = addFrom(world, "three.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    QVERIFY(world.at(id).error.ok());
    QCOMPARE(world.at(id).attempt, 0);
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    QCOMPARE(world.socketErrors.size(), std::size_t{1});  // the row of the first keeps its own
    QCOMPARE(kindOf(world.socketErrors.front()), std::string("Connect.Refused"));
}

void ConnectTest::ms63TheLastAddressSaysWhy() {
    ThreeAddresses three;
    World& world = *three.world;
    three.detour.lead("192.0.2.1", closedPort());
    three.detour.lead("192.0.2.2", closedPort());
    three.detour.lead("192.0.2.3", three.hole.port());
    const TransferId id = addFrom(world, "three.test");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Timeout"));
    QVERIFY(world.at(id).error.evidence.find("Connection refused") != std::string::npos);
}

void ConnectTest::r15AllAddressesThatRefusedAreNamed() {
    ThreeAddresses three;
    World& world = *three.world;
    for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
        three.detour.lead(address, closedPort());
    }
    const TransferId id = addFrom(world, "three.test");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Refused"));
    QCOMPARE(three.detour.tried.size(), std::size_t{3 * 5});
    const std::string port = ":" + std::to_string(world.origin->port());
    QCOMPARE(world.at(id).error.sentence, "three.test refused the connection (192.0.2.1" + port +
                                              ", 192.0.2.2" + port + ", 192.0.2.3" + port + ")");
}

void ConnectTest::r16ABlackHoleIsGivenUpAfter30Seconds() {
    const BlackHole hole;
    World world;
    const std::string place = "127.0.0.1:" + std::to_string(hole.port());
    const TransferId id = world.add("http://" + place + "/file.bin");
    const TimePoint began = world.clock.now();
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(world.clock.now() - began, Duration(30s));
    QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Timeout"));
    QCOMPARE(world.at(id).error.sentence, "127.0.0.1 did not answer within 30 s (" + place + ")");
    QCOMPARE(world.at(id).error.evidence, std::string());  // there is no more to say
    QVERIFY(world.watchedFds.empty());
}

void ConnectTest::r18ABrokenFamilyCostsAQuarterOfASecond_data() {
    QTest::addColumn<bool>("v6Works");
    QTest::addColumn<int>("took");
    QTest::newRow("IPv6 broken") << false << 250;
    QTest::newRow("IPv4 broken") << true << 0;
}

void ConnectTest::r18ABrokenFamilyCostsAQuarterOfASecond() {
    QFETCH(bool, v6Works);
    QFETCH(int, took);
    const BlackHole hole;
    Detour detour;
    Ledger ledger;
    WorldOptions options;
    options.hooks.open = detour.hook();
    ledger.attach(options.hooks);
    World world(options);
    world.dns.add("both.test", {.a = {"192.0.2.1"}, .aaaa = {"2001:db8::1"}});
    detour.lead("2001:db8::1", v6Works ? world.origin->port() : hole.port());
    detour.lead("192.0.2.1", v6Works ? hole.port() : world.origin->port());
    const TimePoint began = world.clock.now();
    const TransferId id = addFrom(world, "both.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    QCOMPARE(world.clock.now() - began, Duration(std::chrono::milliseconds(took)));
    QCOMPARE(detour.tried.front(), std::string("2001:db8::1"));
    QVERIFY(ledger.open.empty());
}

void ConnectTest::r19ADeadAddressIsRememberedForTheSession_data() {
    QTest::addColumn<bool>("refuses");
    QTest::addColumn<int>("costs");  // ms, the first time
    QTest::newRow("refused") << true << 0;
    QTest::newRow("silent") << false << 250;
}

void ConnectTest::r19ADeadAddressIsRememberedForTheSession() {
    QFETCH(bool, refuses);
    QFETCH(int, costs);
    ThreeAddresses three;
    World& world = *three.world;
    three.detour.lead("192.0.2.1", refuses ? closedPort() : three.hole.port());
    three.detour.lead("192.0.2.2", world.origin->port());
    const auto load = [&](Duration expected, const Names& tried) {
        three.detour.tried.clear();
        const TimePoint began = world.clock.now();
        const TransferId id = addFrom(world, "three.test");
        return runUntilState(world, id, TransferState::Done) && world.at(id).attempt == 0 &&
               world.clock.now() - began == expected && three.detour.tried == tried;
    };
    const Duration cost = std::chrono::milliseconds(costs);
    QVERIFY(load(cost, {"192.0.2.1", "192.0.2.2"}));
    QVERIFY(load(0ms, {"192.0.2.2"}));
    world.runFor(10min);  // the name is looked up again by now, the dead address is known still
    QVERIFY(load(0ms, {"192.0.2.2"}));
    const std::string file = world.state_.file("resolv.conf");
    QVERIFY(writeFile(file + ".new", "# another network\n" + resolvConf()));
    std::filesystem::rename(file + ".new", file);
    QVERIFY(load(cost, {"192.0.2.1", "192.0.2.2"}));
}

void ConnectTest::r20AConnectionClosedAtOnceIsAnEmptyReply() {
    World world;
    world.origin->setGreeting({{.close = true}});
    const TransferId id = addFrom(world, "127.0.0.1");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(kindOf(world.at(id).error), std::string("Proto.EmptyReply"));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    QVERIFY(world.watchedFds.empty());
    world.origin->setGreeting({});
    QVERIFY(runUntilState(world, id, TransferState::Done));
}

void ConnectTest::r21AConnectionResetAtOnceIsAReset() {
    World world;
    world.origin->setGreeting({{.reset = true}});
    const TransferId id = addFrom(world, "127.0.0.1");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Reset"));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    QVERIFY(world.watchedFds.empty());
    world.origin->setGreeting({});
    QVERIFY(runUntilState(world, id, TransferState::Done));
}

void ConnectTest::r22ASilentServerIsGivenUpAfterFiveMinutes() {
    World world;
    world.origin->serve(
        {.path = "/file.bin", .size = 10, .times = 1, .script = {{.delayBefore = 1h}}});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    const TimePoint began = world.clock.now();
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(world.clock.now() - began, Duration(300s));
    QCOMPARE(kindOf(world.at(id).error), std::string("Timeout.FirstByte"));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    QVERIFY(world.watchedFds.empty());
    QVERIFY(runUntilState(world, id, TransferState::Done));
}

QTEST_GUILESS_MAIN(ConnectTest)
#include "connect_test.moc"
