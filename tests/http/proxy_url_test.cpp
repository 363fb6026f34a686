// The address of a proxy.

#include "engine/http/proxy_url.h"

#include <QTest>

using namespace penstock;

namespace {

QString shown(const std::string& text) {
    return QString::fromStdString(text);
}

}  // namespace

class ProxyUrlTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsOne_data();
    void whatIsOne();
    void whatIsNone_data();
    void whatIsNone();
};

void ProxyUrlTest::whatIsOne_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    const auto row = [](const char* text, const char* meant, const char* user = "",
                        const char* password = "") {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(meant)
                            << QString::fromLatin1(user) << QString::fromLatin1(password);
    };
    row("proxy.test", "http://proxy.test:80");
    row("proxy.test:3128", "http://proxy.test:3128");
    row("proxy.test:", "http://proxy.test:80");
    row(" HTTP://Proxy.Test.:8080/path?x#y ", "http://proxy.test:8080");
    row("https://proxy.test", "https://proxy.test:443");
    row("socks5://127.0.0.1", "socks5://127.0.0.1:1080");
    row("SOCKS5H://h:1", "socks5h://h:1");
    row("socks4://h", "socks4://h:1080");
    row("socks4a://h", "socks4a://h:1080");
    row("socks://h", "socks5h://h:1080");
    row("http://[::1]:3128", "http://[::1]:3128");
    row("[2001:DB8::1]", "http://[2001:db8::1]:80");
    row("http://a:b@h", "http://h:80", "a", "b");
    row("a@h", "http://h:80", "a");
    row("http://a:b:c%40d@h", "http://h:80", "a", "b:c@d");
    row("http://a:p@w@h:7", "http://h:7", "a", "p@w");
    row("http://:secret@h", "http://h:80", "", "secret");
}

void ProxyUrlTest::whatIsOne() {
    QFETCH(QString, text);
    QFETCH(QString, meant);
    QFETCH(QString, user);
    QFETCH(QString, password);
    const auto proxy = parseProxy(text.toStdString());
    QVERIFY(proxy);
    QCOMPARE(shown(proxyText(proxy.value())), meant);
    QCOMPARE(shown(proxy.value().user), user);
    QCOMPARE(shown(proxy.value().password), password);
    if (user.isEmpty() && password.isEmpty()) {
        QVERIFY(parseProxy(proxyText(proxy.value())).value() == proxy.value());
    }
}

void ProxyUrlTest::whatIsNone_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("no host") << QByteArray("http://:3128");
    QTest::newRow("another scheme") << QByteArray("ftp://c4n4ry:c4n4ry@h");
    QTest::newRow("port 0") << QByteArray("h:0");
    QTest::newRow("port too high") << QByteArray("c4n4ry:c4n4ry@h:65536");
    QTest::newRow("port of letters") << QByteArray("h:c4n4ry");
    QTest::newRow("blank in the host") << QByteArray("c4n4ry@h h");
    QTest::newRow("long SOCKS user")
        << QByteArray("socks5://") + QByteArray(256, 'c') + QByteArray("@h");
    QTest::newRow("long SOCKS password")
        << QByteArray("socks5://a:") + QByteArray(256, 'c') + QByteArray("@h");
    QTest::newRow("a NUL in the user") << QByteArray("socks4://a%00b@h");
    QTest::newRow("a colon in the user") << QByteArray("http://a%3Ab:c4n4ry@h");
}

void ProxyUrlTest::whatIsNone() {
    QFETCH(QByteArray, text);
    const auto proxy = parseProxy(text.toStdString());
    QVERIFY(!proxy);
    QVERIFY(classOf(proxy.error().kind) == ErrorClass::Url);
    QVERIFY(proxy.error().sentence.size() > 10);
    const std::string said = proxy.error().sentence + proxy.error().evidence;
    QVERIFY2(said.find("c4n4ry") == std::string::npos, said.c_str());
}

QTEST_GUILESS_MAIN(ProxyUrlTest)
#include "proxy_url_test.moc"
