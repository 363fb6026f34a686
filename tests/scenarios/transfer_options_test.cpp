// What one transfer does otherwise than all: waits, tries, connections, user agent, referrer.

#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

class TransferOptionsTest : public QObject {
    Q_OBJECT

private slots:
    void aFirstByteIsWaitedForSoLong();
    void aStallIsWaitedForSoLong();
    void theNextExchangeOfAConnectionWaitsAsAll();
    void aConnectIsWaitedForSoLong();
    void soManyTriesAreMade();
    void soManyConnectionsBringIt();
    void agentAndReferrerGoWhereverItIsLed();
    void ownFieldsGoBeforeThem();
    void theyAreThereAfterARestart();
    void theyMayBeChanged();
    void whatIsNoFieldIsRefused();

private:
    static Duration timeToFail(World& world, TransferId id) {
        const TimePoint began = world.clock.now();
        return world.runToEnd(id) && world.state(id) == TransferState::Failed
                   ? world.clock.now() - began
                   : Duration::zero();
    }

    static WorldOptions oneTry() {
        WorldOptions options;
        options.limits.attempts = 1;
        return options;
    }
};

void TransferOptionsTest::aFirstByteIsWaitedForSoLong() {
    World world(oneTry());
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.options.firstByte = 7s;
    });
    const Duration took = timeToFail(world, id);
    QVERIFY(took >= 7s && took < 8s);
    QCOMPARE(kindOf(world.at(id).error), std::string("Timeout.FirstByte"));
}

void TransferOptionsTest::aStallIsWaitedForSoLong() {
    World world(oneTry());
    world.origin->serve({.path = "/file.bin", .size = 100'000, .stallAfter = 50'000});
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [](TransferRequest& request) { request.options.stall = 9s; });
    const Duration took = timeToFail(world, id);
    QVERIFY(took >= 9s && took < 10s);
    QCOMPARE(kindOf(world.at(id).error), std::string("Timeout.Stall"));
}

void TransferOptionsTest::theNextExchangeOfAConnectionWaitsAsAll() {
    World world(oneTry());
    world.origin->serve({.path = "/file.bin", .size = 10});
    world.origin->serve({.path = "/slow.bin", .size = 10, .delayFirstByte = 20s});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.options.firstByte = 3s;
    })));
    const TransferId id = world.add(world.origin->url("/slow.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
}

void TransferOptionsTest::aConnectIsWaitedForSoLong() {
    WorldOptions options = oneTry();
    options.tls = true;
    options.origin.delayHandshake = 1h;
    World world(options);
    const TransferId id = world.add(world.origin->tlsUrl("/file.bin"),
                                    [](TransferRequest& request) { request.options.connect = 5s; });
    const Duration took = timeToFail(world, id);
    QVERIFY(took >= 5s && took < 6s);
    QCOMPARE(kindOf(world.at(id).error), std::string("Tls.Timeout"));
}

void TransferOptionsTest::soManyTriesAreMade() {
    World world;
    world.origin->serve({.path = "/file.bin", .status = 500});
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [](TransferRequest& request) { request.options.attempts = 2; });
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(world.origin->requests().size(), std::size_t{2});
    QCOMPARE(world.at(id).maxAttempts, 2);
}

void TransferOptionsTest::soManyConnectionsBringIt() {
    World world(over(8));
    world.origin->serve(slowFile(24'000'000));
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.options.connections = 2;
    });
    world.runFor(3s);
    QCOMPARE(world.origin->openConnections(), std::size_t{2});
    QVERIFY(world.engine->snapshot(id)->moreConnections == MoreConnections::AsMany);
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, 24'000'000));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
}

void TransferOptionsTest::agentAndReferrerGoWhereverItIsLed() {
    World world;
    OriginConfig config;
    config.clock = world.clock;
    Origin other(config);
    other.serve({.path = "/there", .size = 10});
    world.origin->serve({.path = "/file.bin", .location = other.url("/there")});
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.options.userAgent = "Mine/1";
        request.options.referrer = "http://from.example/";
    });
    for (int i = 0; i < 100 && world.state(id) != TransferState::Done; ++i) {
        other.pump(0);
        world.settle();
    }
    QCOMPARE(world.state(id), TransferState::Done);
    for (const RequestLog& request : {world.origin->requests().front(), other.requests().front()}) {
        QCOMPARE(request.header("User-Agent"), std::string("Mine/1"));
        QCOMPARE(request.header("Referer"), std::string("http://from.example/"));
        QCOMPARE(request.header("Accept-Encoding"), std::string("identity"));
    }
}

void TransferOptionsTest::ownFieldsGoBeforeThem() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers = {{"user-agent", "Field/2"}};
        request.options.userAgent = "Mine/1";
    })));
    QCOMPARE(world.origin->requests().front().header("User-Agent"), std::string("Field/2"));
}

void TransferOptionsTest::theyAreThereAfterARestart() {
    World world;
    world.origin->serve(slowFile(4'000'000));
    TransferOptions said;
    said.connect = 4s;
    said.firstByte = 5s;
    said.stall = 6s;
    said.attempts = 7;
    said.connections = 3;
    said.userAgent = "Mine/1";
    said.referrer = "http://from.example/";
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [&](TransferRequest& request) { request.options = said; });
    const TransferId usual = world.add(world.origin->url("/file.bin"));
    world.runFor(2500ms);
    world.restart();
    world.settle();
    QVERIFY(world.engine->options(id) == said);
    QVERIFY(world.engine->options(usual) == TransferOptions{});
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    const auto requests = world.origin->requests();
    QVERIFY(std::ranges::count_if(requests, [](const RequestLog& request) {
                return request.header("User-Agent") == "Mine/1";
            }) >= 2);
}

void TransferOptionsTest::theyMayBeChanged() {
    World world;
    world.origin->serve(slowFile(4'000'000));
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.options.userAgent = "Mine/1";
    });
    world.runFor(1500ms);
    TransferOptions other;
    other.referrer = "http://other.example/";
    QCOMPARE(world.engine->setOptions(id, other), CallStatus::Ok);
    QCOMPARE(world.engine->pause(id), CallStatus::Ok);
    world.settle();
    world.restart();
    world.settle();
    QVERIFY(world.engine->options(id) == other);
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requests().front().header("User-Agent"), std::string("Mine/1"));
    QCOMPARE(world.origin->requests().back().header("User-Agent"), std::string("Penstock/0.1"));
    QCOMPARE(world.origin->requests().back().header("Referer"),
             std::string("http://other.example/"));
    QCOMPARE(world.engine->setOptions(id, {}), CallStatus::Ok);
    world.restart();
    world.settle();
    QVERIFY(world.engine->options(id) == TransferOptions{});
}

void TransferOptionsTest::whatIsNoFieldIsRefused() {
    World world;
    TransferRequest request;
    request.url = world.origin->url("/file.bin");
    request.directory = world.folder.path().string();
    request.options.userAgent = "a\r\nX: y";
    QCOMPARE(kindOf(world.engine->add(request).error()), std::string("Proto.BadHeader"));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QCOMPARE(world.engine->setOptions(id, request.options), CallStatus::WrongState);
    QCOMPARE(world.engine->setOptions(TransferId{99}, {}), CallStatus::UnknownTransfer);
    QVERIFY(!world.engine->options(TransferId{99}));
}

QTEST_GUILESS_MAIN(TransferOptionsTest)
#include "transfer_options_test.moc"
