#include "engine/net/tls_context.h"

#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

#include <QTest>

#include <openssl/ssl.h>

using namespace penstock;

class TlsContextTest : public QObject {
    Q_OBJECT

private:
    TempDir dir_;

private slots:

    void initTestCase() { QVERIFY(writeFile(dir_.file("ca.pem"), TestCa().caPem())); }

    void cleanup() {
        qunsetenv("SSL_CERT_FILE");
        qunsetenv("SSL_CERT_DIR");
    }

    void policyIsAsTheSecuritySheetHasIt() {
        auto made = TlsContext::make(dir_.file("ca.pem"));
        QVERIFY(made.ok());
        SSL_CTX* context = made.value()->handle();
        QCOMPARE(SSL_CTX_get_verify_mode(context), SSL_VERIFY_PEER);
        QCOMPARE(SSL_CTX_get_verify_depth(context), 10);
        QCOMPARE(SSL_CTX_get_min_proto_version(context), long{TLS1_2_VERSION});
        QCOMPARE(SSL_CTX_get_max_cert_list(context), 128L * 1024);
        QVERIFY(SSL_CTX_get_security_level(context) >= 1);
        const std::uint64_t options = SSL_CTX_get_options(context);
        QVERIFY((options & SSL_OP_NO_RENEGOTIATION) != 0);
        QVERIFY((options & SSL_OP_NO_COMPRESSION) != 0);
        QVERIFY((options & SSL_OP_LEGACY_SERVER_CONNECT) == 0);
        QVERIFY((options & SSL_OP_IGNORE_UNEXPECTED_EOF) == 0);
        const long mode = SSL_CTX_get_mode(context);
        const long wanted = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS;
        QCOMPARE(mode & wanted, wanted);
        QCOMPARE(SSL_CTX_get_read_ahead(context), 1);
        QCOMPARE(SSL_CTX_get_session_cache_mode(context),
                 long{SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL});
        QCOMPARE(SSL_CTX_get_tlsext_status_type(context), long{TLSEXT_STATUSTYPE_ocsp});
        const X509_VERIFY_PARAM* param = SSL_CTX_get0_param(context);
        QVERIFY((X509_VERIFY_PARAM_get_flags(param) & X509_V_FLAG_PARTIAL_CHAIN) == 0);
    }

    void r51NoTrustStoreNamesWhatWasTried_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("directory");
        QTest::newRow("file") << QByteArray("/none/ca.pem") << QByteArray();
        QTest::newRow("directory") << QByteArray() << QByteArray("/none/certs");
        QTest::newRow("both") << QByteArray("/none/ca.pem") << QByteArray("/none/certs");
    }

    void r51NoTrustStoreNamesWhatWasTried() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, directory);
        if (!file.isEmpty()) {
            qputenv("SSL_CERT_FILE", file);
        }
        if (!directory.isEmpty()) {
            qputenv("SSL_CERT_DIR", directory);
        }
        const auto made = TlsContext::make("");
        QVERIFY(!made.ok());
        QCOMPARE(made.error().kind, ErrorKind::TlsNoTrustStore);
        QVERIFY(made.error().sentence.find(file.toStdString()) != std::string::npos);
        QVERIFY(made.error().sentence.find(directory.toStdString()) != std::string::npos);
    }

    void emptyDirectoryIsNoTrustStore() {
        TempDir empty;
        qputenv("SSL_CERT_DIR", QByteArray::fromStdString(empty.path().string()));
        QVERIFY(!TlsContext::make("").ok());
    }

    void extraFileMakesATrustStoreByItself() {
        qputenv("SSL_CERT_FILE", "/none/ca.pem");
        QVERIFY(TlsContext::make(dir_.file("ca.pem")).ok());
    }

    void unusableExtraFileIsAnError() {
        QVERIFY(writeFile(dir_.file("junk.pem"), "no certificate"));
        for (const std::string& file : {dir_.file("junk.pem"), std::string("/none/extra.pem")}) {
            const auto made = TlsContext::make(file);
            QVERIFY(!made.ok());
            QCOMPARE(made.error().kind, ErrorKind::TlsNoTrustStore);
            QVERIFY(made.error().sentence.find(file) != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(TlsContextTest)
#include "tls_context_test.moc"
