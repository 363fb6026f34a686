#include "engine/http/response_parser.h"

#include "tests/http/parse_head.h"

#include <QtTest>

using namespace penstock;
using namespace penstock::test;
using Step = ResponseParser::Step;

class ResponseParserTest : public QObject {
    Q_OBJECT

private slots:
    void parsesAHeadHoweverItIsCut();
    void takesOneHeadAndLeavesTheRest();
    void aReasonPhraseIsCutNotRefused();
    void interimHeadsAreReportedLikeAnyOther();
    void saysWhetherAHeadHasBegun();
    void repeatsItsAnswerUntilReset();
    void acceptsStatusLines_data();
    void acceptsStatusLines();
    void r52GarbageIsNoStatusLine_data();
    void r52GarbageIsNoStatusLine();
    void r52IsSeenWithoutALineFeedAndShown();
    void r54TwoEmptyLinesBeforeAreTolerated_data();
    void r54TwoEmptyLinesBeforeAreTolerated();
    void r55FoldedLinesAreJoined_data();
    void r55FoldedLinesAreJoined();
    void r55FoldedFramingFieldsAreRefused_data();
    void r55FoldedFramingFieldsAreRefused();
    void r56BareLfIsAcceptedAndNoted();
    void r57r58ABrokenLineIsLeftOut_data();
    void r57r58ABrokenLineIsLeftOut();
    void r58ASpaceBeforeTheFirstFieldIsLeftOutWithIt();
    void r57r58WhatBearsOnTheFileIsRefused_data();
    void r57r58WhatBearsOnTheFileIsRefused();
    void r59TheBlockEndsAt256KiB();
    void r59TheFieldsEndAt1000();
    void r61AHeadCutShortIsNeverComplete();
};

namespace {

std::string statusAnd(std::string_view fields) {
    return std::string("HTTP/1.1 200 OK\r\n").append(fields).append("\r\n");
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

}  // namespace

void ResponseParserTest::parsesAHeadHoweverItIsCut() {
    const std::string text =
        "HTTP/1.1 206 Partial Content\r\nDate: x\r\nETag:\"a\"\r\nempty:\r\nx: a:b \t\r\n\r\n";
    const auto result = inEveryCut(text + "body", parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::Complete);
    QCOMPARE(result.whole.consumed, text.size());
    const ResponseHead& head = result.whole.head;
    QCOMPARE(head.status, 206);
    QCOMPARE(head.minorVersion, 1);
    QCOMPARE(head.reason, std::string("Partial Content"));
    QVERIFY(head.tidy);
    const std::vector<HeaderField> wanted{
        {"Date", "x"}, {"ETag", "\"a\""}, {"empty", ""}, {"x", "a:b"}};
    std::vector<HeaderField> fields;
    for (const FieldView field : head.fields.fields()) {
        fields.push_back(HeaderField(field));
    }
    QVERIFY(fields == wanted);
}

void ResponseParserTest::takesOneHeadAndLeavesTheRest() {
    ResponseParser parser;
    const std::string two = statusAnd("a: 1\r\n") + "HTTP/1.1 404 No\r\nb: 2\r\n\r\n";
    std::size_t consumed = 0;
    QCOMPARE(parser.feed(bytesOf(two), consumed), Step::Complete);
    QCOMPARE(parser.takeHead().status, 200);
    parser.reset();
    std::size_t more = 0;
    QCOMPARE(parser.feed(bytesOf(two).subspan(consumed), more), Step::Complete);
    QCOMPARE(consumed + more, two.size());
    const ResponseHead second = parser.takeHead();
    QCOMPARE(second.status, 404);
    QVERIFY(!second.fields.contains("a"));
}

void ResponseParserTest::aReasonPhraseIsCutNotRefused() {
    const std::string phrase(200'000, 'A');
    const auto parsed = parseHead({"HTTP/1.1 404 " + phrase + "\r\na: 1\r\n\r\n"});
    QCOMPARE(parsed.step, Step::Complete);
    QCOMPARE(parsed.head.status, 404);
    QCOMPARE(parsed.head.reason, phrase.substr(0, ResponseParser::kMaxReasonBytes));
    QCOMPARE(parsed.head.fields.get("a").value_or(""), std::string_view("1"));
}

void ResponseParserTest::interimHeadsAreReportedLikeAnyOther() {
    QCOMPARE(parseHead({"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"}).head.status, 103);
    QCOMPARE(parseHead({"HTTP/1.1 100 Continue\r\n\r\n"}).step, Step::Complete);
}

void ResponseParserTest::saysWhetherAHeadHasBegun() {
    ResponseParser parser;
    std::size_t consumed = 0;
    QVERIFY(!parser.started());
    QCOMPARE(parser.feed({}, consumed), Step::NeedMore);
    QVERIFY(!parser.started());
    QCOMPARE(parser.feed(bytesOf("HTT"), consumed), Step::NeedMore);
    QVERIFY(parser.started());
    QCOMPARE(parser.bytes(), std::size_t{3});
    parser.reset();
    QVERIFY(!parser.started());
}

void ResponseParserTest::repeatsItsAnswerUntilReset() {
    ResponseParser parser;
    std::size_t consumed = 0;
    QCOMPARE(parser.feed(bytesOf("SSH-2.0-x\r\n"), consumed), Step::Failed);
    QCOMPARE(parser.feed(bytesOf(statusAnd("")), consumed), Step::Failed);
    QCOMPARE(consumed, std::size_t{0});
    parser.reset();
    QVERIFY(parser.error().ok());
    QCOMPARE(parser.feed(bytesOf(statusAnd("")), consumed), Step::Complete);
    QCOMPARE(parser.feed(bytesOf(statusAnd("")), consumed), Step::Complete);
    QCOMPARE(consumed, std::size_t{0});
}

void ResponseParserTest::acceptsStatusLines_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("minorVersion");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("1.0") << QByteArray("HTTP/1.0 200 OK") << 200 << 0 << QByteArray("OK");
    QTest::newRow("1.9") << QByteArray("HTTP/1.9 200 OK") << 200 << 9 << QByteArray("OK");
    QTest::newRow("no reason") << QByteArray("HTTP/1.1 200 ") << 200 << 1 << QByteArray();
    QTest::newRow("no space after the code")
        << QByteArray("HTTP/1.1 200") << 200 << 1 << QByteArray();
    QTest::newRow("reason in UTF-8")
        << QByteArray("HTTP/1.1 404 für") << 404 << 1 << QByteArray("für");
    QTest::newRow("code of no class")
        << QByteArray("HTTP/1.1 999 x") << 999 << 1 << QByteArray("x");
    QTest::newRow("two spaces") << QByteArray("HTTP/1.1  200 OK") << 200 << 1 << QByteArray("OK");
    QTest::newRow("a gateway's 2") << QByteArray("HTTP/2 200") << 200 << 1 << QByteArray();
    QTest::newRow("a gateway's 2.0")
        << QByteArray("HTTP/2.0 404 No") << 404 << 1 << QByteArray("No");
}

void ResponseParserTest::acceptsStatusLines() {
    QFETCH(QByteArray, line);
    QFETCH(int, status);
    QFETCH(int, minorVersion);
    QFETCH(QByteArray, reason);
    const auto result = inEveryCut(line.toStdString() + "\r\n\r\n", parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::Complete);
    QCOMPARE(result.whole.head.status, status);
    QCOMPARE(result.whole.head.minorVersion, minorVersion);
    QCOMPARE(result.whole.head.reason, reason.toStdString());
    QCOMPARE(result.whole.head.tidy, !line.contains("  ") && !line.startsWith("HTTP/2"));
}

void ResponseParserTest::r52GarbageIsNoStatusLine_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* line : {"HTTP/1.1 -1 x",      "HTTP/1.1 99 x",    "HTTP/1.1 099 x",
                             "HTTP/1.1 1000 x",    "HTTP/1.1 abc",     "HTTP/1.1 2 00",
                             "HTTP/2.1 200 OK",    "HTTP/1.1\t200 OK", "HTTP/1.1",
                             "HTTP/1.1 ",          "HTTP/1.1 200OK",   "HTTP/1.10 200 OK",
                             "HTTP/7.3 200 OK",    "HTTP/2",           "HTTP/2.0",
                             "HTTP/0.9 200 OK",    "HTTP/1.x 200 OK",  "HTTP/ 200 OK",
                             "http/1.1 200 OK",    "ICY 200 OK",       "<html>",
                             " HTTP/1.1 200 OK",   "xHTTP/1.1 200 OK", "PRI * HTTP/2.0",
                             "HTTP/1.1 200 a\x01", "HTTP/1.1 200 a\rb"}) {
        QTest::newRow(line) << QByteArray(line) + "\r\n\r\n";
    }
    QTest::newRow("NUL in the reason") << QByteArray("HTTP/1.1 200 a\0b\r\n\r\n", 20);
    QTest::newRow("NUL in front") << QByteArray("\0HTTP/1.1 200 OK\r\n\r\n", 20);
}

void ResponseParserTest::r52GarbageIsNoStatusLine() {
    QFETCH(QByteArray, text);
    const auto result = inEveryCut(text.toStdString(), parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::Failed);
    QCOMPARE(result.whole.error, ErrorKind::ProtoStatusLine);
}

void ResponseParserTest::r52IsSeenWithoutALineFeedAndShown() {
    ResponseParser parser;
    std::size_t consumed = 0;
    QCOMPARE(parser.feed(bytesOf("220\x01 mail"), consumed), Step::Failed);
    QCOMPARE(parser.error().sentence, std::string("The server's answer is not HTTP"));
    QCOMPARE(parser.error().evidence, std::string("It began with “220\\x01 mail”"));
    parser.reset();
    QCOMPARE(parser.feed(bytesOf(std::string(1024 * 1024, 'x')), consumed), Step::Failed);
    QCOMPARE(parser.error().kind, ErrorKind::ProtoStatusLine);
    QVERIFY(parser.error().evidence.size() < 100);
}

void ResponseParserTest::r54TwoEmptyLinesBeforeAreTolerated_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("one") << QByteArray("\r\n") << true;
    QTest::newRow("two") << QByteArray("\r\n\r\n") << true;
    QTest::newRow("three") << QByteArray("\r\n\r\n\r\n") << false;
    QTest::newRow("bare LF") << QByteArray("\n") << true;
    QTest::newRow("lone CR") << QByteArray("\r") << false;
    QTest::newRow("four bytes of junk") << QByteArray("abcd") << false;
    QTest::newRow("a space") << QByteArray(" \r\n") << false;
}

void ResponseParserTest::r54TwoEmptyLinesBeforeAreTolerated() {
    QFETCH(QByteArray, before);
    QFETCH(bool, accepted);
    const auto result = inEveryCut(before.toStdString() + statusAnd(""), parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, accepted ? Step::Complete : Step::Failed);
    QCOMPARE(result.whole.error, accepted ? ErrorKind::Nothing : ErrorKind::ProtoStatusLine);
    QVERIFY(!accepted || !result.whole.head.tidy);
}

void ResponseParserTest::r55FoldedLinesAreJoined_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("space") << QByteArray("X: a\r\n b\r\n") << QByteArray("a b");
    QTest::newRow("tab") << QByteArray("X: a \r\n\t  b \r\n") << QByteArray("a b");
    QTest::newRow("twice") << QByteArray("X: a\r\n b\r\n c\r\n") << QByteArray("a b c");
    QTest::newRow("nothing in it") << QByteArray("X: a\r\n  \r\n") << QByteArray("a");
    QTest::newRow("nothing before it") << QByteArray("X:\r\n \"a\"\r\n") << QByteArray("\"a\"");
    QTest::newRow("a space before it") << QByteArray("X: \r\n\ta\r\n b\r\n") << QByteArray("a b");
    QTest::newRow("only nothing") << QByteArray("X:\r\n \r\n\t\r\n") << QByteArray();
    QTest::newRow("nothing, then something") << QByteArray("X:\r\n \r\n a\r\n") << QByteArray("a");
    QTest::newRow("looks like a field")
        << QByteArray("X: a\r\n Location: b\r\n") << QByteArray("a Location: b");
}

void ResponseParserTest::r55FoldedLinesAreJoined() {
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, value);
    const auto result = inEveryCut(statusAnd(fields.toStdString()), parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::Complete);
    QCOMPARE(result.whole.head.fields.get("x"),
             std::optional<std::string_view>(value.toStdString()));
    QVERIFY(!result.whole.head.tidy);
}

void ResponseParserTest::r55FoldedFramingFieldsAreRefused_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name :
         {"Content-Length", "Transfer-Encoding", "Content-Range", "Location", "content-length"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void ResponseParserTest::r55FoldedFramingFieldsAreRefused() {
    QFETCH(QByteArray, name);
    const auto result = inEveryCut(statusAnd(name.toStdString() + ": 1\r\n 2\r\n"), parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.error, ErrorKind::ProtoFraming);
}

void ResponseParserTest::r56BareLfIsAcceptedAndNoted() {
    for (const char* text : {"HTTP/1.1 200 OK\nx: a\n\n", "HTTP/1.1 200 OK\r\nx: a\n\r\n",
                             "HTTP/1.1 200 OK\r\nx: a\r\n\n"}) {
        const auto result = inEveryCut(text, parseHead);
        QVERIFY(result.same);
        QCOMPARE(result.whole.step, Step::Complete);
        QCOMPARE(result.whole.head.fields.get("X").value_or(""), std::string_view("a"));
        QVERIFY(!result.whole.head.tidy);
    }
}

void ResponseParserTest::r57r58ABrokenLineIsLeftOut_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("lone CR in the value") << QByteArray("X: a\rb");
    QTest::newRow("CR before CR LF") << QByteArray("X: a\r");
    QTest::newRow("NUL in the value") << QByteArray("X: a\0b", 6);
    QTest::newRow("NUL in the name") << QByteArray("X\0: a", 5);
    QTest::newRow("CR in the name") << QByteArray("X\r: a");
    QTest::newRow("DEL in the value") << QByteArray("X: a\x7F");
    QTest::newRow("ESC in the value") << QByteArray("X: \x1B[31m");
    QTest::newRow("NUL in a continuation") << QByteArray("X: a\r\n \0b", 9);
    QTest::newRow("with its continuation") << QByteArray("X : a\r\n b\r\n\tc");
    QTest::newRow("NUL, then another continuation") << QByteArray("X: a\r\n \0b\r\n c", 13);
    for (const char* line : {"no colon", "Name : value", "Name\t: value", ": value", "Na me: value",
                             "Na(me): value", "N\xC3\xA4me: value", "Na\"me: x",
                             "PHP Warning: Unknown: Content-Length of nothing on line 0"}) {
        QTest::newRow(line) << QByteArray(line);
    }
}

void ResponseParserTest::r57r58ABrokenLineIsLeftOut() {
    QFETCH(QByteArray, line);
    for (const std::string& fields :
         {line.toStdString() + "\r\nB: c\r\n", "A: b\r\n" + line.toStdString() + "\r\nB: c\r\n"}) {
        const auto result = inEveryCut(statusAnd(fields), parseHead);
        QVERIFY(result.same);
        QCOMPARE(result.whole.step, Step::Complete);
        QVERIFY(!result.whole.head.tidy);
        QCOMPARE(result.whole.head.fields.get("B").value_or(""), std::string_view("c"));
        QCOMPARE(result.whole.head.fields.fields().size(),
                 std::size_t{fields.starts_with("A: b") ? 2U : 1U});
    }
}

void ResponseParserTest::r58ASpaceBeforeTheFirstFieldIsLeftOutWithIt() {
    const auto result = inEveryCut(statusAnd(" A: b\r\nB: c\r\n"), parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::Complete);
    QVERIFY(!result.whole.head.fields.contains("A"));
    QVERIFY(!result.whole.head.tidy);
}

void ResponseParserTest::r57r58WhatBearsOnTheFileIsRefused_data() {
    QTest::addColumn<QByteArray>("line");
    for (const char* line :
         {"Content-Length : 5", "content-length\t: 5", "Transfer-Encoding\x0B: chunked",
          "\x01Location: /x", "Location /x", "ETag: \"a\x01\"", "Last-Modified: \x1B",
          "Connection: close\x7F", "Content-Encoding: gz\rip", "Content-Range: bytes\x02 0-1/2",
          "Content-Length: 5\rX: y", "X Content-Length: 5"}) {
        QTest::newRow(line) << QByteArray(line);
    }
    QTest::newRow("NUL") << QByteArray("Content-Length: 5\0", 18);
    QTest::newRow("in front of it a space") << QByteArray(" Content-Length: 5");
    QTest::newRow("behind one that was left out") << QByteArray("X : y\r\n Content-Length: 5");
    QTest::newRow("ETag, continued") << QByteArray("ETag:\r\n \"\x01\"");
}

void ResponseParserTest::r57r58WhatBearsOnTheFileIsRefused() {
    QFETCH(QByteArray, line);
    const auto result = inEveryCut(statusAnd(line.toStdString() + "\r\n"), parseHead);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::Failed);
    QCOMPARE(result.whole.error, ErrorKind::ProtoBadHeader);
}

void ResponseParserTest::r59TheBlockEndsAt256KiB() {
    const std::string begin = "HTTP/1.1 200 OK\r\nX: ";
    const std::string end = "\r\n\r\n";
    const std::size_t room = ResponseParser::kMaxHeadBytes - begin.size() - end.size();
    QCOMPARE(parseHead({begin + std::string(room, 'a') + end}).step, Step::Complete);
    const std::string over = begin + std::string(room + 1, 'a') + end;
    QCOMPARE(parseHead({over}).error, ErrorKind::ProtoHeaderTooLarge);
    QCOMPARE(parseHead(byteByByte(over)).error, ErrorKind::ProtoHeaderTooLarge);
    QCOMPARE(parseHead({begin + std::string(1024 * 1024, 'a')}).error,
             ErrorKind::ProtoHeaderTooLarge);
}

void ResponseParserTest::r59TheFieldsEndAt1000() {
    QCOMPARE(parseHead({statusAnd(repeated("a: b\r\n", 1000))}).step, Step::Complete);
    QCOMPARE(parseHead({statusAnd(repeated("a: b\r\n", 1001))}).error,
             ErrorKind::ProtoHeaderTooLarge);
    QCOMPARE(parseHead({statusAnd(repeated("a : b\r\n", 1001))}).error,
             ErrorKind::ProtoHeaderTooLarge);
}

void ResponseParserTest::r61AHeadCutShortIsNeverComplete() {
    const std::string text = statusAnd("Content-Length: 5\r\nETag: \"x\"\r\n");
    for (std::size_t at = 0; at < text.size(); ++at) {
        QCOMPARE(parseHead({std::string_view(text).substr(0, at)}).step, Step::NeedMore);
    }
}

QTEST_GUILESS_MAIN(ResponseParserTest)
#include "response_parser_test.moc"
