#include "ui/format.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class FormatTest : public QObject {
    Q_OBJECT

private slots:

    void sizesHaveThreeFiguresAndDecimalUnits_data() {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << quint64{0} << "0 B";
        QTest::newRow("bytes") << quint64{999} << "999 B";
        QTest::newRow("kilo") << quint64{1000} << "1.00 kB";
        QTest::newRow("rounds up to ten") << quint64{9996} << "10.0 kB";
        QTest::newRow("rounds up to the next unit") << quint64{999'600} << "1.00 MB";
        QTest::newRow("mega") << quint64{631'000'000} << "631 MB";
        QTest::newRow("giga") << quint64{1'140'000'000} << "1.14 GB";
        QTest::newRow("tens of giga") << quint64{81'200'000'000} << "81.2 GB";
        QTest::newRow("largest") << ~quint64{0} << "18447 PB";
    }

    void sizesHaveThreeFiguresAndDecimalUnits() {
        QFETCH(quint64, bytes);
        QTEST(formatSize(bytes), "text");
    }

    void aPartSharesTheUnitOfTheWhole() {
        QCOMPARE(formatSizeOf(412'000'000, 918'000'000), QStringLiteral("412 of 918 MB"));
        QCOMPARE(formatSizeOf(918'000'000, 1'140'000'000), QStringLiteral("918 MB of 1.14 GB"));
    }

    void speeds() {
        QCOMPARE(formatSpeed(0), unknownText());
        QCOMPARE(formatSpeed(640), QStringLiteral("640 B/s"));
        QCOMPARE(formatSpeed(18'400'000), QStringLiteral("18.4 MB/s"));
        QCOMPARE(formatSpeed(5'000'000), QStringLiteral("5.0 MB/s"));
        QCOMPARE(formatSpeed(118'000'000), QStringLiteral("118 MB/s"));
        QCOMPARE(formatLimit(5'000'000), QStringLiteral("5 MB/s"));
        QCOMPARE(formatLimit(1'500'000), QStringLiteral("1.5 MB/s"));
    }

    void durations_data() {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64{0} << "0 s";
        QTest::newRow("past") << qint64{-5000} << "0 s";
        QTest::newRow("rounded up") << qint64{11'001} << "12 s";
        QTest::newRow("minute") << qint64{60'000} << "1 min";
        QTest::newRow("minute and seconds") << qint64{81'000} << "1 min 21 s";
        QTest::newRow("minutes") << qint64{42 * 60'000} << "42 min";
        QTest::newRow("hours") << qint64{126 * 60'000} << "2 h 06 min";
        QTest::newRow("days") << qint64{76 * 3'600'000} << "3 d 04 h";
    }

    void durations() {
        QFETCH(qint64, milliseconds);
        QTEST(formatDuration(std::chrono::milliseconds(milliseconds)), "text");
    }

    void aCountdownUnderASecondIsInTenths() {
        QCOMPARE(formatCountdown(200ms), QStringLiteral("0.2 s"));
        QCOMPARE(formatCountdown(999ms), QStringLiteral("1 s"));
        QCOMPARE(formatCountdown(-1s), QStringLiteral("0.0 s"));
        QCOMPARE(formatCountdown(41s), QStringLiteral("41 s"));
    }

    void theStepChangesExactlyWhenTheTextDoes() {
        for (auto left = 61s + 0ms; left > -1s; left -= 7ms) {
            const bool sameText = formatCountdown(left) == formatCountdown(left - 7ms);
            const bool sameStep = countdownStep(left) == countdownStep(left - 7ms);
            QCOMPARE(sameStep, sameText);
        }
    }

    void agesAreWholeUnitsThatHavePassed() {
        QCOMPARE(formatAge(24'900ms), QStringLiteral("24 s"));
        QCOMPARE(formatAge(9min + 59s), QStringLiteral("9 min"));
        QCOMPARE(formatAge(-1s), QStringLiteral("0 s"));
        for (std::chrono::nanoseconds age = -2s; age < 3h; age += 700ms) {
            const bool sameText = formatAge(age) == formatAge(age + 700ms);
            QCOMPARE(ageStep(age) == ageStep(age + 700ms), sameText);
        }
    }

    void percentIsNeverAHundredBeforeTheEnd() {
        QCOMPARE(formatPercent(0.9999), QStringLiteral("99 %"));
        QCOMPARE(formatPercent(1.0), QStringLiteral("100 %"));
        QCOMPARE(formatPercent(7.0), QStringLiteral("100 %"));
    }

    void foreignTextStaysOnOneLineAndInItsDirection() {
        QCOMPARE(shownText(std::string_view("a\nb\tc\x1b[0m")), QStringLiteral("a b c\\u001b[0m"));
        QCOMPARE(shownText(QStringLiteral("gpj\u202Eexe.\u2066x")),
                 QStringLiteral("gpj\\u202eexe.\\u2066x"));
        QCOMPARE(shownText(std::string_view("caf\xc3\xa9")), QStringLiteral("café"));
        QVERIFY(!shownText(std::string_view("bad\xff\xfe")).isEmpty());
    }

    void aLongNameKeepsItsEndInASentence() {
        QCOMPARE(nameInSentence(QStringLiteral("debian-12.7.0-amd64-netinst.iso")),
                 QStringLiteral("debian-12.7.0-amd64-netinst.iso"));
        const QString shown =
            nameInSentence(QString(200, QLatin1Char('a')) + QStringLiteral(".iso"));
        QCOMPARE(shown.size(), 56);
        QVERIFY(shown.endsWith(QStringLiteral("aaa.iso")));
        QVERIFY(shown.contains(QChar(0x2026)));
        const QString face = QStringLiteral("\U0001F600");  // of two units, which stay together
        QVERIFY(nameInSentence(face.repeated(100)).isValidUtf16());
        QVERIFY(nameInSentence(QLatin1Char('a') + face.repeated(100)).isValidUtf16());
    }

    void r138AToolTipIsNeverMarkup() {
        QCOMPARE(plainToolTip(QStringLiteral("<b>x</b> & <img src=y>")),
                 QStringLiteral("<qt>&lt;b&gt;x&lt;/b&gt; &amp; &lt;img src=y&gt;</qt>"));
        QVERIFY(plainToolTip({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "format_test.moc"
