// For how long a TLS session may be resumed: no longer than what was checked when it was made
// holds.

#include "tests/scenarios/world.h"

#include <QTest>

#include <openssl/ssl.h>

using namespace penstock;
using namespace std::chrono_literals;

class TlsSessionTest : public QObject {
    Q_OBJECT

private:
    static WorldOptions options(int version) {
        WorldOptions made;
        made.tls = true;
        made.limits.idleConnections = 0;
        made.origin.tls.maxVersion = version;
        return made;
    }

    /// Fetches the file once more; whether that resumed a session.
    static bool resumes(World& world) {
        world.origin->serve({.path = "/file.bin", .size = 10});
        const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
        if (!world.runToEnd(id) || world.state(id) != TransferState::Done) {
            qWarning("%s", world.at(id).error.sentence.c_str());
        }
        return world.origin->requests().back().resumed;
    }

    static void versions() {
        QTest::addColumn<int>("version");
        QTest::addRow("TLS 1.3") << TLS1_3_VERSION;
        QTest::addRow("TLS 1.2") << TLS1_2_VERSION;
    }

private slots:

    void aDayAfterTheFullHandshakeItEndsHoweverOftenItIsResumed_data() { versions(); }

    void aDayAfterTheFullHandshakeItEndsHoweverOftenItIsResumed() {
        QFETCH(int, version);
        World world(options(version));
        const TimePoint began = world.clock.now();
        QVERIFY(!resumes(world));
        for (int hour = 1; hour < 24; ++hour) {
            world.runFor(1h);
            QVERIFY2(resumes(world), qPrintable(QString::number(hour)));
        }
        world.runFor(began + 24h - 1s - world.clock.now());
        QVERIFY(resumes(world));
        world.runFor(1s);
        QVERIFY(!resumes(world));
        world.runFor(23h);  // and the next one has its own day
        QVERIFY(resumes(world));
    }

    void itEndsWithTheCertificate_data() { versions(); }

    void itEndsWithTheCertificate() {
        QFETCH(int, version);
        World world(options(version));
        CertOptions brief = localhostCert();
        brief.notAfterDays = 0;
        brief.notAfterHours = 3;
        world.origin->setCertificate(world.ca.issue(brief));
        QVERIFY(!resumes(world));
        world.runFor(1h);
        QVERIFY(resumes(world));
        world.runFor(119min);
        QVERIFY(resumes(world));
        world.runFor(1min);
        QVERIFY(!resumes(world));
    }

    void itEndsWithACertificateThatVouchesForIt() {
        World world(options(TLS1_3_VERSION));
        const TestCa between = world.ca.intermediate("Brief CA", 3);
        world.origin->setCertificate(between.issue(localhostCert()));
        QVERIFY(!resumes(world));
        world.runFor(179min);
        QVERIFY(resumes(world));
        world.runFor(1min);
        QVERIFY(!resumes(world));
    }

    // That of the full handshake is good until its time is over, and five minutes for the clocks.
    void r46ItEndsWithItsStaple_data() { versions(); }

    void r46ItEndsWithItsStaple() {
        QFETCH(int, version);
        World world(options(version));
        TestCertificate certificate = world.ca.issue(localhostCert());
        certificate.staple = world.ca.staple(certificate, {.nextUpdateDays = 0});
        world.origin->setCertificate(certificate);
        QVERIFY(!resumes(world));
        world.runFor(4min);
        QVERIFY(resumes(world));
        certificate.staple = world.ca.staple(certificate, {.says = StapleOptions::Says::Revoked});
        world.origin->setCertificate(certificate);
        world.runFor(2min);
        const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(kindOf(world.at(id).error), std::string("Tls.Revoked"));
    }

    void r46AnOpenEndedStapleIsGoodForTenDays() {
        World world(options(TLS1_3_VERSION));
        TestCertificate certificate = world.ca.issue(localhostCert());
        certificate.staple =
            world.ca.staple(certificate, {.thisUpdateDays = -9, .nextUpdateDays = {}});
        world.origin->setCertificate(certificate);
        QVERIFY(!resumes(world));
        world.runFor(23h);
        QVERIFY(resumes(world));
        world.runFor(1h);
        QVERIFY(!resumes(world));
    }
};

QTEST_GUILESS_MAIN(TlsSessionTest)
#include "tls_session_test.moc"
