// Answers that contradict what the earlier ones said: nothing that is not whole gets the name.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <algorithm>
#include <string>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 200'000;
constexpr std::uint64_t kBreak = 100'000;

Rule brokenFile(OriginFraming framing, const std::string& etag) {
    Rule rule;
    rule.path = "/file.bin";
    rule.size = kSize;
    rule.etag = etag;
    rule.framing = framing;
    rule.closeAfter = kBreak;
    rule.times = 1;
    return rule;
}

void answerWith(OriginReply& reply, int status, std::string body, OriginFraming framing) {
    reply.status = status;
    reply.literal = std::move(body);
    reply.content = {0, reply.literal->size()};
    reply.framing = framing;
    std::erase_if(reply.headers, [](const HeaderField& field) { return field.name != "ETag"; });
    if (framing == OriginFraming::Length) {
        reply.headers.push_back({"Content-Length", std::to_string(reply.content.end)});
    } else if (framing == OriginFraming::Chunked) {
        reply.headers.push_back({"Transfer-Encoding", "chunked"});
    }
}

bool has(const World& world, const std::string& name) {
    const auto entries = world.folder.entries();
    return std::ranges::find(entries, name) != entries.end();
}

}  // namespace

class ContradictionTest : public QObject {
    Q_OBJECT

private slots:
    void aSizeThatIsKnownHolds_data();
    void aSizeThatIsKnownHolds();
    void aPartUnderTheStatusOfAWholeIsNoWhole_data();
    void aPartUnderTheStatusOfAWholeIsNoWhole();
    void anEndThatCannotBeIsNone_data();
    void anEndThatCannotBeIsNone();
    void smallPiecesAreNotMostlyComparedAgain();
};

void ContradictionTest::aSizeThatIsKnownHolds_data() {
    QTest::addColumn<int>("framing");
    QTest::addColumn<QByteArray>("etag");
    for (const auto framing : {OriginFraming::Chunked, OriginFraming::UntilClose}) {
        for (const char* etag : {"\"v1\"", "W/\"v1\"", ""}) {
            QTest::addRow("framing %d, tag %s", static_cast<int>(framing), etag)
                << static_cast<int>(framing) << QByteArray(etag);
        }
    }
}

// A later 200 of the same file says nothing of its size, and ends too early.
void ContradictionTest::aSizeThatIsKnownHolds() {
    QFETCH(int, framing);
    QFETCH(QByteArray, etag);
    World world;
    Rule rule = brokenFile(OriginFraming::Length, etag.toStdString());
    rule.keepAlive = false;
    rule.edit = [&](const RequestLog& request, OriginReply& reply) {
        if (request.numberForRule > 1) {
            answerWith(reply, 200, contentText(1, 0, 150'000), static_cast<OriginFraming>(framing));
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Trunc.Body"));
    QVERIFY(!has(world, "file.bin"));
}

void ContradictionTest::aPartUnderTheStatusOfAWholeIsNoWhole_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("framing");
    for (const int status : {200, 203}) {
        for (const auto framing :
             {OriginFraming::Length, OriginFraming::Chunked, OriginFraming::UntilClose}) {
            QTest::addRow("%d, framing %d", status, static_cast<int>(framing))
                << status << static_cast<int>(framing);
        }
    }
}

void ContradictionTest::aPartUnderTheStatusOfAWholeIsNoWhole() {
    QFETCH(int, status);
    QFETCH(int, framing);
    World world;
    Rule rule = brokenFile(OriginFraming::Length, "\"v1\"");
    rule.edit = [&](const RequestLog& request, OriginReply& reply) {
        if (!request.range.empty()) {
            answerWith(reply, status, contentText(1, kBreak, kSize - kBreak),
                       static_cast<OriginFraming>(framing));
            reply.headers.push_back({"Content-Range", "bytes 100000-199999/200000"});
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);  // asked for without a range
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void ContradictionTest::anEndThatCannotBeIsNone_data() {
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<QByteArray>("later");
    QTest::newRow("of another file") << QByteArray("\"v1\"") << QByteArray("\"v2\"");
    QTest::newRow("of bytes that it must have") << QByteArray() << QByteArray();
}

// A 416 that names what is here as the size, though it cannot be that of this file.
void ContradictionTest::anEndThatCannotBeIsNone() {
    QFETCH(QByteArray, etag);
    QFETCH(QByteArray, later);
    World world;
    Rule rule = brokenFile(OriginFraming::Chunked, etag.toStdString());
    rule.edit = [&](const RequestLog& request, OriginReply& reply) {
        if (!request.range.empty()) {
            answerWith(reply, 416, "", OriginFraming::Length);
            reply.headers = {{"Content-Range", "bytes */100000"}, {"Content-Length", "0"}};
            if (!later.isEmpty()) {
                reply.headers.push_back({"ETag", later.toStdString()});
            }
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QVERIFY(!has(world, "file.bin") || world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void ContradictionTest::smallPiecesAreNotMostlyComparedAgain() {
    constexpr std::uint64_t kPiece = 1000;
    World world;
    Rule rule = brokenFile(OriginFraming::Length, "W/\"v1\"");
    rule.edit = [](const RequestLog& request, OriginReply& reply) {
        if (!request.range.empty()) {
            const std::uint64_t begin = std::stoull(request.range.substr(6));
            const std::uint64_t end = std::min(begin + kPiece, kSize);
            answerWith(reply, 206, contentText(1, begin, end - begin), OriginFraming::Length);
            reply.headers.push_back({"Content-Range", "bytes " + std::to_string(begin) + "-" +
                                                          std::to_string(end - 1) + "/200000"});
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QVERIFY(world.origin->requests().size() < 400);  // 66 for the overlap, 200 of half a piece
}

QTEST_GUILESS_MAIN(ContradictionTest)
#include "contradiction_test.moc"
