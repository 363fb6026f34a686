// The hooks around a descriptor's life: what the program may refuse, rewrite, connect and close.

#include "tests/scenarios/detour.h"
#include "tests/scenarios/ledger.h"
#include "tests/scenarios/world.h"
#include "tests/support/black_hole.h"
#include "tests/support/counting_sink.h"

#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <random>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(penstock::DnsEntry)

namespace {

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

int pipeEnd() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return -1;
    }
    ::close(ends[1]);
    return ends[0];
}

/// What a program may give by mistake or on purpose instead of a socket for the address.
Detour::Open badSocket(const QString& what) {
    return [what](SocketRequest& request) {
        if (what == "none") {
            return -1;
        }
        if (what == "no descriptor") {
            return 1'000'000;
        }
        if (what == "pipe") {
            return pipeEnd();
        }
        const int family = what == "another family" ? AF_UNIX : request.family;
        return ::socket(family, request.type | SOCK_CLOEXEC, 0);
    };
}

}  // namespace

class HooksTest : public QObject {
    Q_OBJECT

private slots:
    void ms17SocketsOfLookupsAreSocketsLikeAllOthers_data();
    void ms17SocketsOfLookupsAreSocketsLikeAllOthers();
    void ms58ABadSocketFailsThatAddressOnly_data();
    void ms58ABadSocketFailsThatAddressOnly();
    void ms58ConnectingFailsWhenNoSocketIsLeft_data();
    void ms58ConnectingFailsWhenNoSocketIsLeft();
    void ms58ABadSocketWaitsForTheFamilyThatIsStillAskedFor();
    void ms58ABadSocketLeavesTheAttemptUnderWayAlone();
    void ms58TheHookIsToldPurposeHostAndAddress();
    void ms59TheRewrittenAddressIsConnectedAndShown();
    void ms59ARewrittenNameServerIsAsked();
    void ms59ADescriptorNeedNotBeNonBlocking();
    void ms59AConnectedSocketIsNotConnectedAgain();
    void ms60ARefusedPreparationFailsThatAddressOnly();
    void ms60RefusedPreparationsFailTheConnecting();
    void ms61EveryDescriptorIsClosedOnceWhateverIsCancelled();
};

void HooksTest::ms17SocketsOfLookupsAreSocketsLikeAllOthers_data() {
    QTest::addColumn<DnsEntry>("entry");
    QTest::newRow("answers") << DnsEntry{.a = {"127.0.0.1"}};
    QTest::newRow("never answers") << DnsEntry{.dropA = true, .dropAaaa = true};
    QTest::newRow("over TCP") << DnsEntry{.a = {"127.0.0.1"}, .truncate = true};
    QTest::newRow("TCP closed") << DnsEntry{.truncate = true, .closeTcp = true};
    QTest::newRow("answers that it cannot") << DnsEntry{.rcode = 2};
}

void HooksTest::ms17SocketsOfLookupsAreSocketsLikeAllOthers() {
    QFETCH(DnsEntry, entry);
    Ledger ledger;
    WorldOptions options;
    ledger.attach(options.hooks);
    std::size_t mostWatched = 0;
    {
        World world(options);
        world.dns.add("some.test", entry);
        const TransferId id = addFrom(world, "some.test");
        QVERIFY(world.runUntil([&] {
            mostWatched = std::max(mostWatched, world.watchedFds.size());
            return world.state(id) == TransferState::Done ||
                   world.state(id) == TransferState::Waiting;
        }));
        QVERIFY(ledger.lookups >= 1);
        QVERIFY(mostWatched <= 16);
        for (const auto& [fd, purpose] : ledger.open) {
            QCOMPARE(purpose, SocketPurpose::Http);  // those of the lookup are gone with it
        }
        for (const auto& [fd, interest] : world.watchedFds) {
            QVERIFY(ledger.open.count(fd) == 1);
        }
    }
    QCOMPARE(ledger.opened, ledger.closed);
    QCOMPARE(ledger.wrong, 0);
}

void HooksTest::ms58ABadSocketFailsThatAddressOnly_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"none", "no descriptor", "pipe", "another family"}) {
        QTest::newRow(what) << what;
    }
}

void HooksTest::ms58ABadSocketFailsThatAddressOnly() {
    QFETCH(QString, what);
    Detour detour;
    WorldOptions options;
    options.hooks.open = detour.hook();
    World world(options);
    world.dns.add("two.test", {.a = {"192.0.2.1", "192.0.2.2"}});
    detour.give("192.0.2.1", badSocket(what));
    detour.lead("192.0.2.2", world.origin->port());
    const TimePoint began = world.clock.now();
    const TransferId id = addFrom(world, "two.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    QCOMPARE(detour.tried, (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
    QCOMPARE(world.clock.now(), began);  // the next address is not held back
    QCOMPARE(world.at(id).attempt, 0);
    QVERIFY(world.at(id).error.ok());
}

void HooksTest::ms58ConnectingFailsWhenNoSocketIsLeft_data() {
    ms58ABadSocketFailsThatAddressOnly_data();
}

void HooksTest::ms58ConnectingFailsWhenNoSocketIsLeft() {
    QFETCH(QString, what);
    Detour detour;
    WorldOptions options;
    options.hooks.open = detour.hook();
    World world(options);
    world.dns.add("two.test", {.a = {"192.0.2.1", "192.0.2.2"}});
    detour.give("192.0.2.1", badSocket(what));
    detour.give("192.0.2.2", badSocket(what));
    const TransferId id = addFrom(world, "two.test");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(classOf(world.at(id).error.kind), ErrorClass::Connect);
    QVERIFY(world.at(id).error.sentence.find("two.test") != std::string::npos);
    QVERIFY(world.at(id).error.evidence.find("192.0.2.1:") != std::string::npos);
    QVERIFY(world.at(id).error.evidence.find("192.0.2.2:") != std::string::npos);
    QCOMPARE(detour.tried.size(), std::size_t{2});
    QVERIFY(world.watchedFds.empty());
}

void HooksTest::ms58ABadSocketWaitsForTheFamilyThatIsStillAskedFor() {
    Detour detour;
    WorldOptions options;
    options.hooks.open = detour.hook();
    World world(options);
    world.dns.add("both.test", {.a = {"192.0.2.1"}, .aaaa = {"2001:db8::1"}, .delayA = 400ms});
    detour.give("2001:db8::1", badSocket("none"));
    detour.lead("192.0.2.1", world.origin->port());
    const TimePoint began = world.clock.now();
    const TransferId id = addFrom(world, "both.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    QCOMPARE(world.clock.now() - began, Duration(400ms));
    QCOMPARE(world.at(id).attempt, 0);
}

// A connect that hangs, then a bad socket: the first is neither dropped nor failed by that.
void HooksTest::ms58ABadSocketLeavesTheAttemptUnderWayAlone() {
    const BlackHole hole;
    Detour detour;
    WorldOptions options;
    options.hooks.open = detour.hook();
    World world(options);
    world.dns.add("three.test", {.a = {"192.0.2.1", "192.0.2.2"}});
    detour.lead("192.0.2.1", hole.port());
    detour.give("192.0.2.2", badSocket("none"));
    const TransferId id = addFrom(world, "three.test");
    world.runFor(10s);
    QCOMPARE(world.state(id), TransferState::Probing);
    QCOMPARE(detour.tried.size(), std::size_t{2});
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    QVERIFY(runUntilState(world, id, TransferState::Waiting));  // at its own deadline
    QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Timeout"));
}

void HooksTest::ms58TheHookIsToldPurposeHostAndAddress() {
    std::vector<SocketRequest> asked;
    WorldOptions options;
    options.hooks.open = [&](SocketRequest& request) {
        asked.push_back(request);
        return Detour::openAsItIs(request);
    };
    World world(options);
    world.dns.add("some.test", {.a = {"127.0.0.1"}});
    QVERIFY(runUntilState(world, addFrom(world, "some.test"), TransferState::Done));
    QCOMPARE(asked.size(), std::size_t{2});
    QCOMPARE(asked[0].purpose, SocketPurpose::Dns);
    QCOMPARE(asked[0].host, std::string("127.0.0.1"));  // the name server
    QCOMPARE(asked[0].port, world.dns.port());
    QCOMPARE(Detour::literalOf(asked[0]), std::string("127.0.0.1"));
    QCOMPARE(asked[1].purpose, SocketPurpose::Http);
    QCOMPARE(asked[1].host, std::string("some.test"));
    QCOMPARE(asked[1].port, world.origin->port());
    QCOMPARE(Detour::literalOf(asked[1]), std::string("127.0.0.1"));
}

void HooksTest::ms59TheRewrittenAddressIsConnectedAndShown() {
    Detour detour;
    WorldOptions options;
    options.hooks.open = detour.hook();
    World world(options);
    detour.lead("192.0.2.1", world.origin->port());
    detour.lead("2001:db8::1", world.origin->port());
    std::vector<std::string> peers;
    world.onChange = [&](const Change& change) {
        if (const auto* socket = std::get_if<SocketSnapshot>(&change)) {
            peers.push_back(socket->peer);
        }
    };
    for (const char* host : {"192.0.2.1", "[2001:db8::1]"}) {
        QVERIFY(runUntilState(world, addFrom(world, host), TransferState::Done));
        QCOMPARE(peers.back(), "127.0.0.1:" + std::to_string(world.origin->port()));
    }
    QVERIFY(world.origin->requests().front().header("Host").starts_with("192.0.2.1"));
}

void HooksTest::ms59ARewrittenNameServerIsAsked() {
    Detour detour;
    WorldOptions options;
    options.hooks.open = detour.hook();
    World world(options);
    QVERIFY(writeFile(world.state_.file("resolv.conf"), "nameserver 192.0.2.53\n"));
    world.dns.add("some.test", {.a = {"127.0.0.1"}});
    detour.lead("192.0.2.53", world.dns.port());
    QVERIFY(runUntilState(world, addFrom(world, "some.test"), TransferState::Done));
}

void HooksTest::ms59ADescriptorNeedNotBeNonBlocking() {
    int flags = 0;
    WorldOptions options;
    options.hooks.open = [](SocketRequest& request) {
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    options.hooks.prepare = [&](int fd, const SocketRequest& /*request*/) {
        flags = ::fcntl(fd, F_GETFL);
        return Prepared::Ok;
    };
    World world(options);
    QVERIFY(runUntilState(world, addFrom(world, "127.0.0.1"), TransferState::Done));
    QVERIFY((flags & O_NONBLOCK) != 0);
}

// What a tunnel would give: one end of a pair, whose other end answers.
void HooksTest::ms59AConnectedSocketIsNotConnectedAgain() {
    std::array<int, 2> pair{-1, -1};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()), 0);
    const UniqueFd far(pair[1]);
    WorldOptions options;
    options.hooks.open = [&](SocketRequest& /*request*/) {
        return std::exchange(pair[0], -1);
    };
    options.hooks.prepare = [](int /*fd*/, const SocketRequest& /*request*/) {
        return Prepared::AlreadyConnected;
    };
    World world(options);
    const TransferId id = addFrom(world, "192.0.2.1");
    world.settle();
    std::array<char, 4096> seen{};
    const ssize_t got = ::recv(far.get(), seen.data(), seen.size(), MSG_DONTWAIT);
    QVERIFY(got > 0);
    QVERIFY(std::string_view(seen.data(), static_cast<std::size_t>(got))
                .starts_with("GET /file.bin HTTP/1.1\r\n"));
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    QCOMPARE(::send(far.get(), answer.data(), answer.size(), MSG_NOSIGNAL),
             static_cast<ssize_t>(answer.size()));
    QVERIFY(runUntilState(world, id, TransferState::Done));
    QCOMPARE(world.at(id).received, std::uint64_t{5});
}

void HooksTest::ms60ARefusedPreparationFailsThatAddressOnly() {
    Detour detour;
    Ledger ledger;
    WorldOptions options;
    options.hooks.open = detour.hook();
    ledger.attach(options.hooks);
    int refusedFd = -1;
    options.hooks.prepare = [&](int fd, const SocketRequest& request) {
        if (request.purpose == SocketPurpose::Http && refusedFd < 0) {
            refusedFd = fd;
            return Prepared::Refused;
        }
        return Prepared::Ok;
    };
    World world(options);
    world.dns.add("two.test", {.a = {"192.0.2.1", "192.0.2.2"}});
    detour.lead("192.0.2.1", world.origin->port());
    detour.lead("192.0.2.2", world.origin->port());
    const TransferId id = addFrom(world, "two.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    QVERIFY(refusedFd >= 0);
    QCOMPARE(detour.tried, (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});  // it never got to connect
    QCOMPARE(world.at(id).attempt, 0);
    QCOMPARE(ledger.opened - ledger.closed, static_cast<int>(ledger.open.size()));
    QCOMPARE(ledger.wrong, 0);
}

void HooksTest::ms60RefusedPreparationsFailTheConnecting() {
    Ledger ledger;
    WorldOptions options;
    ledger.attach(options.hooks);
    options.hooks.prepare = [](int /*fd*/, const SocketRequest& request) {
        return request.purpose == SocketPurpose::Http ? Prepared::Refused : Prepared::Ok;
    };
    World world(options);
    world.dns.add("two.test", {.a = {"127.0.0.1", "127.0.0.2"}});
    const TransferId id = addFrom(world, "two.test");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Failed"));
    QVERIFY(world.at(id).error.sentence.find("two.test") != std::string::npos);
    QCOMPARE(ledger.opened, ledger.closed);
}

void HooksTest::ms61EveryDescriptorIsClosedOnceWhateverIsCancelled() {
    const BlackHole hole;
    Detour detour;
    Ledger ledger;
    WorldOptions options;
    options.tls = true;
    options.hooks.open = detour.hook();
    ledger.attach(options.hooks);
    std::mt19937 random(61);
    {
        World world(options);
        detour.lead("192.0.2.1", hole.port());
        detour.lead("192.0.2.2", world.origin->port());
        detour.give("192.0.2.3", badSocket("pipe"));
        world.dns.add("mute.test", {.dropA = true, .dropAaaa = true});
        world.dns.add("mixed.test", {.a = {"192.0.2.1", "192.0.2.3", "192.0.2.2"}});
        world.dns.add("slow.test", {.a = {"192.0.2.2"}, .delayA = 20ms, .delayAaaa = 20ms});
        world.origin->serve({.path = "/file.bin", .size = 50'000, .rate = 200'000});
        const std::array urls{world.origin->url("/file.bin"),
                              world.origin->tlsUrl("/file.bin"),
                              world.origin->url("/file.bin", "mute.test"),
                              world.origin->url("/file.bin", "mixed.test"),
                              world.origin->url("/file.bin", "slow.test"),
                              world.origin->url("/file.bin", "192.0.2.1")};
        std::vector<TransferId> alive;
        for (int i = 0; i < 1000; ++i) {
            alive.push_back(world.add(urls.at(random() % urls.size()), [](auto& request) {
                request.sink = std::make_shared<CountingSink>();
            }));
            world.runFor(std::chrono::milliseconds(random() % 40));
            if (alive.size() > 5 || random() % 2 == 0) {
                const auto which =
                    alive.begin() + static_cast<std::ptrdiff_t>(random() % alive.size());
                QCOMPARE(world.engine->remove(*which, Removal::KeepFile), CallStatus::Ok);
                alive.erase(which);
            }
        }
        QCOMPARE(ledger.opened - ledger.closed, static_cast<int>(ledger.open.size()));
    }
    QVERIFY2(ledger.opened >= 500, qPrintable(QString::number(ledger.opened)));
    QCOMPARE(ledger.opened, ledger.closed);
    QCOMPARE(ledger.wrong, 0);
    QVERIFY(ledger.open.empty());
}

QTEST_GUILESS_MAIN(HooksTest)
#include "hooks_test.moc"
