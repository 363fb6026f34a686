#include "engine/http/content_disposition.h"

#include "tests/http/parse_head.h"

#include <QtTest>

using namespace penstock;
using namespace penstock::test;

class ContentDispositionTest : public QObject {
    Q_OBJECT

private slots:
    void readsTheName_data();
    void readsTheName();
    void r131TwoFieldsThatDifferAreIgnored();
    void takesTheLastSegmentOfAnAddress_data();
    void takesTheLastSegmentOfAnAddress();
};

void ContentDispositionTest::readsTheName_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("fileName");  // empty: none
    const auto row = [](const char* name, const char* value, const char* fileName) {
        QTest::newRow(name) << QByteArray(value) << QByteArray(fileName);
    };
    row("quoted", "attachment; filename=\"a b.txt\"", "a b.txt");
    row("token", "attachment; filename=a.txt", "a.txt");
    row("inline", "inline; filename=a.txt", "a.txt");
    row("capitals and spaces", "Attachment ;  FileName = \"a.txt\" ", "a.txt");
    row("no type", "filename=a.txt", "a.txt");
    row("unquoted with spaces", "attachment; filename=a b.txt; x=y", "a b.txt");
    row("semicolon within", "attachment; filename=\"a;b.txt\"; x=y", "a;b.txt");
    row("escaped", "attachment; filename=\"a\\\"b\\\\c;d\"; x=y", "a\"b\\c;d");
    row("not closed", "attachment; filename=\"a.txt", "a.txt");
    row("after another", "attachment; size=\"1;2\"; filename=\"a\"", "a");
    row("percent stays", "attachment; filename=\"a%20b\"", "a%20b");
    row("raw UTF-8", "attachment; filename=\"\xC3\xA4.txt\"", "\xC3\xA4.txt");
    row("path stays, the store cuts it", "attachment; filename=\"../a/b\"", "../a/b");
    row("none", "attachment", "");
    row("empty", "attachment; filename=\"\"", "");
    row("similar name", "attachment; xfilename=a; filename-x=b", "");
    row("extended", "attachment; filename*=UTF-8''%c3%a4%20b.txt", "\xC3\xA4 b.txt");
    row("extended with a language", "attachment; filename*=utf-8'de'%C3%A4", "\xC3\xA4");
    row("extended in Latin-1", "attachment; filename*=ISO-8859-1''%e4", "\xC3\xA4");
    row("R-131 extended wins, last", "attachment; filename=\"a\"; filename*=UTF-8''b", "b");
    row("R-131 extended wins, first", "attachment; filename*=UTF-8''b; filename=\"a\"", "b");
    row("R-131 bad bytes",
        "attachment; filename=\"a\xFF"
        "b\"",
        "a\xEF\xBF\xBD"
        "b");
    row("R-131 bad extended bytes", "attachment; filename*=UTF-8''a%ffb",
        "a\xEF\xBF\xBD"
        "b");
    row("R-131 encoded words stay", "attachment; filename=\"=?UTF-8?Q?a?=\"", "=?UTF-8?Q?a?=");
    row("R-131 two that differ", "attachment; filename=a; filename=b", "");
    row("R-131 two that agree", "attachment; filename=a; filename=\"a\"", "a");
    row("extended in a strange set", "attachment; filename=a; filename*=KOI8-R''b", "a");
    row("extended with a bad percent", "attachment; filename=a; filename*=UTF-8''b%4", "a");
    row("extended without quotes", "attachment; filename=a; filename*=b", "a");
}

void ContentDispositionTest::readsTheName() {
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, fileName);
    Headers headers;
    headers.add("Content-Disposition", value.toStdString());
    const auto read = dispositionFileName(headers);
    QCOMPARE(read.has_value(), !fileName.isEmpty());
    QCOMPARE(QByteArray::fromStdString(read.value_or("")), fileName);
}

void ContentDispositionTest::r131TwoFieldsThatDifferAreIgnored() {
    Headers headers;
    QVERIFY(!dispositionFileName(headers).has_value());
    headers.add("Content-Disposition", "attachment; filename=a");
    headers.add("content-disposition", "inline; filename=\"a\"");
    QCOMPARE(dispositionFileName(headers).value_or(""), std::string("a"));
    headers.add("Content-Disposition", "attachment; filename=b; filename*=UTF-8''c");
    QVERIFY(!dispositionFileName(headers).has_value());
}

void ContentDispositionTest::takesTheLastSegmentOfAnAddress_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("fileName");
    const auto row = [](const char* url, const char* fileName) {
        QTest::newRow(url) << QByteArray(url) << QByteArray(fileName);
    };
    row("http://h/a/b.iso", "b.iso");
    row("http://h/a/b.iso?c/d", "b.iso");
    row("http://h/a/", "");
    row("http://h", "");
    row("http://h/a%20b", "a b");
    row("http://h/%C3%A4", "\xC3\xA4");
    row("http://h/%ff", "\xEF\xBF\xBD");
    row("http://h/..%2f..%2fx", "../../x");
    row("http://h/100%", "100%");
}

void ContentDispositionTest::takesTheLastSegmentOfAnAddress() {
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, fileName);
    QCOMPARE(QByteArray::fromStdString(urlFileName(parseUrl(url.toStdString()).value())), fileName);
}

QTEST_GUILESS_MAIN(ContentDispositionTest)
#include "content_disposition_test.moc"
