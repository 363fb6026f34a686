#include "ui/trace_json.h"

#include "tests/ui/rows.h"
#include "ui/curl_export.h"
#include "ui/slow_reason.h"
#include "ui/timeline_rows.h"
#include "ui/trace_commands.h"
#include "ui/trace_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

TransferStory details() {
    TransferStory d;
    d.at = testNow();
    d.snapshot = transferRow(1, TransferState::Failed, "file.iso");
    d.snapshot.url = "https://example.org/file.iso?token=SECRET";
    d.snapshot.directory = "/home/SECRET";
    d.snapshot.total = 1000;
    d.snapshot.received = 412;
    d.snapshot.waited.add(WaitsFor::FirstByte, 9s);
    d.snapshot.wait = {WaitsFor::Body, testNow() - 1s};
    d.snapshot.error = {ErrorKind::TruncBody, "It broke off",
                        "https://example.org/x?key=SECRET closed", 0};
    RequestAccount request;
    request.number = 1;
    request.method = "GET";
    request.url = "https://example.org/file.iso?token=SECRET";
    request.rangeBegin = 412;
    request.requestFields = {{"Host", "example.org"},
                             {"Authorization", "Basic SECRET"},
                             {"User-Agent", "Penstock/1"},
                             {"X-Mine", "it's"}};
    request.status = 206;
    request.reason = "Partial Content";
    request.responseFields = {
        {"Location", "/next?sig=SECRET"}, {"Set-Cookie", "id=SECRET"}, {"ETag", "\"abc\""}};
    request.timings.queued = testNow() - 3s;
    request.timings.sent = testNow() - 2s;
    request.end = RequestEnd::Failed;
    request.error = {ErrorKind::TruncBody, "It broke off", {}, 0};
    d.requests = {request};
    d.events = {{testNow() - 3s, TraceKind::RequestSent, 1, 41,
                 "GET https://example.org/file.iso?token=SECRET"},
                {testNow() - 1500ms, TraceKind::RequestFailed, 1, 41, "It broke off"}};
    return d;
}

}  // namespace

class TraceJsonTest : public QObject {
    Q_OBJECT

private slots:

    void whatIsWrittenIsReadAgainAndLooksTheSame() {
        TransferStory before = details();
        const auto after = readTrace(traceJson(before, {}));
        QVERIFY(after.has_value());
        QCOMPARE(slowReason(after->snapshot, after->at), slowReason(before.snapshot, before.at));
        QCOMPARE(after->snapshot.name, before.snapshot.name);
        QCOMPARE(after->snapshot.total, before.snapshot.total);
        QCOMPARE(after->snapshot.error.sentence, before.snapshot.error.sentence);
        before.requests[0].url = "https://example.org/file.iso?…";
        QVERIFY(timelineRows(*after) == timelineRows(before));
        QCOMPARE(after->events.size(), std::size_t{2});
        QCOMPARE(logText(*after).section(QLatin1Char('\n'), 1),
                 logText(before).section(QLatin1Char('\n'), 1));
        // And once more: nothing is lost on the way.
        QCOMPARE(traceJson(*after, {}), traceJson(*readTrace(traceJson(*after, {})), {}));
    }

    void noSecretIsWritten() {
        const QByteArray json = traceJson(details(), {});
        QVERIFY2(!json.contains("SECRET"), json.constData());
        QVERIFY(json.contains("file.iso?"));
        QVERIFY(json.contains("abc"));
    }

    void queriesAreCutOffAndNothingElse_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("without");
        QTest::newRow("none") << "really? no"
                              << "really? no";
        QTest::newRow("address") << "http://a/b?c=d" << QStringLiteral("http://a/b?…");
        QTest::newRow("in a sentence")
            << "to http://a/b?c=d then" << QStringLiteral("to http://a/b?… then");
        QTest::newRow("two") << "http://a?b https://c?d e"
                             << QStringLiteral("http://a?… https://c?… e");
        QTest::newRow("no query") << "http://a/b c?d"
                                  << "http://a/b c?d";
    }

    void queriesAreCutOffAndNothingElse() {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(withoutQueries(text.toStdString())), "without");
    }

    void whatIsNoTraceIsRefused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text") << QByteArray("GET / HTTP/1.1");
        QTest::newRow("other") << QByteArray("{\"log\": {}}");
        QTest::newRow("later") << QByteArray("{\"penstock-trace\": 2, \"transfer\": {}}");
        QTest::newRow("no state") << QByteArray("{\"penstock-trace\": 1, \"transfer\": {}}");
        QTest::newRow("array") << QByteArray("[1, 2]");
    }

    void whatIsNoTraceIsRefused() {
        QFETCH(QByteArray, json);
        QVERIFY(!readTrace(json));
    }

    void cutAnywhereItIsRefusedAndNothingBreaks() {
        const QByteArray json = traceJson(details(), {});
        for (qsizetype size = 0; size < json.size() - 2; ++size) {
            QVERIFY(!readTrace(json.left(size)));
        }
    }

    void wildNumbersAreTaken() {
        QByteArray json = traceJson(details(), {});
        json.replace("\"queued\": -3000000", "\"queued\": -1e300");
        json.replace("\"received\": 412", "\"received\": -5");
        const auto read = readTrace(json);
        QVERIFY(read && read->snapshot.received == 0);
        QCOMPARE(timelineRows(*read).size(), std::size_t{1});
    }

    void theCurlCommandIsOneOfAShell() {
        TransferStory d = details();
        d.snapshot.name = "it's; rm -rf ~.iso";
        d.snapshot.rateLimit = 2'000'000;
        QCOMPARE(curlCommandOf(d),
                 QStringLiteral("curl --location --fail --limit-rate 2000000 --header "
                                "'Authorization: Basic SECRET' --user-agent 'Penstock/1' --header "
                                "'X-Mine: it'\\''s' --output 'it'\\''s; rm -rf ~.iso' "
                                "'https://example.org/file.iso?token=SECRET'"));
        d.snapshot.name = "a\nb";
        QVERIFY(!curlCommandOf(d).contains(QLatin1Char('\n')));
    }

    void theErrorIsReportedWithWhatHappenedLast() {
        const QStringList lines = errorReport(details()).split(QLatin1Char('\n'));
        QCOMPARE(lines.first(), QStringLiteral("It broke off"));
        QVERIFY(lines.contains(QStringLiteral("https://example.org/file.iso?…")));
        QVERIFY(lines.last().endsWith(QStringLiteral("It broke off")));
        TransferStory fine = details();
        fine.snapshot.error = {};
        QVERIFY(errorReport(fine).isEmpty());
    }

    void headersReadAsCurlSaysThem() {
        const QStringList lines = headersText(details()).split(QLatin1Char('\n'));
        QVERIFY(lines.first().startsWith(QStringLiteral("#1 GET https://example.org/")));
        QVERIFY(lines.contains(QStringLiteral("> Host: example.org")));
        QVERIFY(lines.contains(QStringLiteral("< 206 Partial Content")));
        QVERIFY(lines.contains(QStringLiteral("< ETag: \"abc\"")));
        QCOMPARE(lines.last(), QStringLiteral("! It broke off"));
    }

    void theLogCountsFromItsFirstEvent() {
        const QStringList lines = logText(details()).split(QLatin1Char('\n'));
        QVERIFY(lines[0].trimmed().startsWith(QStringLiteral("0.000  #1  request sent")));
        QVERIFY(lines[1].trimmed().startsWith(QStringLiteral("1.500  #1  request failed")));
        QVERIFY(logText(TransferStory{}).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TraceJsonTest)
#include "trace_json_test.moc"
