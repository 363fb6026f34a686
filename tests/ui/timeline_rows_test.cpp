#include "ui/timeline_rows.h"

#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Asked at `from` after the beginning, over a fresh connection, ten milliseconds a step.
RequestAccount fresh(Duration from) {
    RequestAccount request;
    request.number = 1;
    request.method = "GET";
    request.url = "https://example.org/file.iso";
    const TimePoint at = testNow() + from;
    request.timings.queued = at;
    request.timings.lookup = at + 10ms;
    request.timings.lookupAnswered = at + 20ms;
    request.timings.connect = at + 20ms;
    request.timings.connected = at + 30ms;
    request.timings.secured = at + 40ms;
    request.timings.sent = at + 40ms;
    request.timings.firstByte = at + 50ms;
    request.timings.ended = at + 100ms;
    request.status = 206;
    request.reason = "Partial Content";
    request.end = RequestEnd::Complete;
    request.socket = 41;
    return request;
}

TransferStory with(std::vector<RequestAccount> requests, Duration now = 1s) {
    TransferStory details;
    details.snapshot = transferRow(1, TransferState::Receiving);
    details.at = testNow() + now;
    details.requests = std::move(requests);
    return details;
}

}  // namespace

class TimelineRowsTest : public QObject {
    Q_OBJECT

private slots:

    void eachStepHasItsPartOfTheTime() {
        const std::vector<TimelineRow> rows = timelineRows(with({fresh({})}));
        QCOMPARE(rows.size(), std::size_t{1});
        const std::array<QPointF, kPhases> expected{QPointF(0, 0.1),   QPointF(0.1, 0.2),
                                                    QPointF(0.2, 0.3), QPointF(0.3, 0.4),
                                                    QPointF(0.4, 0.5), QPointF(0.5, 1)};
        QCOMPARE(rows[0].phases, expected);
        QCOMPARE(rows[0].steps, QStringLiteral("place 10 ms, lookup 10 ms, connect 10 ms, TLS 10 "
                                               "ms, first byte 10 ms, body 50 ms"));
        QCOMPARE(rows[0].took, QStringLiteral("100 ms"));
    }

    void aConnectionThatWasOpenHasNoStepsOfItsOwn() {
        RequestAccount request = fresh({});
        request.timings.lookup.reset();
        request.timings.lookupAnswered.reset();
        request.timings.connect.reset();
        request.timings.connected.reset();
        request.timings.secured.reset();
        request.reused = true;
        const TimelineRow row = timelineRows(with({request}))[0];
        QCOMPARE(row.steps, QStringLiteral("place 40 ms, first byte 10 ms, body 50 ms"));
        QCOMPARE(row.socket, QStringLiteral("#41 again"));
        QCOMPARE(row.phases[static_cast<std::size_t>(RequestPhase::Connect)], QPointF());
    }

    void whatIsNotOverLastsUntilNow() {
        RequestAccount request = fresh({});
        request.timings.firstByte.reset();
        request.timings.ended.reset();
        request.end = RequestEnd::UnderWay;
        request.status = 0;
        const TimelineRow row = timelineRows(with({request}, 2s))[0];
        QVERIFY(row.steps.endsWith(QStringLiteral("first byte 1.96 s")));
        QCOMPARE(row.answer, QStringLiteral("under way"));
        QCOMPARE(row.took, QStringLiteral("2.00 s"));
    }

    void requestsStandOnOneScale() {
        const std::vector<TimelineRow> rows = timelineRows(with({fresh({}), fresh(100ms)}));
        QCOMPARE(rows[0].phases.back(), QPointF(0.25, 0.5));
        QCOMPARE(rows[1].phases.front(), QPointF(0.5, 0.55));
    }

    void whatWasAskedAndAnsweredIsSaid_data() {
        QTest::addColumn<RequestAccount>("account");
        QTest::addColumn<QString>("request");
        QTest::addColumn<QString>("answer");
        QTest::newRow("whole") << fresh({}) << "GET example.org/file.iso"
                               << "206 Partial Content";
        RequestAccount range = fresh({});
        range.rangeBegin = 158'000'000;
        range.rangeEnd = 316'000'000;
        QTest::newRow("range") << range << "GET example.org/file.iso, 158 – 316 MB"
                               << "206 Partial Content";
        range.rangeEnd.reset();
        range.end = RequestEnd::Enough;
        QTest::newRow("open range") << range << "GET example.org/file.iso, from 158 MB on"
                                    << "206 Partial Content, enough";
        RequestAccount refused = fresh({});
        refused.status = 404;
        refused.reason = "Not Found";
        refused.end = RequestEnd::Refused;
        refused.error = {ErrorKind::TruncBody, "There is no such file", {}, 0};
        QTest::newRow("refused") << refused << "GET example.org/file.iso"
                                 << "404 Not Found, There is no such file";
        RequestAccount silent = refused;
        silent.status = 0;
        QTest::newRow("no answer") << silent << "GET example.org/file.iso"
                                   << "There is no such file";
        RequestAccount hostile = fresh({});
        hostile.reason = "x\n<b>y</b>";
        QTest::newRow("hostile") << hostile << "GET example.org/file.iso"
                                 << "206 x <b>y</b>";
    }

    void whatWasAskedAndAnsweredIsSaid() {
        QFETCH(RequestAccount, account);
        const TimelineRow row = timelineRows(with({account}))[0];
        QTEST(row.request, "request");
        QTEST(row.answer, "answer");
    }

    void durationsReadWell_data() {
        QTest::addColumn<qint64>("microseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("little") << qint64{300} << "0.3 ms";
        QTest::newRow("tenths") << qint64{3'250} << "3.3 ms";
        QTest::newRow("whole") << qint64{48'400} << "48 ms";
        QTest::newRow("seconds") << qint64{1'240'000} << "1.24 s";
        QTest::newRow("minutes") << qint64{126'000'000} << "2 min 06 s";
    }

    void durationsReadWell() {
        QFETCH(qint64, microseconds);
        QTEST(stepText(std::chrono::microseconds(microseconds)), "text");
    }

    void noRequestsHaveNoRows() { QVERIFY(timelineRows(with({})).empty()); }
};

QTEST_APPLESS_MAIN(TimelineRowsTest)
#include "timeline_rows_test.moc"
