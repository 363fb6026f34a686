#include "engine/net/ocsp_staple.h"

#include "tests/net/tls_pair.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <openssl/ssl.h>

#include <string>

using namespace penstock;

Q_DECLARE_METATYPE(penstock::StapleOptions)
Q_DECLARE_METATYPE(penstock::ErrorKind)

namespace {

using Says = StapleOptions::Says;
using SignedBy = StapleOptions::SignedBy;

constexpr auto kNone = ErrorKind::Nothing;
constexpr auto kRevoked = ErrorKind::TlsRevoked;
constexpr auto kBad = ErrorKind::TlsBadStaple;

QString shown(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

CertOptions mustStaple() {
    CertOptions options = localhostCert();
    options.mustStaple = true;
    return options;
}

}  // namespace

/// what servers bring along about their own certificates.
class OcspStapleTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void r46TheStapleDecides_data();
    void r46TheStapleDecides();
    void r46AnIntermediateMaySignForItsOwn();
    void r46BytesThatAreNoResponseAreRefused_data();
    void r46BytesThatAreNoResponseAreRefused();
    void r46AnyFlippedByteIsRefused();
    void r46WithoutAStapleTheCertificateDecides_data();
    void r46WithoutAStapleTheCertificateDecides();
    void r46ASentenceNamesHostAndDay();
    void r46NoSessionIsKeptOfARefusedConnection_data();
    void r46NoSessionIsKeptOfARefusedConnection();

private:
    MemoryServerOptions serverWith(const std::string& staple) const {
        return serverWith(certificate_, staple);
    }

    static MemoryServerOptions serverWith(TestCertificate certificate, const std::string& staple) {
        certificate.staple = staple;
        return {.certificate = std::move(certificate)};
    }

    void compare(TlsPair& pair, ErrorKind kind);
    static void versions();

    TempDir dir_;
    TestCa ca_;
    TestCa stranger_{"Nobody's CA"};
    TestCertificate certificate_ = ca_.issue(localhostCert());
    std::unique_ptr<TlsContext> context_;
};

void OcspStapleTest::initTestCase() {
    QVERIFY(writeFile(dir_.file("ca.pem"), ca_.caPem()));
    auto made = TlsContext::make(dir_.file("ca.pem"));
    QVERIFY2(made.ok(), made.ok() ? "" : made.error().sentence.c_str());
    context_ = std::move(made).value();
}

void OcspStapleTest::compare(TlsPair& pair, ErrorKind kind) {
    QCOMPARE(pair.handshake(), kind == kNone ? Step::Done : Step::Failed);
    QCOMPARE(shown(name(pair.client.error().kind)), shown(name(kind)));
    QVERIFY(!pair.host.deadlines.armed());
}

void OcspStapleTest::versions() {
    QTest::addColumn<int>("version");
    QTest::newRow("TLS 1.2") << TLS1_2_VERSION;
    QTest::newRow("TLS 1.3") << TLS1_3_VERSION;
}

void OcspStapleTest::r46TheStapleDecides_data() {
    QTest::addColumn<StapleOptions>("staple");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char* name, const StapleOptions& staple, ErrorKind kind) {
        QTest::newRow(name) << staple << kind;
    };
    row("good", {}, kNone);
    row("good, named by SHA-256", {.namedBySha256 = true}, kNone);
    row("good, by a responder in charge", {.signedBy = SignedBy::Responder}, kNone);
    row("good, open-ended and young", {.thisUpdateDays = -9, .nextUpdateDays = {}}, kNone);
    row("revoked", {.says = Says::Revoked}, kRevoked);
    row("revoked, by a responder", {.says = Says::Revoked, .signedBy = SignedBy::Responder},
        kRevoked);
    row("revoked, and expired", {.says = Says::Revoked, .thisUpdateDays = -9, .nextUpdateDays = -2},
        kRevoked);
    row("unknown", {.says = Says::Unknown}, kBad);
    row("expired", {.thisUpdateDays = -9, .nextUpdateDays = -2}, kBad);
    row("open-ended and old", {.thisUpdateDays = -11, .nextUpdateDays = {}}, kBad);
    row("of tomorrow", {.thisUpdateDays = 1}, kBad);
    row("by a stranger", {.authority = &stranger_}, kBad);
    row("revoked, by a stranger", {.says = Says::Revoked, .authority = &stranger_}, kBad);
    row("by a stranger's responder", {.authority = &stranger_, .signedBy = SignedBy::Responder},
        kBad);
    row("good, but signed with SHA-1", {.sha1 = true}, kBad);
    row("by another server of the authority", {.signedBy = SignedBy::Server}, kBad);
}

void OcspStapleTest::r46TheStapleDecides() {
    QFETCH(StapleOptions, staple);
    QFETCH(ErrorKind, kind);
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        MemoryServerOptions options = serverWith(ca_.staple(certificate_, staple));
        options.maxVersion = version;
        TlsPair pair(*context_, options, "localhost");
        compare(pair, kind);
    }
}

void OcspStapleTest::r46AnIntermediateMaySignForItsOwn() {
    const TestCa between = ca_.intermediate("Between");
    const TestCertificate own = between.issue(localhostCert());
    TlsPair good(*context_, serverWith(own, between.staple(own)), "localhost");
    compare(good, kNone);
    // The root is above, but it is not the one that has issued the certificate.
    TlsPair above(*context_, serverWith(own, between.staple(own, {.authority = &ca_})),
                  "localhost");
    compare(above, kBad);
    const TestCa beside = ca_.intermediate("Beside");
    TlsPair other(*context_, serverWith(own, between.staple(own, {.authority = &beside})),
                  "localhost");
    compare(other, kBad);
}

void OcspStapleTest::r46BytesThatAreNoResponseAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = QByteArray::fromStdString(ca_.staple(certificate_));
    QTest::newRow("one zero") << QByteArray(1, '\0');
    QTest::newRow("text") << QByteArray("good");
    QTest::newRow("empty sequence") << QByteArray("\x30\x00", 2);
    QTest::newRow("try later") << QByteArray("\x30\x03\x0A\x01\x03", 5);
    QTest::newRow("successful, but empty") << QByteArray("\x30\x03\x0A\x01\x00", 5);
    QTest::newRow("cut") << good.chopped(1);
    QTest::newRow("with more behind it") << good + '\0';
    QTest::newRow("twice") << good + good;
    const TestCertificate another = ca_.issue(localhostCert());
    QTest::newRow("for another certificate") << QByteArray::fromStdString(ca_.staple(another));
}

void OcspStapleTest::r46BytesThatAreNoResponseAreRefused() {
    QFETCH(QByteArray, bytes);
    TlsPair pair(*context_, serverWith(bytes.toStdString()), "localhost");
    compare(pair, kBad);
    QVERIFY(!pair.client.error().evidence.empty());
}

void OcspStapleTest::r46AnyFlippedByteIsRefused() {
    const std::string good = ca_.staple(certificate_);
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string flipped = good;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x40);
        TlsPair pair(*context_, serverWith(flipped), "localhost");
        QVERIFY2(pair.handshake() == Step::Failed, std::to_string(at).c_str());
        QCOMPARE(shown(name(pair.client.error().kind)), shown(name(kBad)));
    }
}

void OcspStapleTest::r46WithoutAStapleTheCertificateDecides_data() {
    versions();
}

void OcspStapleTest::r46WithoutAStapleTheCertificateDecides() {
    QFETCH(int, version);
    MemoryServerOptions options = serverWith({});
    options.maxVersion = version;
    TlsPair absent(*context_, options, "localhost");
    compare(absent, kNone);

    options.certificate = ca_.issue(mustStaple());
    TlsPair missing(*context_, options, "localhost");
    compare(missing, kBad);

    options.certificate.staple = ca_.staple(options.certificate);
    TlsPair there(*context_, options, "localhost");
    compare(there, kNone);
}

void OcspStapleTest::r46ASentenceNamesHostAndDay() {
    TlsPair revoked(
        *context_,
        serverWith(ca_.staple(certificate_, {.says = Says::Revoked, .thisUpdateDays = -3})),
        "localhost");
    compare(revoked, kRevoked);
    const auto then = QDateTime::currentDateTimeUtc().addDays(-3).date();
    QCOMPARE(shown(revoked.client.error().sentence),
             "The certificate of localhost was revoked by its authority on " +
                 QLocale::c().toString(then, "d MMMM yyyy"));
    QCOMPARE(shown(revoked.client.error().evidence), QStringLiteral("Reason: keyCompromise"));

    TlsPair stranger(*context_, serverWith(ca_.staple(certificate_, {.authority = &stranger_})),
                     "localhost");
    compare(stranger, kBad);
    QCOMPARE(shown(stranger.client.error().sentence),
             QStringLiteral("There is no valid proof that the certificate of localhost has not "
                            "been revoked"));
    QCOMPARE(shown(stranger.client.error().evidence),
             QStringLiteral("The OCSP response is not signed by the authority of the certificate"));
}

void OcspStapleTest::r46NoSessionIsKeptOfARefusedConnection_data() {
    versions();
}

void OcspStapleTest::r46NoSessionIsKeptOfARefusedConnection() {
    QFETCH(int, version);
    const std::size_t before = context_->sessions().size();
    MemoryServerOptions options = serverWith(ca_.staple(certificate_, {.says = Says::Revoked}));
    options.maxVersion = version;
    TlsPair pair(*context_, options, "localhost", "key of a revoked one");
    compare(pair, kRevoked);
    QCOMPARE(context_->sessions().size(), before);
    std::string text;
    QCOMPARE(pair.recv(text).kind, IoResult::Kind::Failed);
    QVERIFY(pair.server.received().empty());
}

QTEST_GUILESS_MAIN(OcspStapleTest)
#include "ocsp_staple_test.moc"
