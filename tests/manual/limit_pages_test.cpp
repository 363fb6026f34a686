// The pages of the manual about limits, run.

#include "engine/engine_proxies.h"
#include "tests/manual/program.h"
#include "tests/support/guarded.h"

#include <QTest>

#include <string>

using namespace penstock;

class LimitPagesTest : public QObject {
    Q_OBJECT

private slots:
    void limitsHoldFromNowOn();
    void proxiesHoldFromNowOn();
    void whatIsKnownOfAHostIsSaidSetAndForgotten();
    void aFileGoesElsewhereOrBeginsAnew();
    void aServerThatWantsALoginGetsOne();
    void aKeyIsTrustedAndForgotten();
};

void LimitPagesTest::limitsHoldFromNowOn() {
    Program program;
    Engine& engine = *program.engine;
    // page: setLimits
    EngineLimits limits;  // the defaults
    limits.activeTransfers = 1;
    limits.timeouts.firstByte = std::chrono::seconds(20);
    engine.setLimits(limits);
    // end
    const TransferId first = program.addSlow();
    const TransferId id = first;
    // page: setInOrder
    engine.setInOrder(id, true);
    // end
    QVERIFY(engine.snapshot(id)->inOrder);
    // page: setRateLimit
    engine.setRateLimit(id, 500'000);  // bytes per second
    // end
    const auto second = engine.add(
        {.url = program.origin->url("/file.bin"), .directory = program.folder.path().string()});
    program.runUntil(program.hasState(second.value(), TransferState::Queued));
    QCOMPARE(program.list.state(first), TransferState::Receiving);
    engine.pause(first);
    program.runUntil(program.hasState(second.value(), TransferState::Done));
}

void LimitPagesTest::proxiesHoldFromNowOn() {
    Program program;
    Engine& engine = *program.engine;
    // page: setProxies
    const auto rules = proxyRulesFor("http://proxy.example:3128", "10.0.0.0/8, .example", {});
    engine.setProxies(rules.value());
    // end
    QCOMPARE(rules.value().https->host, std::string("proxy.example"));
    QCOMPARE(rules.value().except.size(), std::size_t{2});
    ProxyRules nowhere;
    nowhere.http = std::make_shared<const Proxy>();
    QCOMPARE(engine.setProxies(nowhere), CallStatus::WrongState);
}

void LimitPagesTest::whatIsKnownOfAHostIsSaidSetAndForgotten() {
    Program program;
    Engine& engine = *program.engine;
    // page: setHostCeiling
    engine.setHostCeiling("downloads.example", 443, 2);
    // end
    std::string line;
    // page: hostCeilings
    for (const HostCeiling& each : engine.hostCeilings()) {
        line = each.host + ": " + std::to_string(each.connections);
    }
    // end
    QCOMPARE(line, std::string("downloads.example: 2"));
    // page: forgetHostCeiling
    engine.forgetHostCeiling("downloads.example", 443);
    // end
    QVERIFY(engine.hostCeilings().empty());
}

void LimitPagesTest::aFileGoesElsewhereOrBeginsAnew() {
    Program program;
    Engine& engine = *program.engine;
    const TransferId id = program.addSlow();
    engine.pause(id);
    program.runUntil(program.hasState(id, TransferState::Paused));
    const std::string roomier = (program.folder.path() / "roomier").string();
    // page: setFolder
    engine.setFolder(id, roomier);  // with what is here of it, and it stays Paused
    // end
    program.runUntil([&] { return engine.snapshot(id)->directory == roomier; });
    program.runUntil(program.hasState(id, TransferState::Paused));
    QVERIFY(engine.snapshot(id)->received > 0);
    // page: startOver
    engine.startOver(id);
    // end
    program.runUntil(program.hasState(id, TransferState::Receiving));
}

void LimitPagesTest::aServerThatWantsALoginGetsOne() {
    Program program;
    Engine& engine = *program.engine;
    program.origin->serve(
        {.path = "/box",
         .size = 1000,
         .edit = guardedBy({.challenge = "Basic realm=box", .accepts = [](const std::string& said) {
                                return said == "Basic bWlyYTpjb3JyZWN0IGhvcnNl";
                            }})});
    TransferRequest request;
    request.url = program.origin->url("/box");
    request.directory = program.folder.path().string();
    const TransferId id = engine.add(request).value();
    program.runUntil(program.hasState(id, TransferState::Asking));
    // page: logIn
    const auto wants = engine.snapshot(id);
    if (wants && wants->question == Question::Login) {
        engine.logIn(id, {"mira", "correct horse"});  // wants->error.sentence says who wants it
    }
    // end
    program.runUntil(program.hasState(id, TransferState::Done));
}

void LimitPagesTest::aKeyIsTrustedAndForgotten() {
    Program program;
    Engine& engine = *program.engine;
    OriginThread box(OriginConfig{.tls = {.certificate = TestCa().issue(localhostCert())}});
    box->serve({.path = "/box", .size = 1000});
    TransferRequest request;
    request.url = box->tlsUrl("/box");
    request.directory = program.folder.path().string();
    const TransferId id = engine.add(request).value();
    program.runUntil(program.hasState(id, TransferState::Asking));
    const TrustedKey key = *engine.snapshot(id)->error.trustable;
    const std::string known = key.key;
    // page: trustKey
    const auto asks = engine.snapshot(id);
    if (asks && asks->question == Question::Certificate && asks->error.trustable->key == known) {
        engine.trustKey(*asks->error.trustable);  // asks->error.evidence shows the certificate
    }
    // end
    program.runUntil(program.hasState(id, TransferState::Done));
    std::string line;
    // page: trustedKeys
    for (const TrustedKey& each : engine.trustedKeys()) {
        line = placeText(each) + " " + each.key;
    }
    // end
    QCOMPARE(line, "localhost:" + std::to_string(box->tlsPort()) + " " + known);
    // page: forgetKey
    engine.forgetKey(key);
    // end
    QVERIFY(engine.trustedKeys().empty());
}

QTEST_GUILESS_MAIN(LimitPagesTest)
#include "limit_pages_test.moc"
