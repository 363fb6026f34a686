// Connections between two requests: which are used again, which never, and when they go.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

TransferId fetch(World& world, const std::string& url) {
    const TransferId id = addCounted(world, url);
    if (!world.runToEnd(id)) {
        qWarning("it does not end");
    }
    return id;
}

}  // namespace

class PoolTest : public QObject {
    Q_OBJECT

private slots:
    void ms68AnIdleConnectionIsLeftAfterItsTime();
    void ms68TheServersEndOfAnIdleConnectionIsNoError();
    void ms69ARequestThatAReusedConnectionSwallowedGoesOutAgain();
    void ms69AFreshConnectionWithoutAnAnswerIsAnError();
    void ms69AnEndBeforeTheEndIsAnError_data();
    void ms69AnEndBeforeTheEndIsAnError();
    void ms70SocketsStayWithinTheLimitHoweverManyHosts();
    void ms72OnlyAWholeAnswerOfTheSameHostLeavesAConnection_data();
    void ms72OnlyAWholeAnswerOfTheSameHostLeavesAConnection();
};

void PoolTest::ms68AnIdleConnectionIsLeftAfterItsTime() {
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = 1000});
    fetch(world, world.origin->url("/file.bin"));
    world.runFor(117s);
    fetch(world, world.origin->url("/file.bin"));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    world.runFor(119s);
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
    QCOMPARE(world.state(fetch(world, world.origin->url("/file.bin"))), TransferState::Done);
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
}

void PoolTest::ms68TheServersEndOfAnIdleConnectionIsNoError() {
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = 1000});
    fetch(world, world.origin->url("/file.bin"));
    world.origin->closeIdle();
    world.settle();
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
    const TransferId id = fetch(world, world.origin->url("/file.bin"));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);
    QCOMPARE(world.origin->requests().size(), std::size_t{2});
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
    QVERIFY(world.socketErrors.empty());
}

void PoolTest::ms69ARequestThatAReusedConnectionSwallowedGoesOutAgain() {
    World world(withoutJournal());
    world.origin->serve({.path = "/first", .size = 1000});
    world.origin->serve(
        {.path = "/second", .size = 1000, .times = 1, .script = {{.bytes = "", .close = true}}});
    fetch(world, world.origin->url("/first"));
    const TimePoint began = world.clock.now();
    const TransferId id = fetch(world, world.origin->url("/second"));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);
    QVERIFY(world.clock.now() == began);  // at once
    const auto requests = world.origin->requestsFor("/second");
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests[0].numberOnConnection, 2U);
    QCOMPARE(requests[1].numberOnConnection, 1U);
}

void PoolTest::ms69AFreshConnectionWithoutAnAnswerIsAnError() {
    World world(withoutJournal());
    world.origin->serve({.path = "/first", .size = 1000});
    world.origin->serve({.path = "/second", .script = {{.bytes = "", .close = true}}});
    fetch(world, world.origin->url("/first"));
    const TransferId id = addCounted(world, world.origin->url("/second"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Proto.EmptyReply"));
    QCOMPARE(world.origin->requestsFor("/second").size(), std::size_t{2});  // reused, then fresh
    QCOMPARE(world.at(id).attempt, 2);                                      // each was a try
}

void PoolTest::ms69AnEndBeforeTheEndIsAnError_data() {
    using Steps = std::vector<RawStep>;
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::addColumn<Steps>("script");
    QTest::addColumn<QString>("kind");
    QTest::addRow("FIN in the body") << Steps{{.bytes = head + "x", .close = true}} << "Trunc.Body";
    QTest::addRow("RST in the body") << Steps{{.bytes = head + "x", .reset = true}} << "Trunc.Body";
    QTest::addRow("FIN in a chunk")
        << Steps{{.bytes = chunked + "9\r\nx", .close = true}} << "Trunc.Body";
    QTest::addRow("FIN in the head")
        << Steps{{.bytes = "HTTP/1.1 200 OK\r\nContent-", .close = true}} << "Trunc.Headers";
    QTest::addRow("RST for an answer") << Steps{{.bytes = "", .reset = true}} << "Connect.Reset";
}

void PoolTest::ms69AnEndBeforeTheEndIsAnError() {
    QFETCH(std::vector<RawStep>, script);
    QFETCH(QString, kind);
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .script = script});
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), kind.toStdString());
    QCOMPARE(world.origin->requests().size(), std::size_t{1});  // nothing was asked again unseen
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
}

void PoolTest::ms70SocketsStayWithinTheLimitHoweverManyHosts() {
    constexpr std::size_t kHosts = 16;
    constexpr std::size_t kRequests = 3000;
    WorldOptions options = withoutJournal();
    options.limits.idleConnections = 5;
    options.limits.activeTransfers = 8;
    std::vector<std::string> hosts;
    for (std::size_t i = 1; i <= kHosts; ++i) {
        hosts.push_back("127.0.0." + std::to_string(i));
    }
    options.origin.addresses = hosts;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 10});
    std::size_t most = 0;
    world.onReturn = [&](EntryPoint /*from*/) {
        most = std::max(most, world.shadow.openCount());
    };
    TransferId last = TransferId::Nothing;
    for (std::size_t i = 0; i < kRequests; ++i) {
        last = addCounted(world, world.origin->url("/file.bin", hosts[i * 7 % kHosts]));
    }
    QVERIFY(world.runToEnd(last));
    world.settle();
    QCOMPARE(world.origin->requests().size(), kRequests);
    QVERIFY2(most <= 5 + 8, qPrintable(QString::number(most)));
    QCOMPARE(world.shadow.openCount(), std::size_t{5});
    QCOMPARE(world.origin->openConnections(), std::size_t{5});
    world.origin->closeIdle();
    world.settle();
    QCOMPARE(world.shadow.openCount(), std::size_t{0});  // none is left half closed
}

void PoolTest::ms72OnlyAWholeAnswerOfTheSameHostLeavesAConnection_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("connections");
    QTest::addRow("an aborted answer") << "/slow"
                                       << "127.0.0.1" << 2;
    QTest::addRow("a part of an answer") << "/broken"
                                         << "127.0.0.1" << 2;
    QTest::addRow("more than an answer") << "/junk"
                                         << "127.0.0.1" << 2;
    QTest::addRow("another host") << "/whole"
                                  << "127.0.0.2" << 2;
    QTest::addRow("the same host") << "/whole"
                                   << "127.0.0.1" << 1;
}

void PoolTest::ms72OnlyAWholeAnswerOfTheSameHostLeavesAConnection() {
    QFETCH(QString, first);
    QFETCH(QString, host);
    QFETCH(int, connections);
    WorldOptions options = withoutJournal();
    options.origin.addresses = {"127.0.0.1", "127.0.0.2"};
    World world(options);
    world.origin->serve({.path = "/whole", .size = 1000});
    world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 1000});
    world.origin->serve({.path = "/broken", .size = 1000, .closeAfter = 10});
    world.origin->serve({.path = "/junk", .size = 1000, .trailing = {{.bytes = "HTTP/1.1 200"}}});
    const TransferId id = addCounted(world, world.origin->url(first.toStdString()));
    world.runFor(20ms);
    world.engine->remove(id, Removal::KeepFile);
    const auto sink = std::make_shared<MemorySink>();
    const TransferId next = world.add(world.origin->url("/whole", host.toStdString()), into(sink));
    QVERIFY(world.runToEnd(next));
    QCOMPARE(world.state(next), TransferState::Done);
    QVERIFY(sink->text == contentText(1, 0, 1000));
    QCOMPARE(world.origin->acceptedConnections(), static_cast<std::size_t>(connections));
}

QTEST_GUILESS_MAIN(PoolTest)
#include "pool_test.moc"
