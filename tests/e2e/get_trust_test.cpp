// --trust-key: what a refused certificate says of itself, and who is trusted for it.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/test_certs.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 50'000;
const std::string kOtherKey = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

OriginConfig selfSigned() {
    CertOptions options = localhostCert();
    options.selfSigned = true;
    return {.tls = {.certificate = TestCa().issue(options)}};
}

}  // namespace

class GetTrustTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void theKeyThatTheRefusalNamesIsTheOneToGive();
    void anotherKeyIsRefused();
    void aRedirectToAnotherHostIsJudgedForItself();
    void aValueThatIsNoKeyIsAWrongCommandLine_data();
    void aValueThatIsNoKeyIsAWrongCommandLine();

private:
    Ended get(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"-d", home_->file("files")});
        return runGetProcess(*home_, arguments);
    }

    /// As a refusal says it.
    std::string key() {
        const Ended refused = get({url()});
        const auto at = refused.err.find("Key: sha256//");
        return at == std::string::npos ? std::string() : refused.err.substr(at + 5, 52);
    }

    std::string url(const std::string& path = "/file.bin") { return (*origin_)->tlsUrl(path); }

    std::unique_ptr<OriginThread> origin_;
    std::unique_ptr<TempDir> home_;
};

void GetTrustTest::init() {
    home_ = std::make_unique<TempDir>();
    origin_ = std::make_unique<OriginThread>(selfSigned());
    (*origin_)->serve({.path = "/file.bin", .size = kSize, .seed = 9});
    (*origin_)->serve({.path = "/led", .location = (*origin_)->tlsUrl("/file.bin", "127.0.0.1")});
}

void GetTrustTest::theKeyThatTheRefusalNamesIsTheOneToGive() {
    const Ended refused = get({url()});
    QCOMPARE(refused.exitCode, 6);
    const std::vector<std::string> lines = linesOf(refused.err);
    QCOMPARE(lines.front(),
             std::string("The certificate of localhost is not from an authority that "
                         "this system trusts"));
    for (const char* part : {"\n  Subject: CN = Penstock test\n", "\n  Issuer: ",
                             "\n  Valid: from ", "\n  Names: localhost, 127.0.0.1, ::1\n",
                             "\n  SHA-256: ", "\n  Key: sha256//", "\n  Sent 1: "}) {
        QVERIFY2(refused.err.find(part) != std::string::npos, refused.err.c_str());
    }
    const std::string last = linesOf(get({"--json", url()}).out).back();
    QVERIFY2(last.find("\"state\":\"failed\"") != std::string::npos, last.c_str());
    const Ended given = get({"--trust-key", kOtherKey, "--trust-key=" + key(), url()});
    QVERIFY2(given.exitCode == 0, given.err.c_str());
    QVERIFY(readAll(home_->file("files/file.bin")) == contentText(9, 0, kSize));
    QCOMPARE(get({url()}).exitCode, 6);  // it was for that run
}

void GetTrustTest::anotherKeyIsRefused() {
    const Ended refused = get({"--trust-key", kOtherKey, url()});
    QCOMPARE(refused.exitCode, 6);
    QCOMPARE(linesOf(refused.err).front(),
             std::string("localhost has another key now than the one that is trusted"));
    QVERIFY(refused.err.find(key()) != std::string::npos);
    QVERIFY((*origin_)->requests().empty());
}

void GetTrustTest::aRedirectToAnotherHostIsJudgedForItself() {
    const Ended refused = get({"--trust-key", key(), url("/led")});
    QCOMPARE(refused.exitCode, 6);
    QVERIFY2(refused.err.starts_with("The certificate of 127.0.0.1 is not from an authority"),
             refused.err.c_str());
}

void GetTrustTest::aValueThatIsNoKeyIsAWrongCommandLine_data() {
    QTest::addColumn<QString>("value");
    QTest::newRow("empty") << "";
    QTest::newRow("no digest") << "sha256//";
    QTest::newRow("another digest") << "sha1//AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    QTest::newRow("too short") << QString::fromStdString(kOtherKey.substr(0, 40) + "=");
    QTest::newRow("a file") << "key.pem";
    QTest::newRow("two") << QString::fromStdString(kOtherKey + ";" + kOtherKey);
}

void GetTrustTest::aValueThatIsNoKeyIsAWrongCommandLine() {
    QFETCH(QString, value);
    const Ended wrong = get({"--trust-key", value.toStdString(), url()});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY2(wrong.err.starts_with("--trust-key needs sha256//"), wrong.err.c_str());
}

QTEST_GUILESS_MAIN(GetTrustTest)
#include "get_trust_test.moc"
