#include "tests/net/tls_pair.h"
#include "tests/support/temp_dir.h"

#include <QTest>

using namespace penstock;

Q_DECLARE_METATYPE(penstock::CertOptions)
Q_DECLARE_METATYPE(penstock::ErrorKind)

/// Which certificates are good enough for which host, and what is said of the others.
class TlsCertificateTest : public QObject {
    Q_OBJECT

private:
    TempDir dir_;
    TestCa ca_;
    TestCa stranger_{"Nobody's CA"};
    std::unique_ptr<TlsContext> context_;

    MemoryServerOptions serverFor(const CertOptions& options) const {
        return {.certificate = ca_.issue(options)};
    }

private slots:

    void initTestCase() {
        QVERIFY(writeFile(dir_.file("ca.pem"), ca_.caPem()));
        auto made = TlsContext::make(dir_.file("ca.pem"));
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().sentence.c_str());
        context_ = std::move(made).value();
    }

    void certificateDecides_data() {
        QTest::addColumn<CertOptions>("certificate");
        QTest::addColumn<QString>("host");
        QTest::addColumn<ErrorKind>("kind");
        const auto none = ErrorKind::Nothing;
        const auto mismatch = ErrorKind::TlsHostMismatch;
        const auto row = [](const char* name, const CertOptions& options, const char* host,
                            ErrorKind kind) {
            QTest::newRow(name) << options << QString(host) << kind;
        };
        row("name", localhostCert(), "localhost", none);
        row("trailing dot, R-45", localhostCert(), "localhost.", none);
        row("IPv4 SAN, R-32", localhostCert(), "127.0.0.1", none);
        row("IPv6 SAN, R-32", localhostCert(), "::1", none);
        row("IP without SAN, R-32", {.dnsNames = {"localhost"}}, "127.0.0.1", mismatch);
        row("IP as DNS name, R-32", {.dnsNames = {"127.0.0.1"}}, "127.0.0.1", mismatch);
        row("other name, R-30", {.dnsNames = {"other.test"}}, "localhost", mismatch);
        row("CN only, R-33", {.commonName = "localhost"}, "localhost", mismatch);
        row("wildcard, R-34", {.dnsNames = {"*.x.test"}}, "a.x.test", none);
        row("wildcard two levels, R-34", {.dnsNames = {"*.x.test"}}, "a.b.x.test", mismatch);
        row("wildcard bare, R-34", {.dnsNames = {"*.x.test"}}, "x.test", mismatch);
        row("wildcard in the middle, R-34", {.dnsNames = {"a.*.x.test"}}, "a.b.x.test", mismatch);
        row("partial wildcard, R-34", {.dnsNames = {"w*.x.test"}}, "www.x.test", mismatch);
        row("expired, R-29", {.dnsNames = {"localhost"}, .notBeforeDays = -20, .notAfterDays = -10},
            "localhost", ErrorKind::TlsExpired);
        row("not yet valid, R-29", {.dnsNames = {"localhost"}, .notBeforeDays = 10}, "localhost",
            ErrorKind::TlsNotYetValid);
        row("self-signed, R-31", {.dnsNames = {"localhost"}, .selfSigned = true}, "localhost",
            ErrorKind::TlsUntrusted);
        row("for clients only, R-36", {.dnsNames = {"localhost"}, .purpose = "clientAuth"},
            "localhost", ErrorKind::TlsUntrusted);
        row("RSA 1024, R-37", {.dnsNames = {"localhost"}, .rsaBits = 1024}, "localhost",
            ErrorKind::TlsWeak);
        row("SHA-1, R-37", {.dnsNames = {"localhost"}, .sha1 = true}, "localhost",
            ErrorKind::TlsWeak);
    }

    void certificateDecides() {
        QFETCH(CertOptions, certificate);
        QFETCH(QString, host);
        QFETCH(ErrorKind, kind);
        TlsPair pair(*context_, serverFor(certificate), host.toStdString());
        const Step expected = kind == ErrorKind::Nothing ? Step::Done : Step::Failed;
        QCOMPARE(pair.handshake(), expected);
        QCOMPARE(QString::fromStdString(std::string(name(pair.client.error().kind))),
                 QString::fromStdString(std::string(name(kind))));
        QVERIFY(!pair.client.error().sentence.ends_with('.'));
        if (kind != ErrorKind::Nothing) {
            QVERIFY(!pair.server.received().size());
            QVERIFY(!pair.host.deadlines.armed());
        }
    }

    void r31UnknownAuthorityAndMissingIntermediateAreUntrusted() {
        const TestCertificate foreign = stranger_.issue(localhostCert());
        TlsPair unknown(*context_, {.certificate = foreign}, "localhost");
        QCOMPARE(unknown.handshake(), Step::Failed);
        QCOMPARE(unknown.client.error().kind, ErrorKind::TlsUntrusted);
        QCOMPARE(
            unknown.client.error().sentence,
            std::string(
                "The certificate of localhost is not from an authority that this system trusts"));
        QVERIFY(unknown.client.error().evidence.find("Nobody") != std::string::npos);

        TestCertificate whole = ca_.intermediate("Between").issue(localhostCert());
        TlsPair complete(*context_, {.certificate = whole}, "localhost");
        QCOMPARE(complete.handshake(), Step::Done);
        whole.chainPem = whole.certPem;
        TlsPair missing(*context_, {.certificate = whole}, "localhost");
        QCOMPARE(missing.handshake(), Step::Failed);
        QCOMPARE(missing.client.error().kind, ErrorKind::TlsUntrusted);
    }

    // A key says who it is, not that it is strong, and not what it is for.
    void aTrustedKeyMakesNothingStronger_data() {
        certificateDecides_data();
        QTest::newRow("self-signed and weak")
            << CertOptions{.dnsNames = {"localhost"}, .selfSigned = true, .rsaBits = 1024}
            << QStringLiteral("localhost") << ErrorKind::TlsWeak;
        QTest::newRow("self-signed, for clients only")
            << CertOptions{.dnsNames = {"localhost"}, .selfSigned = true, .purpose = "clientAuth"}
            << QStringLiteral("localhost") << ErrorKind::TlsUntrusted;
    }

    void aTrustedKeyMakesNothingStronger() {
        QFETCH(CertOptions, certificate);
        QFETCH(QString, host);
        QFETCH(ErrorKind, kind);
        const MemoryServerOptions server = serverFor(certificate);
        TlsPair refused(*context_, server, host.toStdString(), {}, {.port = 443});
        refused.handshake();
        const Error& error = refused.client.error();
        QCOMPARE(error.kind, kind);
        // What only a person can do something about is what a person is asked about.
        const bool asked = error.trustable != nullptr;
        const bool forgivable = kind == ErrorKind::TlsExpired ||
                                kind == ErrorKind::TlsHostMismatch ||
                                (kind == ErrorKind::TlsUntrusted && certificate.selfSigned &&
                                 certificate.purpose == "serverAuth");
        QCOMPARE(asked, forgivable);
        if (error.ok()) {
            return;
        }
        const auto at = error.evidence.find("sha256//");
        QVERIFY2(at != std::string::npos, error.evidence.c_str());
        PersonalTrust trust{.port = 443, .keys = {error.evidence.substr(at, 52)}};
        TlsPair again(*context_, server, host.toStdString(), {}, trust);
        QCOMPARE(again.handshake(), forgivable ? Step::Done : Step::Failed);
        QCOMPARE(again.client.lentKey(), std::string_view(forgivable ? trust.keys.front() : ""));
        trust.port = 0;  // of a proxy: nobody's
        TlsPair proxy(*context_, server, host.toStdString(), {}, trust);
        QCOMPARE(proxy.handshake(), Step::Failed);
        QVERIFY(proxy.client.error().trustable == nullptr);
    }

    void sentencesNameHostDateAndNames() {
        TlsPair expired(
            *context_,
            serverFor({.dnsNames = {"localhost"}, .notBeforeDays = -20, .notAfterDays = -10}),
            "localhost");
        QCOMPARE(expired.handshake(), Step::Failed);
        const auto then = QDateTime::currentDateTimeUtc().addDays(-10).date();
        const QString date = QLocale::c().toString(then, "d MMMM yyyy");
        QCOMPARE(QString::fromStdString(expired.client.error().sentence),
                 "The certificate of localhost expired on " + date);

        TlsPair other(*context_, serverFor({.dnsNames = {"other.test"}}), "localhost");
        QCOMPARE(other.handshake(), Step::Failed);
        QCOMPARE(other.client.error().sentence,
                 std::string("The certificate is for other.test, not for localhost"));
    }
};

QTEST_GUILESS_MAIN(TlsCertificateTest)
#include "tls_certificate_test.moc"
