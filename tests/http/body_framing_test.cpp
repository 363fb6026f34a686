#include "engine/http/body_framing.h"

#include "tests/http/parse_head.h"

#include <QtTest>

using namespace penstock;
using namespace penstock::test;

class BodyFramingTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhereTheBodyEnds_data();
    void saysWhereTheBodyEnds();
    void keepsTheConnectionAsTheRfcSays_data();
    void keepsTheConnectionAsTheRfcSays();
    void r63ConflictingLengthsAreRefused_data();
    void r63ConflictingLengthsAreRefused();
    void r64LengthsThatAreNoSizeAreRefused_data();
    void r64LengthsThatAreNoSizeAreRefused();
    void r65ChunkedWinsOverALengthAndEndsTheConnection();
    void r66ChunkedIsUndoneOnceHoweverItIsSaid_data();
    void r66ChunkedIsUndoneOnceHoweverItIsSaid();
    void codingsOfTheWayMayStandBeforeChunked();
    void r66OtherTransferCodingsAreRefused_data();
    void r66OtherTransferCodingsAreRefused();
    void r74AnswersWithoutABodyHaveNone_data();
    void r74AnswersWithoutABodyHaveNone();
    void r119LengthsAreExactBelow2To63();
};

namespace {

Result<BodyFraming> framingOf(const QByteArray& statusLine, const QByteArray& fields,
                              bool head = false) {
    return bodyFraming(headOf(statusLine.toStdString(), fields.toStdString()), head);
}

constexpr const char* kOk = "HTTP/1.1 200 OK";

}  // namespace

void BodyFramingTest::saysWhereTheBodyEnds_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("kind");
    QTest::addColumn<qulonglong>("length");
    const auto row = [](const char* name, const char* fields, BodyKind kind, qulonglong length) {
        QTest::newRow(name) << QByteArray(fields) << static_cast<int>(kind) << length;
    };
    row("length", "Content-Length: 42\r\n", BodyKind::Length, 42);
    row("no bytes", "Content-Length: 0\r\n", BodyKind::Length, 0);
    row("leading zeros", "Content-Length: 0042\r\n", BodyKind::Length, 42);
    row("chunked", "Transfer-Encoding: chunked\r\n", BodyKind::Chunked, 0);
    row("chunked in capitals", "Transfer-Encoding: CHUNKED\r\n", BodyKind::Chunked, 0);
    row("neither", "", BodyKind::UntilClose, 0);
    row("R-62 repeated", "Content-Length: 42\r\nContent-Length: 42\r\n", BodyKind::Length, 42);
    row("R-62 list", "Content-Length: 42, 42\r\n", BodyKind::Length, 42);
}

void BodyFramingTest::saysWhereTheBodyEnds() {
    QFETCH(QByteArray, fields);
    QFETCH(int, kind);
    QFETCH(qulonglong, length);
    const auto framing = framingOf(kOk, fields);
    QVERIFY(framing.ok());
    QCOMPARE(static_cast<int>(framing.value().kind), kind);
    QCOMPARE(qulonglong{framing.value().length}, length);
    QCOMPARE(framing.value().reusable, framing.value().kind != BodyKind::UntilClose);
}

void BodyFramingTest::keepsTheConnectionAsTheRfcSays_data() {
    QTest::addColumn<QByteArray>("statusLine");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("reusable");
    const auto row = [](const char* name, const char* statusLine, const char* fields,
                        bool reusable) {
        QTest::newRow(name) << QByteArray(statusLine) << QByteArray(fields) << reusable;
    };
    row("1.1", kOk, "", true);
    row("close", kOk, "Connection: close\r\n", false);
    row("Close in a list", kOk, "Connection: foo, Close\r\n", false);
    row("close in the second field", kOk, "Connection: foo\r\nConnection: close\r\n", false);
    row("close and keep-alive", kOk, "Connection: keep-alive, close\r\n", false);
    row("1.0", "HTTP/1.0 200 OK", "", false);
    row("1.0 keep-alive", "HTTP/1.0 200 OK", "Connection: Keep-Alive\r\n", true);
    row("folded", kOk, "X: a\r\n b\r\n", false);
    row("bare LF", kOk, "X: a\n", false);
}

void BodyFramingTest::keepsTheConnectionAsTheRfcSays() {
    QFETCH(QByteArray, statusLine);
    QFETCH(QByteArray, fields);
    QFETCH(bool, reusable);
    const auto framing = framingOf(statusLine, fields + "Content-Length: 1\r\n");
    QVERIFY(framing.ok());
    QCOMPARE(framing.value().reusable, reusable);
}

void BodyFramingTest::r63ConflictingLengthsAreRefused_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("two fields") << QByteArray("Content-Length: 42\r\nContent-Length: 43\r\n");
    QTest::newRow("list") << QByteArray("Content-Length: 42, 43\r\n");
    QTest::newRow("beside chunked")
        << QByteArray("Content-Length: 42, 43\r\nTransfer-Encoding: chunked\r\n");
}

void BodyFramingTest::r63ConflictingLengthsAreRefused() {
    QFETCH(QByteArray, fields);
    QCOMPARE(framingOf(kOk, fields).error().kind, ErrorKind::ProtoFraming);
}

void BodyFramingTest::r64LengthsThatAreNoSizeAreRefused_data() {
    QTest::addColumn<QByteArray>("length");
    for (const char* length :
         {"-1", "+5", "0x10", "5 6", "5abc", "", "5,", ",5", "5.0", "18446744073709551616",
          "18446744073709551615", "9223372036854775808", "99999999999999999999999"}) {
        QTest::newRow(length) << QByteArray(length);
    }
}

void BodyFramingTest::r64LengthsThatAreNoSizeAreRefused() {
    QFETCH(QByteArray, length);
    const auto framing = framingOf(kOk, "Content-Length: " + length + "\r\n");
    QVERIFY(!framing.ok());
    QCOMPARE(framing.error().kind, ErrorKind::ProtoFraming);
}

void BodyFramingTest::r65ChunkedWinsOverALengthAndEndsTheConnection() {
    const auto framing = framingOf(kOk, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    QVERIFY(framing.ok());
    QCOMPARE(framing.value(), (BodyFraming{BodyKind::Chunked, 0, false}));
}

void BodyFramingTest::r66ChunkedIsUndoneOnceHoweverItIsSaid_data() {
    QTest::addColumn<QByteArray>("statusLine");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("chunked");
    const auto row = [](const char* name, const char* fields, bool chunked,
                        const char* statusLine = kOk) {
        QTest::newRow(name) << QByteArray(statusLine) << QByteArray(fields) << chunked;
    };
    row("twice in a list", "Transfer-Encoding: chunked, Chunked\r\n", true);
    row("two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", true);
    row("identity before it", "Transfer-Encoding: identity, chunked\r\n", true);
    row("identity behind it", "Transfer-Encoding: chunked, identity\r\n", true);
    row("an empty member before it", "Transfer-Encoding: , chunked\r\n", true);
    row("an empty member behind it", "Transfer-Encoding: chunked,\r\n", true);
    row("nothing", "Transfer-Encoding:\r\nContent-Length: 7\r\n", false);
    row("on HTTP/1.0", "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n", true,
        "HTTP/1.0 200 OK");
    row("identity alone", "Transfer-Encoding: identity\r\nContent-Length: 7\r\n", false);
}

void BodyFramingTest::r66ChunkedIsUndoneOnceHoweverItIsSaid() {
    QFETCH(QByteArray, statusLine);
    QFETCH(QByteArray, fields);
    QFETCH(bool, chunked);
    const auto framing = framingOf(statusLine, fields);
    QVERIFY(framing.ok());
    QCOMPARE(framing.value(), chunked ? (BodyFraming{BodyKind::Chunked, 0, false})
                                      : (BodyFraming{BodyKind::Length, 7, false}));
}

void BodyFramingTest::r66OtherTransferCodingsAreRefused_data() {
    QTest::addColumn<QByteArray>("statusLine");
    QTest::addColumn<QByteArray>("coding");
    for (const char* coding : {"chunked, gzip", "gzip", "br, chunked", "gzip, identity", "foo",
                               "chunked;a=b", "xchunked", "\"chunked\"", "chunked, foo"}) {
        QTest::newRow(coding) << QByteArray(kOk) << QByteArray(coding);
    }
}

void BodyFramingTest::r66OtherTransferCodingsAreRefused() {
    QFETCH(QByteArray, statusLine);
    QFETCH(QByteArray, coding);
    const auto framing = framingOf(statusLine, "Transfer-Encoding: " + coding + "\r\n");
    QVERIFY(!framing.ok());
    QCOMPARE(framing.error().kind, ErrorKind::ProtoFraming);
}

void BodyFramingTest::codingsOfTheWayMayStandBeforeChunked() {
    const auto framing = framingOf(kOk, "Transfer-Encoding: deflate, X-GZIP, chunked\r\n");
    QVERIFY(framing.ok());
    QCOMPARE(framing.value(), (BodyFraming{BodyKind::Chunked, 0, false, true}));
    Headers fields;
    fields.add("Transfer-Encoding", "deflate");
    fields.add("Transfer-Encoding", "X-GZIP, chunked");
    QCOMPARE(transferCodings(fields), std::string("deflate, x-gzip"));
}

void BodyFramingTest::r74AnswersWithoutABodyHaveNone_data() {
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("headRequest");
    QTest::addColumn<bool>("reusable");
    const auto row = [](const char* name, const char* status, const char* fields, bool headRequest,
                        bool reusable) {
        QTest::newRow(name) << QByteArray(status) << QByteArray(fields) << headRequest << reusable;
    };
    row("204", "204", "", false, true);
    row("204 with a body", "204", "Content-Length: 5\r\n", false, false);
    row("204 with chunks", "204", "Transfer-Encoding: chunked\r\n", false, false);
    row("205", "205", "Content-Length: 0\r\n", false, true);
    row("205 with a body", "205", "Content-Length: 5\r\n", false, false);
    row("304 with the length of the 200", "304", "Content-Length: 5\r\n", false, true);
    row("HEAD", "200", "Content-Length: 5\r\n", true, true);
    row("HEAD of a chunked one", "200", "Transfer-Encoding: chunked\r\n", true, true);
    row("HEAD without a length", "200", "", true, true);
    row("103", "103", "", false, true);
    row("101", "101", "Upgrade: x\r\n", false, false);
}

void BodyFramingTest::r74AnswersWithoutABodyHaveNone() {
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, fields);
    QFETCH(bool, headRequest);
    QFETCH(bool, reusable);
    const auto framing = framingOf("HTTP/1.1 " + status + " x", fields, headRequest);
    QVERIFY(framing.ok());
    QCOMPARE(framing.value(), (BodyFraming{BodyKind::Nothing, 0, reusable}));
}

void BodyFramingTest::r119LengthsAreExactBelow2To63() {
    for (const char* length : {"4294967297", "9007199254740993", "9223372036854775807"}) {
        const auto framing = framingOf(kOk, QByteArray("Content-Length: ") + length + "\r\n");
        QVERIFY(framing.ok());
        QCOMPARE(std::to_string(framing.value().length), std::string(length));
    }
}

QTEST_GUILESS_MAIN(BodyFramingTest)
#include "body_framing_test.moc"
