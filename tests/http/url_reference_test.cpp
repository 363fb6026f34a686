#include "engine/http/url.h"

#include <QtTest>

using namespace penstock;

namespace {

constexpr const char* kBase = "http://a/b/c/d;p?q";

struct Row {
    const char* reference;
    const char* target;  // with the fragment
};

// RFC 3986 sections 5.4.1 and 5.4.2, but for those of other schemes.
constexpr Row kOfTheRfc[] = {
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g/"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"},
    {"g#s", "http://a/b/c/g#s"},
    {"g?y#s", "http://a/b/c/g?y#s"},
    {";x", "http://a/b/c/;x"},
    {"g;x", "http://a/b/c/g;x"},
    {"g;x?y#s", "http://a/b/c/g;x?y#s"},
    {"", "http://a/b/c/d;p?q"},
    {".", "http://a/b/c/"},
    {"./", "http://a/b/c/"},
    {"..", "http://a/b/"},
    {"../", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../..", "http://a/"},
    {"../../", "http://a/"},
    {"../../g", "http://a/g"},
    {"../../../g", "http://a/g"},
    {"../../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g.", "http://a/b/c/g."},
    {".g", "http://a/b/c/.g"},
    {"g..", "http://a/b/c/g.."},
    {"..g", "http://a/b/c/..g"},
    {"./../g", "http://a/b/g"},
    {"./g/.", "http://a/b/c/g/"},
    {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"},
    {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
    {"g;x=1/../y", "http://a/b/c/y"},
    {"g?y/./x", "http://a/b/c/g?y/./x"},
    {"g?y/../x", "http://a/b/c/g?y/../x"},
    {"g#s/./x", "http://a/b/c/g#s/./x"},
    {"g#s/../x", "http://a/b/c/g#s/../x"},
};

// What servers send beyond that.
constexpr Row kFromTheWild[] = {
    {"http://x.example/y", "http://x.example/y"},
    {"HTTPS://X.example", "https://x.example/"},
    {"http://x.example:8080/y", "http://x.example:8080/y"},
    {"https://x.example:443/", "https://x.example/"},
    {"//x.example:81/y", "http://x.example:81/y"},
    {"//[::1]/y", "http://[::1]/y"},
    {"//g?y", "http://g/?y"},
    {"//g#s", "http://g/#s"},
    {"?", "http://a/b/c/d;p?"},
    {"#", "http://a/b/c/d;p?q"},
    {"?y#s", "http://a/b/c/d;p?y#s"},
    {"/", "http://a/"},
    {"/../..", "http://a/"},
    {"/a/b/../../../c", "http://a/c"},
    {"/a//b", "http://a/a//b"},
    {"/a:b", "http://a/a:b"},
    {"./a:b", "http://a/b/c/a:b"},
    {"g h", "http://a/b/c/g%20h"},
    {"  g  ", "http://a/b/c/g"},
    {"g\xC3\xA4", "http://a/b/c/g%C3%A4"},
    {"?\xC3\xA4", "http://a/b/c/d;p?%C3%A4"},
    {"g%20h", "http://a/b/c/g%20h"},
    {"g%", "http://a/b/c/g%25"},
    {"g\\h", "http://a/b/c/g%5Ch"},
    {"\\\\evil.example\\x", "http://a/b/c/%5C%5Cevil.example%5Cx"},
    {"g?u=http://x/?y", "http://a/b/c/g?u=http://x/?y"},
    {"g#a#b", "http://a/b/c/g#a%23b"},
    {"%2e%2e/g", "http://a/b/c/%2e%2e/g"},
    {"g/..", "http://a/b/c/"},
    {"g/.", "http://a/b/c/g/"},
    {"/g/..?y", "http://a/?y"},
    {"@x", "http://a/b/c/@x"},
};

}  // namespace

class UrlReferenceTest : public QObject {
    Q_OBJECT

private slots:
    void r90ReferencesAreResolvedAsTheRfcSays_data();
    void r90ReferencesAreResolvedAsTheRfcSays();
    void r90WhatIsNoAddressIsRefused_data();
    void r90WhatIsNoAddressIsRefused();
    void r86OtherSchemesAreRefused_data();
    void r86OtherSchemesAreRefused();
    void r88UserinfoIsDropped_data();
    void r88UserinfoIsDropped();
    void theSchemeAndPortOfTheBaseAreKept();
};

void UrlReferenceTest::r90ReferencesAreResolvedAsTheRfcSays_data() {
    QTest::addColumn<QString>("reference");
    QTest::addColumn<QString>("target");
    int rows = 0;
    for (const Row& row : kOfTheRfc) {
        QTest::addRow("rfc %s", row.reference) << row.reference << row.target;
        ++rows;
    }
    for (const Row& row : kFromTheWild) {
        QTest::addRow("wild %s", row.reference) << row.reference << row.target;
        ++rows;
    }
    QVERIFY(rows >= 60);
}

void UrlReferenceTest::r90ReferencesAreResolvedAsTheRfcSays() {
    QFETCH(QString, reference);
    QFETCH(QString, target);
    const Url base = parseUrl(kBase).value();
    const auto url = resolveReference(base, reference.toStdString());
    QVERIFY2(url.ok(), url.ok() ? "" : url.error().evidence.c_str());
    const std::string& fragment = url.value().fragment;
    QCOMPARE(QString::fromStdString(url.value().text() + (fragment.empty() ? "" : "#" + fragment)),
             target);
}

void UrlReferenceTest::r90WhatIsNoAddressIsRefused_data() {
    QTest::addColumn<QByteArray>("reference");
    QTest::newRow("no host") << QByteArray("http:///x");
    QTest::newRow("scheme and path") << QByteArray("http:g");
    QTest::newRow("scheme and rooted path") << QByteArray("http:/g");
    QTest::newRow("empty authority") << QByteArray("//");
    QTest::newRow("empty authority and path") << QByteArray("///g");
    QTest::newRow("bad port") << QByteArray("//g:99999/");
    QTest::newRow("bad host") << QByteArray("//0x7f.1/");
    QTest::newRow("open bracket") << QByteArray("//[::1/");
    QTest::newRow("line break") << QByteArray("g\r\nX: y");
    QTest::newRow("NUL") << QByteArray("g\0h", 3);
    QTest::newRow("longer than 32 KiB") << QByteArray(64 * 1024, 'g');
}

void UrlReferenceTest::r90WhatIsNoAddressIsRefused() {
    QFETCH(QByteArray, reference);
    const auto url = resolveReference(parseUrl(kBase).value(), reference.toStdString());
    QVERIFY(!url.ok());
    QCOMPARE(url.error().kind, ErrorKind::RedirBad);
}

void UrlReferenceTest::r86OtherSchemesAreRefused_data() {
    QTest::addColumn<QString>("reference");
    for (const char* reference :
         {"file:///etc/passwd", "ftp://x/", "data:,x", "javascript:alert(1)", "smb://x/y",
          "penstock:x", "g:h", "FILE:/x", "blob:http://x"}) {
        QTest::newRow(reference) << reference;
    }
}

void UrlReferenceTest::r86OtherSchemesAreRefused() {
    QFETCH(QString, reference);
    const auto url = resolveReference(parseUrl(kBase).value(), reference.toStdString());
    QVERIFY(!url.ok());
    QCOMPARE(url.error().kind, ErrorKind::RedirBadScheme);
}

void UrlReferenceTest::r88UserinfoIsDropped_data() {
    QTest::addColumn<QString>("reference");
    QTest::newRow("both") << "http://user:pw@h/x";
    QTest::newRow("name") << "http://user@h/x";
    QTest::newRow("two at signs") << "http://user:p@w@h/x";
    QTest::newRow("without a scheme") << "//user:pw@h/x";
    QTest::newRow("empty") << "http://@h/x";
}

void UrlReferenceTest::r88UserinfoIsDropped() {
    QFETCH(QString, reference);
    const auto url = resolveReference(parseUrl(kBase).value(), reference.toStdString());
    QVERIFY(url.ok());
    QCOMPARE(url.value().text(), std::string("http://h/x"));
    QCOMPARE(url.value().authority(), std::string("h"));
}

void UrlReferenceTest::theSchemeAndPortOfTheBaseAreKept() {
    const Url base = parseUrl("https://h:8443/a").value();
    QCOMPARE(resolveReference(base, "b").value().text(), std::string("https://h:8443/b"));
    QCOMPARE(resolveReference(base, "//g/b").value().text(), std::string("https://g/b"));
}

QTEST_GUILESS_MAIN(UrlReferenceTest)
#include "url_reference_test.moc"
