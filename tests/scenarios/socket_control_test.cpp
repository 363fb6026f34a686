// What a person asks of one connection, and does with it.

#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

/// Of the sockets that are open.
std::vector<SocketSnapshot> open(const World& world, SocketRole role = SocketRole::Transfer) {
    std::vector<SocketSnapshot> all;
    for (const auto& [serial, socket] : world.sockets) {
        if (socket.role == role) {
            all.push_back(socket);
        }
    }
    return all;
}

}  // namespace

class SocketControlTest : public QObject {
    Q_OBJECT

private slots:
    void aDroppedConnectionsTransferGoesOnAtOnce_data();
    void aDroppedConnectionsTransferGoesOnAtOnce();
    void oneOfSeveralIsDroppedAndItsPieceIsBroughtByOthers();
    void anIdleOneIsClosed();
    void whatIsDroppedWhileItConnectsIsTriedAgain();
    void elsewhereIsAnotherAddressOfTheHost();
    void whereThereIsNoOtherAddressItIsAskedAgain();
    void allConnectionsOfATransferGoElsewhere();
    void onlyAnUnpinnedOneIsRelieved_data();
    void onlyAnUnpinnedOneIsRelieved();
    void whatIsGoneIsUnknown();
    void detailsSayWhatTheKernelKnows();
    void detailsOfTlsHaveTheCertificate();
};

void SocketControlTest::aDroppedConnectionsTransferGoesOnAtOnce_data() {
    QTest::addColumn<int>("after");
    QTest::newRow("before the head") << 200;
    QTest::newRow("in the body") << 2500;
}

void SocketControlTest::aDroppedConnectionsTransferGoesOnAtOnce() {
    QFETCH(int, after);
    World world(over(1));
    Rule rule = slowFile(4'000'000);
    rule.delayFirstByte = 500ms;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(after));
    QCOMPARE(open(world).size(), std::size_t{1});
    const std::uint64_t serial = open(world).front().serial;
    QCOMPARE(world.engine->dropSocket(serial), CallStatus::Ok);
    world.runFor(50ms);
    QVERIFY(!world.sockets.contains(serial));
    QCOMPARE(open(world).size(), std::size_t{1});
    QCOMPARE(world.at(id).attempt, 0);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(isExact(world, 4'000'000));
    QCOMPARE(world.origin->requests().size(), std::size_t{2});
    QCOMPARE(kindOf(world.engine->requests(id).front().error), std::string("Connect.Dropped"));
}

void SocketControlTest::oneOfSeveralIsDroppedAndItsPieceIsBroughtByOthers() {
    World world(over(4));
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    QCOMPARE(open(world).size(), std::size_t{4});
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(world.engine->dropSocket(open(world).front().serial), CallStatus::Ok);
        world.runFor(300ms);
        QCOMPARE(world.state(id), TransferState::Receiving);
    }
    QCOMPARE(world.at(id).allowedSockets, 4);  // it says nothing of the host
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);
    QVERIFY(isExact(world, kSize));
    QVERIFY(sent(world) < kSize + 4'000'000);
}

void SocketControlTest::anIdleOneIsClosed() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"))));
    QCOMPARE(open(world, SocketRole::Idle).size(), std::size_t{1});
    const std::uint64_t serial = open(world, SocketRole::Idle).front().serial;
    QCOMPARE(world.engine->dropSocket(serial), CallStatus::Ok);
    world.settle();
    QVERIFY(!world.sockets.contains(serial));
}

void SocketControlTest::whatIsDroppedWhileItConnectsIsTriedAgain() {
    WorldOptions options;
    int opened = 0;
    World* its = nullptr;
    options.hooks.prepare = [&](int /*fd*/, const SocketRequest& request) {
        opened += request.purpose == SocketPurpose::Http ? 1 : 0;
        return Prepared::Ok;
    };
    World world(options);
    its = &world;
    world.origin->serve({.path = "/file.bin", .size = 10});
    bool dropped = false;
    world.onChange = [&](const Change& change) {
        const auto* socket = std::get_if<SocketSnapshot>(&change);
        if (socket != nullptr && socket->state == SocketState::Connecting && !dropped) {
            dropped = true;
            QCOMPARE(its->engine->dropSocket(socket->serial), CallStatus::Ok);
        }
    };
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QVERIFY(dropped);
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(opened, 2);
    QCOMPARE(world.at(id).attempt, 0);
}

void SocketControlTest::elsewhereIsAnotherAddressOfTheHost() {
    WorldOptions options = over(1);
    options.origin.addresses = {"127.0.0.1", "127.0.0.2"};
    World world(options);
    world.dns.add("two.test", {.a = {"127.0.0.1", "127.0.0.2"}});
    world.origin->serve(slowFile(4'000'000));
    const TransferId id = world.add(world.origin->url("/file.bin", "two.test"));
    world.runFor(1500ms);
    QCOMPARE(open(world).size(), std::size_t{1});
    const SocketSnapshot before = open(world).front();
    QCOMPARE(world.engine->retryElsewhere(before.serial), CallStatus::Ok);
    world.runFor(500ms);
    QCOMPARE(open(world).size(), std::size_t{1});
    QVERIFY2(open(world).front().peer != before.peer, before.peer.c_str());
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).attempt, 0);
    QVERIFY(isExact(world, 4'000'000));
}

void SocketControlTest::whereThereIsNoOtherAddressItIsAskedAgain() {
    World world(over(1));
    world.origin->serve(slowFile(4'000'000));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1500ms);
    const SocketSnapshot before = open(world).front();
    QCOMPARE(world.engine->retryElsewhere(before.serial), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.engine->requests(id).back().peer, before.peer);
    QVERIFY(isExact(world, 4'000'000));
}

void SocketControlTest::allConnectionsOfATransferGoElsewhere() {
    World world(over(4));
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    std::vector<std::uint64_t> before;
    for (const SocketSnapshot& socket : open(world)) {
        before.push_back(socket.serial);
    }
    QCOMPARE(before.size(), std::size_t{4});
    QCOMPARE(world.engine->retryElsewhere(id), CallStatus::Ok);
    world.runFor(100ms);
    for (const std::uint64_t serial : before) {
        QVERIFY(!world.sockets.contains(serial));
    }
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);
    QVERIFY(isExact(world, kSize));
}

void SocketControlTest::onlyAnUnpinnedOneIsRelieved_data() {
    QTest::addColumn<bool>("pinned");
    QTest::newRow("pinned") << true;
    QTest::newRow("not pinned") << false;
}

// The second connection crawls, and a person wants to see it to its end.
void SocketControlTest::onlyAnUnpinnedOneIsRelieved() {
    QFETCH(bool, pinned);
    World world(over(4));
    Rule rule = slowFile(kSize);
    rule.edit = [](const RequestLog& request, OriginReply& reply) {
        reply.rate = request.connection == 2 ? 100'000 : 1'000'000;
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    std::uint64_t slow = 0;
    QVERIFY(world.runUntil([&] {
        for (const SocketSnapshot& socket : open(world)) {
            if (world.origin->acceptedConnections() >= 2 && socket.range.begin > 0) {
                slow = slow == 0 ? socket.serial : std::min(slow, socket.serial);
            }
        }
        return slow != 0;
    }));
    if (pinned) {
        QCOMPARE(world.engine->pin(slow, true), CallStatus::Ok);
        QVERIFY(world.engine->socketDetails(slow)->pinned);
    }
    world.runFor(5s);
    QCOMPARE(world.state(id), TransferState::Receiving);
    QCOMPARE(world.sockets.contains(slow), pinned);
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, kSize));
}

void SocketControlTest::whatIsGoneIsUnknown() {
    World world;
    QCOMPARE(world.engine->dropSocket(1), CallStatus::UnknownSocket);
    QCOMPARE(world.engine->retryElsewhere(std::uint64_t{1}), CallStatus::UnknownSocket);
    QCOMPARE(world.engine->retryElsewhere(TransferId{1}), CallStatus::UnknownTransfer);
    QCOMPARE(world.engine->pin(1, true), CallStatus::UnknownSocket);
    QVERIFY(!world.engine->socketDetails(1));
}

void SocketControlTest::detailsSayWhatTheKernelKnows() {
    World world(over(1));
    world.origin->serve({.path = "/small.bin", .size = 10});
    world.origin->serve(slowFile(4'000'000));
    QVERIFY(world.runToEnd(world.add(world.origin->url("/small.bin"))));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    const auto details = world.engine->socketDetails(open(world).front().serial);
    QVERIFY(details);
    QCOMPARE(details->family, AF_INET);
    QVERIFY(details->localAddress.starts_with("127.0.0.1:"));
    QCOMPARE(details->peer, "127.0.0.1:" + std::to_string(world.origin->port()));
    QVERIFY(details->localAddress != details->peer);
    QCOMPARE(details->requests, 1U);
    QVERIFY(!details->certificate && !details->resumed && !details->pinned);
    QVERIFY(details->tcp);
    QVERIFY(details->tcp->received > 1'000'000);
    QVERIFY(details->tcp->sent > 100);
    QVERIFY(details->tcp->congestionWindow > 0 && details->tcp->segmentSize > 0);
    QVERIFY(world.runToEnd(id));
}

void SocketControlTest::detailsOfTlsHaveTheCertificate() {
    WorldOptions options = over(1);
    options.tls = true;
    World world(options);
    world.origin->serve(slowFile(4'000'000));
    const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
    world.runFor(2s);
    const std::uint64_t first = open(world).front().serial;
    auto details = world.engine->socketDetails(first);
    QVERIFY(details && details->certificate);
    QVERIFY(!details->resumed);
    QCOMPARE(details->tls, std::string("TLS 1.3"));
    QVERIFY(std::ranges::find(details->certificate->hosts, "localhost") !=
            details->certificate->hosts.end());
    QVERIFY(!details->certificate->issuer.empty());
    QVERIFY(details->certificate->begins < details->certificate->ends);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.engine->dropSocket(first), CallStatus::Ok);
    const TransferId next = world.add(world.origin->tlsUrl("/file.bin"));
    world.runFor(2s);
    details = world.engine->socketDetails(open(world).front().serial);
    QVERIFY(details && details->certificate);
    QVERIFY(details->resumed);
    QVERIFY(world.runToEnd(next));
}

QTEST_GUILESS_MAIN(SocketControlTest)
#include "socket_control_test.moc"
