#include "engine/http/url_host.h"

#include "engine/http/url.h"

#include <QtTest>

using namespace penstock;

namespace {

/// UTF-8, as it stands in an address.
QByteArray utf8(const char16_t* text) {
    return QString::fromUtf16(text).toUtf8();
}

}  // namespace

class UrlHostTest : public QObject {
    Q_OBJECT

private slots:
    void r11InternationalNamesHaveOneAsciiForm_data();
    void r11InternationalNamesHaveOneAsciiForm();
    void r11TheFormIsItsOwnForm_data();
    void r11TheFormIsItsOwnForm();
    void r11NamesThatCannotExistAreRefused_data();
    void r11NamesThatCannotExistAreRefused();
    void r11TheWholeAddressSpeaksOfOneHost();
    void r10NothingHidesBehindAMapping_data();
    void r10NothingHidesBehindAMapping();
    void aLongNameCostsNoConversion();
};

void UrlHostTest::r11InternationalNamesHaveOneAsciiForm_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("host");
    const auto row = [](const char* name, const QByteArray& given, const char* host) {
        QTest::newRow(name) << given << QByteArray(host);
    };
    row("umlaut", utf8(u"m\u00fcller.example"), "xn--mller-kva.example");
    row("umlaut in upper case", utf8(u"M\u00dcLLER.EXAMPLE"), "xn--mller-kva.example");
    row("umlaut in two characters", utf8(u"mu\u0308ller.example"), "xn--mller-kva.example");
    row("sharp s stays itself", utf8(u"fa\u00df.example"), "xn--fa-hia.example");
    row("final sigma stays itself", utf8(u"\u03b2\u03cc\u03bb\u03bf\u03c2.example"),
        "xn--nxasmm1c.example");
    row("Han", utf8(u"\u4f8b\u5b50.example"), "xn--fsqu00a.example");
    row("Arabic, from right to left", utf8(u"\u0645\u062b\u0627\u0644.example"),
        "xn--mgbh0fb.example");
    row("ideographic dot", utf8(u"example\u3002org"), "example.org");
    row("wide dot", utf8(u"example\uff0eorg"), "example.org");
    row("half-wide dot", utf8(u"example\uff61org"), "example.org");
    row("ideographic dot at the end", utf8(u"example.org\u3002"), "example.org");
    row("wide letters", utf8(u"\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45.org"), "example.org");
    row("soft hyphen", utf8(u"exa\u00admple.org"), "example.org");
    row("Kelvin sign", utf8(u"\u212aelvin.example"), "kelvin.example");
    row("wide digits are a literal", utf8(u"\uff11\uff19\uff12.0.2.1"), "192.0.2.1");
    row("dot at the end", utf8(u"m\u00fcller.example."), "xn--mller-kva.example");
    row("mixed with an A-label", utf8(u"xn--mller-kva.m\u00fcller.example"),
        "xn--mller-kva.xn--mller-kva.example");
    row("A-label in upper case", "XN--MLLER-KVA.example", "xn--mller-kva.example");
}

void UrlHostTest::r11InternationalNamesHaveOneAsciiForm() {
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, host);
    const auto canonical = canonicalHost(given.toStdString());
    QVERIFY2(canonical.ok(), canonical.ok() ? "" : canonical.error().evidence.c_str());
    QCOMPARE(canonical.value(), host.toStdString());
}

void UrlHostTest::r11TheFormIsItsOwnForm_data() {
    r11InternationalNamesHaveOneAsciiForm_data();
}

void UrlHostTest::r11TheFormIsItsOwnForm() {
    QFETCH(QByteArray, host);
    QCOMPARE(canonicalHost(host.toStdString()).value(), host.toStdString());
}

void UrlHostTest::r11NamesThatCannotExistAreRefused_data() {
    QTest::addColumn<QByteArray>("given");
    const auto row = [](const char* name, const QByteArray& given) {
        QTest::newRow(name) << given;
    };
    row("no UTF-8", "m\xfcller.example");
    row("cut UTF-8", "m\xc3");
    row("surrogate", "a\xed\xa0\x80.example");
    row("symbol", utf8(u"\u2603.example"));
    row("directions mixed", utf8(u"\u0645a\u062b.example"));
    row("override of the direction", utf8(u"gpj\u202eexe.example"));
    row("combining mark in front", utf8(u"\u0308a.example"));
    row("zero-width joiner out of place", utf8(u"a\u200db.example"));
    row("hyphens in the third and fourth place", utf8(u"ab--\u00fc.example"));
    row("an A-label that means nothing", utf8(u"xn--\u00fc.example"));
    row("label over 63 bytes when encoded", QByteArray("\xc3\xbc").repeated(63) + ".example");
    row("empty label", utf8(u"\u00fc..example"));
    row("two dots at the end", utf8(u"\u00fc.example.\u3002"));
    row("only look-alike dots", utf8(u"\u3002"));
    row("nothing is left", utf8(u"\u00ad"));
    row("NUL", QByteArray("\xc3\xbc\0.example", 11));
    row("wide number that is no quad", utf8(u"\uff11\uff12\uff17.1"));
}

void UrlHostTest::r11NamesThatCannotExistAreRefused() {
    QFETCH(QByteArray, given);
    const auto canonical = canonicalHost(given.toStdString());
    QVERIFY2(!canonical.ok(), canonical.ok() ? canonical.value().c_str() : "");
    QCOMPARE(canonical.error().kind, ErrorKind::UrlBadHost);
    QVERIFY(!canonical.error().sentence.empty());
}

void UrlHostTest::r11TheWholeAddressSpeaksOfOneHost() {
    const auto url =
        parseUrl(utf8(u"https://M\u00fcller\u3002Example\uff0e:8443/\u00fc").toStdString());
    QVERIFY(url.ok());
    QCOMPARE(url.value().host, std::string("xn--mller-kva.example"));
    QCOMPARE(url.value().authority(), std::string("xn--mller-kva.example:8443"));
    QCOMPARE(url.value().text(), std::string("https://xn--mller-kva.example:8443/%C3%BC"));
    QVERIFY(url.value().sameOrigin(parseUrl("https://xn--mller-kva.example:8443").value()));
}

void UrlHostTest::r10NothingHidesBehindAMapping_data() {
    QTest::addColumn<QByteArray>("given");
    // Characters that become others of a meaning of their own in an address.
    const auto row = [](const char* name, const char16_t* given) {
        QTest::newRow(name) << utf8(given);
    };
    row("a/c", u"example.org\u2100.test");
    row("wide solidus", u"example.org\uff0ftest");
    row("wide at", u"user\uff20example.org");
    row("wide colon", u"example.org\uff1a80");
    row("wide percent", u"example\uff0541.org");
    row("wide question mark", u"example.org\uff1fx");
    row("wide number sign", u"example.org\uff03x");
    row("wide backslash", u"example.org\uff3cx");
    row("wide bracket", u"\uff3b::1\uff3d");
    row("ideographic space", u"exa\u3000mple.org");
}

void UrlHostTest::r10NothingHidesBehindAMapping() {
    QFETCH(QByteArray, given);
    const auto canonical = canonicalHost(given.toStdString());
    QVERIFY2(!canonical.ok(), canonical.ok() ? canonical.value().c_str() : "");
    QCOMPARE(canonical.error().kind, ErrorKind::UrlBadHost);
}

void UrlHostTest::aLongNameCostsNoConversion() {
    const auto canonical = canonicalHost(QByteArray("\xc3\xbc").repeated(16'000).toStdString());
    QVERIFY(!canonical.ok());
    QCOMPARE(canonical.error().sentence,
             std::string("The host name is longer than 253 characters"));
}

QTEST_GUILESS_MAIN(UrlHostTest)
#include "url_host_test.moc"
