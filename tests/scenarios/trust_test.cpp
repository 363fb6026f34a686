// "Trust this certificate": for one host, one port and one key, and for nothing else (R-29 to
//

#include "tests/scenarios/trust_stage.h"
#include "tests/support/content.h"
#include "tests/support/counting_sink.h"

#include <QTest>

using namespace penstock;

class TrustTest : public QObject {
    Q_OBJECT

private slots:
    void aTrustedKeyStandsInForTheAuthority_data();
    void aTrustedKeyStandsInForTheAuthority();
    void whatAKeyDoesNotStandInFor_data();
    void whatAKeyDoesNotStandInFor();
    void theEvidenceNamesKeyAndChain();
    void theQuestionIsAnsweredForAllThatAskIt();
    void doNotTrustPauses();
    void aSinkIsNotAsked();
    void afterARestartItIsAskedAnew();
    void whatTheSystemTrustsStaysTrusted();
    void malformedKeysAreNone();
};

void TrustTest::aTrustedKeyStandsInForTheAuthority_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("kind");
    QTest::newRow("self-signed") << "self-signed"
                                 << "Tls.Untrusted";
    QTest::newRow("unknown authority") << "unknown authority"
                                       << "Tls.Untrusted";
    QTest::newRow("missing intermediate") << "missing intermediate"
                                          << "Tls.Untrusted";
    QTest::newRow("wrong name") << "wrong name"
                                << "Tls.HostMismatch";
    QTest::newRow("expired") << "expired"
                             << "Tls.Expired";
}

void TrustTest::aTrustedKeyStandsInForTheAuthority() {
    QFETCH(QString, fault);
    QFETCH(QString, kind);
    TrustStage stage;
    World& world = stage.world;
    const std::string key = keyIn(show(world, fault));
    const auto refused = [&](TransferId id) {
        return stage.asks(id) && kindOf(world.at(id).error) == kind.toStdString() &&
               *world.at(id).error.trustable == stage.here(key);
    };
    // Without, with another key, for another host, for another port.
    QVERIFY(refused(stage.fetch()));
    QVERIFY(refused(stage.fetch({kOtherKey})));
    QCOMPARE(world.engine->trustKey(stage.here(key, "127.0.0.1")), CallStatus::Ok);
    QVERIFY(refused(stage.fetch()));
    TrustedKey elsewhere = stage.here(key);
    ++elsewhere.port;
    QCOMPARE(world.engine->trustKey(elsewhere), CallStatus::Ok);
    QVERIFY(refused(stage.fetch()));
    QVERIFY(world.origin->requests().empty());
    // With it: one transfer's, and everybody's.
    const TransferId own = stage.fetch({kOtherKey, key});
    QVERIFY2(stage.done(own), world.at(own).error.sentence.c_str());
    QVERIFY(world.downloaded("f") == contentText(4, 0, kTrustedSize));
    QVERIFY(refused(stage.fetch()));  // it was that one's
    QCOMPARE(world.engine->trustKey(stage.here(key)), CallStatus::Ok);
    QVERIFY(stage.done(stage.fetch()));
}

void TrustTest::whatAKeyDoesNotStandInFor_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("kind");
    QTest::newRow("not yet valid") << "not yet valid"
                                   << "Tls.NotYetValid";
    QTest::newRow("for clients") << "for clients"
                                 << "Tls.Untrusted";
}

void TrustTest::whatAKeyDoesNotStandInFor() {
    QFETCH(QString, fault);
    QFETCH(QString, kind);
    TrustStage stage;
    const std::string key = keyIn(show(stage.world, fault));
    stage.world.engine->trustKey(stage.here(key));
    const TransferId id = stage.fetch({key});
    QCOMPARE(stage.world.state(id), TransferState::Failed);  // not even asked
    QCOMPARE(kindOf(stage.world.at(id).error), kind.toStdString());
    QVERIFY(stage.world.at(id).error.trustable == nullptr);
}

void TrustTest::theEvidenceNamesKeyAndChain() {
    TrustStage stage;
    CertOptions options = localhostCert();
    options.commonName = "box\n\x1b[2J";
    TestCertificate made = TestCa("Nobody").intermediate("Between").issue(options);
    for (int i = 0; i < 12; ++i) {
        made.chainPem += TestCa("Filler " + std::to_string(i)).caPem();
    }
    stage.world.origin->setCertificate(made);
    const std::string evidence = stage.world.at(stage.fetch()).error.evidence;
    for (const char* part :
         {"\nIssuer: CN = Between", "\nNames: localhost, 127.0.0.1, ::1", "\nValid: from ",
          "\nSHA-256: ", "\nSent 2: CN = Between, by CN = Nobody", "\nSent 10: "}) {
        QVERIFY2(evidence.find(part) != std::string::npos, evidence.c_str());
    }
    QVERIFY(evidence.find("\nKey: " + keyIn(made)) != std::string::npos);
    QVERIFY(evidence.find("Sent 11") == std::string::npos);
    QVERIFY(evidence.find('\x1b') == std::string::npos);
    QVERIFY(evidence.find("Subject: CN = box\\0A\\1B[2J\n") != std::string::npos);
}

void TrustTest::theQuestionIsAnsweredForAllThatAskIt() {
    TrustStage stage;
    World& world = stage.world;
    const std::string key = keyIn(show(world, "self-signed"));
    const TransferId one = stage.fetch();
    const TransferId same = stage.fetch();
    const TransferId byAddress = stage.fetch({}, "127.0.0.1");
    QVERIFY(stage.asks(one) && stage.asks(same) && stage.asks(byAddress));
    QCOMPARE(world.engine->answer(one, Choice::StartOver), CallStatus::WrongState);
    QCOMPARE(world.engine->resume(one), CallStatus::WrongState);  // its own buttons only
    QCOMPARE(world.engine->answer(one, Choice::Trust), CallStatus::Ok);
    QVERIFY(world.engine->trustedKeys() == std::vector{stage.here(key)});
    stage.rest(one);
    stage.rest(same);
    QVERIFY(stage.done(one) && stage.done(same));
    QVERIFY(stage.asks(byAddress));  // that is another host
    QCOMPARE(world.engine->answer(one, Choice::Trust), CallStatus::WrongState);
}

void TrustTest::doNotTrustPauses() {
    TrustStage stage;
    show(stage.world, "expired");
    const TransferId id = stage.fetch();
    QCOMPARE(stage.world.engine->answer(id, Choice::Stop), CallStatus::Ok);
    stage.world.settle();
    QCOMPARE(stage.world.state(id), TransferState::Paused);
    QVERIFY(stage.world.engine->trustedKeys().empty());
    stage.world.engine->resume(id);
    stage.rest(id);
    QVERIFY(stage.asks(id));
}

void TrustTest::aSinkIsNotAsked() {
    TrustStage stage;
    show(stage.world, "self-signed");
    const TransferId id = stage.world.add(
        stage.world.origin->tlsUrl("/f"),
        [](TransferRequest& request) { request.sink = std::make_shared<CountingSink>(); });
    stage.rest(id);
    QCOMPARE(stage.world.state(id), TransferState::Failed);
}

void TrustTest::afterARestartItIsAskedAnew() {
    TrustStage stage;
    World& world = stage.world;
    const std::string key = keyIn(show(world, "self-signed"));
    const TransferId own = stage.fetch({key});
    const TransferId asking = stage.fetch();
    QVERIFY(stage.done(own) && stage.asks(asking));
    world.restart();
    stage.rest(asking);
    QVERIFY(stage.asks(asking));
    QVERIFY(*world.at(asking).error.trustable == stage.here(key));
    QVERIFY(world.engine->trustedKeys().empty());
    QVERIFY(readAll(world.state_.file("list.db")).find(kOtherKey) == std::string::npos);
}

void TrustTest::whatTheSystemTrustsStaysTrusted() {
    TrustStage stage;
    stage.world.engine->trustKey(stage.here(kOtherKey));
    QVERIFY(stage.done(stage.fetch({kOtherKey})));
}

void TrustTest::malformedKeysAreNone() {
    TrustStage stage;
    World& world = stage.world;
    const std::string key = keyIn(show(world, "self-signed"));
    for (const std::string& wrong : {std::string(), key.substr(8), key + "=", key.substr(0, 20),
                                     "sha1//" + key.substr(8), key.substr(0, 51) + "!"}) {
        QCOMPARE(world.engine->trustKey(stage.here(wrong)), CallStatus::WrongState);
        TransferRequest request;
        request.url = world.origin->tlsUrl("/f");
        request.directory = world.folder.path().string();
        request.trustedKeys = {wrong};
        QVERIFY(!world.engine->add(request).ok());
    }
    QCOMPARE(world.engine->trustKey({"", 443, key}), CallStatus::WrongState);
    QCOMPARE(world.engine->trustKey({"Box.Example.", 443, key}), CallStatus::Ok);
    QCOMPARE(world.engine->trustedKeys().front().host, std::string("box.example"));
}

QTEST_GUILESS_MAIN(TrustTest)
#include "trust_test.moc"
