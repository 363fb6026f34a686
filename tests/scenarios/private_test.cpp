// A server of the public Internet must not lead into a private network.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"
#include "tests/support/counting_sink.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// What is asked of a documentation address goes to the origin instead, as if it were out there.
SocketHooks publicOrigin(const std::uint16_t& port) {
    SocketHooks hooks;
    hooks.open = [&port](SocketRequest& request) {
        auto* to = reinterpret_cast<sockaddr_in*>(&request.address);
        if (request.purpose == SocketPurpose::Http && request.family == AF_INET &&
            ntohl(to->sin_addr.s_addr) >> 8U == 0xC00002U) {  // 192.0.2.0/24
            to->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            to->sin_port = htons(port);
        }
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    return hooks;
}

/// A public server that points to /secret on `host`, which is the origin too.
struct Outside {
    explicit Outside(const std::string& host) : world(options()) {
        port = world.origin->port();
        world.dns.add("public.test", {.a = {"192.0.2.1"}});
        world.dns.add("inside.test", {.a = {"127.0.0.1"}});
        world.dns.add("tunnel.test", {.aaaa = {"2002:7f00:1::1"}});
        Rule rule;
        rule.path = "/start";
        rule.location = "http://" + host + ":" + std::to_string(port) + "/secret";
        world.origin->serve(rule);
        world.origin->serve({.path = "/secret", .size = 10});
    }

    WorldOptions options() {
        WorldOptions made;
        made.hooks = publicOrigin(port);
        return made;
    }

    TransferId addAndAsk() {
        const TransferId id = world.add(world.origin->url("/start", "public.test"));
        world.runUntil([&] { return world.state(id) == TransferState::Asking; });
        return id;
    }

    std::uint16_t port = 0;
    World world;
};

}  // namespace

class PrivateTest : public QObject {
    Q_OBJECT

private slots:
    void r09APublicServerMayNotPointIntoAPrivateNetworkUnasked_data();
    void r09APublicServerMayNotPointIntoAPrivateNetworkUnasked();
    void r09WhoIsAllowedIsLedThere();
    void r09WhoIsNotAllowedRestsAndAsksAgain();
    void r09AQuestionOutlivesTheProgram();
    void r09AnotherQuestionsAnswerIsNone();
    void r09ASinkIsToldNotAsked();
    void r09APrivateServerMayPointToAnother();
    void r09WhatAPersonTypedIsAllowed();
    void aRedirectBetweenPublicServersKeepsItsConnection();
};

void PrivateTest::r09APublicServerMayNotPointIntoAPrivateNetworkUnasked_data() {
    QTest::addColumn<QString>("host");
    QTest::newRow("loopback") << "127.0.0.1";
    QTest::newRow("IPv6 loopback") << "[::1]";
    QTest::newRow("mapped") << "[::ffff:7f00:1]";
    QTest::newRow("compatible") << "[::7f00:1]";
    QTest::newRow("6to4") << "[2002:7f00:1::1]";
    QTest::newRow("Teredo") << "[2001:0:808:808::80ff:fffe]";
    QTest::newRow("ISATAP") << "[2001:db8::5efe:7f00:1]";
    QTest::newRow("NAT64") << "[64:ff9b::7f00:1]";
    QTest::newRow("NAT64 of the network's own") << "[64:ff9b:1::7f00:1]";
    QTest::newRow("private") << "192.168.1.1";
    QTest::newRow("protocol assignments") << "192.0.0.8";
    QTest::newRow("benchmarks") << "198.18.0.1";
    QTest::newRow("reserved") << "240.0.0.1";
    QTest::newRow("broadcast") << "255.255.255.255";
    QTest::newRow("a name for 6to4") << "tunnel.test";
    QTest::newRow("a name for it") << "inside.test";
}

void PrivateTest::r09APublicServerMayNotPointIntoAPrivateNetworkUnasked() {
    QFETCH(QString, host);
    Outside outside(host.toStdString());
    World& world = outside.world;
    const TransferId id = outside.addAndAsk();
    QCOMPARE(world.state(id), TransferState::Asking);
    QCOMPARE(world.at(id).question, Question::PrivateNetwork);
    QCOMPARE(kindOf(world.at(id).error), std::string("Policy.PrivateNet"));
    QVERIFY(!world.at(id).error.evidence.empty());
    QVERIFY(world.origin->requestsFor("/secret").empty());
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});  // not even connected
}

void PrivateTest::r09WhoIsAllowedIsLedThere() {
    Outside outside("inside.test");
    World& world = outside.world;
    const TransferId id = outside.addAndAsk();
    QCOMPARE(world.engine->answer(id, Choice::Allow), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).question, Question::Nothing);
    QVERIFY(world.at(id).error.ok());
    QCOMPARE(world.origin->requestsFor("/secret").size(), std::size_t{1});
}

void PrivateTest::r09WhoIsNotAllowedRestsAndAsksAgain() {
    Outside outside("inside.test");
    World& world = outside.world;
    const TransferId id = outside.addAndAsk();
    QCOMPARE(world.engine->answer(id, Choice::Stop), CallStatus::Ok);
    QCOMPARE(world.state(id), TransferState::Paused);
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Asking; }));
    QCOMPARE(world.at(id).question, Question::PrivateNetwork);
    QVERIFY(world.origin->requestsFor("/secret").empty());
}

void PrivateTest::r09AnotherQuestionsAnswerIsNone() {
    Outside outside("inside.test");
    const TransferId id = outside.addAndAsk();
    QCOMPARE(outside.world.engine->answer(id, Choice::StartOver), CallStatus::WrongState);
    QCOMPARE(outside.world.state(id), TransferState::Asking);
}

void PrivateTest::r09AQuestionOutlivesTheProgram() {
    Outside outside("inside.test");
    World& world = outside.world;
    const TransferId id = outside.addAndAsk();
    world.settle();
    world.restart();
    world.settle();
    QCOMPARE(world.state(id), TransferState::Asking);
    QCOMPARE(world.at(id).question, Question::PrivateNetwork);
    QCOMPARE(world.engine->answer(id, Choice::Allow), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void PrivateTest::r09ASinkIsToldNotAsked() {
    Outside outside("inside.test");
    World& world = outside.world;
    const TransferId id = world.add(
        world.origin->url("/start", "public.test"),
        [](TransferRequest& request) { request.sink = std::make_shared<CountingSink>(); });
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Policy.PrivateNet"));
    QVERIFY(world.origin->requestsFor("/secret").empty());
}

void PrivateTest::r09APrivateServerMayPointToAnother() {
    World world;
    Rule rule;
    rule.path = "/start";
    rule.location = world.origin->url("/file.bin", "localhost");
    world.origin->serve(rule);
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/start"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void PrivateTest::r09WhatAPersonTypedIsAllowed() {
    World world;
    world.dns.add("inside.test", {.a = {"127.0.0.1"}});
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin", "inside.test"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void PrivateTest::aRedirectBetweenPublicServersKeepsItsConnection() {
    std::uint16_t port = 0;
    WorldOptions options;
    options.hooks = publicOrigin(port);
    World world(options);
    port = world.origin->port();
    world.dns.add("public.test", {.a = {"192.0.2.1"}});
    Rule rule;
    rule.path = "/start";
    rule.location = "/file.bin";
    world.origin->serve(rule);
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/start", "public.test"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
}

QTEST_GUILESS_MAIN(PrivateTest)
#include "private_test.moc"
