#include "engine/http/content_range.h"
#include "engine/http/percent.h"
#include "tests/http/decode_chunks.h"
#include "tests/http/parse_head.h"

#include <QtTest>

#include <rapidcheck.h>

#include <algorithm>
#include <iomanip>
#include <sstream>

using namespace penstock;
using namespace penstock::test;

namespace {

/// Lines of heads and chunks, good and bad, so that any sequence of them goes deep into a parser.
rc::Gen<std::string> texts(std::vector<std::string> parts) {
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::move(parts))),
        [](const std::vector<std::string>& chosen) {
            std::string joined;
            for (const std::string& part : chosen) {
                joined += part;
            }
            return joined;
        });
}

Pieces cut(std::string_view text, const std::vector<std::uint8_t>& lengths) {
    Pieces pieces;
    for (const std::uint8_t length : lengths) {
        const std::size_t taken = std::min<std::size_t>(length % 8U, text.size());
        pieces.push_back(text.substr(0, taken));
        text.remove_prefix(taken);
    }
    pieces.push_back(text);
    return pieces;
}

std::string chunked(const std::vector<std::string>& bodies) {
    std::ostringstream out;
    for (const std::string& body : bodies) {
        if (!body.empty()) {
            out << std::hex << body.size() << "\r\n" << body << "\r\n";
        }
    }
    out << "0\r\n\r\n";
    return out.str();
}

}  // namespace

class PropertyTest : public QObject {
    Q_OBJECT

private slots:
    void headsDoNotDependOnTheCut();
    void chunksDoNotDependOnTheCut();
    void chunksComeOutAsTheyWentIn();
    void contentRangesComeBack();
    void encodingTwiceChangesNothing();
};

void PropertyTest::headsDoNotDependOnTheCut() {
    QVERIFY(rc::check("heads", [] {
        const std::string rest =
            *texts({"A: b", "Content-Length: 5", ":", "\r\n", "\r\n", "\r\n", "\n", "\r", " ", "\t",
                    "x", std::string(1, '\0'), "\r\n\r\n", "HTTP/1.1 200 OK"});
        const std::string text =
            *rc::gen::element<std::string>("HTTP/1.1 200 OK\r\n", "HTTP/1.0 404\r\n", "") + rest;
        const auto lengths = *rc::gen::arbitrary<std::vector<std::uint8_t>>();
        RC_ASSERT(parseHead(cut(text, lengths)) == parseHead({text}));
    }));
}

void PropertyTest::chunksDoNotDependOnTheCut() {
    QVERIFY(rc::check("chunks", [] {
        const std::string text = *texts({"5", "0", "a", "\r\n", "\r\n", "hello", ";x=y", " ", "\n",
                                         "\r", "A: b", "5\r\nhello\r\n", "0\r\n\r\n", "F"});
        const auto lengths = *rc::gen::arbitrary<std::vector<std::uint8_t>>();
        RC_ASSERT(decodeChunks(cut(text, lengths)) == decodeChunks({text}));
    }));
}

void PropertyTest::chunksComeOutAsTheyWentIn() {
    QVERIFY(rc::check("bodies", [](const std::vector<std::string>& bodies,
                                   const std::vector<std::uint8_t>& lengths) {
        std::string whole;
        for (const std::string& body : bodies) {
            whole += body;
        }
        const ChunksOutcome outcome = decodeChunks(cut(chunked(bodies) + "rest", lengths));
        RC_ASSERT(outcome.step == ChunkedDecoder::Step::End);
        RC_ASSERT(outcome.body == whole);
        RC_ASSERT(outcome.rest == "rest");
    }));
}

void PropertyTest::contentRangesComeBack() {
    QVERIFY(rc::check("ranges", [](std::uint64_t a, std::uint64_t b, std::uint64_t c, bool known) {
        constexpr std::uint64_t kBelow2To62 = (std::uint64_t{1} << 62U) - 1;
        std::array<std::uint64_t, 3> sorted{a & kBelow2To62, b & kBelow2To62, c & kBelow2To62};
        std::sort(sorted.begin(), sorted.end());
        const ContentRange wanted{ByteRange{sorted[0], sorted[1] + 1},
                                  known ? std::optional(sorted[2] + 1) : std::nullopt};
        const std::string text = "bytes " + std::to_string(sorted[0]) + "-" +
                                 std::to_string(sorted[1]) + "/" +
                                 (known ? std::to_string(*wanted.total) : "*");
        const auto parsed = parseContentRange(text);
        RC_ASSERT(parsed.ok());
        RC_ASSERT(parsed.value() == wanted);
    }));
}

void PropertyTest::encodingTwiceChangesNothing() {
    QVERIFY(rc::check("percent", [](const std::string& raw) {
        const std::string once = percentEncode(raw, UrlPart::Path);
        RC_ASSERT(percentEncode(once, UrlPart::Path) == once);
        RC_ASSERT(percentDecode(once) == percentDecode(raw));
    }));
}

QTEST_GUILESS_MAIN(PropertyTest)
#include "property_test.moc"
