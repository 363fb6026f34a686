#include "engine/http/content_decoder.h"

#include "tests/http/feed.h"

#include <QtTest>

#include <zlib.h>

#include <array>

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

struct Decoded {
    std::string text;
    ErrorKind error = ErrorKind::None;

    bool operator==(const Decoded&) const = default;
};

/// What a body of these pieces comes to; the error is that of decode() or, after it, of finish().
Decoded decodeAll(std::string_view codings, const Pieces& pieces) {
    auto decoder = ContentDecoder::make(codings);
    if (!decoder) {
        return {{}, decoder.error().kind};
    }
    Decoded out;
    const auto gather = [&](std::span<const std::byte> bytes) {
        out.text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return Error{};
    };
    for (const std::string_view piece : pieces) {
        if (const Error fault = decoder.value()->decode(bytesOf(piece), gather); !fault.ok()) {
            return {out.text, fault.kind};
        }
    }
    out.error = decoder.value()->finish().kind;
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
    void undoesLargeBodies();
    void handsOnWhatTheOutputSays();
    void anEmptyBodyIsEmptyWhateverItsCoding();
    void r98ABombIsStopped();
    void r98ABombWithinABombIsStopped();
    void r98TenMebibytesMayComeOutOfAnything();
    void r99CodingsAreUndoneInOrder();
    void r99SixCodingsAreTooMany();
    void r100ACutStreamIsTruncated_data();
    void r100ACutStreamIsTruncated();
    void r100DamageIsSeen();
    void r100AHeaderWithoutEndIsGivenUp();
    void r101BytesAfterTheEndAreRefused_data();
    void r101BytesAfterTheEndAreRefused();
    void r101ASecondGzipMemberIsDecoded();
    void r102UnknownCodingsAreRefused_data();
    void r102UnknownCodingsAreRefused();
    void r102NothingToUndoNeedsNoDecoder_data();
    void r102NothingToUndoNeedsNoDecoder();
    void listsTheCodingsOfAllFields();
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
    QCOMPARE(result.whole.error, ErrorKind::None);
    QCOMPARE(result.whole.text, std::string(kText));
}

void ContentDecoderTest::undoesLargeBodies() {
    std::string text;
    for (unsigned i = 0; text.size() < 512U * 1024; ++i) {
        text += std::to_string(i * 2654435761U);
    }
    QVERIFY(decodeAll("gzip", {compress(text, kGzip)}) == (Decoded{text, ErrorKind::None}));
    QVERIFY(decodeAll("deflate", {compress(text, kRaw)}) == (Decoded{text, ErrorKind::None}));
}

void ContentDecoderTest::handsOnWhatTheOutputSays() {
    auto decoder = ContentDecoder::make("gzip");
    const Error full{ErrorKind::DiskNoSpace, "The disk is full", {}, 0};
    const std::string coded = compress(kText, kGzip);
    QVERIFY(decoder.value()->decode(bytesOf(coded), [&](auto) { return full; }) == full);
}

void ContentDecoderTest::anEmptyBodyIsEmptyWhateverItsCoding() {
    for (const char* coding : {"gzip", "deflate", "gzip, deflate"}) {
        QVERIFY(decodeAll(coding, {}) == Decoded{});
        QVERIFY(decodeAll(coding, {""}) == Decoded{});
    }
    QVERIFY(decodeAll("gzip", {compress("", kGzip)}) == Decoded{});
    QVERIFY(decodeAll("deflate", {compress("", kRaw)}) == Decoded{});
}

void ContentDecoderTest::r98ABombIsStopped() {
    const std::string bomb = compress(std::string(24U * 1024 * 1024, '\0'), kGzip);
    const Decoded decoded = decodeAll("gzip", {bomb});
    QCOMPARE(decoded.error, ErrorKind::EncBomb);
    QVERIFY(decoded.text.size() <= bomb.size() * ContentDecoder::kBombRatio + 64U * 1024);
}

void ContentDecoderTest::r98ABombWithinABombIsStopped() {
    const std::string inner = compress(std::string(24U * 1024 * 1024, '\0'), kGzip);
    const Decoded decoded = decodeAll("gzip, gzip", {compress(inner, kGzip)});
    QCOMPARE(decoded.error, ErrorKind::EncBomb);
    QVERIFY(decoded.text.size() <= ContentDecoder::kBombFloor + 64U * 1024);
}

void ContentDecoderTest::r98TenMebibytesMayComeOutOfAnything() {
    const std::string text(10U * 1024 * 1024, '\0');
    QVERIFY(decodeAll("gzip", {compress(text, kGzip)}) == (Decoded{text, ErrorKind::None}));
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
    QCOMPARE(decodeAll("gzip", {"<html>not found"}).error, ErrorKind::EncCorrupt);
    QCOMPARE(decodeAll("deflate", {"\xFF\xFF\xFF\xFF"}).error, ErrorKind::EncCorrupt);
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
    QVERIFY(result.whole == (Decoded{"one two", ErrorKind::None}));
}

void ContentDecoderTest::r102UnknownCodingsAreRefused_data() {
    QTest::addColumn<QByteArray>("codings");
    for (const char* codings : {"br", "zstd", "compress", "gzip, br", "gzip;q=1", "*"}) {
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

void ContentDecoderTest::listsTheCodingsOfAllFields() {
    Headers headers;
    QCOMPARE(contentCodings(headers), std::string());
    headers.add("Content-Encoding", "identity, none,");
    QCOMPARE(contentCodings(headers), std::string());
    headers.add("content-encoding", "Deflate");
    headers.add("Content-Encoding", "gzip");
    QCOMPARE(contentCodings(headers), std::string("deflate, gzip"));
}

QTEST_GUILESS_MAIN(ContentDecoderTest)
#include "content_decoder_test.moc"
