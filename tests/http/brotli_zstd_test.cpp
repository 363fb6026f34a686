// br (RFC 7932) and zstd (RFC 8878), whose libraries may be missing where this is built.

#include "tests/http/decode_all.h"
#include "tests/http/feed.h"

#include <QtTest>

#include <algorithm>
#include <random>

#ifdef PENSTOCK_BROTLI
#include <brotli/encode.h>
#endif
#ifdef PENSTOCK_ZSTD
#include <zstd.h>
#endif

using namespace penstock;
using namespace penstock::test;

namespace {

#ifdef PENSTOCK_BROTLI
std::string brotli(std::string_view text) {
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
    std::string out(size, '\0');
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, text.size(),
                          reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(size);
    return out;
}
#endif

#ifdef PENSTOCK_ZSTD
std::string zstd(std::string_view text, int windowLog = 20) {
    ZSTD_CCtx* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    std::string out(ZSTD_compressBound(text.size()), '\0');
    ZSTD_outBuffer into{out.data(), out.size(), 0};
    ZSTD_inBuffer from{text.data(), 1, 0};
    ZSTD_compressStream2(context, &into, &from, ZSTD_e_flush);  // so it does not know how little
    from.size = text.size();
    while (ZSTD_compressStream2(context, &into, &from, ZSTD_e_end) != 0) {
    }
    ZSTD_freeCCtx(context);
    out.resize(into.pos);
    return out;
}
#endif

/// Nothing, where this was built without that library.
std::string coded(const QByteArray& coding, std::string_view text) {
#ifdef PENSTOCK_BROTLI
    if (coding == "br") {
        return brotli(text);
    }
#endif
#ifdef PENSTOCK_ZSTD
    if (coding == "zstd") {
        return zstd(text);
    }
#endif
    return {};
}

/// What hardly becomes smaller.
std::string noise() {
    std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same each time
    std::string made(300'000, '\0');
    std::ranges::generate(made, [&random] { return static_cast<char>(random()); });
    return made;
}

constexpr std::string_view kText =
    "What goes in must come out. What goes in must come out again, and again.";

}  // namespace

class BrotliZstdTest : public QObject {
    Q_OBJECT

private slots:

    void initTestCase_data() {
        QTest::addColumn<QByteArray>("coding");
        QTest::newRow("br") << QByteArray("br");
        QTest::newRow("zstd") << QByteArray("zstd");
    }

    void init() {
        QFETCH_GLOBAL(QByteArray, coding);
        name_ = coding.toStdString();
        whole_ = coded(coding, kText);
        if (whole_.empty()) {
            QCOMPARE(ContentDecoder::make(name_).error().kind, ErrorKind::EncUnsupported);
            QSKIP("built without its library");
        }
    }

    void aBodyIsDecodedInWhateverPiecesItComes() {
        const auto result =
            inEveryCut(whole_, [this](const Pieces& pieces) { return decodeAll(name_, pieces); });
        QVERIFY(result.same);
        QVERIFY(result.whole == (Decoded{std::string(kText), ErrorKind::Nothing}));
    }

    void aLargeBodyIsDecodedIntoWhateverSpaceThereIs() {
        const std::string large = noise() + std::string(300'000, 'x');
        const std::string body = coded(QByteArray::fromStdString(name_), large);
        for (const std::size_t space : {std::size_t{1000}, std::size_t{32768}, body.size() * 2}) {
            QVERIFY(decodeAll(name_, {body}, space) == (Decoded{large, ErrorKind::Nothing}));
        }
    }

    void r100ABodyThatIsCutShortIsTruncated() {
        for (std::size_t size = 1; size < whole_.size(); ++size) {
            QCOMPARE(decodeAll(name_, {std::string_view(whole_).substr(0, size)}).error,
                     ErrorKind::TruncBody);
        }
        QCOMPARE(decodeAll(name_, {}).error, ErrorKind::Nothing);
    }

    void r101GarbageIsCorrupt() {
        QCOMPARE(decodeAll(name_, {"<html>this is no such coding</html>"}).error,
                 ErrorKind::EncCorrupt);
        QCOMPARE(decodeAll(name_, {whole_ + "garbage"}).error, ErrorKind::EncCorrupt);
    }

    void r98ABombIsStopped() {
        const std::string zeros(std::size_t{64} << 20U, '\0');
        const std::string bomb = coded(QByteArray::fromStdString(name_), zeros);
        const Decoded got = decodeAll(name_, {bomb});
        QCOMPARE(got.error, ErrorKind::EncBomb);
        QVERIFY(got.text.size() <= ContentDecoder::kBombFloor + bomb.size() * 1100 + 32768);
    }

    void oneWithinTheOtherIsUndone() {
        const QByteArray coding = QByteArray::fromStdString(name_);
        const std::string twice = coded(coding, whole_);
        QVERIFY(decodeAll(name_ + ", " + name_, {twice}) ==
                (Decoded{std::string(kText), ErrorKind::Nothing}));
    }

    void aSecondFrameOfZstdIsDecoded() {
        if (name_ == "zstd") {
            QVERIFY(decodeAll(name_, {whole_ + whole_}) ==
                    (Decoded{std::string(kText) + std::string(kText), ErrorKind::Nothing}));
        }
    }

    // RFC 9659: what a client has to hold is bounded.
    void aWindowOfZstdThatIsTooLargeIsRefused() {
#ifdef PENSTOCK_ZSTD
        const std::string large = noise();
        QCOMPARE(decodeAll("zstd", {zstd(large, 23)}).error, ErrorKind::Nothing);
        QCOMPARE(decodeAll("zstd", {zstd(large, 25)}).error, ErrorKind::EncCorrupt);
#endif
    }

private:
    std::string name_;
    std::string whole_;
};

QTEST_GUILESS_MAIN(BrotliZstdTest)
#include "brotli_zstd_test.moc"
