// The TLS port and the certificates, seen by a client that verifies.

#include "tests/support/blocking_client.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 300000;

OriginConfig withCertificate(const TestCertificate& certificate) {
    return {.tls = {.certificate = certificate}};
}

}  // namespace

class OriginTlsTest : public QObject {
    Q_OBJECT

private slots:

    void servesOverTlsAndSeesTheServerName() {
        const TestCa ca;
        OriginThread origin(withCertificate(ca.issue(localhostCert())));
        origin->serve({.path = "/file", .size = kSize});
        BlockingClient client(origin->tlsPort());
        QVERIFY(client.startTls(ca.caPem()));
        const ClientReply reply = client.get("/file");
        QVERIFY(reply.whole);
        QVERIFY(reply.body == contentText(1, 0, kSize));
        const std::vector<RequestLog> log = origin->requests();
        QVERIFY(log[0].tls);
        QCOMPARE(log[0].serverName, std::string("localhost"));
    }

    void aVerifyingClientAcceptsOrRefuses_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("good") << "good" << true;
        QTest::newRow("expired") << "expired" << false;
        QTest::newRow("not yet valid") << "early" << false;
        QTest::newRow("other name") << "name" << false;
        QTest::newRow("self-signed") << "self" << false;
        QTest::newRow("client only") << "client" << false;
        QTest::newRow("small RSA key, SHA-1") << "weak" << false;
    }

    void aVerifyingClientAcceptsOrRefuses() {
        QFETCH(QString, what);
        QFETCH(bool, accepted);
        CertOptions options = localhostCert();
        options.notBeforeDays = what == "early" ? 1 : what == "expired" ? -20 : -1;
        options.notAfterDays = what == "expired" ? -10 : 30;
        options.dnsNames = {what == "name" ? "other.test" : "localhost"};
        options.selfSigned = what == "self";
        options.purpose = what == "client" ? "clientAuth" : "serverAuth";
        options.rsaBits = what == "weak" ? 1024 : 0;
        options.sha1 = what == "weak";
        const TestCa ca;
        OriginThread origin(withCertificate(ca.issue(options)));
        BlockingClient client(origin->tlsPort());
        QCOMPARE(client.startTls(ca.caPem()), accepted);
    }

    void anIntermediateIsSentWithTheChainOnly() {
        const TestCa root;
        const TestCa middle = root.intermediate("Middle");
        TestCertificate certificate = middle.issue(localhostCert());
        OriginThread origin(withCertificate(certificate));
        QVERIFY(BlockingClient(origin->tlsPort()).startTls(root.caPem()));
        certificate.chainPem = certificate.certPem;
        origin->setCertificate(certificate);
        QVERIFY(!BlockingClient(origin->tlsPort()).startTls(root.caPem()));
    }

    void anotherCaIsNotTrusted() {
        const TestCa ca;
        OriginThread origin(withCertificate(ca.issue(localhostCert())));
        QVERIFY(!BlockingClient(origin->tlsPort()).startTls(TestCa().caPem()));
    }

    void theEndIsToldByCloseNotifyOrNot() {
        const TestCa ca;
        OriginThread origin(withCertificate(ca.issue(localhostCert())));
        for (const bool polite : {true, false}) {
            origin->serve({.path = "/file",
                           .size = 100,
                           .framing = Rule::Framing::UntilClose,
                           .closeNotify = polite});
            BlockingClient client(origin->tlsPort());
            QVERIFY(client.startTls(ca.caPem()));
            const ClientReply reply = client.get("/file");
            QCOMPARE(reply.body.size(), std::size_t{100});
            QCOMPARE(client.endedInOrder(), polite);
        }
    }

    void plainTextOnTheTlsPortEndsTheConnection() {
        const TestCa ca;
        OriginThread origin(withCertificate(ca.issue(localhostCert())));
        BlockingClient client(origin->tlsPort());
        client.send("GET / HTTP/1.1\r\n\r\n");
        client.readToEnd();
        QVERIFY(client.endedInOrder());
        QVERIFY(origin->requests().empty());
    }

    void aServerNameCanBeRefused() {
        const TestCa ca;
        OriginThread origin(
            {.tls = {.certificate = ca.issue(localhostCert()), .refuseServerName = "localhost"}});
        QVERIFY(!BlockingClient(origin->tlsPort()).startTls(ca.caPem()));
    }
};

QTEST_GUILESS_MAIN(OriginTlsTest)
#include "origin_tls_test.moc"
