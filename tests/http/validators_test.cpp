#include "engine/http/validators.h"

#include "tests/http/parse_head.h"

#include <QtTest>

using namespace penstock;
using namespace penstock::test;

namespace {

constexpr const char* kDate = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr const char* kSecondLater = "Sun, 06 Nov 1994 08:49:38 GMT";

Validators of(const std::string& fields) {
    return validatorsOf(headOf("HTTP/1.1 200 OK", fields));
}

}  // namespace

class ValidatorsTest : public QObject {
    Q_OBJECT

private slots:
    void areTakenAsSent();
    void twoThatDifferAreNone();
    void noDateGoesIntoIfRangeWhereEntityTagsDiffer();
    void r109OnlyStrongTagsGoIntoIfRange_data();
    void r109OnlyStrongTagsGoIntoIfRange();
    void r110LastModifiedIsStrongASecondBeforeDate_data();
    void r110LastModifiedIsStrongASecondBeforeDate();
    void aVeryLongValidatorIsNone();
    void r108ContradictionsMeanAnotherEntity_data();
    void r108ContradictionsMeanAnotherEntity();
};

void ValidatorsTest::areTakenAsSent() {
    const Validators validators =
        of(std::string("ETag: W/\"a\"\r\nLast-Modified: ") + kDate + "\r\n");
    QCOMPARE(validators.etag, std::string("W/\"a\""));
    QCOMPARE(validators.lastModified, std::string(kDate));
    QCOMPARE(of(""), Validators{});
}

void ValidatorsTest::twoThatDifferAreNone() {
    QCOMPARE(of("ETag: \"a\"\r\nETag: \"b\"\r\n").etag, std::string());
    QCOMPARE(of("ETag: \"a\"\r\nETag: \"a\"\r\n").etag, std::string("\"a\""));
}

void ValidatorsTest::noDateGoesIntoIfRangeWhereEntityTagsDiffer() {
    const std::string dates =
        std::string("Last-Modified: ") + kDate + "\r\nDate: " + kSecondLater + "\r\n";
    QCOMPARE(of(dates).ifRange(), std::optional(std::string(kDate)));
    QCOMPARE(of(dates + "ETag: \"a\"\r\nETag: \"b\"\r\n").ifRange(), std::nullopt);
    QCOMPARE(of(dates + "ETag: W/\"a\"\r\n").ifRange(), std::nullopt);
    QCOMPARE(of(dates + "ETag:\r\n").ifRange(), std::nullopt);
}

void ValidatorsTest::r109OnlyStrongTagsGoIntoIfRange_data() {
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<bool>("strong");
    QTest::newRow("strong") << QByteArray("\"a\"") << true;
    QTest::newRow("empty tag") << QByteArray("\"\"") << true;
    QTest::newRow("weak") << QByteArray("W/\"a\"") << false;
    QTest::newRow("weak in lower case") << QByteArray("w/\"a\"") << false;
    QTest::newRow("without quotes") << QByteArray("a") << false;
    QTest::newRow("one quote") << QByteArray("\"") << false;
    QTest::newRow("quote within") << QByteArray("\"a\"b\"") << false;
    QTest::newRow("space within") << QByteArray("\"a b\"") << false;
    QTest::newRow("none") << QByteArray() << false;
}

void ValidatorsTest::r109OnlyStrongTagsGoIntoIfRange() {
    QFETCH(QByteArray, etag);
    QFETCH(bool, strong);
    const Validators validators{etag.toStdString(), {}, false};
    QCOMPARE(validators.strongEtag(), strong);
    QCOMPARE(validators.ifRange(), strong ? std::optional(etag.toStdString()) : std::nullopt);
    const Validators dated{etag.toStdString(), kDate, true};
    // A date is for those who have no entity tag, however weak or odd.
    const auto date = etag.isEmpty() ? std::optional(std::string(kDate)) : std::nullopt;
    QCOMPARE(dated.ifRange(), strong ? std::optional(etag.toStdString()) : date);
}

void ValidatorsTest::r110LastModifiedIsStrongASecondBeforeDate_data() {
    QTest::addColumn<QByteArray>("lastModified");
    QTest::addColumn<QByteArray>("date");
    QTest::addColumn<bool>("strong");
    QTest::newRow("one second") << QByteArray(kDate) << QByteArray(kSecondLater) << true;
    QTest::newRow("same second") << QByteArray(kDate) << QByteArray(kDate) << false;
    QTest::newRow("later than Date") << QByteArray(kSecondLater) << QByteArray(kDate) << false;
    QTest::newRow("other form") << QByteArray("Sunday, 06-Nov-94 08:49:37 GMT")
                                << QByteArray(kSecondLater) << true;
    QTest::newRow("no Date") << QByteArray(kDate) << QByteArray() << false;
    QTest::newRow("no date") << QByteArray("yesterday") << QByteArray(kSecondLater) << false;
    QTest::newRow("far apart") << QByteArray("Mon, 01 Jan 1900 00:00:00 GMT")
                               << QByteArray("Fri, 31 Dec 9999 23:59:59 GMT") << true;
}

void ValidatorsTest::r110LastModifiedIsStrongASecondBeforeDate() {
    QFETCH(QByteArray, lastModified);
    QFETCH(QByteArray, date);
    QFETCH(bool, strong);
    const Validators validators = of("Last-Modified: " + lastModified.toStdString() +
                                     "\r\nDate: " + date.toStdString() + "\r\n");
    QCOMPARE(validators.lastModifiedStrong, strong);
    QCOMPARE(validators.ifRange(),
             strong ? std::optional(lastModified.toStdString()) : std::nullopt);
}

void ValidatorsTest::aVeryLongValidatorIsNone() {
    const std::string tag = '"' + std::string(1022, 'x') + '"';
    QCOMPARE(of("ETag: " + tag + "\r\n").etag, tag);
    QCOMPARE(of("ETag: \"y" + tag.substr(1) + "\r\n").etag, std::string());
    QCOMPARE(of("Last-Modified: " + std::string(1025, 'x') + "\r\n").lastModified, std::string());
}

void ValidatorsTest::r108ContradictionsMeanAnotherEntity_data() {
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<QByteArray>("lastModified");
    QTest::addColumn<QByteArray>("laterEtag");
    QTest::addColumn<QByteArray>("laterLastModified");
    QTest::addColumn<bool>("contradicts");
    const auto row = [](const char* name, const char* etag, const char* date, const char* laterEtag,
                        const char* laterDate, bool contradicts) {
        QTest::newRow(name) << QByteArray(etag) << QByteArray(date) << QByteArray(laterEtag)
                            << QByteArray(laterDate) << contradicts;
    };
    row("same", "\"a\"", kDate, "\"a\"", kDate, false);
    row("other tag", "\"a\"", kDate, "\"b\"", kDate, true);
    row("same strong tag, other date", "\"a\"", kDate, "\"a\"", kSecondLater, false);
    row("same weak tag, other date", "W/\"a\"", kDate, "W/\"a\"", kSecondLater, true);
    row("other weak tag", "W/\"a\"", "", "W/\"b\"", "", true);
    row("strong became weak", "\"a\"", "", "W/\"a\"", "", false);
    row("tag gone, same date", "\"a\"", kDate, "", kDate, false);
    row("tag gone, other date", "\"a\"", kDate, "", kSecondLater, true);
    row("tag is new", "", kDate, "\"a\"", kDate, false);
    row("same date in another form", "", kDate, "", "Sun Nov  6 08:49:37 1994", false);
    row("nothing in common", "\"a\"", "", "", kDate, false);
    row("nothing", "", "", "", "", false);
}

void ValidatorsTest::r108ContradictionsMeanAnotherEntity() {
    QFETCH(QByteArray, etag);
    QFETCH(QByteArray, lastModified);
    QFETCH(QByteArray, laterEtag);
    QFETCH(QByteArray, laterLastModified);
    QFETCH(bool, contradicts);
    const Validators before{etag.toStdString(), lastModified.toStdString(), false};
    const Validators later{laterEtag.toStdString(), laterLastModified.toStdString(), false};
    QCOMPARE(before.contradicts(later), contradicts);
    QCOMPARE(later.contradicts(before), contradicts);
}

QTEST_GUILESS_MAIN(ValidatorsTest)
#include "validators_test.moc"
