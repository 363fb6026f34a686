#include "engine/http/headers.h"

#include <QtTest>

using namespace penstock;

class HeadersTest : public QObject {
    Q_OBJECT

private slots:
    void namesAreComparedWithoutCaseAndKeepIt();
    void listsSpanFieldsAndKeepEmptyMembers();
    void whatIsThereMayBeThereInAnyCase();
    void clearLeavesNothing();
    void theLastGrowsAndGoesAndTheOthersStay();
    void acceptsOwnFields_data();
    void acceptsOwnFields();
    void r81FieldsThatWouldSplitARequestAreRefused_data();
    void r81FieldsThatWouldSplitARequestAreRefused();
    void theEnginesOwnFieldsAreRefused_data();
    void theEnginesOwnFieldsAreRefused();
    void fieldLinesAreParsed_data();
    void fieldLinesAreParsed();
    void sentencesDoNotRepeatTheValue();
};

void HeadersTest::namesAreComparedWithoutCaseAndKeepIt() {
    Headers headers;
    headers.add("ETag", "a");
    headers.add("etag", "b");
    QCOMPARE(headers.get("ETAG").value_or(""), std::string_view("a"));
    QCOMPARE(headers.all("eTag").size(), std::size_t{2});
    QCOMPARE(headers.all("eTag")[1], std::string_view("b"));
    QCOMPARE((*headers.fields().begin()).name, std::string_view("ETag"));
    QVERIFY(headers.contains("Etag"));
    QVERIFY(!headers.contains("Eta"));
    QVERIFY(!headers.get("x").has_value());
    QVERIFY(headers.all("x").empty());
}

void HeadersTest::listsSpanFieldsAndKeepEmptyMembers() {
    Headers headers;
    headers.add("X", "a, b ,");
    headers.add("x", "c");
    headers.add("X", "");
    const std::vector<std::string_view> wanted{"a", "b", "", "c", ""};
    QCOMPARE(listMembers(headers, "X"), wanted);
    QVERIFY(listMembers(headers, "Y").empty());
}

void HeadersTest::whatIsThereMayBeThereInAnyCase() {
    Headers headers;
    for (const std::string name : {"ETag", "Content-Length", "x", "", "A-\xC3\xA4", "TE"}) {
        QVERIFY(!headers.contains(name));
        headers.add(name, "1");
        QVERIFY(headers.mayContain(name));
        QVERIFY(headers.mayContain(asciiLower(name)));
        QCOMPARE(headers.get(asciiLower(name)), std::optional<std::string_view>("1"));
    }
    QVERIFY(!headers.contains("Content-Digest"));
    headers.removeLast();
    QVERIFY(!headers.contains("TE"));
    headers.clear();
    QVERIFY(!headers.mayContain("ETag"));
    headers.add("Content-Length", "1");
    QVERIFY(!headers.mayContain("Content-Digest"));  // as long, and begins with the same letter
}

void HeadersTest::clearLeavesNothing() {
    for (const std::size_t size : {std::size_t{1}, std::size_t{100'000}}) {
        Headers headers;
        headers.add("a", std::string(size, 'b'));
        headers.clear();
        QVERIFY(headers.fields().empty());
        QVERIFY(headers == Headers());
        headers.add("c", "d");
        QCOMPARE(headers.fields().back().name, std::string_view("c"));
        QCOMPARE(headers.get("C"), std::optional<std::string_view>("d"));
    }
}

void HeadersTest::theLastGrowsAndGoesAndTheOthersStay() {
    Headers headers;
    headers.add("first", "1");
    headers.add("last", "2");
    headers.appendToLast(" and more");
    QCOMPARE(headers.get("last"), std::optional<std::string_view>("2 and more"));
    headers.removeLast();
    headers.add("other", "");
    std::vector<HeaderField> all;
    for (const FieldView field : headers.fields()) {
        all.push_back(HeaderField(field));
    }
    QVERIFY((all == std::vector<HeaderField>{{"first", "1"}, {"other", ""}}));
}

void HeadersTest::acceptsOwnFields_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("plain") << QByteArray("Authorization") << QByteArray("Bearer x");
    QTest::newRow("empty value") << QByteArray("X-Empty") << QByteArray();
    QTest::newRow("tab in the value") << QByteArray("X") << QByteArray("a\tb");
    QTest::newRow("UTF-8 in the value") << QByteArray("X") << QByteArray("\xC3\xA4");
    QTest::newRow("all marks") << QByteArray("!#$%&'*+-.^_`|~") << QByteArray("a");
}

void HeadersTest::acceptsOwnFields() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QVERIFY(checkField({name.toStdString(), value.toStdString()}).ok());
}

void HeadersTest::r81FieldsThatWouldSplitARequestAreRefused_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("LF") << QByteArray("X") << QByteArray("a\nHost: b");
    QTest::newRow("CR") << QByteArray("X") << QByteArray("a\rb");
    QTest::newRow("NUL") << QByteArray("X") << QByteArray("a\0b", 3);
    QTest::newRow("DEL") << QByteArray("X") << QByteArray("\x7F");
    QTest::newRow("empty name") << QByteArray() << QByteArray("a");
    QTest::newRow("space in the name") << QByteArray("X Y") << QByteArray("a");
    QTest::newRow("colon in the name") << QByteArray("X:") << QByteArray("a");
    QTest::newRow("line in the name") << QByteArray("X\r\nY") << QByteArray("a");
}

void HeadersTest::r81FieldsThatWouldSplitARequestAreRefused() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QCOMPARE(checkField({name.toStdString(), value.toStdString()}).kind, ErrorKind::ProtoBadHeader);
}

void HeadersTest::theEnginesOwnFieldsAreRefused_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"Host", "host", "Connection", "Content-Length", "Transfer-Encoding",
                             "Range", "If-Range", "Accept-Encoding", "Upgrade", "TE", "Expect"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void HeadersTest::theEnginesOwnFieldsAreRefused() {
    QFETCH(QByteArray, name);
    const Error error = checkField({name.toStdString(), "x"});
    QCOMPARE(error.kind, ErrorKind::ProtoBadHeader);
    QVERIFY(error.sentence.find(name.toStdString()) != std::string::npos);
}

void HeadersTest::fieldLinesAreParsed_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("usual") << QByteArray("X: a") << true << QByteArray("a");
    QTest::newRow("no space") << QByteArray("X:a") << true << QByteArray("a");
    QTest::newRow("spaces around") << QByteArray("X: \t a b \t") << true << QByteArray("a b");
    QTest::newRow("colons in the value") << QByteArray("X: a:b") << true << QByteArray("a:b");
    QTest::newRow("no value") << QByteArray("X:") << true << QByteArray();
    QTest::newRow("no colon") << QByteArray("X") << false << QByteArray();
    QTest::newRow("empty") << QByteArray() << false << QByteArray();
    QTest::newRow("space before the colon") << QByteArray("X : a") << false << QByteArray();
    QTest::newRow("space in front") << QByteArray(" X: a") << false << QByteArray();
    QTest::newRow("two lines") << QByteArray("X: a\r\nY: b") << false << QByteArray();
    QTest::newRow("owned") << QByteArray("Range: bytes=0-") << false << QByteArray();
}

void HeadersTest::fieldLinesAreParsed() {
    QFETCH(QByteArray, line);
    QFETCH(bool, accepted);
    QFETCH(QByteArray, value);
    const auto field = parseFieldLine(line.toStdString());
    QCOMPARE(field.ok(), accepted);
    if (accepted) {
        QCOMPARE(field.value(), (HeaderField{"X", value.toStdString()}));
    }
}

void HeadersTest::sentencesDoNotRepeatTheValue() {
    const Error error = checkField({"Authorization", "hunter2\n"});
    QVERIFY(error.sentence.find("Authorization") != std::string::npos);
    QCOMPARE((error.sentence + error.evidence).find("hunter2"), std::string::npos);
}

QTEST_GUILESS_MAIN(HeadersTest)
#include "headers_test.moc"
