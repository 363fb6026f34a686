// What `penstock get` says: JSON, sentences and bars.

#include "app/get_lines.h"

#include "app/callback_trace.h"
#include "app/json_line.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow = TimePoint{} + 1h;

TransferSnapshot receiving() {
    TransferSnapshot snapshot;
    snapshot.id = TransferId{3};
    snapshot.url = "http://a/debian.iso";
    snapshot.name = "debian.iso";
    snapshot.state = TransferState::Receiving;
    snapshot.received = 250'000'000;
    snapshot.total = 1'000'000'000;
    return snapshot;
}

TransferSnapshot waiting() {
    TransferSnapshot snapshot = receiving();
    snapshot.state = TransferState::Waiting;
    snapshot.wait = {WaitsFor::Retry, kNow - 800ms, kNow + 3'200ms};
    snapshot.waited.add(WaitsFor::TcpConnect, 30'400us);
    snapshot.waited.add(WaitsFor::FirstByte, 5'600us);
    snapshot.error = {ErrorKind::ConnectRefused, "a refused the connection", "", 0};
    snapshot.attempt = 1;
    snapshot.maxAttempts = 5;
    return snapshot;
}

QJsonObject parsed(const std::string& line) {
    QJsonParseError error;
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray::fromStdString(line), &error).object();
    return error.error == QJsonParseError::NoError ? object : QJsonObject();
}

std::string text(const char* words) {
    return words;
}

}  // namespace

class GetLinesTest : public QObject {
    Q_OBJECT

private slots:

    void jsonStringsAreEscaped_data() {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("plain") << QByteArray("abc") << QByteArray("\"abc\"");
        QTest::newRow("empty") << QByteArray("") << QByteArray("\"\"");
        QTest::newRow("quotes") << QByteArray("a\"b\\c") << QByteArray("\"a\\\"b\\\\c\"");
        QTest::newRow("lines") << QByteArray("a\r\n\tb") << QByteArray("\"a\\r\\n\\tb\"");
        QTest::newRow("control") << QByteArray("\x01\x1b\x7f")
                                 << QByteArray("\"\\u0001\\u001b\\u007f\"");
        QTest::newRow("zero") << QByteArray("a\0b", 3) << QByteArray("\"a\\u0000b\"");
        QTest::newRow("utf-8") << QByteArray("\xc3\xa4") << QByteArray("\"\xc3\xa4\"");
        QTest::newRow("no utf-8") << QByteArray("a\xff") << QByteArray("\"a\xef\xbf\xbd\"");
    }

    void jsonStringsAreEscaped() {
        QFETCH(QByteArray, raw);
        QFETCH(QByteArray, json);
        QCOMPARE(QByteArray::fromStdString(jsonString(raw.toStdString())), json);
    }

    void aStateIsOneJsonObject() {
        const QJsonObject object = parsed(stateJson(receiving(), kNow));
        QCOMPARE(object["event"].toString(), QStringLiteral("state"));
        QCOMPARE(object["id"].toInt(), 3);
        QCOMPARE(object["url"].toString(), QStringLiteral("http://a/debian.iso"));
        QCOMPARE(object["name"].toString(), QStringLiteral("debian.iso"));
        QCOMPARE(object["state"].toString(), QStringLiteral("receiving"));
        QCOMPARE(object["received"].toInteger(), 250'000'000);
        QCOMPARE(object["total"].toInteger(), 1'000'000'000);
        QVERIFY(object["error"].isNull());
        QVERIFY(object["wait"].isNull());
        QVERIFY(object["waited_ms"].toObject().isEmpty());
    }

    void eachSegmentIsInTheObject() {
        TransferSnapshot snapshot = receiving();
        QVERIFY(parsed(stateJson(snapshot, kNow))["segments"].toArray().isEmpty());
        snapshot.segments = {{{0, 500}, 100, 20, 7}, {{500, 1'000}, 500, 0, 0}};
        const QJsonArray segments = parsed(stateJson(snapshot, kNow))["segments"].toArray();
        QCOMPARE(segments.size(), 2);
        const QJsonObject first = segments[0].toObject();
        QCOMPARE(first["begin"].toInt(), 0);
        QCOMPARE(first["end"].toInt(), 500);
        QCOMPARE(first["at"].toInt(), 100);
        QCOMPARE(first["bytes_per_second"].toInt(), 20);
        QCOMPARE(first["socket"].toInt(), 7);
    }

    void whyThereAreNoMoreConnectionsIsInTheObject() {
        TransferSnapshot snapshot = receiving();
        snapshot.host = "mirror.test";
        snapshot.activeSockets = 2;
        snapshot.allowedSockets = 2;
        QVERIFY(parsed(stateJson(snapshot, kNow))["connections"].toObject()["sentence"].isNull());
        snapshot.moreConnections = MoreConnections::HostCeiling;
        snapshot.ceilingSince = std::chrono::system_clock::time_point(std::chrono::milliseconds(5));
        for (const std::string& line :
             {stateJson(snapshot, kNow), connectionsJson(snapshot, kNow)}) {
            const QJsonObject its = parsed(line)["connections"].toObject();
            QCOMPARE(its["open"].toInt(), 2);
            QCOMPARE(its["allowed"].toInt(), 2);
            QCOMPARE(its["why_no_more"].toString(), QStringLiteral("host's ceiling"));
            QVERIFY(its["sentence"].toString().startsWith("mirror.test takes 2 connections since"));
            QCOMPARE(its["ceiling_since"].toInt(), 5);
            QVERIFY(its["until_ms"].isNull());
        }
        QCOMPARE(parsed(connectionsJson(snapshot, kNow))["event"].toString(),
                 QStringLiteral("connections"));
    }

    void anErrorAndADeadlineAreInTheObject() {
        TransferSnapshot snapshot = waiting();
        snapshot.total.reset();
        snapshot.error.evidence = "seen: \"x\"\n";
        const QJsonObject object = parsed(stateJson(snapshot, kNow));
        QVERIFY(object["total"].isNull());
        const QJsonObject wait = object["wait"].toObject();
        QCOMPARE(wait["for"].toString(), QStringLiteral("retry"));
        QCOMPARE(wait["since_ms"].toInt(), 800);
        QCOMPARE(wait["until_ms"].toInt(), 3'200);
        const QJsonObject waited = object["waited_ms"].toObject();
        QCOMPARE(waited.size(), 3);
        QCOMPARE(waited["TCP connect"].toInt(), 30);
        QCOMPARE(waited["first byte"].toInt(), 6);  // 836 in all, as the age is
        QCOMPARE(waited["retry"].toInt(), 800);
        const QJsonObject error = object["error"].toObject();
        QCOMPARE(error["kind"].toString(), QStringLiteral("Connect.Refused"));
        QCOMPARE(error["sentence"].toString(), QStringLiteral("a refused the connection"));
        QCOMPARE(error["evidence"].toString(), QStringLiteral("seen: \"x\"\n"));
    }

    void eachStateHasAWord() {
        QCOMPARE(name(TransferState::Queued), std::string_view("queued"));
        QCOMPARE(name(TransferState::Verifying), std::string_view("verifying"));
        QCOMPARE(name(TransferState::Failed), std::string_view("failed"));
    }

    void aWaitSaysWhyAndUntilWhen() {
        QCOMPARE(waitingLine(waiting(), kNow),
                 text("a refused the connection; trying again in 4 s (2 of 5)"));
    }

    void anEndSaysHowMuchAndHowLong() {
        TransferSnapshot snapshot = receiving();
        snapshot.received = 631'000'000;
        QCOMPARE(doneLine(snapshot, 12s), text("debian.iso: 631 MB in 12 s"));
        snapshot.waited.add(WaitsFor::Slot, 60s);
        snapshot.waited.add(WaitsFor::Host, 20s);
        snapshot.waited.add(WaitsFor::Schedule, 100s);
        snapshot.waited.add(WaitsFor::FirstByte, 3s);
        QCOMPARE(doneLine(snapshot, 192s), text("debian.iso: 631 MB in 12 s"));
    }

    void evidenceStandsBelowTheSentence() {
        QCOMPARE(errorLines({ErrorKind::HttpStatus, "no", "", 0}), text("no"));
        QCOMPARE(errorLines({ErrorKind::HttpStatus, "no", "seen", 0}), text("no\n  seen"));
    }

    void aPageInsteadOfTheFileIsSaid() {
        TransferSnapshot snapshot = receiving();
        snapshot.state = TransferState::Done;
        snapshot.host = "cdimage.debian.org";
        QVERIFY(doubtLine(snapshot).empty());
        QVERIFY(!parsed(stateJson(snapshot, kNow)).contains("doubt"));
        snapshot.doubt = Doubt::WebPage;
        QCOMPARE(doubtLine(snapshot),
                 text("debian.iso is a web page, which cdimage.debian.org sent instead of the "
                      "file, perhaps for a login"));
        QCOMPARE(parsed(stateJson(snapshot, kNow))["doubt"].toString(), QStringLiteral("web page"));
        snapshot.doubt = Doubt::NoLength;
        QVERIFY(doubtLine(snapshot).empty());
        QCOMPARE(parsed(stateJson(snapshot, kNow))["doubt"].toString(),
                 QStringLiteral("no length"));
    }

    void aBarShowsWhatMoves() {
        const TransferSnapshot snapshot = receiving();
        const std::string line = barLine({snapshot, 25'000'000}, kNow, 200);
        for (const char* part : {"debian.iso", "[#####---------------]", "25 %",
                                 "250 MB of 1.00 GB", "25.0 MB/s", "30 s left"}) {
            QVERIFY2(line.find(part) != std::string::npos, line.c_str());
        }
    }

    void aBarShowsWhatIsWaitedFor() {
        TransferSnapshot snapshot = receiving();
        snapshot.wait.waitsFor = WaitsFor::Body;
        const std::string stalled = barLine({snapshot}, kNow, 200);
        QVERIFY2(stalled.find("waits for body") != std::string::npos, stalled.c_str());
        TransferSnapshot hung = snapshot;
        hung.state = TransferState::Probing;
        hung.wait.waitsFor = WaitsFor::Disk;
        const std::string disk = barLine({hung}, kNow, 200);
        QVERIFY2(disk.find("waits for the disk") != std::string::npos, disk.c_str());
        TransferSnapshot late = hung;
        late.host = "example.org";
        late.wait.waitsFor = WaitsFor::Host;
        const std::string place = barLine({late}, kNow, 200);
        QVERIFY2(place.find("waits for a place at example.org") != std::string::npos,
                 place.c_str());
        snapshot = waiting();
        const std::string again = barLine({snapshot}, kNow, 200);
        QVERIFY2(again.find("trying again in 4 s (2 of 5)") != std::string::npos, again.c_str());
    }

    void aBarFitsAndHoldsNoControls() {
        TransferSnapshot snapshot = receiving();
        snapshot.name = std::string(200, 'n') + "\x1b[2J\n";
        const std::string line = barLine({snapshot, 1}, kNow, 40);
        QCOMPARE(QString::fromStdString(line).size(), 40);
        QVERIFY(line.find('\x1b') == std::string::npos);
        QVERIFY(line.find('\n') == std::string::npos);
    }

    void callbacksAreTracedInOneLineEach() {
        QCOMPARE(traceLine(Watch{12, 1, Interest::ReadWrite}), text("socket 12 readwrite"));
        QCOMPARE(traceLine(Watch{12, 1, Interest::Nothing}), text("socket 12 none"));
        QCOMPARE(traceLine(std::optional(250ms)), text("timer 250"));
        QCOMPARE(traceLine(std::nullopt), text("timer none"));
    }
};

QTEST_GUILESS_MAIN(GetLinesTest)
#include "get_lines_test.moc"
