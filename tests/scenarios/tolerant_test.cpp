// Sloppy servers: what has no bearing on the file does not cost it, and the connection on which it
// was seen carries nothing more.

#include "tests/scenarios/world.h"

#include <QTest>

using namespace penstock;

namespace {

// The body of each is "the file".
struct Sloppy {
    const char* name;
    const char* answer;
};

constexpr Sloppy kAnswers[] = {
    {"R-57 a control character in a trace",
     "HTTP/1.1 200 OK\r\nX-Trace: a\x01"
     "b\r\nContent-Length: 8\r\n\r\nthe file"},
    {"R-58 a warning of PHP",
     "HTTP/1.1 200 OK\r\nPHP Warning: Unable to load 'mcrypt.so' on line "
     "0\r\nContent-Length: 8\r\n\r\nthe file"},
    {"R-58 a space before the colon",
     "HTTP/1.1 200 OK\r\nX-Cache : HIT\r\nContent-Length: 8\r\n\r\nthe file"},
    {"R-58 no colon", "HTTP/1.1 200 OK\r\nhello\r\n world\r\nContent-Length: 8\r\n\r\nthe file"},
    {"R-58 a space in front", "HTTP/1.1 200 OK\r\n X: y\r\nContent-Length: 8\r\n\r\nthe file"},
    {"R-66 chunked twice",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n"
     "8\r\nthe file\r\n0\r\n\r\n"},
    {"R-66 chunked in 1.0",
     "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n"
     "Connection: keep-alive\r\n\r\n8\r\nthe file\r\n0\r\n\r\n"},
    {"R-66 identity",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n"
     "Content-Length: 8\r\n\r\nthe file"},
    {"R-68 bare LF in chunk lines",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     "8\nthe file\r\n0\nA: b\n\n"},
    {"two spaces in the status line", "HTTP/1.1  200 OK\r\nContent-Length: 8\r\n\r\nthe file"},
    {"a gateway's HTTP/2", "HTTP/2 200\r\nContent-Length: 8\r\n\r\nthe file"},
};

}  // namespace

class TolerantTest : public QObject {
    Q_OBJECT

private slots:

    void aSloppyAnswerIsTheFileAndTheEndOfItsConnection_data() {
        QTest::addColumn<QByteArray>("answer");
        for (const Sloppy& each : kAnswers) {
            QTest::newRow(each.name) << QByteArray(each.answer);
        }
    }

    void aSloppyAnswerIsTheFileAndTheEndOfItsConnection() {
        QFETCH(QByteArray, answer);
        World world;
        Rule rule;
        rule.path = "/file.bin";
        rule.script = {{.bytes = answer.toStdString()}};
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).error.sentence, std::string());
        QCOMPARE(world.downloaded("file.bin"), std::string("the file"));
        world.origin->serve({.path = "/next.bin", .size = 1000});
        const TransferId next = world.add(world.origin->url("/next.bin"));
        QVERIFY(world.runToEnd(next));
        QCOMPARE(world.origin->requests().back().numberOnConnection, std::uint32_t{1});
    }

    void aLabelThatNamesNoCodingIsNotedAndTheFileStoredAsSent() {
        World world;
        world.origin->serve({.path = "/file.txt",
                             .literal = std::string("as it is"),
                             .headers = {{"Content-Encoding", "UTF-8"}}});
        const TransferId id = world.add(world.origin->url("/file.txt"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).error.sentence, std::string());
        QCOMPARE(world.at(id).note,
                 std::string("The server calls the file “UTF-8”-encoded, which is no coding; it is "
                             "stored as sent"));
        QCOMPARE(world.downloaded("file.txt"), std::string("as it is"));
    }
};

QTEST_GUILESS_MAIN(TolerantTest)
#include "tolerant_test.moc"
