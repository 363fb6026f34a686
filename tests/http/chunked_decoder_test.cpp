#include "engine/http/chunked_decoder.h"

#include "tests/http/decode_chunks.h"

#include <QtTest>

using namespace penstock;
using namespace penstock::test;
using Step = ChunkedDecoder::Step;

class ChunkedDecoderTest : public QObject {
    Q_OBJECT

private slots:
    void decodes_data();
    void decodes();
    void givesPiecesOfTheInputItself();
    void leavesWhatFollowsTheMessage();
    void repeatsItsAnswerUntilReset();
    void r67SizesThatAreNoneAreRefused_data();
    void r67SizesThatAreNoneAreRefused();
    void r67TheLargestSizeIsBelow2To63();
    void r68ABareLfEndsALineAndSpoilsTheConnection_data();
    void r68ABareLfEndsALineAndSpoilsTheConnection();
    void r68LinesAndDataEndInCrLf_data();
    void r68LinesAndDataEndInCrLf();
    void r69AFloodOfExtensionsIsRefused();
    void r69ALineOf4KiBIsTheLongest();
    void r69SmallChunksWithoutExtensionsAreFine();
    void r70TrailersAreDropped_data();
    void r70TrailersAreDropped();
    void r70BadOrLongTrailersAreRefused_data();
    void r70BadOrLongTrailersAreRefused();
    void r71NothingButTheLastLineEndsTheBody();
};

void ChunkedDecoderTest::decodes_data() {
    QTest::addColumn<QByteArray>("coded");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray("0\r\n\r\n") << QByteArray();
    QTest::newRow("one chunk") << QByteArray("5\r\nhello\r\n0\r\n\r\n") << QByteArray("hello");
    QTest::newRow("two chunks") << QByteArray("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
                                << QByteArray("hello world");
    QTest::newRow("hexadecimal") << QByteArray("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n")
                                 << QByteArray("01234567890123456789");
    QTest::newRow("leading zeros")
        << QByteArray("0000000000000005\r\nhello\r\n000\r\n\r\n") << QByteArray("hello");
    QTest::newRow("extension") << QByteArray("5;a=b\r\nhello\r\n0;c=\"d;e\"\r\n\r\n")
                               << QByteArray("hello");
    QTest::newRow("R-67 spaces behind")
        << QByteArray("5  \r\nhello\r\n0 \r\n\r\n") << QByteArray("hello");
    QTest::newRow("space before the extension")
        << QByteArray("5 ;a\r\nhello\r\n0\r\n\r\n") << QByteArray("hello");
    QTest::newRow("line breaks in the data")
        << QByteArray("4\r\n\r\n\r\n\r\n0\r\n\r\n") << QByteArray("\r\n\r\n");
}

void ChunkedDecoderTest::decodes() {
    QFETCH(QByteArray, coded);
    QFETCH(QByteArray, body);
    const auto result = inEveryCut(coded.toStdString(), decodeChunks);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::End);
    QCOMPARE(QByteArray::fromStdString(result.whole.body), body);
    QVERIFY(result.whole.rest.empty());
    QVERIFY(result.whole.tidy);
}

void ChunkedDecoderTest::givesPiecesOfTheInputItself() {
    const std::string_view coded = "5\r\nhello\r\n";
    std::span<const std::byte> input = bytesOf(coded);
    const std::byte* begin = input.data();
    std::span<const std::byte> data;
    ChunkedDecoder decoder;
    QCOMPARE(decoder.next(input, data), Step::Data);
    QCOMPARE(data.data(), begin + 3);
    QCOMPARE(data.size(), std::size_t{5});
    QCOMPARE(decoder.next(input, data), Step::NeedMore);
    QVERIFY(data.empty() && input.empty());
}

void ChunkedDecoderTest::leavesWhatFollowsTheMessage() {
    QCOMPARE(decodeChunks({"0\r\n\r\nHTTP/1.1 200 OK"}).rest, std::string("HTTP/1.1 200 OK"));
    QCOMPARE(decodeChunks({"0\r\nA: b\r\n\r\nrest"}).rest, std::string("rest"));
}

void ChunkedDecoderTest::repeatsItsAnswerUntilReset() {
    ChunkedDecoder decoder;
    ChunksOutcome out;
    decodePiece(decoder, "x", out);
    QCOMPARE(out.step, Step::Failed);
    decodePiece(decoder, "0\r\n\r\n", out);
    QCOMPARE(out.step, Step::Failed);
    decoder.reset();
    QVERIFY(decoder.error().ok());
    decodePiece(decoder, "0\r\n\r\n", out);
    QCOMPARE(out.step, Step::End);
    decodePiece(decoder, "more", out);
    QCOMPARE(out.step, Step::End);
    QCOMPARE(out.rest, std::string("more"));
}

void ChunkedDecoderTest::r67SizesThatAreNoneAreRefused_data() {
    QTest::addColumn<QByteArray>("line");
    for (const char* line :
         {"", "-1", "+5", "0x5", " 5", "\t5", "5\t", "g", "5 5", "5,", "5x", ";a",
          "8000000000000000", "FFFFFFFFFFFFFFFF", "00000000000000005", "10000000000000000"}) {
        QTest::newRow(line) << QByteArray(line);
    }
}

void ChunkedDecoderTest::r67SizesThatAreNoneAreRefused() {
    QFETCH(QByteArray, line);
    const auto result = inEveryCut(line.toStdString() + "\r\nhello\r\n0\r\n\r\n", decodeChunks);
    QVERIFY(result.same);
    QCOMPARE(result.whole.error, ErrorKind::ProtoChunk);
    QVERIFY(result.whole.body.empty());
}

void ChunkedDecoderTest::r67TheLargestSizeIsBelow2To63() {
    const auto outcome = decodeChunks({"7FFFFFFFFFFFFFFF\r\nhello"});
    QCOMPARE(outcome.step, Step::NeedMore);
    QCOMPARE(outcome.body, std::string("hello"));
}

void ChunkedDecoderTest::r68ABareLfEndsALineAndSpoilsTheConnection_data() {
    QTest::addColumn<QByteArray>("coded");
    QTest::newRow("behind the size") << QByteArray("5\nhello\r\n0\r\n\r\n");
    QTest::newRow("behind the data") << QByteArray("5\r\nhello\n0\r\n\r\n");
    QTest::newRow("behind spaces") << QByteArray("5  \nhello\r\n0\r\n\r\n");
    QTest::newRow("behind the extension") << QByteArray("5;a\nhello\r\n0\r\n\r\n");
    QTest::newRow("behind the last chunk") << QByteArray("5\r\nhello\r\n0\n\r\n");
    QTest::newRow("behind a trailer") << QByteArray("5\r\nhello\r\n0\r\nA: b\n\r\n");
    QTest::newRow("at the end") << QByteArray("5\r\nhello\r\n0\r\n\n");
    QTest::newRow("behind each line") << QByteArray("5\nhello\r\n0\nA: b\n\n");
}

void ChunkedDecoderTest::r68ABareLfEndsALineAndSpoilsTheConnection() {
    QFETCH(QByteArray, coded);
    const auto result = inEveryCut(coded.toStdString(), decodeChunks);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::End);
    QCOMPARE(result.whole.body, std::string("hello"));
    QVERIFY(result.whole.rest.empty());
    QVERIFY(!result.whole.tidy);
}

void ChunkedDecoderTest::r68LinesAndDataEndInCrLf_data() {
    QTest::addColumn<QByteArray>("coded");
    QTest::newRow("lone CR behind the size") << QByteArray("5\rhello\r\n0\r\n\r\n");
    QTest::newRow("two CR behind the size") << QByteArray("5\r\r\nhello\r\n0\r\n\r\n");
    QTest::newRow("lone CR behind the data") << QByteArray("5\r\nhello\r0\r\n\r\n");
    QTest::newRow("data longer than its size") << QByteArray("4\r\nhello\r\n0\r\n\r\n");
    QTest::newRow("anything for CR LF") << QByteArray("5\r\nhelloXX0\r\n\r\n");
    QTest::newRow("lone CR at the end") << QByteArray("5\r\nhello\r\n0\r\n\rx");
    QTest::newRow("NUL in the extension") << QByteArray("5;a\0b\r\nhello\r\n0\r\n\r\n", 19);
}

void ChunkedDecoderTest::r68LinesAndDataEndInCrLf() {
    QFETCH(QByteArray, coded);
    const auto result = inEveryCut(coded.toStdString(), decodeChunks);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::Failed);
    QCOMPARE(result.whole.error, ErrorKind::ProtoChunk);
}

void ChunkedDecoderTest::r69AFloodOfExtensionsIsRefused() {
    const std::string chunk = "1;" + std::string(4000, 'a') + "\r\nx\r\n";
    std::string coded;
    for (int i = 0; i < 10; ++i) {
        coded += chunk;
    }
    const auto outcome = decodeChunks({coded});
    QCOMPARE(outcome.error, ErrorKind::ProtoChunk);
    QCOMPARE(outcome.body, std::string("xxxx"));  // the fifth line is over the 16 KiB
    QCOMPARE(decodeChunks(byteByByte(coded)), outcome);
}

void ChunkedDecoderTest::r69ALineOf4KiBIsTheLongest() {
    const std::size_t room = ChunkedDecoder::kMaxLineBytes - 3;  // "0", ';' and CR count too
    QCOMPARE(decodeChunks({"0;" + std::string(room, 'a') + "\r\n\r\n"}).step, Step::End);
    QCOMPARE(decodeChunks({"0;" + std::string(room + 1, 'a') + "\r\n\r\n"}).step, Step::Failed);
    QCOMPARE(decodeChunks({"0" + std::string(5000, ' ')}).step, Step::Failed);
}

void ChunkedDecoderTest::r69SmallChunksWithoutExtensionsAreFine() {
    std::string coded;
    for (int i = 0; i < 100000; ++i) {
        coded += "1\r\nx\r\n";
    }
    const auto outcome = decodeChunks({coded + "0\r\n\r\n"});
    QCOMPARE(outcome.step, Step::End);
    QCOMPARE(outcome.body.size(), std::size_t{100000});
}

void ChunkedDecoderTest::r70TrailersAreDropped_data() {
    QTest::addColumn<QByteArray>("trailer");
    QTest::newRow("one") << QByteArray("A: b\r\n");
    QTest::newRow("two") << QByteArray("A: b\r\nC:\r\n");
    QTest::newRow("pretends to be framing")
        << QByteArray("Content-Length: 5\r\nLocation: http://x/\r\n");
    QTest::newRow("UTF-8") << QByteArray("A: \xC3\xA4\r\n");
}

void ChunkedDecoderTest::r70TrailersAreDropped() {
    QFETCH(QByteArray, trailer);
    const auto result =
        inEveryCut("1\r\nx\r\n0\r\n" + trailer.toStdString() + "\r\nrest", decodeChunks);
    QVERIFY(result.same);
    QCOMPARE(result.whole.step, Step::End);
    QCOMPARE(result.whole.body, std::string("x"));
    QCOMPARE(result.whole.rest, std::string("rest"));
}

void ChunkedDecoderTest::r70BadOrLongTrailersAreRefused_data() {
    QTest::addColumn<QByteArray>("trailer");
    QTest::newRow("NUL") << QByteArray("A: \0\r\n", 6);
    QTest::newRow("lone CR") << QByteArray("A: b\rc\r\n");
    QTest::newRow("no colon") << QByteArray("A\r\n");
    QTest::newRow("no name") << QByteArray(": b\r\n");
    QTest::newRow("space in the name") << QByteArray("A : b\r\n");
    QTest::newRow("over 4 KiB") << "A: " + QByteArray(4096, 'b') + "\r\n";
    QTest::newRow("over 4 KiB in small ones") << QByteArray("A: bcdefgh\r\n").repeated(410);
}

void ChunkedDecoderTest::r70BadOrLongTrailersAreRefused() {
    QFETCH(QByteArray, trailer);
    const std::string coded = "1\r\nx\r\n0\r\n" + trailer.toStdString() + "\r\n";
    const auto outcome = decodeChunks({coded});
    QCOMPARE(outcome.step, Step::Failed);
    QCOMPARE(outcome.error, ErrorKind::ProtoChunk);
    QCOMPARE(decodeChunks(byteByByte(coded)), outcome);
}

void ChunkedDecoderTest::r71NothingButTheLastLineEndsTheBody() {
    const std::string_view coded = "5\r\nhello\r\n0\r\nA: b\r\n\r\n";
    for (std::size_t at = 0; at < coded.size(); ++at) {
        QCOMPARE(decodeChunks({coded.substr(0, at)}).step, Step::NeedMore);
    }
}

QTEST_GUILESS_MAIN(ChunkedDecoderTest)
#include "chunked_decoder_test.moc"
