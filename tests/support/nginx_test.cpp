#include "tests/support/nginx.h"

#include "tests/support/blocking_client.h"

#include <QTest>

using namespace penstock;

class NginxTest : public QObject {
    Q_OBJECT

private slots:

    void servesItsRootOverHttpAndHttpsAndLogs() {
        if (!Nginx::available()) {
            QSKIP("nginx is not installed");
        }
        const TestCa ca;
        const Nginx nginx({.certificate = ca.issue(localhostCert())});
        QCOMPARE(nginx.problem(), std::string());
        QVERIFY(writeFile(nginx.root() / "file.bin", "0123456789"));
        BlockingClient plain(nginx.port());
        const ClientReply part = plain.get("/file.bin", "Range: bytes=2-4\r\n");
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, std::string("234"));
        BlockingClient secure(nginx.tlsPort());
        QVERIFY(secure.startTls(ca.caPem()));
        QCOMPARE(secure.get("/file.bin").body, std::string("0123456789"));
        QTRY_COMPARE(nginx.accessLog().size(), std::size_t{2});
        QVERIFY(nginx.accessLog()[0].ends_with(" GET /file.bin HTTP/1.1 206 bytes=2-4 3"));
    }

    void saysWhyItDoesNotStart() {
        if (!Nginx::available()) {
            QSKIP("nginx is not installed");
        }
        const Nginx nginx({.serverDirectives = "no_such_directive;"});
        QVERIFY(nginx.problem().starts_with("nginx does not start: "));
        QVERIFY(nginx.problem().find("no_such_directive") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(NginxTest)
#include "nginx_test.moc"
