// Cookies: taken, kept, given back to those they are for.

#include "engine/http/cookie_jar.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const CookieJar::Time kNow{std::chrono::seconds(1'800'000'000)};

Url url(const QString& text) {
    return parseUrl(text.toStdString()).value();
}

QString given(const CookieJar& jar, const QString& to, std::chrono::seconds later = 0s) {
    return QString::fromStdString(jar.fieldFor(url(to), kNow + later));
}

}  // namespace

class CookieJarTest : public QObject {
    Q_OBJECT

private slots:
    void oneCookie_data();
    void oneCookie();
    void itEnds_data();
    void itEnds();
    void aLaterOneReplacesItsLike();
    void longerPathsGoFirst();
    void anOpenOneDoesNotReplaceASecureOne();
    void itIsBounded();
    void aFile_data();
    void aFile();
    void whatWasGivenStandsBehindWhatWasSaid();
};

void CookieJarTest::oneCookie_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("sent");
    const auto row = [](const char* from, const char* field, const char* to, const char* sent) {
        QTest::addRow("%s: %s: %s", from, field, to)
            << QString::fromUtf8(from) << QString::fromUtf8(field) << QString::fromUtf8(to)
            << QString::fromUtf8(sent);
    };
    const char* a = "http://a.example.org/d/f";
    row(a, "n=v", a, "n=v");
    row(a, " n = v ; x", a, "n=v");
    row(a, "n=\"v w\"", a, "n=\"v w\"");
    row(a, "n=", a, "n=");
    row(a, "v", a, "v");
    row(a, "=v", a, "v");
    row(a, "", a, "");
    row(a, ";", a, "");
    row(a,
        "n=a\x01"
        "b",
        a, "");
    // whose
    row(a, "n=v", "http://a.example.org:8080/d/x", "n=v");
    row(a, "n=v", "http://example.org/d/x", "");
    row(a, "n=v", "http://b.a.example.org/d/x", "");
    row(a, "n=v; Domain=a.example.org", "http://b.a.example.org/d/x", "n=v");
    row(a, "n=v; Domain=.EXAMPLE.org", "http://c.example.org/d/x", "n=v");
    row(a, "n=v; Domain=example.org", "http://badexample.org/d/x", "");
    row(a, "n=v; Domain=b.example.org", "http://b.example.org/d/x", "");
    row(a, "n=v; Domain=org", a, "");
    row(a, "n=v; Domain=", "http://a.example.org/d/x", "n=v");
    row("http://x.co.uk/", "n=v; Domain=co.uk", "http://y.co.uk/", "");
    row("http://co.uk/", "n=v; Domain=co.uk", "http://co.uk/", "n=v");
    row("http://co.uk/", "n=v; Domain=co.uk", "http://x.co.uk/", "");
    row("http://user.github.io/", "n=v; Domain=github.io", "http://evil.github.io/", "");
    row("http://127.0.0.1/", "n=v", "http://127.0.0.1:81/", "n=v");
    row("http://127.0.0.1/", "n=v", "http://localhost/", "");
    row("http://127.0.0.1/", "n=v; Domain=0.0.1", "http://127.0.0.1/", "");
    row("http://127.0.0.1/", "n=v; Domain=127.0.0.1", "http://127.0.0.1/", "n=v");
    row("http://[::1]/", "n=v", "http://[::1]/", "n=v");
    row("http://localhost/", "n=v", "http://localhost/", "n=v");
    row("http://www.xn--bcher-kva.example/",
        "n=v; Domain=b\xC3\xBC"
        "cher.example",
        "http://xn--bcher-kva.example/", "n=v");
    // where
    row(a, "n=v", "http://a.example.org/d", "n=v");
    row(a, "n=v", "http://a.example.org/d/e/f", "n=v");
    row(a, "n=v", "http://a.example.org/dx", "");
    row(a, "n=v", "http://a.example.org/", "");
    row(a, "n=v; Path=/", "http://a.example.org/x", "n=v");
    row(a, "n=v; Path=/x", "http://a.example.org/x/y", "n=v");
    row(a, "n=v; Path=x", "http://a.example.org/d/", "n=v");
    row(a, "n=v; Path=/x/; Path=/", "http://a.example.org/y", "n=v");
    // over what
    const char* s = "https://a.example.org/d/f";
    row(s, "n=v; Secure", s, "n=v");
    row(s, "n=v; Secure", a, "");
    row(a, "n=v; Secure", s, "");
    row(s, "n=v", a, "n=v");
    row(s, "__Secure-n=v; Secure", s, "__Secure-n=v");
    row(s, "__Secure-n=v", s, "");
    row(s, "__SECURE-n=v", s, "");
    row(s, "__Host-n=v; Secure; Path=/", s, "__Host-n=v");
    row(s, "__Host-n=v; Secure", s, "");
    row(s, "__Host-n=v; Secure; Path=/; Domain=a.example.org", s, "");
    row(s, "n=v; HttpOnly; SameSite=Strict", s, "n=v");
}

void CookieJarTest::oneCookie() {
    QFETCH(QString, from);
    QFETCH(QString, field);
    QFETCH(QString, to);
    QFETCH(QString, sent);
    CookieJar jar;
    jar.take(url(from), field.toStdString(), kNow);
    QCOMPARE(given(jar, to), sent);
}

void CookieJarTest::itEnds_data() {
    QTest::addColumn<QString>("attributes");
    QTest::addColumn<bool>("now");
    QTest::addColumn<bool>("inAnHour");
    QTest::newRow("with the jar") << "" << true << true;
    QTest::newRow("Max-Age") << "; Max-Age=60" << true << false;
    QTest::newRow("Max-Age of nothing") << "; Max-Age=0" << false << false;
    QTest::newRow("negative Max-Age") << "; Max-Age=-5" << false << false;
    QTest::newRow("no Max-Age") << "; Max-Age=x" << true << true;
    QTest::newRow("Expires, past") << "; Expires=Wed, 09 Jun 2021 10:18:14 GMT" << false << false;
    QTest::newRow("Expires, with dashes")
        << "; Expires=Wed, 09-Jun-2021 10:18:14 GMT" << false << false;
    QTest::newRow("Expires, to come") << "; Expires=Wed, 09 Jun 2100 10:18:14 GMT" << true << true;
    QTest::newRow("Expires that is none") << "; Expires=soon" << true << true;
    QTest::newRow("Max-Age goes before")
        << "; Max-Age=60; Expires=Wed, 09 Jun 2021 10:18:14 GMT" << true << false;
}

void CookieJarTest::itEnds() {
    QFETCH(QString, attributes);
    QFETCH(bool, now);
    QFETCH(bool, inAnHour);
    CookieJar jar;
    const QString host = QStringLiteral("http://h.example/");
    jar.take(url(host), ("n=v" + attributes).toStdString(), kNow);
    QCOMPARE(!given(jar, host).isEmpty(), now);
    QCOMPARE(!given(jar, host, 3600s).isEmpty(), inAnHour);
}

void CookieJarTest::aLaterOneReplacesItsLike() {
    CookieJar jar;
    const QString host = QStringLiteral("http://h.example/");
    jar.take(url(host), "n=1", kNow);
    jar.take(url(host), "m=1", kNow);
    jar.take(url(host), "n=2", kNow);
    QCOMPARE(given(jar, host), QStringLiteral("n=2; m=1"));
    jar.take(url(host), "n=; Max-Age=0", kNow);
    QCOMPARE(given(jar, host), QStringLiteral("m=1"));
}

void CookieJarTest::longerPathsGoFirst() {
    CookieJar jar;
    const QString host = QStringLiteral("http://h.example/a/b/c");
    jar.take(url(host), "n=1; Path=/", kNow);
    jar.take(url(host), "n=2; Path=/a/b", kNow);
    jar.take(url(host), "n=3; Path=/a", kNow);
    QCOMPARE(given(jar, host), QStringLiteral("n=2; n=3; n=1"));
}

void CookieJarTest::anOpenOneDoesNotReplaceASecureOne() {
    CookieJar jar;
    jar.take(url(QStringLiteral("https://h.example/")), "n=good; Secure", kNow);
    jar.take(url(QStringLiteral("http://h.example/")), "n=evil", kNow);
    jar.take(url(QStringLiteral("http://h.example/")), "n=; Max-Age=0", kNow);
    QCOMPARE(given(jar, QStringLiteral("https://h.example/")), QStringLiteral("n=good"));
    QCOMPARE(given(jar, QStringLiteral("http://h.example/")), QString());
}

void CookieJarTest::itIsBounded() {
    CookieJar jar;
    const Url host = url(QStringLiteral("http://h.example/"));
    jar.take(host, "n=" + std::string(CookieJar::kMostBytes, 'x'), kNow);
    QVERIFY(jar.empty());
    for (int i = 0; i < 1'000; ++i) {
        jar.take(host, "n" + std::to_string(i) + "=v", kNow);
    }
    QCOMPARE(jar.all().size(), CookieJar::kMost);
    QCOMPARE(jar.all().back().name, std::string("n999"));
}

void CookieJarTest::aFile_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("sent");
    const auto row = [](const char* title, const char* line, const char* to, const char* sent) {
        QTest::newRow(title) << QString::fromLatin1(line) << QString::fromLatin1(to)
                             << QString::fromLatin1(sent);
    };
    const char* h = "http://h.example/";
    row("one host", "h.example\tFALSE\t/\tFALSE\t0\tn\tv", h, "n=v");
    row("hosts below", ".h.example\tTRUE\t/\tFALSE\t0\tn\tv", "http://x.h.example/", "n=v");
    row("not below", ".h.example\tFALSE\t/\tFALSE\t0\tn\tv", "http://x.h.example/", "");
    row("HttpOnly", "#HttpOnly_h.example\tFALSE\t/\tFALSE\t0\tn\tv", h, "n=v");
    row("a comment", "#h.example\tFALSE\t/\tFALSE\t0\tn\tv", h, "");
    row("secure", "h.example\tFALSE\t/\tTRUE\t0\tn\tv", h, "");
    row("over", "h.example\tFALSE\t/\tFALSE\t1\tn\tv", h, "");
    row("to come", "h.example\tFALSE\t/\tFALSE\t1900000000\tn\tv", h, "n=v");
    row("never", "h.example\tFALSE\t/\tFALSE\t99999999999999\tn\tv", h, "n=v");
    row("a super domain", ".com\tTRUE\t/\tFALSE\t0\tn\tv", "http://x.com/", "");
    row("an address", "127.0.0.1\tTRUE\t/\tFALSE\t0\tn\tv", "http://127.0.0.1/", "n=v");
    row("a control", "h.example\tFALSE\t/\tFALSE\t0\tn\tv\x01", h, "");
    row("no path", "h.example\tFALSE\tx\tFALSE\t0\tn\tv", h, "");
    row("no end", "h.example\tFALSE\t/\tFALSE\tx\tn\tv", h, "");
    row("cells missing", "h.example\tFALSE\t/", h, "");
    row("with CR", "h.example\tFALSE\t/\tFALSE\t0\tn\tv\r", h, "n=v");
    row("no value", "h.example\tFALSE\t/\tFALSE\t0\tn", h, "n=");
}

void CookieJarTest::aFile() {
    QFETCH(QString, line);
    QFETCH(QString, to);
    QFETCH(QString, sent);
    const CookieJar jar = CookieJar::ofFile(
        "# Netscape HTTP Cookie File\n\n" + line.toStdString() + "\nother.example\tx\n", kNow);
    QCOMPARE(given(jar, to), sent);
}

void CookieJarTest::whatWasGivenStandsBehindWhatWasSaid() {
    const CookieJar file = CookieJar::ofFile(
        "h.example\tFALSE\t/\tFALSE\t0\tn\told\n"
        "h.example\tFALSE\t/\tFALSE\t0\tm\tv\n",
        kNow);
    CookieJar said;
    const Url host = url(QStringLiteral("http://h.example/"));
    said.take(host, "n=new", kNow);
    QCOMPARE(file.fieldFor(host, kNow, said), std::string("n=new; m=v"));
    QCOMPARE(file.fieldFor(host, kNow, CookieJar()), std::string("n=old; m=v"));
}

QTEST_GUILESS_MAIN(CookieJarTest)
#include "cookie_jar_test.moc"
