#include "engine/http/redirect.h"

#include "tests/http/parse_head.h"

#include <QtTest>

using namespace penstock;
using namespace penstock::test;

namespace {

Result<Url> follow(const char* from, const std::string& fields,
                   const char* statusLine = "HTTP/1.1 302 Found") {
    RedirectTrail trail;
    return followRedirect(parseUrl(from).value(), headOf(statusLine, fields), trail);
}

ErrorKind refusal(const std::string& fields, const char* from = "https://h.example/a") {
    const auto next = follow(from, fields);
    return next ? ErrorKind::Nothing : next.error().kind;
}

}  // namespace

class RedirectTest : public QObject {
    Q_OBJECT

private slots:
    void knowsTheStatusesThatNameOnePlace();
    void followsALocation();
    void inheritsTheFragmentUnlessThereIsOne();
    void r82TheTwentyFirstHopIsRefused();
    void r83AMebibyteOfHeadsIsTheMost();
    void r85FromHttpsToHttpIsRefused();
    void r86OtherSchemesAreRefused();
    void r88UserinfoIsNeitherUsedNorShown();
    void r91NoneOrTwoLocationsAreRefused();
    void r91OtherStatusesAreRefused_data();
    void r91OtherStatusesAreRefused();
    void r92ControlCharactersAndLongOnesAreRefused_data();
    void r92ControlCharactersAndLongOnesAreRefused();
    void sentencesNameTheHost();
};

void RedirectTest::knowsTheStatusesThatNameOnePlace() {
    for (const int status : {301, 302, 303, 307, 308}) {
        QVERIFY(isRedirect(status));
    }
    for (const int status : {200, 300, 304, 305, 306, 309, 400}) {
        QVERIFY(!isRedirect(status));
    }
}

void RedirectTest::followsALocation() {
    QCOMPARE(follow("http://h/a/b", "Location: c?d\r\n").value().text(),
             std::string("http://h/a/c?d"));
    QCOMPARE(follow("http://h/a", "Location: https://g:8443/\r\n").value().text(),
             std::string("https://g:8443/"));
    QCOMPARE(follow("http://h/a", "Location: b\r\nLocation: b\r\n").value().text(),
             std::string("http://h/b"));
    QCOMPARE(follow("http://h/a", "Location: \r\n").value().text(), std::string("http://h/a"));
}

void RedirectTest::inheritsTheFragmentUnlessThereIsOne() {
    QCOMPARE(follow("http://h/a#x", "Location: b\r\n").value().fragment, std::string("x"));
    QCOMPARE(follow("http://h/a#x", "Location: b#y\r\n").value().fragment, std::string("y"));
    QCOMPARE(follow("http://h/a#x", "Location: b#\r\n").value().fragment, std::string());
}

void RedirectTest::r82TheTwentyFirstHopIsRefused() {
    const ResponseHead head = headOf("HTTP/1.1 302 Found", "Location: b\r\n");
    const Url from = parseUrl("http://h.example/a").value();
    RedirectTrail trail;
    for (int hop = 1; hop <= 20; ++hop) {
        QVERIFY(followRedirect(from, head, trail).ok());
        QCOMPARE(trail.hops, hop);
    }
    QCOMPARE(followRedirect(from, head, trail).error().kind, ErrorKind::RedirTooMany);
}

void RedirectTest::r83AMebibyteOfHeadsIsTheMost() {
    const ResponseHead head =
        headOf("HTTP/1.1 302 Found", "Location: b\r\nX: " + std::string(250 * 1024, 'x') + "\r\n");
    const Url from = parseUrl("http://h.example/a").value();
    RedirectTrail trail;
    for (int hop = 1; hop <= 4; ++hop) {
        QVERIFY(followRedirect(from, head, trail).ok());
    }
    QCOMPARE(followRedirect(from, head, trail).error().kind, ErrorKind::RedirTooMany);
}

void RedirectTest::r85FromHttpsToHttpIsRefused() {
    QCOMPARE(refusal("Location: http://h.example/b\r\n"), ErrorKind::RedirDowngrade);
    QCOMPARE(refusal("Location: https://g.example/b\r\n"), ErrorKind::Nothing);
    QCOMPARE(refusal("Location: http://g.example/b\r\n", "http://h.example/"), ErrorKind::Nothing);
}

void RedirectTest::r86OtherSchemesAreRefused() {
    for (const char* scheme : {"file:///x", "ftp://x/", "data:,x", "javascript:x", "smb://x/"}) {
        QCOMPARE(refusal(std::string("Location: ") + scheme + "\r\n"), ErrorKind::RedirBadScheme);
    }
}

void RedirectTest::r88UserinfoIsNeitherUsedNorShown() {
    QCOMPARE(follow("http://h/a", "Location: http://user:hunter2@g/b\r\n").value().text(),
             std::string("http://g/b"));
    const auto bad = follow("http://h/a", "Location: http://user:hunter2@0x1/b?hunter2\r\n");
    QVERIFY(!bad.ok());
    QCOMPARE((bad.error().sentence + bad.error().evidence).find("hunter2"), std::string::npos);
}

void RedirectTest::r91NoneOrTwoLocationsAreRefused() {
    QCOMPARE(refusal(""), ErrorKind::RedirBad);
    QCOMPARE(refusal("Location: b\r\nLocation: c\r\n"), ErrorKind::RedirBad);
}

void RedirectTest::r91OtherStatusesAreRefused_data() {
    QTest::addColumn<QByteArray>("statusLine");
    for (const char* line : {"HTTP/1.1 300 x", "HTTP/1.1 304 x", "HTTP/1.1 305 x", "HTTP/1.1 306 x",
                             "HTTP/1.1 200 x"}) {
        QTest::newRow(line) << QByteArray(line);
    }
}

void RedirectTest::r91OtherStatusesAreRefused() {
    QFETCH(QByteArray, statusLine);
    const auto next = follow("http://h/a", "Location: b\r\n", statusLine.constData());
    QVERIFY(!next.ok());
    QCOMPARE(next.error().kind, ErrorKind::RedirBad);
}

void RedirectTest::r92ControlCharactersAndLongOnesAreRefused_data() {
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("encoded LF") << QByteArray("/a%0ab");
    QTest::newRow("encoded CR LF") << QByteArray("/a%0D%0AX:%20b");
    QTest::newRow("encoded NUL in the query") << QByteArray("/?%00");
    QTest::newRow("tab") << QByteArray("/a\tb");
    QTest::newRow("64 KiB") << "/" + QByteArray(64 * 1024, 'a');
}

void RedirectTest::r92ControlCharactersAndLongOnesAreRefused() {
    QFETCH(QByteArray, location);
    QCOMPARE(refusal("Location: " + location.toStdString() + "\r\n"), ErrorKind::RedirBad);
}

void RedirectTest::sentencesNameTheHost() {
    for (const char* fields :
         {"", "Location: ftp://x/\r\n", "Location: http://x/\r\n", "Location: https:///\r\n"}) {
        const auto next = follow("https://h.example/a", fields);
        QVERIFY(!next.ok());
        QVERIFY(next.error().sentence.find("h.example") != std::string::npos);
    }
}

QTEST_GUILESS_MAIN(RedirectTest)
#include "redirect_test.moc"
