// The heads of one answer: what is swallowed, what comes out, and what ends it.

#include "engine/net/http1_head.h"

#include <QTest>

using namespace penstock;
using Step = Http1Head::Step;

namespace {

struct Stage {
    std::string peer = "example.org";
    Http1Head head{peer};
    std::string text;
    std::span<const std::byte> rest;

    Step feed(std::string bytes) {
        text = std::move(bytes);
        rest = std::as_bytes(std::span(text));
        return head.feed(rest);
    }
};

}  // namespace

class Http1HeadTest : public QObject {
    Q_OBJECT

private slots:

    void aFinalHeadComesOutAndLeavesTheBody() {
        Stage stage;
        QVERIFY(stage.head.silent());
        QCOMPARE(stage.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbytes"), Step::Final);
        QCOMPARE(stage.rest.size(), std::size_t{5});
        QVERIFY((stage.head.framing() == BodyFraming{BodyKind::Length, 5, true}));
        const ResponseHead head = stage.head.take();
        QCOMPARE(head.status, 200);
        QCOMPARE(head.fields.get("Content-Length").value(), std::string_view("5"));
    }

    void interimHeadsBeforeItAreSwallowedHoweverTheyAreCut() {
        const std::string all =
            "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
            "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n";
        for (std::size_t cut = 0; cut < all.size(); ++cut) {
            Stage stage;
            QCOMPARE(stage.feed(all.substr(0, cut)), Step::NeedMore);
            QVERIFY(stage.rest.empty());
            QCOMPARE(stage.feed(all.substr(cut)), Step::Final);
            QCOMPARE(stage.head.interim(), 2);
            QCOMPARE(stage.head.take().status, 404);
        }
    }

    void behindAnInterimHeadItIsNotSilentAndNoneHasBegun() {
        Stage stage;
        stage.feed("HTTP/1.1 100");
        QVERIFY(stage.head.started());
        stage.feed(" Continue\r\n\r\n");
        QVERIFY(!stage.head.started());
        QVERIFY(!stage.head.silent());
    }

    void tooManyInterimHeadsEndIt() {
        Stage stage;
        for (int i = 0; i < Http1Head::kInterimLimit; ++i) {
            QCOMPARE(stage.feed("HTTP/1.1 102 Processing\r\n\r\n"), Step::NeedMore);
        }
        QCOMPARE(stage.feed("HTTP/1.1 102 Processing\r\n\r\n"), Step::Failed);
        QCOMPARE(stage.head.error().kind, ErrorKind::ProtoInterim);
        QCOMPARE(stage.head.error().sentence,
                 std::string("example.org sends preliminary answers without end"));
    }

    void whatEndsIt_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind");
        QTest::newRow("another protocol") << QByteArray("HTTP/1.1 101 Switching Protocols\r\n\r\n")
                                          << static_cast<int>(ErrorKind::ProtoUpgrade);
        QTest::newRow("no head") << QByteArray("SSH-2.0-OpenSSH\r\n")
                                 << static_cast<int>(ErrorKind::ProtoStatusLine);
        QTest::newRow("two lengths")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
            << static_cast<int>(ErrorKind::ProtoFraming);
    }

    void whatEndsIt() {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        Stage stage;
        QCOMPARE(stage.feed(text.toStdString()), Step::Failed);
        QCOMPARE(static_cast<int>(stage.head.error().kind), kind);
    }

    void resetItTakesTheNextAnswer() {
        Stage stage;
        stage.feed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
        stage.head.reset();
        QVERIFY(stage.head.silent());
        QCOMPARE(stage.feed("HTTP/1.1 204 No Content\r\n\r\n"), Step::Final);
        QCOMPARE(stage.head.interim(), 0);
        QCOMPARE(stage.head.framing().kind, BodyKind::Nothing);
    }
};

QTEST_GUILESS_MAIN(Http1HeadTest)
#include "http1_head_test.moc"
