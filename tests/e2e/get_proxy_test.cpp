// By way of proxies of each kind: whole files, refusals that explain themselves, and nothing told
// to the wrong one.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/proxy_server.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

using namespace penstock;
using Speaks = ProxyServerConfig::Speaks;

namespace {

constexpr std::uint64_t kSize = 700'000;
constexpr const char* kUser = "us er";
constexpr const char* kPassword = "c4n4ry:p@ss";
constexpr const char* kLogin = "us%20er:c4n4ry%3Ap%40ss@";

/// One variable of the environment, for as long as it lives.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) {
        ::setenv(name, value.c_str(), 1);
    }

    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

    ~Variable() { ::unsetenv(name_); }

private:
    const char* name_;
};

}  // namespace

class GetProxyTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aFileComesWhole_data();
    void aFileComesWhole();
    void aProxyThatDoesNotLeadOnExplains_data();
    void aProxyThatDoesNotLeadOnExplains();
    void oneThatIsDownIsNotGoneAround();
    void logins_data();
    void logins();
    void digestIsAnsweredAndNothingElseSaid_data();
    void digestIsAnsweredAndNothingElseSaid();
    void whoIsExceptedIsReachedDirectly();
    void theEnvironmentSays();
    void aBadAddressOfOneIsTold_data();
    void aBadAddressOfOneIsTold();
    void aTransferGoesOnByWayOfIt();

private:
    Ended get(std::vector<std::string> arguments) {
        const bool named = std::ranges::find(arguments, "-o") != arguments.end();
        arguments.insert(arguments.begin(), {"--cacert", home_->file("ca.pem"), "--tries", "1"});
        if (!named) {
            arguments.insert(arguments.begin(), {"-d", home_->file("files")});
        }
        return runGetProcess(*home_, arguments);
    }

    std::string url(bool secure) {
        return secure ? "https://files.test:" + std::to_string((*origin_)->tlsPort()) + "/file.bin"
                      : "http://files.test:" + std::to_string((*origin_)->port()) + "/file.bin";
    }

    ProxyServerConfig named(Speaks speaks, bool secure) {
        ProxyServerConfig config;
        config.speaks = speaks;
        config.names["files.test"] = secure ? (*origin_)->tlsPort() : (*origin_)->port();
        return config;
    }

    bool isWhole() { return readAll(home_->file("files/file.bin")) == contentText(5, 0, kSize); }

    TestCa ca_;
    std::unique_ptr<OriginThread> origin_;
    std::unique_ptr<TempDir> home_;
};

void GetProxyTest::init() {
    CertOptions names = localhostCert();
    names.dnsNames.emplace_back("files.test");
    origin_ =
        std::make_unique<OriginThread>(OriginConfig{.tls = {.certificate = ca_.issue(names)}});
    (*origin_)->serve({.path = "/file.bin", .size = kSize, .seed = 5});
    home_ = std::make_unique<TempDir>();
    QVERIFY(writeFile(home_->file("ca.pem"), ca_.caPem()));
}

void GetProxyTest::aFileComesWhole_data() {
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<bool>("secure");
    QTest::addColumn<bool>("bytewise");
    for (const char* scheme : {"http", "https", "socks4a", "socks5h"}) {
        for (const bool secure : {false, true}) {
            for (const bool bytewise : {false, true}) {
                QTest::addRow("%s, %s%s", scheme, secure ? "https" : "http",
                              bytewise ? ", byte by byte" : "")
                    << QString::fromLatin1(scheme) << secure << bytewise;
            }
        }
    }
}

// The name is known to the proxy alone, so nothing was looked up or connected here.
void GetProxyTest::aFileComesWhole() {
    QFETCH(QString, scheme);
    QFETCH(bool, secure);
    QFETCH(bool, bytewise);
    ProxyServerConfig config = named(scheme.startsWith(QStringLiteral("http")) ? Speaks::Http
                                     : scheme == QStringLiteral("socks4a")     ? Speaks::Socks4
                                                                               : Speaks::Socks5,
                                     secure);
    config.bytewise = bytewise;
    if (config.speaks == Speaks::Http && secure) {
        config.before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n";
    }
    if (scheme == QStringLiteral("https")) {
        config.certificate = ca_.issue(localhostCert());
    }
    const ProxyServer proxy(config);
    const Ended ended =
        get({"--proxy", scheme.toStdString() + "://localhost:" + std::to_string(proxy.port()),
             url(secure)});
    QCOMPARE(shown(ended.err).section(QLatin1Char('\n'), 0, 0).left(9),
             QStringLiteral("file.bin:"));
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(isWhole());
    const std::uint16_t port = secure ? (*origin_)->tlsPort() : (*origin_)->port();
    QCOMPARE(shown(proxy.targets().front()), QStringLiteral("files.test:%1").arg(port));
    if (config.speaks == Speaks::Http) {
        const std::string line =
            secure ? "CONNECT files.test:" : "GET http://files.test:" + std::to_string(port) + "/";
        QVERIFY(proxy.told().starts_with(line));
    }
}

void GetProxyTest::aProxyThatDoesNotLeadOnExplains_data() {
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QByteArray>("instead");
    QTest::addColumn<QString>("said");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* scheme, const QByteArray& instead,
                        const char* said, int code = 5) {
        QTest::newRow(name) << QString::fromLatin1(scheme) << instead << QString::fromLatin1(said)
                            << code;
    };
    row("403", "http", "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!",
        "The proxy localhost does not lead to files.test\n  403 Forbidden\n");
    row("502", "http", "HTTP/1.1 502 Bad Gateway\r\n\r\n",
        "The proxy localhost does not lead to files.test\n  502 Bad Gateway\n");
    row("a redirect", "http", "HTTP/1.1 302 Found\r\nLocation: http://evil.test/\r\n\r\n",
        "The proxy localhost does not lead to files.test\n  302 Found\n");
    row("407", "http", "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\n\r\n",
        "The proxy localhost wants a login\n  407 Who\n", 9);
    row("no HTTP", "http", "SSH-2.0-x\r\n", "The proxy localhost does not answer as a proxy does");
    row("too much", "http", "HTTP/1.1 200 OK\r\nX: " + QByteArray(20'000, 'x'),
        "The proxy localhost answers with more than 16 KiB");
    row("more than asked", "http", "HTTP/1.1 200 OK\r\n\r\n220 mail",
        "The proxy localhost says more than it was asked");
    row("SOCKS 5: refused", "socks5h", QByteArray("\x05\x02\x00\x01", 4),
        "The SOCKS proxy localhost does not lead to files.test\n  not allowed by its rules (2)\n");
    row("SOCKS 5: odd address", "socks5h", QByteArray("\x05\x00\x00\x09\x01\x01\x01\x01", 8),
        "The SOCKS proxy localhost does not answer as SOCKS 5 does");
    row("SOCKS 5: version", "socks5h", QByteArray("\x04\x00\x00\x01\x01\x01\x01\x01\x01\x01", 10),
        "The SOCKS proxy localhost does not answer as SOCKS 5 does");
    row("SOCKS 4: refused", "socks4a", QByteArray("\x00\x5b\0\0\0\0\0\0", 8),
        "The SOCKS proxy localhost does not lead to files.test");
    row("SOCKS 4: version", "socks4a", QByteArray("\x05\x5a\0\0\0\0\0\0", 8),
        "The SOCKS proxy localhost does not answer as SOCKS 4 does");
    row("closes", "socks5h", QByteArray("\x05", 1),
        "The proxy localhost closed the connection before it led on");
}

void GetProxyTest::aProxyThatDoesNotLeadOnExplains() {
    QFETCH(QString, scheme);
    QFETCH(QByteArray, instead);
    QFETCH(QString, said);
    QFETCH(int, code);
    ProxyServerConfig config = named(scheme == QStringLiteral("http")      ? Speaks::Http
                                     : scheme == QStringLiteral("socks4a") ? Speaks::Socks4
                                                                           : Speaks::Socks5,
                                     true);
    config.instead = instead.toStdString();
    const ProxyServer proxy(config);
    const Ended ended =
        get({"--proxy", scheme.toStdString() + "://localhost:" + std::to_string(proxy.port()),
             url(true)});
    QVERIFY2(shown(ended.err).startsWith(said), ended.err.c_str());
    QCOMPARE(ended.exitCode, code);
    QVERIFY((*origin_)->requests().empty());
}

void GetProxyTest::oneThatIsDownIsNotGoneAround() {
    std::uint16_t port = 0;
    {
        const ProxyServer gone{ProxyServerConfig{}};
        port = gone.port();
    }
    const Ended ended =
        get({"--proxy", "localhost:" + std::to_string(port), (*origin_)->url("/file.bin")});
    QCOMPARE(ended.exitCode, 5);
    QVERIFY(ended.err.starts_with("localhost refused the connection"));
    QVERIFY((*origin_)->requests().empty());
    QCOMPARE(get({"--proxy", "nowhere.invalid", (*origin_)->url("/file.bin")}).exitCode, 4);
    QVERIFY((*origin_)->requests().empty());
}

void GetProxyTest::logins_data() {
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<bool>("secure");
    for (const char* scheme : {"http", "socks4a", "socks5h"}) {
        for (const bool secure : {false, true}) {
            QTest::addRow("%s, %s", scheme, secure ? "https" : "http")
                << QString::fromLatin1(scheme) << secure;
        }
    }
}

// It gets what is its own, the origin gets what is its own, and neither the other's.
void GetProxyTest::logins() {
    QFETCH(QString, scheme);
    QFETCH(bool, secure);
    ProxyServerConfig config = named(scheme == QStringLiteral("http")      ? Speaks::Http
                                     : scheme == QStringLiteral("socks4a") ? Speaks::Socks4
                                                                           : Speaks::Socks5,
                                     secure);
    config.user = kUser;
    config.password = kPassword;
    const ProxyServer proxy(config);
    const std::string address = "localhost:" + std::to_string(proxy.port());
    const std::string begin = scheme.toStdString() + "://";
    Ended ended = get({"--proxy", begin + kLogin + address, "--header",
                       "Authorization: Bearer 0r1g1n", "--json", url(secure)});
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(isWhole());
    const RequestLog asked = (*origin_)->requests().front();
    QCOMPARE(shown(asked.header("Authorization")), QStringLiteral("Bearer 0r1g1n"));
    QCOMPARE(proxy.told().find("0r1g1n") != std::string::npos, !secure && begin == "http://");
    for (const std::string& text : {ended.out, ended.err, readAll(home_->file("state/get.db"))}) {
        QVERIFY(text.find("c4n4ry") == std::string::npos);
        QVERIFY(text.find("dXMgZXI") == std::string::npos);  // its beginning in Base64
    }
    std::filesystem::remove(home_->file("files/file.bin"));
    ended = get({"--proxy", begin + "wrong:wrong@" + address, url(secure)});
    QCOMPARE(ended.exitCode, begin == "http://" ? 9 : 5);
    QVERIFY(begin != "http://" ||
            ended.err.starts_with("The proxy localhost does not accept the login"));
    QVERIFY2(
        ended.err.find("login") != std::string::npos || ended.err.find("user") != std::string::npos,
        ended.err.c_str());
    if (begin == "socks5h://") {
        ended = get({"--proxy", begin + address, url(secure)});
        QCOMPARE(ended.exitCode, 5);
        QVERIFY(ended.err.starts_with("The SOCKS proxy localhost wants a login"));
    }
}

void GetProxyTest::digestIsAnsweredAndNothingElseSaid_data() {
    QTest::addColumn<QString>("algorithm");
    QTest::addColumn<bool>("secure");
    QTest::addColumn<int>("lasts");
    for (const bool secure : {false, true}) {
        const char* what = secure ? "https" : "http";
        QTest::addRow("MD5, %s", what) << QStringLiteral("MD5") << secure << 1000;
        QTest::addRow("SHA-256, %s", what) << QStringLiteral("SHA-256") << secure << 1000;
        QTest::addRow("each nonce once, %s", what) << QStringLiteral("MD5") << secure << 1;
    }
}

// Basic is offered beside it: whoever said that would give the password away.
void GetProxyTest::digestIsAnsweredAndNothingElseSaid() {
    QFETCH(QString, algorithm);
    QFETCH(bool, secure);
    QFETCH(int, lasts);
    ProxyServerConfig config = named(Speaks::Http, secure);
    config.user = kUser;
    config.password = kPassword;
    config.digest = algorithm.toStdString();
    config.nonceLasts = lasts;
    const ProxyServer proxy(config);
    const std::string address = "localhost:" + std::to_string(proxy.port());
    const std::string login = std::string("http://") + kLogin;
    Ended ended = get({"--proxy", login + address, "--json", "-x", "3", url(secure)});
    QVERIFY2(ended.exitCode == 0, ended.err.c_str());
    QVERIFY(isWhole());
    QVERIFY(proxy.told().find("Digest username=\"us er\"") != std::string::npos);
    QVERIFY(proxy.told().find("Basic ") == std::string::npos);
    for (const std::string& text : {ended.out, ended.err, proxy.told()}) {
        QVERIFY(text.find("c4n4ry") == std::string::npos);
    }
    for (const RequestLog& asked : (*origin_)->requests()) {
        QVERIFY(asked.header("Authorization").empty());
        QVERIFY(!secure || asked.header("Proxy-Authorization").empty());
    }
    std::filesystem::remove(home_->file("files/file.bin"));
    ended = get({"--proxy", "http://us%20er:wrong@" + address, url(secure)});
    QCOMPARE(ended.exitCode, 9);
    QVERIFY(ended.err.starts_with("The proxy localhost does not accept the login"));
    ended = get({"--proxy", address, url(secure)});
    QCOMPARE(ended.exitCode, 9);
    QVERIFY(ended.err.starts_with("The proxy localhost wants a login"));
}

void GetProxyTest::whoIsExceptedIsReachedDirectly() {
    const ProxyServer proxy{ProxyServerConfig{}};
    const std::string by = "localhost:" + std::to_string(proxy.port());
    const Ended ended = get(
        {"--proxy", by, "--no-proxy", "example.org, 127.0.0.0/8", (*origin_)->url("/file.bin")});
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(proxy.accepted(), std::size_t{0});
    // What the environment excepts says nothing of a proxy that was named.
    const Variable except("no_proxy", "*");
    QCOMPARE(
        get({"--proxy", by, "-o", home_->file("again.bin"), (*origin_)->url("/file.bin")}).exitCode,
        0);
    QCOMPARE(proxy.targets().size(), std::size_t{1});
}

void GetProxyTest::theEnvironmentSays() {
    const ProxyServer proxy(named(Speaks::Http, false));
    const Variable by("http_proxy", "http://127.0.0.1:" + std::to_string(proxy.port()) + "/");
    QCOMPARE(get({"-o", home_->file("1"), (*origin_)->url("/file.bin")}).exitCode, 0);
    QCOMPARE(proxy.accepted(), std::size_t{0});  // loopback
    QCOMPARE(get({"-o", home_->file("2"), url(false)}).exitCode, 0);
    QCOMPARE(proxy.targets().size(), std::size_t{1});
    QCOMPARE(get({"-o", home_->file("3"), "--proxy", "", url(false)}).exitCode, 4);
    const Variable loopback("PENSTOCK_PROXY_LOOPBACK", "1");
    QCOMPARE(get({"-o", home_->file("4"), (*origin_)->url("/file.bin")}).exitCode, 0);
    QCOMPARE(proxy.targets().size(), std::size_t{2});
}

void GetProxyTest::aBadAddressOfOneIsTold_data() {
    QTest::addColumn<QString>("proxy");
    QTest::newRow("scheme") << "ftp://c4n4ry:c4n4ry@host";
    QTest::newRow("port") << "http://c4n4ry:c4n4ry@host:99999";
    QTest::newRow("host") << "socks5://c4n4ry:c4n4ry@ho st";
    QTest::newRow("long name") << QStringLiteral("socks5://c4n4ry:%1@host").arg(QString(256, u'x'));
}

void GetProxyTest::aBadAddressOfOneIsTold() {
    QFETCH(QString, proxy);
    const Ended ended = get({"--proxy", proxy.toStdString(), (*origin_)->url("/file.bin")});
    QCOMPARE(ended.exitCode, 3);
    QVERIFY(!ended.err.empty());
    QVERIFY2(ended.err.find("c4n4ry") == std::string::npos, ended.err.c_str());
    QVERIFY((*origin_)->requests().empty());
}

// Several connections, each through a tunnel of its own, and a resume.
void GetProxyTest::aTransferGoesOnByWayOfIt() {
    constexpr std::uint64_t kLarge = 24'000'000;
    (*origin_)->serve(
        {.path = "/file.bin", .size = kLarge, .seed = 5, .times = 1, .closeAfter = 5'000'000});
    const ProxyServer proxy(named(Speaks::Http, true));
    const std::string by = "localhost:" + std::to_string(proxy.port());
    QCOMPARE(get({"--proxy", by, "-x", "1", url(true)}).exitCode, 10);
    QCOMPARE(get({"--proxy", by, "-x", "4", url(true)}).exitCode, 0);
    QVERIFY(readAll(home_->file("files/file.bin")) == contentText(5, 0, kLarge));
    QVERIFY(!(*origin_)->requests().back().range.empty());
    for (const std::string& target : proxy.targets()) {
        QVERIFY(target.starts_with("files.test:"));
    }
}

QTEST_GUILESS_MAIN(GetProxyTest)
#include "get_proxy_test.moc"
