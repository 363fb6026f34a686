// What trust in a key does not reach: other places and connections, and those who do not have it
//

#include "tests/scenarios/trust_stage.h"
#include "tests/support/content.h"

#include <QTest>

#include <openssl/ssl.h>

using namespace penstock;
using namespace std::chrono_literals;

class TrustReachTest : public QObject {
    Q_OBJECT

private slots:
    void r49AnotherKeyIsSaidToBeAnother();
    void afterARedirectAnotherPlaceIsJudgedForItself();
    void r48NoSessionCarriesTrust_data();
    void r48NoSessionCarriesTrust();
    void noPooledConnectionCarriesTrust();
    void trustThatIsTakenBackEndsWhatStandsOnIt_data();
    void trustThatIsTakenBackEndsWhatStandsOnIt();
    void severalConnectionsStandOnIt();
    void aMirrorGoesBeforeAQuestion();
    void theSocketTellsOfTheChain();
};

void TrustReachTest::r49AnotherKeyIsSaidToBeAnother() {
    TrustStage stage;
    World& world = stage.world;
    const std::string before = keyIn(show(world, "self-signed"));
    QCOMPARE(world.engine->trustKey(stage.here(before)), CallStatus::Ok);
    QVERIFY(stage.done(stage.fetch()));
    world.origin->closeIdle();
    world.settle();
    const std::string after = keyIn(show(world, "self-signed"));
    const TransferId id = stage.fetch();
    QVERIFY(stage.asks(id));
    const Error& error = world.at(id).error;
    QCOMPARE(error.sentence,
             std::string("localhost has another key now than the one that is trusted"));
    QVERIFY(error.evidence.find("not from an authority") != std::string::npos);
    QCOMPARE(error.trustable->key, after);
}

void TrustReachTest::afterARedirectAnotherPlaceIsJudgedForItself() {
    TrustStage stage;
    World& world = stage.world;
    const std::string key = keyIn(show(world, "self-signed"));
    world.origin->serve({.path = "/to", .location = world.origin->tlsUrl("/f", "127.0.0.1")});
    const auto led = [&] {
        const TransferId id = world.add(world.origin->tlsUrl("/to"), [&](TransferRequest& request) {
            request.trustedKeys = {key};
        });
        stage.rest(id);
        return id;
    };
    const TransferId id = led();
    QVERIFY(stage.asks(id));
    QVERIFY(*world.at(id).error.trustable == stage.here(key, "127.0.0.1"));
    QCOMPARE(world.engine->answer(id, Choice::Trust), CallStatus::Ok);
    stage.rest(id);
    QVERIFY(stage.done(id));
}

void TrustReachTest::r48NoSessionCarriesTrust_data() {
    QTest::addColumn<int>("version");
    QTest::newRow("TLS 1.3") << TLS1_3_VERSION;
    QTest::newRow("TLS 1.2") << TLS1_2_VERSION;
}

void TrustReachTest::r48NoSessionCarriesTrust() {
    QFETCH(int, version);
    TrustStage stage(0, version);  // every transfer opens a connection of its own
    const std::string key = keyIn(show(stage.world, "self-signed"));
    QVERIFY(stage.done(stage.fetch({key})));
    QVERIFY(stage.done(stage.fetch({key})));
    QVERIFY(stage.asks(stage.fetch()));
    for (const RequestLog& request : stage.world.origin->requests()) {
        QVERIFY(!request.resumed);
    }
}

void TrustReachTest::noPooledConnectionCarriesTrust() {
    TrustStage stage;
    World& world = stage.world;
    const std::string key = keyIn(show(world, "self-signed"));
    QVERIFY(stage.done(stage.fetch({key})));
    QCOMPARE(world.origin->openConnections(), std::size_t{1});  // idle
    QVERIFY(stage.asks(stage.fetch()));
    QVERIFY(stage.asks(stage.fetch({kOtherKey})));
    QVERIFY(stage.done(stage.fetch({key})));  // and that one still uses it
    const auto requests = world.origin->requests();
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests[0].connection, requests[1].connection);
}

void TrustReachTest::trustThatIsTakenBackEndsWhatStandsOnIt_data() {
    QTest::addColumn<bool>("running");
    QTest::newRow("running") << true;
    QTest::newRow("idle") << false;
}

void TrustReachTest::trustThatIsTakenBackEndsWhatStandsOnIt() {
    QFETCH(bool, running);
    TrustStage stage;
    World& world = stage.world;
    const TrustedKey key = stage.here(keyIn(show(world, "self-signed")));
    QCOMPARE(world.engine->trustKey(key), CallStatus::Ok);
    world.origin->serve({.path = "/slow", .size = 4'000'000, .rate = 500'000});
    TransferId id = stage.fetch();
    if (running) {
        id = world.add(world.origin->tlsUrl("/slow"));
        QVERIFY(world.runUntil([&] { return world.at(id).state == TransferState::Receiving; }));
    }
    QCOMPARE(world.engine->forgetKey(key), CallStatus::Ok);
    QVERIFY(world.engine->trustedKeys().empty());
    if (running) {
        stage.rest(id);
        QVERIFY(stage.asks(id));
    }
    QVERIFY(world.runUntil([&] { return world.origin->openConnections() == 0; }, 5s));
    QVERIFY(stage.asks(stage.fetch()));
}

void TrustReachTest::severalConnectionsStandOnIt() {
    WorldOptions options = TrustStage::options(6, {});
    options.connections = 3;
    World world(options);
    const std::string key = keyIn(show(world, "self-signed"));
    world.origin->serve({.path = "/big", .size = 8'000'000, .seed = 6, .rate = 1'000'000});
    const TransferId id = world.add(world.origin->tlsUrl("/big"),
                                    [&](TransferRequest& request) { request.trustedKeys = {key}; });
    QVERIFY(world.runToEnd(id));
    QVERIFY2(world.state(id) == TransferState::Done, world.at(id).error.sentence.c_str());
    QVERIFY(world.downloaded("big") == contentText(6, 0, 8'000'000));
    QVERIFY(world.origin->acceptedConnections() > 1);
}

void TrustReachTest::aMirrorGoesBeforeAQuestion() {
    TrustStage stage;
    World& world = stage.world;
    show(world, "self-signed");
    const TransferId id = world.add(world.origin->tlsUrl("/f"), [&](TransferRequest& request) {
        request.mirrors = {world.origin->url("/f")};
    });
    stage.rest(id);
    QVERIFY(stage.done(id));
}

void TrustReachTest::theSocketTellsOfTheChain() {
    TrustStage stage;
    World& world = stage.world;
    const TestCertificate made = TestCa("Nobody").intermediate("Between").issue(localhostCert());
    world.origin->setCertificate(made);
    QVERIFY(stage.done(stage.fetch({keyIn(made)})));
    const auto details = world.engine->socketDetails(world.sockets.begin()->first);
    QVERIFY(details && details->certificate);
    QVERIFY(details->trustedByPerson);
    QCOMPARE(details->certificate->key, keyIn(made));
    QCOMPARE(details->certificate->fingerprint.size(), std::size_t{32 * 3 - 1});
    QCOMPARE(details->certificate->hosts,
             (std::vector<std::string>{"localhost", "127.0.0.1", "::1"}));
    QCOMPARE(details->chain.size(), std::size_t{1});
    QCOMPARE(details->chain.front().subject, std::string("Between"));
    QCOMPARE(details->chain.front().issuer, std::string("Nobody"));
}

QTEST_GUILESS_MAIN(TrustReachTest)
#include "trust_reach_test.moc"
