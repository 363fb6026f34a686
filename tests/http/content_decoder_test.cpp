#include "engine/http/content_decoder.h"

#include "tests/http/decode_all.h"
#include "tests/http/feed.h"

#include <QtTest>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

using namespace penstock;
using namespace penstock::test;

namespace {

constexpr int kGzip = MAX_WBITS + 16;
constexpr int kZlib = MAX_WBITS;
constexpr int kRaw = -MAX_WBITS;

std::string compress(std::string_view text, int window) {
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    std::string out;
    std::array<char, 4096> piece{};
    int answer = Z_OK;
    while (answer == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        answer = deflate(&stream, Z_FINISH);
        out.append(piece.data(), piece.size() - stream.avail_out);
    }
    deflateEnd(&stream);
    return out;
}

constexpr std::string_view kText =
    "What goes in must come out. What goes in must come out again, and again.";

}  // namespace

class ContentDecoderTest : public QObject {
    Q_OBJECT

private slots:
    void undoesEachCodingHoweverItIsCut_data();
    void undoesEachCodingHoweverItIsCut();
    void whatComesOutDoesNotDependOnTheSpace_data();
    void whatComesOutDoesNotDependOnTheSpace();
    void undoesLargeBodies();
    void takesNoMoreThanThereIsSpaceFor_data();
    void takesNoMoreThanThereIsSpaceFor();
    void noSpaceTakesNothing();
    void anEmptyBodyIsEmptyWhateverItsCoding();
    void r98AFileOfZerosIsNoBomb();
    void r98ABombIsStopped_data();
    void r98ABombIsStopped();
    void r98ABombWithinABombIsStopped();
    void r98TenMebibytesMayComeOutOfAnything();
    void r99CodingsAreUndoneInOrder();
    void r99SixCodingsAreTooMany();
    void r100ACutStreamIsTruncated_data();
    void r100ACutStreamIsTruncated();
    void r100DamageIsSeen();
    void whatIsNoGzipStaysAsItIs();
    void r100AHeaderWithoutEndIsGivenUp();
    void r101BytesAfterTheEndAreRefused_data();
    void r101BytesAfterTheEndAreRefused();
    void r101ASecondGzipMemberIsDecoded();
    void r102UnknownCodingsAreRefused_data();
    void r102UnknownCodingsAreRefused();
    void r102NothingToUndoNeedsNoDecoder_data();
    void r102NothingToUndoNeedsNoDecoder();
};

void ContentDecoderTest::undoesEachCodingHoweverItIsCut_data() {
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<int>("window");
    QTest::newRow("gzip") << QByteArray("gzip") << kGzip;
    QTest::newRow("x-gzip") << QByteArray("X-GZIP") << kGzip;
    QTest::newRow("R-101 deflate by zlib") << QByteArray("deflate") << kZlib;
    QTest::newRow("R-101 raw deflate") << QByteArray("deflate") << kRaw;
    QTest::newRow("with identity") << QByteArray("identity, gzip,") << kGzip;
}

void ContentDecoderTest::undoesEachCodingHoweverItIsCut() {
    QFETCH(QByteArray, coding);
    QFETCH(int, window);
    const std::string coded = compress(kText, window);
    const auto result = inEveryCut(
        coded, [&](const Pieces& pieces) { return decodeAll(coding.toStdString(), pieces); });
    QVERIFY(result.same);
    QCOMPARE(result.whole.error, ErrorKind::Nothing);
    QCOMPARE(result.whole.text, std::string(kText));
}

void ContentDecoderTest::whatComesOutDoesNotDependOnTheSpace_data() {
    QTest::addColumn<QByteArray>("codings");
    QTest::addColumn<QByteArray>("coded");
    const std::string members =
        compress("one ", kGzip) + compress("", kGzip) + compress("two", kGzip);
    const std::string zeros(5000, '\0');
    const auto row = [](const char* codings, const std::string& coded) {
        QTest::addRow("%s, %zu bytes", codings, coded.size())
            << QByteArray(codings) << QByteArray::fromStdString(coded);
    };
    row("gzip", compress(kText, kGzip));
    row("gzip", members);
    row("gzip", compress(zeros, kGzip));
    row("deflate", compress(kText, kZlib));
    row("deflate", compress(kText, kRaw));
    row("deflate", compress("", kRaw));
    row("deflate, gzip", compress(compress(zeros, kRaw), kGzip));
    row("gzip, gzip", compress(members, kGzip));
}

void ContentDecoderTest::whatComesOutDoesNotDependOnTheSpace() {
    QFETCH(QByteArray, codings);
    QFETCH(QByteArray, coded);
    const std::string list = codings.toStdString();
    const std::string body = coded.toStdString();
    const Decoded whole = decodeAll(list, {body});
    QCOMPARE(whole.error, ErrorKind::Nothing);
    for (const std::size_t space : {1U, 2U, 3U, 7U, 100U, 4096U}) {
        const auto result =
            inEveryCut(body, [&](const Pieces& pieces) { return decodeAll(list, pieces, space); });
        QVERIFY(result.same);
        QVERIFY(result.whole == whole);
        for (std::size_t at = 1; at < body.size(); ++at) {  // an end too early is seen all the same
            const Decoded cut = decodeAll(list, {std::string_view(body).substr(0, at)}, space);
            QCOMPARE(cut.error, decodeAll(list, {std::string_view(body).substr(0, at)}).error);
            QVERIFY(cut.error == ErrorKind::TruncBody || list == "gzip");
        }
    }
}

void ContentDecoderTest::undoesLargeBodies() {
    std::string text;
    for (unsigned i = 0; text.size() < 512U * 1024; ++i) {
        text += std::to_string(i * 2654435761U);
    }
    QVERIFY(decodeAll("gzip", {compress(text, kGzip)}) == (Decoded{text, ErrorKind::Nothing}));
    QVERIFY(decodeAll("deflate", {compress(text, kRaw)}) == (Decoded{text, ErrorKind::Nothing}));
}

void ContentDecoderTest::takesNoMoreThanThereIsSpaceFor_data() {
    QTest::addColumn<QByteArray>("codings");
    QTest::addColumn<int>("layers");
    QTest::newRow("one coding") << QByteArray("gzip") << 1;
    QTest::newRow("two codings") << QByteArray("gzip, gzip") << 2;
    QTest::newRow("five codings") << QByteArray("gzip, gzip, gzip, gzip, gzip") << 5;
}

// What has been taken and not come out yet is what the codings hold between them, whatever it grows
// to: a kilobyte of space at a time takes a kilobyte's worth.
void ContentDecoderTest::takesNoMoreThanThereIsSpaceFor() {
    QFETCH(QByteArray, codings);
    QFETCH(int, layers);
    constexpr std::size_t kBytes = 9U * 1024 * 1024;
    std::string coded(kBytes, '\0');
    for (int i = 0; i < layers; ++i) {
        coded = compress(coded, kGzip);
    }
    const auto decoder = ContentDecoder::make(codings.toStdString());
    std::span<const std::byte> in = bytesOf(coded);
    std::array<std::byte, 1024> space{};
    std::size_t out = 0;
    std::size_t made = space.size();
    while (made == space.size()) {
        const std::size_t before = in.size();
        made = decoder.value()->decode(in, space).value();
        out += made;
        if (layers == 1 && made == space.size()) {
            QVERIFY(before - in.size() <= 300);  // header, table of codes, and some bytes of data
        }
    }
    QCOMPARE(out, kBytes);
    QVERIFY(in.empty());
    QVERIFY(decoder.value()->finish().ok());
}

void ContentDecoderTest::noSpaceTakesNothing() {
    const auto decoder = ContentDecoder::make("gzip");
    const std::string coded = compress(kText, kGzip);
    std::span<const std::byte> in = bytesOf(coded);
    QCOMPARE(decoder.value()->decode(in, {}).value(), std::size_t{0});
    QCOMPARE(in.size(), coded.size());
}

void ContentDecoderTest::anEmptyBodyIsEmptyWhateverItsCoding() {
    for (const char* coding : {"gzip", "deflate", "gzip, deflate"}) {
        QVERIFY(decodeAll(coding, {}) == Decoded{});
        QVERIFY(decodeAll(coding, {""}) == Decoded{});
    }
    QVERIFY(decodeAll("gzip", {compress("", kGzip)}) == Decoded{});
    QVERIFY(decodeAll("deflate", {compress("", kRaw)}) == Decoded{});
}

// Deflate makes at most 1,032 bytes of one; whoever serves zeros so has a right to.
void ContentDecoderTest::r98AFileOfZerosIsNoBomb() {
    const std::string zeros(24U * 1024 * 1024, '\0');
    const std::string coded = compress(zeros, kGzip);
    QVERIFY(zeros.size() > coded.size() * 1000);
    for (const std::size_t space : {4096U, 256U * 1024}) {
        QVERIFY(decodeAll("gzip", {coded}, space) == (Decoded{zeros, ErrorKind::Nothing}));
    }
}

void ContentDecoderTest::r98ABombIsStopped_data() {
    QTest::addColumn<int>("space");
    QTest::newRow("little space") << 1000;
    QTest::newRow("much") << 256 * 1024;
}

void ContentDecoderTest::r98ABombIsStopped() {
    QFETCH(int, space);
    const std::string inner = compress(std::string(64U * 1024 * 1024, '\0'), kGzip);
    const std::string bomb = compress(inner, kGzip);
    const Decoded decoded = decodeAll("gzip, gzip", {bomb}, static_cast<std::size_t>(space));
    QCOMPARE(decoded.error, ErrorKind::EncBomb);
    QVERIFY(decoded.text.size() <= std::max<std::uint64_t>(bomb.size() * ContentDecoder::kBombRatio,
                                                           ContentDecoder::kBombFloor));
}

void ContentDecoderTest::r98ABombWithinABombIsStopped() {
    const std::string inner = compress(std::string(24U * 1024 * 1024, '\0'), kGzip);
    const Decoded decoded = decodeAll("gzip, gzip", {compress(inner, kGzip)});
    QCOMPARE(decoded.error, ErrorKind::EncBomb);
    QVERIFY(decoded.text.size() <= ContentDecoder::kBombFloor + 64U * 1024);
}

void ContentDecoderTest::r98TenMebibytesMayComeOutOfAnything() {
    const std::string text(10U * 1024 * 1024, '\0');
    QVERIFY(decodeAll("gzip", {compress(text, kGzip)}) == (Decoded{text, ErrorKind::Nothing}));
}

void ContentDecoderTest::r99CodingsAreUndoneInOrder() {
    const std::string twice = compress(compress(kText, kZlib), kGzip);
    const auto result =
        inEveryCut(twice, [](const Pieces& pieces) { return decodeAll("deflate, gzip", pieces); });
    QVERIFY(result.same);
    QCOMPARE(result.whole.text, std::string(kText));
    QCOMPARE(decodeAll("gzip, deflate", {twice}).error, ErrorKind::EncCorrupt);
    std::string five(kText);
    for (int i = 0; i < 5; ++i) {
        five = compress(five, kGzip);
    }
    QCOMPARE(decodeAll("gzip,gzip,gzip,gzip,gzip", {five}).text, std::string(kText));
}

void ContentDecoderTest::r99SixCodingsAreTooMany() {
    QCOMPARE(ContentDecoder::make("gzip,gzip,gzip,gzip,gzip,gzip").error().kind,
             ErrorKind::EncUnsupported);
}

void ContentDecoderTest::r100ACutStreamIsTruncated_data() {
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<int>("window");
    QTest::newRow("gzip") << QByteArray("gzip") << kGzip;
    QTest::newRow("zlib") << QByteArray("deflate") << kZlib;
    QTest::newRow("raw") << QByteArray("deflate") << kRaw;
}

void ContentDecoderTest::r100ACutStreamIsTruncated() {
    QFETCH(QByteArray, coding);
    QFETCH(int, window);
    const std::string coded = compress(kText, window);
    for (std::size_t at = 1; at < coded.size(); ++at) {
        QCOMPARE(decodeAll(coding.toStdString(), {std::string_view(coded).substr(0, at)}).error,
                 ErrorKind::TruncBody);
    }
}

void ContentDecoderTest::r100DamageIsSeen() {
    std::string coded = compress(kText, kGzip);
    std::string badCheck = coded;
    badCheck[badCheck.size() - 8] = static_cast<char>(badCheck[badCheck.size() - 8] ^ 1);
    QCOMPARE(decodeAll("gzip", {badCheck}).error, ErrorKind::EncCorrupt);
    std::string badLength = coded;
    badLength.back() = static_cast<char>(badLength.back() ^ 1);
    QCOMPARE(decodeAll("gzip", {badLength}).error, ErrorKind::EncCorrupt);
    QCOMPARE(decodeAll("deflate", {"\xFF\xFF\xFF\xFF"}).error, ErrorKind::EncCorrupt);
}

// A label that the first two bytes belie.
void ContentDecoderTest::whatIsNoGzipStaysAsItIs() {
    const std::string page = "<html>not found";
    const auto result =
        inEveryCut(page, [](const Pieces& pieces) { return decodeAll("gzip", pieces, 4); });
    QVERIFY(result.same);
    QVERIFY(result.whole == (Decoded{page, ErrorKind::Nothing}));
    const auto once = compress(page, kGzip);
    QVERIFY(decodeAll("gzip, gzip", {once}) == (Decoded{page, ErrorKind::Nothing}));
    QCOMPARE(decodeAll("gzip", {"\x1F\x8Bxxxx"}).error, ErrorKind::EncCorrupt);
    QCOMPARE(decodeAll("gzip", {"x"}).error, ErrorKind::TruncBody);
}

void ContentDecoderTest::r100AHeaderWithoutEndIsGivenUp() {
    const std::string header("\x1F\x8B\x08\x08\0\0\0\0\0\x03", 10);  // a file name follows
    const std::string piece(16 * 1024, 'n');
    Pieces pieces{header};
    pieces.insert(pieces.end(), 20, piece);
    QCOMPARE(decodeAll("gzip", pieces).error, ErrorKind::EncCorrupt);
}

void ContentDecoderTest::r101BytesAfterTheEndAreRefused_data() {
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<int>("window");
    QTest::newRow("gzip") << QByteArray("gzip") << kGzip;
    QTest::newRow("zlib") << QByteArray("deflate") << kZlib;
    QTest::newRow("raw") << QByteArray("deflate") << kRaw;
}

void ContentDecoderTest::r101BytesAfterTheEndAreRefused() {
    QFETCH(QByteArray, coding);
    QFETCH(int, window);
    const auto result = inEveryCut(compress(kText, window) + "garbage", [&](const Pieces& pieces) {
        return decodeAll(coding.toStdString(), pieces).error;
    });
    QVERIFY(result.same);
    QCOMPARE(result.whole, ErrorKind::EncCorrupt);
}

void ContentDecoderTest::r101ASecondGzipMemberIsDecoded() {
    const auto result = inEveryCut(compress("one ", kGzip) + compress("two", kGzip),
                                   [](const Pieces& pieces) { return decodeAll("gzip", pieces); });
    QVERIFY(result.same);
    QVERIFY(result.whole == (Decoded{"one two", ErrorKind::Nothing}));
}

void ContentDecoderTest::r102UnknownCodingsAreRefused_data() {
    QTest::addColumn<QByteArray>("codings");
    for (const char* codings : {"compress", "gzip, compress", "gzip;q=1", "dcb", "*"}) {
        QTest::newRow(codings) << QByteArray(codings);
    }
}

void ContentDecoderTest::r102UnknownCodingsAreRefused() {
    QFETCH(QByteArray, codings);
    const auto decoder = ContentDecoder::make(codings.toStdString());
    QVERIFY(!decoder.ok());
    QCOMPARE(decoder.error().kind, ErrorKind::EncUnsupported);
}

void ContentDecoderTest::r102NothingToUndoNeedsNoDecoder_data() {
    QTest::addColumn<QByteArray>("codings");
    for (const char* codings : {"", "identity", "none", "Identity", " , "}) {
        QTest::newRow(codings) << QByteArray(codings);
    }
}

void ContentDecoderTest::r102NothingToUndoNeedsNoDecoder() {
    QFETCH(QByteArray, codings);
    const auto decoder = ContentDecoder::make(codings.toStdString());
    QVERIFY(decoder.ok());
    QVERIFY(decoder.value() == nullptr);
}

QTEST_GUILESS_MAIN(ContentDecoderTest)
#include "content_decoder_test.moc"
