#include "tests/support/origin.h"

#include "tests/support/blocking_client.h"
#include "tests/support/content.h"

#include <QTest>

#include <cerrno>

using namespace penstock;
using Framing = Rule::Framing;

namespace {

constexpr std::uint64_t kSize = 100000;
constexpr std::uint64_t kSeed = 5;

}  // namespace

class OriginTest : public QObject {
    Q_OBJECT

private slots:

    void servesTheWholeFile_data() {
        QTest::addColumn<int>("framing");
        QTest::newRow("length") << static_cast<int>(Framing::Length);
        QTest::newRow("chunked") << static_cast<int>(Framing::Chunked);
        QTest::newRow("until close") << static_cast<int>(Framing::UntilClose);
    }

    void servesTheWholeFile() {
        QFETCH(int, framing);
        OriginThread origin;
        origin->serve({.path = "/file",
                       .size = kSize,
                       .seed = kSeed,
                       .framing = static_cast<Framing>(framing)});
        BlockingClient client(origin->port());
        const ClientReply reply = client.get("/file?query");
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.whole);
        QVERIFY(reply.body == contentText(kSeed, 0, kSize));
        QCOMPARE(reply.header("ETag"), std::string("\"first\""));
        const std::vector<RequestLog> log = origin->requestsFor("/file");
        QCOMPARE(log.size(), std::size_t{1});
        QCOMPARE(log[0].target, std::string("/file?query"));
        QCOMPARE(log[0].bodyBytesSent, kSize);
    }

    void answersARange_data() {
        QTest::addColumn<QString>("fields");
        QTest::addColumn<int>("status");
        QTest::addColumn<quint64>("begin");
        QTest::addColumn<quint64>("end");
        QTest::newRow("from to") << "Range: bytes=10-19\r\n" << 206 << quint64{10} << quint64{20};
        QTest::newRow("open") << "Range: bytes=99990-\r\n"
                              << 206 << quint64{99990} << quint64{kSize};
        QTest::newRow("last") << "Range: bytes=-5\r\n" << 206 << quint64{99995} << quint64{kSize};
        QTest::newRow("beyond the end") << "Range: bytes=99999-200000\r\n"
                                        << 206 << quint64{99999} << quint64{kSize};
        QTest::newRow("matching tag") << "Range: bytes=1-2\r\nIf-Range: \"first\"\r\n"
                                      << 206 << quint64{1} << quint64{3};
        QTest::newRow("another tag") << "Range: bytes=1-2\r\nIf-Range: \"other\"\r\n"
                                     << 200 << quint64{0} << quint64{kSize};
        QTest::newRow("a weak tag") << "Range: bytes=1-2\r\nIf-Range: W/\"first\"\r\n"
                                    << 200 << quint64{0} << quint64{kSize};
        QTest::newRow("two ranges") << "Range: bytes=1-2,4-5\r\n"
                                    << 200 << quint64{0} << quint64{kSize};
    }

    void answersARange() {
        QFETCH(QString, fields);
        QFETCH(int, status);
        QFETCH(quint64, begin);
        QFETCH(quint64, end);
        OriginThread origin;
        origin->serve({.path = "/file", .size = kSize, .seed = kSeed});
        BlockingClient client(origin->port());
        const ClientReply reply = client.get("/file", fields.toStdString());
        QCOMPARE(reply.status, status);
        QVERIFY(reply.whole);
        QVERIFY(reply.body == contentText(kSeed, begin, static_cast<std::size_t>(end - begin)));
        if (status == 206) {
            QCOMPARE(QString::fromStdString(reply.header("Content-Range")),
                     QString("bytes %1-%2/%3").arg(begin).arg(end - 1).arg(kSize));
        }
    }

    void aRangeBehindTheEndIs416() {
        OriginThread origin;
        origin->serve({.path = "/file", .size = kSize});
        BlockingClient client(origin->port());
        const ClientReply reply = client.get("/file", "Range: bytes=100000-\r\n");
        QCOMPARE(reply.status, 416);
        QCOMPARE(reply.header("Content-Range"), std::string("bytes */100000"));
    }

    void keepsTheConnectionAndCountsRequests() {
        OriginThread origin;
        origin->serve({.path = "/file", .literal = "text"});
        BlockingClient client(origin->port());
        QCOMPARE(client.get("/file").body, std::string("text"));
        QCOMPARE(client.get("/none").status, 404);
        client.send("HEAD /file HTTP/1.1\r\n\r\nGET /file HTTP/1.1\r\n\r\n");
        QVERIFY(client.read(17) == "HTTP/1.1 200 OK\r\n");  // no body behind the HEAD's head
        const std::vector<RequestLog> log = origin->requests();
        QCOMPARE(log.size(), std::size_t{4});
        QCOMPARE(log[3].connection, std::uint64_t{1});
        QCOMPARE(log[3].numberOnConnection, std::uint32_t{4});
        QCOMPARE(log[3].numberForRule, std::uint32_t{3});
        QCOMPARE(origin->acceptedConnections(), std::size_t{1});
    }

    void redirectsAndFailsForTheFirstTimesOnly() {
        OriginThread origin;
        origin->serve({.path = "/moved", .literal = "here", .location = "/there", .times = 1});
        origin->serve({.path = "/busy", .literal = "free", .status = 503, .times = 2});
        BlockingClient client(origin->port());
        const ClientReply moved = client.get("/moved");
        QCOMPARE(moved.status, 302);
        QCOMPARE(moved.header("Location"), std::string("/there"));
        QCOMPARE(client.get("/moved").body, std::string("here"));
        QCOMPARE(client.get("/busy").status, 503);
        QCOMPARE(client.get("/busy").status, 503);
        QCOMPARE(client.get("/busy").body, std::string("free"));
    }

    void breaksOffWithFinThenGoesOnWithRanges() {
        OriginThread origin;
        origin->serve(
            {.path = "/file", .size = kSize, .seed = kSeed, .times = 1, .closeAfter = 40000});
        BlockingClient first(origin->port());
        const ClientReply part = first.get("/file");
        QVERIFY(!part.whole);
        QVERIFY(first.endedInOrder());
        QCOMPARE(part.body.size(), std::size_t{40000});
        BlockingClient second(origin->port());
        const ClientReply rest = second.get("/file", "Range: bytes=40000-\r\n");
        QVERIFY(rest.whole);
        QVERIFY(part.body + rest.body == contentText(kSeed, 0, kSize));
    }

    void breaksOffWithReset() {
        OriginThread origin;
        origin->serve({.path = "/file", .size = kSize, .resetAfter = 10});
        BlockingClient client(origin->port());
        QVERIFY(!client.get("/file").whole);
        QCOMPARE(client.systemError(), ECONNRESET);
    }

    void aChunkedBodyBrokenOffLacksTheLastChunk() {
        OriginThread origin;
        origin->serve({.path = "/file",
                       .size = 100,
                       .seed = kSeed,
                       .framing = Framing::Chunked,
                       .closeAfter = 100});
        BlockingClient client(origin->port());
        const ClientReply reply = client.get("/file");
        QVERIFY(!reply.whole);
        QVERIFY(reply.body == contentText(kSeed, 0, 100));
    }

    void sendsExactBytes() {
        OriginThread origin;
        origin->setGreeting({{.bytes = "hello\n"}});
        origin->serve(
            {.path = "/raw", .script = {{.bytes = "ICY 200"}, {.bytes = "\n", .close = true}}});
        BlockingClient client(origin->port());
        QCOMPARE(client.read(6), std::string("hello\n"));
        client.send("GET /raw HTTP/1.1\r\n\r\n");
        QCOMPARE(client.readToEnd(), std::string("ICY 200\n"));
        QVERIFY(client.endedInOrder());
    }

    void sendsJunkBehindAnAnswer() {
        OriginThread origin;
        origin->serve({.path = "/file", .literal = "text", .trailing = {{.bytes = "junk"}}});
        BlockingClient client(origin->port());
        QCOMPARE(client.get("/file").body, std::string("text"));
        QCOMPARE(client.read(4), std::string("junk"));
    }

    void theFileChangesAfterARequest() {
        OriginThread origin;
        origin->serve({.path = "/file", .size = 10, .change = EntityChange{.seed = 9, .size = 20}});
        BlockingClient client(origin->port());
        QVERIFY(client.get("/file").body == contentText(1, 0, 10));
        const ClientReply second =
            client.get("/file", "Range: bytes=5-\r\nIf-Range: \"first\"\r\n");
        QCOMPARE(second.status, 200);
        QCOMPARE(second.header("ETag"), std::string("\"second\""));
        QVERIFY(second.body == contentText(9, 0, 20));
    }

    void theLastWordIsTheEdits() {
        OriginThread origin;
        origin->serve(
            {.path = "/file", .size = 100, .edit = [](const RequestLog&, OriginReply& reply) {
                 reply.content = {3, 13};  // the head still promises what was asked
             }});
        BlockingClient client(origin->port());
        const ClientReply reply = client.get("/file", "Range: bytes=0-9\r\n");
        QCOMPARE(reply.header("Content-Range"), std::string("bytes 0-9/100"));
        QVERIFY(reply.body == contentText(1, 3, 10));
    }

    void listensOnSeveralAddresses() {
        OriginThread origin(OriginConfig{.addresses = {"127.0.0.1", "127.0.0.2", "::1"}});
        origin->serve({.path = "/file", .literal = "text"});
        for (const char* address : {"127.0.0.1", "127.0.0.2", "::1"}) {
            BlockingClient client(origin->port(), address);
            QCOMPARE(client.get("/file").body, std::string("text"));
        }
    }

    void closesIdleConnectionsAndStopsAccepting() {
        OriginThread origin;
        origin->serve({.path = "/file", .literal = "text"});
        BlockingClient client(origin->port());
        QVERIFY(client.get("/file").whole);
        origin->closeIdle();
        QCOMPARE(client.readToEnd(), std::string());
        QVERIFY(client.endedInOrder());
        origin->stopAccepting();
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, BlockingClient(origin->port()));
    }

    void closesConnectionsOverTheLimit() {
        OriginThread origin(OriginConfig{.maxConnections = 1});
        origin->serve({.path = "/file", .literal = "text"});
        BlockingClient first(origin->port());
        QVERIFY(first.get("/file").whole);
        BlockingClient second(origin->port());
        QCOMPARE(second.readToEnd(), std::string());
        QVERIFY(first.get("/file").whole);
        QCOMPARE(origin->acceptedConnections(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(OriginTest)
#include "origin_test.moc"
