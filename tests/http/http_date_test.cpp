#include "engine/http/http_date.h"

#include "engine/http/retry_after.h"

#include <QtTest>

using namespace penstock;
using std::chrono::seconds;
using std::chrono::system_clock;

class HttpDateTest : public QObject {
    Q_OBJECT

private slots:
    void readsTheThreeForms_data();
    void readsTheThreeForms();
    void refusesAnythingElse_data();
    void refusesAnythingElse();
    void aDateBeyondTheClockIsItsLastSecond();
    void r123RetryAfterIsReadAndCapped_data();
    void r123RetryAfterIsReadAndCapped();
};

void HttpDateTest::readsTheThreeForms_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qlonglong>("unixSeconds");
    QTest::newRow("IMF") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << 784111777LL;
    QTest::newRow("RFC 850") << QByteArray("Sunday, 06-Nov-94 08:49:37 GMT") << 784111777LL;
    QTest::newRow("asctime") << QByteArray("Sun Nov  6 08:49:37 1994") << 784111777LL;
    QTest::newRow("asctime, two digits") << QByteArray("Wed Nov 16 08:49:37 1994") << 784975777LL;
    QTest::newRow("wrong day") << QByteArray("Mon, 06 Nov 1994 08:49:37 GMT") << 784111777LL;
    QTest::newRow("epoch") << QByteArray("Thu, 01 Jan 1970 00:00:00 GMT") << 0LL;
    QTest::newRow("before the epoch") << QByteArray("Wed, 31 Dec 1969 23:59:59 GMT") << -1LL;
    QTest::newRow("leap day") << QByteArray("Tue, 29 Feb 2000 00:00:00 GMT") << 951782400LL;
    QTest::newRow("leap second") << QByteArray("Sat, 31 Dec 2016 23:59:60 GMT") << 1483228800LL;
    QTest::newRow("after 2038") << QByteArray("Fri, 01 Jan 2100 00:00:00 GMT") << 4102444800LL;
    QTest::newRow("two digits, 1970") << QByteArray("Thursday, 01-Jan-70 00:00:00 GMT") << 0LL;
    QTest::newRow("two digits, 2069")
        << QByteArray("Tuesday, 01-Jan-69 00:00:00 GMT") << 3124224000LL;
}

void HttpDateTest::readsTheThreeForms() {
    QFETCH(QByteArray, text);
    QFETCH(qlonglong, unixSeconds);
    const auto at = parseHttpDate(text.toStdString());
    QVERIFY(at.has_value());
    QCOMPARE(qlonglong{std::chrono::duration_cast<seconds>(at->time_since_epoch()).count()},
             unixSeconds);
}

void HttpDateTest::refusesAnythingElse_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             "now",
                             "0",
                             "1994-11-06T08:49:37Z",
                             "Sun, 06 Nov 1994 08:49:37",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 08:49:37 GMT ",
                             " Sun, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 94 08:49:37 GMT",
                             "Sun, 31 Nov 1994 08:49:37 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Sun, 29 Feb 1900 00:00:00 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Sun, 06 Nov 1994 08:49:61 GMT",
                             "Sun, +6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 0001 08:49:37 GMT",
                             "Xxx, 06 Nov 1994 08:49:37 GMT",
                             "Sunday, 06-Nov-1994 08:49:37 GMT",
                             "Sun Nov 6 08:49:37 1994",
                             "Sun Nov  6 08:49:37 1994 GMT",
                             "Sun,06 Nov 1994 08:49:37 GMT"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void HttpDateTest::refusesAnythingElse() {
    QFETCH(QByteArray, text);
    QVERIFY(!parseHttpDate(text.toStdString()).has_value());
}

void HttpDateTest::aDateBeyondTheClockIsItsLastSecond() {
    const auto at = parseHttpDate("Fri, 31 Dec 9999 23:59:59 GMT");
    QVERIFY(at.has_value());
    QVERIFY(*at > system_clock::time_point::max() - seconds{2});
}

void HttpDateTest::r123RetryAfterIsReadAndCapped_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("wanted");  // −1: refused
    const auto row = [](const char* value, int wanted) {
        QTest::newRow(value) << QByteArray(value) << wanted;
    };
    row("0", 0);
    row("120", 120);
    row(" 120 ", 120);
    row("3600", 3600);
    row("3601", 3600);
    row("1000000000", 3600);
    row("99999999999999999999999", 3600);
    row("Sun, 06 Nov 1994 08:50:37 GMT", 60);
    row("Sun, 06 Nov 1994 08:49:37 GMT", 0);
    row("Sun, 06 Nov 1994 08:00:00 GMT", 0);
    row("Wed, 01 Jan 1902 00:00:00 GMT", 0);
    row("Fri, 31 Dec 9999 23:59:59 GMT", 3600);
    row("", -1);
    row("-1", -1);
    row("+5", -1);
    row("1.5", -1);
    row("5 s", -1);
    row("soon", -1);
}

void HttpDateTest::r123RetryAfterIsReadAndCapped() {
    QFETCH(QByteArray, value);
    QFETCH(int, wanted);
    const system_clock::time_point now{seconds{784111777}};
    const auto delay = parseRetryAfter(value.toStdString(), now);
    QCOMPARE(delay.has_value(), wanted >= 0);
    if (delay) {
        QCOMPARE(delay->count(), seconds::rep{wanted});
    }
}

QTEST_GUILESS_MAIN(HttpDateTest)
#include "http_date_test.moc"
