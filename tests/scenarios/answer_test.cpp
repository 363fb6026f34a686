// What an answer says of itself bounds what is written: never a byte beyond the range that it
// names, never the file's end where none was told, and no piece is too small to go on from.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"
#include "tests/support/gzip.h"

#include <QTest>

#include <algorithm>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 200'000;
constexpr std::uint64_t kBreak = 100'000;

/// The beginning breaks off at kBreak.
Rule brokenFile(OriginFraming framing) {
    Rule rule;
    rule.path = "/file.bin";
    rule.size = kSize;
    rule.framing = framing;
    rule.closeAfter = kBreak;
    rule.times = 1;
    return rule;
}

struct Piece {
    ByteRange named;
    std::string total;
    std::string surplus = {};  // sent after the bytes that were named
    OriginFraming framing = OriginFraming::Length;
    std::string etag = "\"first\"";
};

void answerWith(const Piece& piece, OriginReply& reply) {
    reply.status = 206;
    reply.reason = "Partial Content";
    reply.literal =
        contentText(1, piece.named.begin, piece.named.end - piece.named.begin) + piece.surplus;
    reply.content = {0, reply.literal->size()};
    reply.framing = piece.framing;
    reply.headers = {
        {"ETag", piece.etag},
        {"Content-Range", "bytes " + std::to_string(piece.named.begin) + "-" +
                              std::to_string(piece.named.end - 1) + "/" + piece.total}};
    if (piece.framing == OriginFraming::Length) {
        reply.headers.push_back({"Content-Length", std::to_string(reply.content.end)});
    } else if (piece.framing == OriginFraming::Chunked) {
        reply.headers.push_back({"Transfer-Encoding", "chunked"});
    }
}

std::uint64_t firstByteAsked(const RequestLog& request) {
    return std::stoull(request.range.substr(std::string("bytes=").size()));
}

bool asksForRange(const RequestLog& request) {
    return !request.range.empty();
}

/// Each request for a range brings at most `most` bytes, and says so.
void inPieces(Rule& rule, std::uint64_t most, const Piece& like) {
    rule.edit = [most, like](const RequestLog& request, OriginReply& reply) {
        if (reply.status == 206) {
            Piece piece = like;
            piece.named.begin = firstByteAsked(request);
            piece.named.end = std::min(piece.named.begin + most, kSize);
            answerWith(piece, reply);
        }
    };
}

}  // namespace

class AnswerTest : public QObject {
    Q_OBJECT

private slots:
    void r115WhatComesBeyondTheNamedRangeIsNotWritten_data();
    void r115WhatComesBeyondTheNamedRangeIsNotWritten();
    void aPartOfUnknownTotalIsNotTheEnd_data();
    void aPartOfUnknownTotalIsNotTheEnd();
    void aPartShorterThanItsRangeIsALoss();
    void aWholeAnswerEndsWithItsLength();
    void r114SeveralPartsAreNeverWritten();
    void piecesAreAskedForAtOnceHoweverSmall_data();
    void piecesAreAskedForAtOnceHoweverSmall();
    void piecesOfOneConnectionUseItAgain();
    void whatIsCompressedByNatureIsStoredAsSent_data();
    void whatIsCompressedByNatureIsStoredAsSent();
    void anAddressOnTheWayThatNamesAnArchiveIsSignEnough();
    void aCompressedFileGoesOnWhereItBrokeOff();
};

void AnswerTest::r115WhatComesBeyondTheNamedRangeIsNotWritten_data() {
    QTest::addColumn<int>("framing");
    QTest::addColumn<quint64>("most");
    const std::pair<const char*, OriginFraming> framings[]{
        {"with a length", OriginFraming::Length},
        {"chunked", OriginFraming::Chunked},
        {"until close", OriginFraming::UntilClose}};
    for (const auto& [name, framing] : framings) {
        QTest::addRow("%s, at the end", name) << static_cast<int>(framing) << quint64{kSize};
        QTest::addRow("%s, in the middle", name) << static_cast<int>(framing) << quint64{40'000};
    }
}

void AnswerTest::r115WhatComesBeyondTheNamedRangeIsNotWritten() {
    QFETCH(int, framing);
    QFETCH(quint64, most);
    World world;
    Rule rule = brokenFile(OriginFraming::Length);
    inPieces(rule, most,
             {.named = {},
              .total = std::to_string(kSize),
              .surplus = std::string(50'000, 'X'),
              .framing = static_cast<OriginFraming>(framing)});
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).total, std::optional(kSize));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    const auto requests = world.origin->requests();
    for (const RequestLog& request : requests) {
        QCOMPARE(request.numberOnConnection, 1U);  // a surplus spoils the connection
    }
}

void AnswerTest::aPartOfUnknownTotalIsNotTheEnd_data() {
    QTest::addColumn<bool>("sizeIn416");
    QTest::addColumn<bool>("weak");
    QTest::addRow("the 416 says the size") << true << false;
    QTest::addRow("the 416 says nothing") << false << false;
    QTest::addRow("a weak tag, the 416 says the size") << true << true;
    QTest::addRow("a weak tag, the 416 says nothing") << false << true;
}

void AnswerTest::aPartOfUnknownTotalIsNotTheEnd() {
    QFETCH(bool, sizeIn416);
    QFETCH(bool, weak);
    World world;
    Rule rule = brokenFile(OriginFraming::Chunked);
    rule.etag = weak ? "W/\"first\"" : "\"first\"";
    rule.edit = [&](const RequestLog& request, OriginReply& reply) {
        if (reply.status == 206) {
            const std::uint64_t begin = firstByteAsked(request);
            answerWith({.named = {begin, std::min(begin + 70'000, kSize)},
                        .total = "*",
                        .etag = rule.etag},
                       reply);
        } else if (reply.status == 416 && !sizeIn416) {
            std::erase_if(reply.headers,
                          [](const HeaderField& field) { return field.name == "Content-Range"; });
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).total, std::optional(kSize));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

// It named more than it sent: the rest is asked for, as after any loss.
void AnswerTest::aPartShorterThanItsRangeIsALoss() {
    World world;
    Rule rule = brokenFile(OriginFraming::Length);
    rule.edit = [](const RequestLog& request, OriginReply& reply) {
        if (request.numberForRule == 2) {
            answerWith({.named = {kBreak, kSize}, .total = std::to_string(kSize)}, reply);
            reply.literal->resize(1000);
            reply.content = {0, 1000};
            reply.headers.back().value = "1000";
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.at(id).attempt == 2; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Trunc.Body"));
    QCOMPARE(world.at(id).error.evidence, std::string("101000 of 200000 bytes came"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void AnswerTest::aWholeAnswerEndsWithItsLength() {
    World world;
    const std::string body = contentText(1, 0, 1000);
    world.origin->serve(
        {.path = "/file.bin",
         .script = {{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + body + "XXXX"}}});
    world.origin->serve({.path = "/next", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == body);
    const TransferId next = world.add(world.origin->url("/next"));
    QVERIFY(world.runToEnd(next));
    QCOMPARE(world.origin->requests().back().numberOnConnection, 1U);
}

void AnswerTest::r114SeveralPartsAreNeverWritten() {
    World world;
    Rule rule = brokenFile(OriginFraming::Length);
    rule.edit = [](const RequestLog& request, OriginReply& reply) {
        if (asksForRange(request)) {
            answerWith({.named = {kBreak, kSize}, .total = std::to_string(kSize)}, reply);
            reply.headers.push_back({"Content-Type", "multipart/byteranges; boundary=x"});
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.origin->requests().size(), std::size_t{3});
    QVERIFY(!asksForRange(world.origin->requests().back()));
}

void AnswerTest::piecesAreAskedForAtOnceHoweverSmall_data() {
    QTest::addColumn<quint64>("most");
    QTest::addColumn<QByteArray>("etag");
    QTest::addRow("of 10,000 bytes") << quint64{10'000} << QByteArray("\"first\"");
    QTest::addRow("of 700 bytes") << quint64{700} << QByteArray("\"first\"");
    QTest::addRow("of half of what is compared") << quint64{32'768} << QByteArray("W/\"first\"");
    QTest::addRow("of what is compared") << quint64{65'536} << QByteArray("W/\"first\"");
    QTest::addRow("of a little more") << quint64{65'537 + 1000} << QByteArray("W/\"first\"");
    QTest::addRow("small, without a validator") << quint64{9'000} << QByteArray();
}

void AnswerTest::piecesAreAskedForAtOnceHoweverSmall() {
    QFETCH(quint64, most);
    QFETCH(QByteArray, etag);
    WorldOptions options;
    options.limits.attempts = 2;
    World world(options);
    Rule rule = brokenFile(OriginFraming::Length);
    rule.etag = etag.toStdString();
    inPieces(rule, most, {.named = {}, .total = std::to_string(kSize), .etag = rule.etag});
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    const auto requests = world.origin->requests();
    QVERIFY(requests.size() > 2);
    QVERIFY(requests.back().time - requests[1].time < std::chrono::seconds(1));
    QCOMPARE(std::ranges::count(world.states, TransferState::Waiting), 1);  // after the break only
}

void AnswerTest::piecesOfOneConnectionUseItAgain() {
    for (const OriginFraming framing : {OriginFraming::Length, OriginFraming::Chunked}) {
        World world;
        Rule rule = brokenFile(OriginFraming::Length);
        inPieces(rule, 10'000, {.named = {}, .total = std::to_string(kSize), .framing = framing});
        world.origin->serve(rule);
        QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"))));
        QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
    }
}

void AnswerTest::whatIsCompressedByNatureIsStoredAsSent_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("disposition");
    QTest::addRow("by its address") << "/tool.TAR.GZ"
                                    << "application/octet-stream"
                                    << "";
    QTest::addRow("by its type") << "/tool"
                                 << "application/x-gzip"
                                 << "";
    QTest::addRow("by its name") << "/tool"
                                 << "application/octet-stream"
                                 << "attachment; filename=tool.tgz";
}

void AnswerTest::whatIsCompressedByNatureIsStoredAsSent() {
    QFETCH(QString, path);
    QFETCH(QString, type);
    QFETCH(QString, disposition);
    const std::string coded = gzipped("hello\n");
    World world;
    Rule rule{.path = path.toStdString(), .literal = coded};
    rule.contentType = type.toStdString();
    rule.contentDisposition = disposition.toStdString();
    rule.headers = {{"Content-Encoding", "gzip"}};
    world.origin->serve(rule);
    for (const std::string name : {"", "tool.bin", "source"}) {
        const TransferId id = world.add(world.origin->url(rule.path),
                                        [&](TransferRequest& request) { request.name = name; });
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.downloaded(world.at(id).name) == coded);
    }
    // And a page that is called like an archive here only is a page.
    Rule page{.path = "/page", .literal = coded};
    page.contentType = "text/html";
    page.headers = rule.headers;
    world.origin->serve(page);
    const TransferId id = world.add(world.origin->url("/page"),
                                    [](TransferRequest& request) { request.name = "page.gz"; });
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.downloaded("page.gz"), std::string("hello\n"));
}

void AnswerTest::anAddressOnTheWayThatNamesAnArchiveIsSignEnough() {
    const std::string coded = gzipped("hello\n");
    World world;
    world.origin->serve({.path = "/get", .location = "/files/tool.tar.gz"});
    world.origin->serve({.path = "/files/tool.tar.gz", .location = "/blob"});
    world.origin->serve(
        {.path = "/blob", .literal = coded, .headers = {{"Content-Encoding", "gzip"}}});
    const TransferId id = world.add(world.origin->url("/get"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("blob") == coded);
}

void AnswerTest::aCompressedFileGoesOnWhereItBrokeOff() {
    World world;
    Rule rule = brokenFile(OriginFraming::Length);
    rule.path = "/file.tar.gz";
    rule.headers = {{"Content-Encoding", "gzip"}};
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.tar.gz"));
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.tar.gz") == contentText(1, 0, kSize));
    QCOMPARE(world.origin->requests().size(), std::size_t{2});
    QCOMPARE(firstByteAsked(world.origin->requests().back()), kBreak);
}

QTEST_GUILESS_MAIN(AnswerTest)
#include "answer_test.moc"
