#include "engine/http/url.h"

#include <QtTest>

using namespace penstock;

class UrlTest : public QObject {
    Q_OBJECT

private slots:
    void givesOneCanonicalForm_data();
    void givesOneCanonicalForm();
    void refuses_data();
    void refuses();
    void r10OddHostsAreRefusedBeforeAnyQuery_data();
    void r10OddHostsAreRefusedBeforeAnyQuery();
    void r11OneHostHasOneForm_data();
    void r11OneHostHasOneForm();
    void r12UserinfoIsRefusedAndNotRepeated_data();
    void r12UserinfoIsRefusedAndNotRepeated();
    void r81ControlCharactersAreRefused_data();
    void r81ControlCharactersAreRefused();
    void splitsIntoParts();
    void authorityHasBracketsAndOnlyForeignPorts_data();
    void authorityHasBracketsAndOnlyForeignPorts();
    void originIsSchemeHostAndPort();
    void literalsAreKnown();
    void anAddressOf32KiBIsTheLongest();
    void whatIsAcceptedCanBeReadAgain();
};

void UrlTest::givesOneCanonicalForm_data() {
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* given, const char* text) {
        QTest::newRow(given) << given << text;
    };
    row("http://example.org", "http://example.org/");
    row("HTTP://Example.ORG/A", "http://example.org/A");
    row("  https://example.org/x  ", "https://example.org/x");
    row("https://example.org:443/", "https://example.org/");
    row("http://example.org:80/", "http://example.org/");
    row("http://example.org:443/", "http://example.org:443/");
    row("http://example.org:/", "http://example.org/");
    row("http://example.org:00080/", "http://example.org/");
    row("http://example.org?x", "http://example.org/?x");
    row("http://example.org#f", "http://example.org/");
    row("http://example.org/?", "http://example.org/?");
    row("http://example.org/a b", "http://example.org/a%20b");
    row("http://example.org/ä", "http://example.org/%C3%A4");
    row("http://example.org/?ä=ö", "http://example.org/?%C3%A4=%C3%B6");
    row("http://example.org/%c3%a4", "http://example.org/%c3%a4");
    row("http://example.org/100%", "http://example.org/100%25");
    row("http://example.org/%zz", "http://example.org/%25zz");
    row("http://example.org/%4", "http://example.org/%254");
    row("http://example.org/a\\b", "http://example.org/a%5Cb");
    row("http://example.org/<\"`{}^>", "http://example.org/%3C%22%60%7B%7D%5E%3E");
    row("http://example.org/[1]|2", "http://example.org/[1]|2");
    row("http://example.org/a/../b/./c", "http://example.org/b/c");
    row("http://example.org/../..", "http://example.org/");
    row("http://example.org//a//", "http://example.org//a//");
    row("http://example.org/?a/../b", "http://example.org/?a/../b");
    row("http://example.org/?a?b", "http://example.org/?a?b");
    row("http://example.org/@:x", "http://example.org/@:x");
    row("http://192.0.2.1/", "http://192.0.2.1/");
    row("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/");
    row("http://a_b.example/", "http://a_b.example/");
    row("http://xn--mller-kva.example/", "http://xn--mller-kva.example/");
}

void UrlTest::givesOneCanonicalForm() {
    QFETCH(QString, given);
    QFETCH(QString, text);
    const auto url = parseUrl(given.toStdString());
    QVERIFY2(url.ok(), url.ok() ? "" : url.error().sentence.c_str());
    QCOMPARE(QString::fromStdString(url.value().text()), text);
    const auto again = parseUrl(url.value().text());
    QVERIFY(again.ok());
    QCOMPARE(again.value().text(), url.value().text());
}

void UrlTest::refuses_data() {
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* given, const char* kind) {
        QTest::newRow(given) << given << kind;
    };
    row("", "Url.Bad");
    row("   ", "Url.Bad");
    row("example.org/x", "Url.Bad");
    row("example.org:8080/x", "Url.Bad");
    row("localhost:80", "Url.Bad");
    row("//example.org/", "Url.Bad");
    row("/x", "Url.Bad");
    row("http:", "Url.Bad");
    row("http:/x", "Url.Bad");
    row("http:example.org", "Url.Bad");
    row("1http://example.org/", "Url.Bad");
    row("http://example.org:0/", "Url.Bad");
    row("http://example.org:65536/", "Url.Bad");
    row("http://example.org:+80/", "Url.Bad");
    row("http://example.org:8 0/", "Url.Bad");
    row("http://example.org:80:90/", "Url.BadHost");
    row("http://2001:db8::1/", "Url.BadHost");
    row("ftp://example.org/", "Url.Scheme");
    row("file:///etc/passwd", "Url.Scheme");
    row("mailto:a@example.org", "Url.Scheme");
    row("javascript:alert(1)", "Url.Scheme");
    row("data:text/plain,x", "Url.Scheme");
    row("http://", "Url.BadHost");
    row("http:///x", "Url.BadHost");
    row("http://:80/", "Url.BadHost");
    row("http://?x", "Url.BadHost");
}

void UrlTest::refuses() {
    QFETCH(QString, given);
    QFETCH(QString, kind);
    const auto url = parseUrl(given.toStdString());
    QVERIFY(!url.ok());
    QCOMPARE(QString::fromUtf8(name(url.error().kind).data()), kind);
    QVERIFY(!url.error().sentence.empty());
    QVERIFY(url.error().sentence.back() != '.');
}

void UrlTest::r10OddHostsAreRefusedBeforeAnyQuery_data() {
    QTest::addColumn<QByteArray>("host");
    const auto row = [](const char* name, const QByteArray& host) {
        QTest::newRow(name) << host;
    };
    row("encoded slash", "a%2Fb");
    row("encoded letter", "%61.example");
    row("space", "a b");
    row("backslash", "example.org\\x");
    row("254 bytes", QByteArray(63, 'a') + '.' + QByteArray(63, 'b') + '.' + QByteArray(63, 'c') +
                         '.' + QByteArray(62, 'd'));
    row("label of 64 bytes", QByteArray(64, 'a') + ".example");
    row("empty label", "a..b");
    row("leading dot", ".example");
    row("only a dot", ".");
    row("two trailing dots", "example..");
    row("hexadecimal address", "0x7f.1");
    row("hexadecimal number", "0x7f000001");
    row("last part hexadecimal", "a.0x1");
    row("bare 0x", "0x");
    row("decimal number", "2130706433");
    row("octal part", "0177.0.0.1");
    row("three parts", "127.0.1");
    row("five parts", "1.2.3.4.5");
    row("part over 255", "256.0.0.1");
    row("name that ends in a number", "example.1");
    row("quad with empty part", "1..2.3");
    row("bracket not closed", "[::1");
    row("bracket not opened", "::1]");
    row("no IPv6", "[example]");
    row("empty brackets", "[]");
    row("zone", "[fe80::1%25eth0]");
    row("something behind the bracket", "[::1]x");
    row("future address", "[v1.x]");
    row("asterisk", "*.example");
}

void UrlTest::r10OddHostsAreRefusedBeforeAnyQuery() {
    QFETCH(QByteArray, host);
    const auto url = parseUrl("http://" + host.toStdString() + "/");
    QVERIFY(!url.ok());
    QCOMPARE(url.error().kind, ErrorKind::UrlBadHost);
}

void UrlTest::r11OneHostHasOneForm_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("mixed case") << QByteArray("ExAmPlE.OrG") << QByteArray("example.org");
    QTest::newRow("trailing dot") << QByteArray("example.org.") << QByteArray("example.org");
    QTest::newRow("dotted quad with dot") << QByteArray("192.0.2.1.") << QByteArray("192.0.2.1");
    QTest::newRow("IPv6") << QByteArray("[2001:0DB8:0:0::0001]") << QByteArray("2001:db8::1");
    QTest::newRow("IPv6 with a quad")
        << QByteArray("[::ffff:7f00:1]") << QByteArray("::ffff:127.0.0.1");
    QTest::newRow("look-alike dot")
        << QByteArray("example\xE3\x80\x82org") << QByteArray("example.org");
    QTest::newRow("wide letter") << QByteArray("\xEF\xBD\x85xample.org")
                                 << QByteArray("example.org");
    QTest::newRow("umlaut") << QByteArray("m\xC3\xBCller.example")
                            << QByteArray("xn--mller-kva.example");
}

void UrlTest::r11OneHostHasOneForm() {
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, host);
    const auto url = parseUrl("http://" + given.toStdString() + "/");
    QVERIFY(url.ok());
    QCOMPARE(url.value().host, host.toStdString());
}

void UrlTest::r12UserinfoIsRefusedAndNotRepeated_data() {
    QTest::addColumn<QString>("given");
    for (const char* given : {"http://user:hunter2@example.org/", "http://hunter2@example.org/",
                              "http://user:hunter2@x@example.org/", "http://@example.org/hunter2",
                              "https://user:hunter2@/", "http://hunter2\\@example.org/",
                              "http://user:hunter2@m\xC3\xBCller.example/"}) {
        QTest::newRow(given) << given;
    }
}

void UrlTest::r12UserinfoIsRefusedAndNotRepeated() {
    QFETCH(QString, given);
    const auto url = parseUrl(given.toStdString());
    QVERIFY(!url.ok());
    QCOMPARE(url.error().kind, ErrorKind::UrlBad);
    QCOMPARE(url.error().sentence.find("hunter2"), std::string::npos);
    QCOMPARE(url.error().evidence.find("hunter2"), std::string::npos);
}

void UrlTest::r81ControlCharactersAreRefused_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::newRow("LF in path") << QByteArray("http://example.org/a\nb");
    QTest::newRow("CR LF in query") << QByteArray("http://example.org/?a\r\nHost: x");
    QTest::newRow("NUL in host") << QByteArray("http://a\0.example/", 18);
    QTest::newRow("NUL at the end") << QByteArray("http://example.org/\0", 20);
    QTest::newRow("tab") << QByteArray("http://example.org/\t");
    QTest::newRow("tab in front") << QByteArray("\thttp://example.org/");
    QTest::newRow("DEL in fragment") << QByteArray("http://example.org/#\x7F");
}

void UrlTest::r81ControlCharactersAreRefused() {
    QFETCH(QByteArray, given);
    const auto url = parseUrl(given.toStdString());
    QVERIFY(!url.ok());
    QCOMPARE(url.error().kind, ErrorKind::UrlBad);
}

void UrlTest::splitsIntoParts() {
    const auto parsed = parseUrl("https://Example.org:8443/a b?c#d e");
    QVERIFY(parsed.ok());
    const Url& url = parsed.value();
    QCOMPARE(url.scheme, std::string("https"));
    QCOMPARE(url.host, std::string("example.org"));
    QCOMPARE(url.port, std::uint16_t{8443});
    QCOMPARE(url.path, std::string("/a%20b"));
    QVERIFY(url.hasQuery);
    QCOMPARE(url.query, std::string("c"));
    QCOMPARE(url.fragment, std::string("d%20e"));
    QVERIFY(url.secure());
    QCOMPARE(url.target(), std::string("/a%20b?c"));
    QCOMPARE(url.text(), std::string("https://example.org:8443/a%20b?c"));
}

void UrlTest::authorityHasBracketsAndOnlyForeignPorts_data() {
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("authority");
    QTest::newRow("name") << "http://example.org/"
                          << "example.org";
    QTest::newRow("own port") << "https://example.org:443/"
                              << "example.org";
    QTest::newRow("port of the other") << "https://example.org:80/"
                                       << "example.org:80";
    QTest::newRow("IPv6") << "http://[::1]/"
                          << "[::1]";
    QTest::newRow("IPv6 and port") << "http://[::1]:8080/"
                                   << "[::1]:8080";
}

void UrlTest::authorityHasBracketsAndOnlyForeignPorts() {
    QFETCH(QString, given);
    QFETCH(QString, authority);
    QCOMPARE(QString::fromStdString(parseUrl(given.toStdString()).value().authority()), authority);
}

void UrlTest::originIsSchemeHostAndPort() {
    const Url url = parseUrl("https://example.org/a").value();
    QVERIFY(url.sameOrigin(parseUrl("https://EXAMPLE.org.:443/b?c").value()));
    QVERIFY(!url.sameOrigin(parseUrl("http://example.org:443/a").value()));
    QVERIFY(!url.sameOrigin(parseUrl("https://example.org:444/a").value()));
    QVERIFY(!url.sameOrigin(parseUrl("https://www.example.org/a").value()));
}

void UrlTest::literalsAreKnown() {
    QVERIFY(parseUrl("http://192.0.2.1/").value().hostIsLiteral());
    QVERIFY(parseUrl("http://[::1]/").value().hostIsLiteral());
    QVERIFY(!parseUrl("http://example.org/").value().hostIsLiteral());
}

void UrlTest::anAddressOf32KiBIsTheLongest() {
    const std::string begin = "http://example.org/";
    QVERIFY(parseUrl(begin + std::string(kMaxUrlBytes - begin.size(), 'a')).ok());
    const auto longer = parseUrl(begin + std::string(kMaxUrlBytes - begin.size() + 1, 'a'));
    QVERIFY(!longer.ok());
    QCOMPARE(longer.error().kind, ErrorKind::UrlBad);
}

// 12 KB of umlauts are 36 KB in the form that the list keeps.
void UrlTest::whatIsAcceptedCanBeReadAgain() {
    const std::string begin = "http://example.org/";
    std::string umlauts;
    for (std::size_t i = 0; i < (kMaxUrlBytes - begin.size()) / 6; ++i) {
        umlauts += "\xc3\xa4";
    }
    const auto longest = parseUrl(begin + umlauts);
    QVERIFY(longest.ok());
    QVERIFY(longest.value().text().size() > kMaxUrlBytes - 6);
    QCOMPARE(parseUrl(longest.value().text()).value().text(), longest.value().text());
    for (const std::string& longer :
         {begin + umlauts + "\xc3\xa4", begin + "?" + umlauts + "  ä"}) {
        const auto refused = parseUrl(longer);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().sentence, std::string("The address is longer than 32 KiB"));
    }
    const auto hop = resolveReference(parseUrl(begin).value(), umlauts + "\xc3\xa4");
    QVERIFY(!hop.ok());
    QCOMPARE(hop.error().kind, ErrorKind::RedirBad);
}

QTEST_GUILESS_MAIN(UrlTest)
#include "url_test.moc"
