// Sloppy servers: what has no bearing on the file does not cost it, and the connection on which it
// was seen carries nothing more.

#include "tests/scenarios/world.h"
#include "tests/support/gzip.h"

#include <QTest>

#include <array>
#include <cstdio>

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
    {"R-68 bare LF everywhere",
     "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
     "8\nthe file\n0\n\n"},
    {"R-75 206 of all of it",
     "HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-7/8\r\nConnection: close\r\n"
     "Content-Length: 8\r\n\r\nthe file"},
    {"201 with a blank Location",
     "HTTP/1.1 201 Made\r\nLocation: \r\nConnection: close\r\n"
     "Content-Length: 8\r\n\r\nthe file"},
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

    // A coding of the way is no part of the file, whatever the file is.
    void aTransferCodingIsUndone_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("content");
        QTest::addRow("a text") << "/a.txt" << false;
        QTest::addRow("a text that is coded, too") << "/a.txt" << true;
        QTest::addRow("an archive") << "/a.tar.gz" << true;
    }

    void aTransferCodingIsUndone() {
        QFETCH(QString, name);
        QFETCH(bool, content);
        const std::string text(10'000, 'x');
        const std::string file = content ? gzipped(text) : text;
        const std::string body = gzipped(file);
        std::array<char, 16> size{};
        std::snprintf(size.data(), size.size(), "%zx", body.size());
        World world;
        world.origin->serve(
            {.path = name.toStdString(),
             .script = {{.bytes = std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, "
                                              "chunked\r\n") +
                                  (content ? "Content-Encoding: gzip\r\n\r\n" : "\r\n") +
                                  size.data() + "\r\n" + body + "\r\n0\r\n\r\n"}}});
        const TransferId id = world.add(world.origin->url(name.toStdString()));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).error.sentence, std::string());
        QVERIFY(world.downloaded(name.toStdString().substr(1)) ==
                (name.endsWith(".gz") ? file : text));
    }

    void aLabelThatIsNotTrueIsNotedAndTheFileStoredAsSent_data() {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("note");
        QTest::addRow("no coding") << "UTF-8"
                                   << "The server calls the file “UTF-8”-encoded, which is no "
                                      "coding; it is stored as sent";
        QTest::addRow("another") << "gzip"
                                 << "The server calls the file gzip-encoded, which it is not; it "
                                    "is stored as sent";
    }

    void aLabelThatIsNotTrueIsNotedAndTheFileStoredAsSent() {
        QFETCH(QString, label);
        QFETCH(QString, note);
        World world;
        world.origin->serve({.path = "/file.txt",
                             .literal = std::string("as it is"),
                             .headers = {{"Content-Encoding", label.toStdString()}}});
        const TransferId id = world.add(world.origin->url("/file.txt"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).error.sentence, std::string());
        QCOMPARE(world.at(id).note, note.toStdString());
        QCOMPARE(world.downloaded("file.txt"), std::string("as it is"));
    }
};

QTEST_GUILESS_MAIN(TolerantTest)
#include "tolerant_test.moc"
