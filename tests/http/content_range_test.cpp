#include "engine/http/content_range.h"

#include "tests/http/parse_head.h"

#include <QtTest>

using namespace penstock;
using namespace penstock::test;

namespace {

constexpr std::uint64_t kMaxSize = (std::uint64_t{1} << 63U) - 1;

Error check206(std::string_view fields, std::uint64_t askedBegin = 100,
               std::optional<std::uint64_t> knownTotal = 1000) {
    return checkPartial(headOf("HTTP/1.1 206 Partial Content", fields), askedBegin, knownTotal);
}

}  // namespace

class ContentRangeTest : public QObject {
    Q_OBJECT

private slots:
    void readsAllForms();
    void r106MalformedRangesAreRefused_data();
    void r106MalformedRangesAreRefused();
    void r119SizesAreExactBelow2To63();
    void acceptsTheAnswerToWhatWasAsked();
    void r103ACodedPartIsRefused();
    void r103APartInTheCodingOfWhatIsStoredIsTaken();
    void r105AnotherStartIsRefused();
    void r106NoProperRangeIsRefused_data();
    void r106NoProperRangeIsRefused();
    void r107AnotherTotalIsAnotherEntity();
    void r114SeveralPartsAreRefused();
};

void ContentRangeTest::readsAllForms() {
    QCOMPARE(parseContentRange("bytes 0-99/200").value(), (ContentRange{ByteRange{0, 100}, 200}));
    QCOMPARE(parseContentRange("bytes 0-0/1").value(), (ContentRange{ByteRange{0, 1}, 1}));
    QCOMPARE(parseContentRange("Bytes 5-9/*").value(),
             (ContentRange{ByteRange{5, 10}, std::nullopt}));
    QCOMPARE(parseContentRange("bytes */200").value(), (ContentRange{std::nullopt, 200}));
    QCOMPARE(parseContentRange("bytes */0").value(), (ContentRange{std::nullopt, 0}));
}

void ContentRangeTest::r106MalformedRangesAreRefused_data() {
    QTest::addColumn<QByteArray>("value");
    for (const char* value : {"",
                              "bytes",
                              "bytes ",
                              "bytes 0-99",
                              "bytes 0-99/",
                              "bytes /200",
                              "bytes */*",
                              "bytes 9-5/200",
                              "bytes 0-200/200",
                              "bytes 0-0/0",
                              "bytes -5/200",
                              "bytes 0-/200",
                              "bytes 5/200",
                              "bytes 0-99/-1",
                              "bytes +0-99/200",
                              "bytes 0x0-99/200",
                              "bytes 0 - 99/200",
                              "bytes 0-99 /200",
                              "bytes 0-99/ 200",
                              "bytes 0-99/200x",
                              "bytes 0-99/200/300",
                              "bytes 0-99,100-199/200",
                              "bytes=0-99/200",
                              "bytes: 0-99/200",
                              "bytes  0-99/200",
                              "bytes0-99/200",
                              "items 0-99/200",
                              "0-99/200",
                              "bytes *-5/200",
                              "bytes a-b/c",
                              "bytes 0-99/9223372036854775808",
                              "bytes 0-18446744073709551615/18446744073709551616"}) {
        QTest::newRow(value) << QByteArray(value);
    }
}

void ContentRangeTest::r106MalformedRangesAreRefused() {
    QFETCH(QByteArray, value);
    const auto range = parseContentRange(value.toStdString());
    QVERIFY(!range.ok());
    QCOMPARE(range.error().kind, ErrorKind::RangeBad);
}

void ContentRangeTest::r119SizesAreExactBelow2To63() {
    const std::string last = std::to_string(kMaxSize - 1);
    const std::string total = std::to_string(kMaxSize);
    QCOMPARE(parseContentRange("bytes 9007199254740993-" + last + "/" + total).value(),
             (ContentRange{ByteRange{9007199254740993U, kMaxSize}, kMaxSize}));
    QVERIFY(!parseContentRange("bytes 0-5/" + std::to_string(kMaxSize + 1)).ok());
    QVERIFY(!parseContentRange("bytes 0-" + total + "/*").ok());
}

void ContentRangeTest::acceptsTheAnswerToWhatWasAsked() {
    QVERIFY(check206("Content-Range: bytes 100-999/1000\r\n").ok());
    QVERIFY(check206("Content-Range: bytes 100-199/1000\r\n").ok());
    QVERIFY(check206("Content-Range: bytes 100-999/*\r\n").ok());
    QVERIFY(check206("Content-Range: bytes 100-5000/6000\r\n", 100, std::nullopt).ok());
    QVERIFY(check206("Content-Range: bytes 100-999/1000\r\nContent-Encoding: identity\r\n").ok());
}

void ContentRangeTest::r103ACodedPartIsRefused() {
    QCOMPARE(check206("Content-Range: bytes 100-999/1000\r\nContent-Encoding: gzip\r\n").kind,
             ErrorKind::RangeEncoded);
}

void ContentRangeTest::r103APartInTheCodingOfWhatIsStoredIsTaken() {
    const std::string range = "Content-Range: bytes 100-999/1000\r\n";
    const auto check = [&](const std::string& fields) {
        return checkPartial(headOf("HTTP/1.1 206 Partial Content", range + fields), 100, 1000,
                            "gzip")
            .kind;
    };
    QCOMPARE(check("Content-Encoding: gzip\r\n"), ErrorKind::Nothing);
    QCOMPARE(check("Content-Encoding: br\r\n"), ErrorKind::RangeEncoded);
    QCOMPARE(check(""), ErrorKind::RangeEncoded);
}

void ContentRangeTest::r105AnotherStartIsRefused() {
    QCOMPARE(check206("Content-Range: bytes 99-999/1000\r\n").kind, ErrorKind::RangeMismatch);
    QCOMPARE(check206("Content-Range: bytes 101-999/1000\r\n").kind, ErrorKind::RangeMismatch);
    QCOMPARE(check206("Content-Range: bytes 0-999/1000\r\n").kind, ErrorKind::RangeMismatch);
}

void ContentRangeTest::r106NoProperRangeIsRefused_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("malformed") << QByteArray("Content-Range: bytes 100-\r\n");
    QTest::newRow("unsatisfied") << QByteArray("Content-Range: bytes */1000\r\n");
    QTest::newRow("other unit") << QByteArray("Content-Range: lines 100-999/1000\r\n");
    QTest::newRow("two") << QByteArray(
        "Content-Range: bytes 100-999/1000\r\nContent-Range: bytes 100-999/1000\r\n");
    QTest::newRow("past the known end") << QByteArray("Content-Range: bytes 100-1000/*\r\n");
}

void ContentRangeTest::r106NoProperRangeIsRefused() {
    QFETCH(QByteArray, fields);
    QCOMPARE(check206(fields.toStdString()).kind, ErrorKind::RangeBad);
}

void ContentRangeTest::r107AnotherTotalIsAnotherEntity() {
    QCOMPARE(check206("Content-Range: bytes 100-998/999\r\n").kind, ErrorKind::EntityChanged);
    QCOMPARE(check206("Content-Range: bytes 100-999/1001\r\n").kind, ErrorKind::EntityChanged);
}

void ContentRangeTest::r114SeveralPartsAreRefused() {
    QCOMPARE(check206("Content-Type: Multipart/ByteRanges; boundary=x\r\n").kind,
             ErrorKind::RangeMultipart);
    QCOMPARE(check206("Content-Type: multipart/byteranges\r\nContent-Range: bytes 100-999/1000\r\n")
                 .kind,
             ErrorKind::RangeMultipart);
}

QTEST_GUILESS_MAIN(ContentRangeTest)
#include "content_range_test.moc"
