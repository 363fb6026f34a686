// TLS over the life of an engine: sessions that are resumed, and goodbyes that are waited for.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <openssl/ssl.h>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

WorldOptions withoutPool() {
    WorldOptions options;
    options.tls = true;
    options.limits.idleConnections = 0;
    return options;
}

TransferId fetch(World& world, const std::string& url) {
    const TransferId id = world.add(url);
    if (!world.runToEnd(id) || world.state(id) != TransferState::Done) {
        qWarning("%s", world.at(id).error.sentence.c_str());
    }
    return id;
}

}  // namespace

class TlsTest : public QObject {
    Q_OBJECT

private slots:
    void theSecondConnectionResumesTheSession_data();
    void theSecondConnectionResumesTheSession();
    void r48ASessionIsNotOfferedToAnotherName();
    void r48AServerThatForgotTheSessionGetsAFullHandshake();
    void r46AResumedSessionNeedsNoStaple_data();
    void r46AResumedSessionNeedsNoStaple();
    void r46ARevokedCertificateIsNotTriedAgain();
    void aGoodbyeIsWaitedForWithoutAnyOtherCall();
    void aPeerThatSaysNothingIsLeftAfterTwoSeconds();
    void aThousandGoodbyesLeaveNoSocketBehind();
};

void TlsTest::theSecondConnectionResumesTheSession_data() {
    QTest::addColumn<int>("version");
    QTest::addRow("TLS 1.3") << TLS1_3_VERSION;
    QTest::addRow("TLS 1.2") << TLS1_2_VERSION;
}

void TlsTest::theSecondConnectionResumesTheSession() {
    QFETCH(int, version);
    WorldOptions options = withoutPool();
    options.origin.tls.maxVersion = version;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(world.state(fetch(world, world.origin->tlsUrl("/file.bin"))), TransferState::Done);
    }
    const auto requests = world.origin->requests();
    QCOMPARE(requests.size(), std::size_t{3});
    QVERIFY(!requests[0].resumed);
    QVERIFY(requests[1].resumed);
    QVERIFY(requests[2].resumed);
}

void TlsTest::r48ASessionIsNotOfferedToAnotherName() {
    World world(withoutPool());
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QCOMPARE(world.state(fetch(world, world.origin->tlsUrl("/file.bin"))), TransferState::Done);
    QCOMPARE(world.state(fetch(world, world.origin->tlsUrl("/file.bin", "127.0.0.1"))),
             TransferState::Done);
    const auto requests = world.origin->requests();
    QCOMPARE(requests.size(), std::size_t{2});
    QVERIFY(!requests[1].resumed);  // the same server under another name
}

void TlsTest::r48AServerThatForgotTheSessionGetsAFullHandshake() {
    World world(withoutPool());
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QCOMPARE(world.state(fetch(world, world.origin->tlsUrl("/file.bin"))), TransferState::Done);
    world.origin->forgetTlsSessions();
    QCOMPARE(world.state(fetch(world, world.origin->tlsUrl("/file.bin"))), TransferState::Done);
    QVERIFY(!world.origin->requests()[1].resumed);
}

void TlsTest::r46AResumedSessionNeedsNoStaple_data() {
    theSecondConnectionResumesTheSession_data();
}

void TlsTest::r46AResumedSessionNeedsNoStaple() {
    QFETCH(int, version);
    WorldOptions options = withoutPool();
    options.origin.tls.maxVersion = version;
    World world(options);
    CertOptions mustStaple = localhostCert();
    mustStaple.mustStaple = true;
    TestCertificate certificate = world.ca.issue(mustStaple);
    certificate.staple = world.ca.staple(certificate);
    world.origin->setCertificate(certificate);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QCOMPARE(world.state(fetch(world, world.origin->tlsUrl("/file.bin"))), TransferState::Done);
    QCOMPARE(world.state(fetch(world, world.origin->tlsUrl("/file.bin"))), TransferState::Done);
    const auto requests = world.origin->requests();
    QVERIFY(!requests[0].resumed);
    QVERIFY(requests[1].resumed);
    // And where there is no session any more, one is needed again.
    certificate.staple.clear();
    world.origin->setCertificate(certificate);
    world.origin->forgetTlsSessions();
    const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Tls.BadStaple"));
}

void TlsTest::r46ARevokedCertificateIsNotTriedAgain() {
    World world(withoutPool());
    TestCertificate certificate = world.ca.issue(localhostCert());
    certificate.staple = world.ca.staple(certificate, {.says = StapleOptions::Says::Revoked});
    world.origin->setCertificate(certificate);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TimePoint began = world.clock.now();
    const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Tls.Revoked"));
    QVERIFY(world.origin->requests().empty());
    QCOMPARE(world.clock.now(), began);
}

void TlsTest::aGoodbyeIsWaitedForWithoutAnyOtherCall() {
    World world(withoutPool());
    world.origin->setDelayGoodbye(200ms);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    fetch(world, world.origin->tlsUrl("/file.bin"));
    const TimePoint done = world.clock.now();
    world.settle();
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    QCOMPARE(world.sockets.begin()->second.waitsFor, WaitsFor::Close);
    QCOMPARE(world.sockets.begin()->second.role, SocketRole::Closing);
    const int entries = world.shadow.counts().entries;
    QVERIFY(world.runUntil([&] { return world.watchedFds.empty(); }));
    QCOMPARE(world.clock.now() - done, Duration(200ms));
    QVERIFY2(world.shadow.counts().entries - entries <= 2, "it was called without a reason");
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
}

void TlsTest::aPeerThatSaysNothingIsLeftAfterTwoSeconds() {
    World world(withoutPool());
    world.origin->setDelayGoodbye(1h);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    fetch(world, world.origin->tlsUrl("/file.bin"));
    const TimePoint done = world.clock.now();
    QVERIFY(world.runUntil([&] { return world.shadow.openCount() == 0; }));
    QCOMPARE(world.clock.now() - done, Duration(2s));
}

void TlsTest::aThousandGoodbyesLeaveNoSocketBehind() {
    WorldOptions options = withoutPool();
    options.journal = JournalConfig::Mode::Nothing;
    World world(options);
    world.origin->setDelayGoodbye(200ms);
    world.origin->serve({.path = "/file.bin", .size = 10, .keepAlive = false});
    for (int i = 0; i < 100; ++i) {
        for (int k = 0; k < 10; ++k) {
            world.add(world.origin->tlsUrl("/file.bin"),
                      [&](TransferRequest& request) { request.name = std::to_string(i * 10 + k); });
        }
        QVERIFY(world.runUntil([&] { return world.shadow.openCount() == 0; }));
    }
    for (const auto& [id, transfer] : world.transfers) {
        QCOMPARE(transfer.state, TransferState::Done);
    }
    QCOMPARE(world.shadow.counts().opened, world.shadow.counts().closed);
    QVERIFY(world.shadow.counts().opened >= 1000);
}

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
