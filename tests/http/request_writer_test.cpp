#include "engine/http/request_writer.h"

#include <QtTest>

using namespace penstock;

class RequestWriterTest : public QObject {
    Q_OBJECT

private slots:
    void writesHostFirstAndTheFieldsInOrder();
    void writesTheMethodAsGiven();
    void r81NothingThatIsHandedInBeginsAnotherRequest();
    void aSecondHostIsLeftOut();
    void usualFieldsGoBeforeTheOthers();
    void r81AnAgentThatIsNoFieldValueIsLeftOut();
    void theMemoryOfTheLastRequestIsUsedAgain();
};

void RequestWriterTest::writesHostFirstAndTheFieldsInOrder() {
    RequestHead head;
    head.target = "/a?b";
    head.authority = "example.org:8080";
    head.fields.add("Accept", "*/*");
    head.fields.add("Range", "bytes=5-");
    head.fields.add("X-Empty", "");
    QCOMPARE(QByteArray::fromStdString(writeRequest(head)),
             QByteArray(
                 "GET /a?b HTTP/1.1\r\nHost: example.org:8080\r\nAccept: */*\r\nRange: bytes=5-\r\n"
                 "X-Empty: \r\n\r\n"));
}

void RequestWriterTest::writesTheMethodAsGiven() {
    const RequestHead head{"HEAD", "/", "[::1]", {}};
    QCOMPARE(writeRequest(head), std::string("HEAD / HTTP/1.1\r\nHost: [::1]\r\n\r\n"));
}

void RequestWriterTest::r81NothingThatIsHandedInBeginsAnotherRequest() {
    RequestHead head{"GET", "/", "h", {}};
    head.fields.add("X", "a\r\n\r\nGET /evil HTTP/1.1");
    head.fields.add("Y\r\nZ", "a");
    head.fields.add("", "a");
    head.fields.add("N", std::string("a\0b", 3));
    head.fields.add("Good", "b");
    QCOMPARE(writeRequest(head), std::string("GET / HTTP/1.1\r\nHost: h\r\nGood: b\r\n\r\n"));
}

void RequestWriterTest::aSecondHostIsLeftOut() {
    RequestHead head{"GET", "/", "h", {}};
    head.fields.add("host", "evil");
    QCOMPARE(writeRequest(head), std::string("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
}

void RequestWriterTest::usualFieldsGoBeforeTheOthers() {
    const Headers usual = usualFields("Example/1.0");
    RequestHead head{"GET", "/", "h", {}};
    head.fields.add("Range", "bytes=5-");
    head.usual = &usual;
    QCOMPARE(writeRequest(head),
             std::string("GET / HTTP/1.1\r\nHost: h\r\nUser-Agent: Example/1.0\r\nAccept: */*\r\n"
                         "Accept-Encoding: identity\r\nRange: bytes=5-\r\n\r\n"));
}

void RequestWriterTest::r81AnAgentThatIsNoFieldValueIsLeftOut() {
    const Headers usual = usualFields("a\r\n\r\nGET /evil HTTP/1.1");
    QVERIFY(!usual.contains("User-Agent"));
    QVERIFY(usual.contains("Accept"));
}

void RequestWriterTest::theMemoryOfTheLastRequestIsUsedAgain() {
    std::string out(500, 'x');
    const char* const memory = out.data();
    writeRequest({"GET", "/", "h", {}}, out);
    QCOMPARE(out, std::string("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
    QVERIFY(out.data() == memory);
}

QTEST_GUILESS_MAIN(RequestWriterTest)
#include "request_writer_test.moc"
