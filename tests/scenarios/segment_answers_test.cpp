// What one of several connections is answered ends neither the file nor the others (R-26,
// R-104…R-124), and nothing of it reaches the part.

#include "tests/scenarios/slow_file.h"

#include <QTest>

#include <algorithm>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

using Edit = std::function<void(const RequestLog&, OriginReply&)>;

bool isLater(const RequestLog& request) {
    return request.numberForRule > 1;
}

}  // namespace

Q_DECLARE_METATYPE(Edit)

class SegmentAnswersTest : public QObject {
    Q_OBJECT

private slots:
    void anOddAnswerToOneOfThemHurtsNothing_data();
    void anOddAnswerToOneOfThemHurtsNothing();
};

void SegmentAnswersTest::anOddAnswerToOneOfThemHurtsNothing_data() {
    QTest::addColumn<Edit>("edit");
    const auto row = [](const char* name, std::function<void(OriginReply&)> edit) {
        QTest::newRow(name) << Edit([edit](const RequestLog& request, OriginReply& reply) {
            if (isLater(request)) {
                edit(reply);
            }
        });
    };
    const auto field = [](OriginReply& reply, const char* name, const std::string& value) {
        std::erase_if(reply.headers, [&](const HeaderField& each) { return each.name == name; });
        reply.headers.push_back({name, value});
    };
    const auto whole = [](OriginReply& reply) {
        reply.status = 200;
        reply.content = {0, kSize};
        reply.headers = {{"Content-Length", std::to_string(kSize)}, {"ETag", "\"first\""}};
    };
    for (const int status : {400, 403, 404, 416, 429, 500, 503}) {
        row(std::to_string(status).c_str(), [status](OriginReply& reply) {
            reply = {.status = status, .reason = "No"};
            reply.headers = {{"Content-Length", "0"}};
        });
    }
    row("200, whole", whole);
    row("200, a page", [](OriginReply& reply) {
        reply = {.status = 200, .literal = std::string(5'000, 'x')};
        reply.headers = {{"Content-Length", "5000"}, {"Content-Type", "text/html"}};
    });
    row("another total", [=](OriginReply& reply) {
        field(reply, "Content-Range",
              "bytes " + std::to_string(reply.content.begin) + "-" +
                  std::to_string(reply.content.end - 1) + "/" + std::to_string(kSize + 1));
    });
    row("another start", [=](OriginReply& reply) {
        reply.content.begin -= 10;
        reply.content.end -= 10;
        field(reply, "Content-Range",
              "bytes " + std::to_string(reply.content.begin) + "-" +
                  std::to_string(reply.content.end - 1) + "/" + std::to_string(kSize));
    });
    row("a longer range", [=](OriginReply& reply) {
        reply.content.end = kSize;
        field(reply, "Content-Length", std::to_string(reply.content.size()));
        field(reply, "Content-Range",
              "bytes " + std::to_string(reply.content.begin) + "-" + std::to_string(kSize - 1) +
                  "/" + std::to_string(kSize));
    });
    row("a shorter range", [=](OriginReply& reply) {
        reply.content.end =
            reply.content.begin + std::min<std::uint64_t>(1'500'000, reply.content.size());
        field(reply, "Content-Length", std::to_string(reply.content.size()));
        field(reply, "Content-Range",
              "bytes " + std::to_string(reply.content.begin) + "-" +
                  std::to_string(reply.content.end - 1) + "/" + std::to_string(kSize));
    });
    row("another entity tag", [=](OriginReply& reply) {
        reply.seed = 7;
        field(reply, "ETag", "\"other\"");
    });
    row("coded", [=](OriginReply& reply) { field(reply, "Content-Encoding", "gzip"); });
    row("multipart", [=](OriginReply& reply) {
        std::erase_if(reply.headers,
                      [](const HeaderField& each) { return each.name == "Content-Range"; });
        field(reply, "Content-Type", "multipart/byteranges; boundary=x");
    });
    row("no Content-Range", [](OriginReply& reply) {
        std::erase_if(reply.headers,
                      [](const HeaderField& each) { return each.name == "Content-Range"; });
    });
    row("FIN before the body", [](OriginReply& reply) { reply.closeAfter = 0; });
    row("FIN in the body", [](OriginReply& reply) { reply.closeAfter = 700'000; });
    row("RST in the body", [](OriginReply& reply) { reply.resetAfter = 300'000; });
    row("nothing but FIN",
        [](OriginReply& reply) { reply.script = {{.bytes = "", .close = true}}; });
    row("no HTTP", [](OriginReply& reply) {
        reply.script = {{.bytes = "what is this?\r\n\r\n", .close = true}};
    });
}

void SegmentAnswersTest::anOddAnswerToOneOfThemHurtsNothing() {
    QFETCH(Edit, edit);
    WorldOptions options;
    options.connections = 4;
    World world(options);
    Rule rule = slowFile(kSize);
    rule.edit = edit;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(isExact(world, kSize));
}

QTEST_GUILESS_MAIN(SegmentAnswersTest)
#include "segment_answers_test.moc"
