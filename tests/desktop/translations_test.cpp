// German, as it is linked into the program.

#include "ui/desktop_choice.h"
#include "ui/desktop_page.h"
#include "ui/format.h"
#include "ui/rate_text.h"
#include "ui/wait_words.h"

#include <QCheckBox>
#include <QLocale>
#include <QTest>
#include <QTranslator>

using namespace penstock;

namespace {

QString plural(const char* context, const char* words, int count) {
    return QCoreApplication::translate(context, words, nullptr, count);
}

}  // namespace

class TranslationsTest : public QObject {
    Q_OBJECT

    QTranslator german_;

private slots:

    void initTestCase() {
        QVERIFY(german_.load(QStringLiteral(PENSTOCK_BUILD "/translations/penstock_de.qm")));
    }

    void init() {
        QCoreApplication::installTranslator(&german_);
        QLocale::setDefault(QLocale(QLocale::German));
    }

    void cleanup() {
        QCoreApplication::removeTranslator(&german_);
        QLocale::setDefault(QLocale(QLocale::English));
    }

    void numbersAreThoseOfTheLocale() {
        QCOMPARE(formatSize(1'140'000'000), QStringLiteral("1,14 GB"));
        QCOMPARE(formatSizeOf(412'000'000, 918'000'000), QStringLiteral("412 von 918 MB"));
        QCOMPARE(formatSpeed(18'400'000), QStringLiteral("18,4 MB/s"));
        QCOMPARE(formatCountdown(std::chrono::milliseconds(200)), QStringLiteral("0,2 s"));
        QCOMPARE(formatNumber(10'000), QStringLiteral("10.000"));
        QVERIFY(widestTime().startsWith(QLatin1String("28. ")));
        QCOMPARE(parsedRate(rateText(2'500'000)), std::optional<std::uint64_t>(2'500'000));
        QCOMPARE(parsedRate(rateText(0)), std::optional<std::uint64_t>(0));
    }

    void aRateIsReadInTheDigitsThatItIsWrittenIn() {
        QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt));
        QCOMPARE(parsedRate(rateText(2'500'000)), std::optional<std::uint64_t>(2'500'000));
    }

    void pluralsAreRight() {
        QCOMPARE(plural("Status", "%Ln connections", 2), QStringLiteral("2 Verbindungen"));
        QCOMPARE(plural("Status", "%Ln connections", 1), QStringLiteral("1 Verbindung"));
        QCOMPARE(plural("LinkText", "%Ln lines are no links", 1'000),
                 QStringLiteral("1.000 Zeilen sind keine Links"));
        QCOMPARE(plural("LinkText", "%Ln lines are no links", 0),
                 QStringLiteral("0 Zeilen sind keine Links"));
    }

    void eachWaitHasItsWord() {
        for (std::size_t i = 0; i < kWaitsForCount; ++i) {
            const auto wait = static_cast<WaitsFor>(i);
            const bool own = waitText(wait) != QLatin1String(waitWord(wait));
            QVERIFY2(own, waitWord(wait));
        }
        for (int i = 1; *deadlineWord(static_cast<DeadlineKind>(i)) != '\0'; ++i) {
            const auto kind = static_cast<DeadlineKind>(i);
            QVERIFY2(deadlineText(kind) != QLatin1String(deadlineWord(kind)), deadlineWord(kind));
        }
    }

    void thePageIsGerman() {
        DesktopChoice choice;
        const DesktopPage page(choice, nullptr);
        QCOMPARE(page.findChild<QCheckBox*>("keepAwakeCheck")->text(),
                 QStringLiteral("Den Rechner &wach halten"));
        QCOMPARE(QCoreApplication::translate("penstock::DesktopNotices", "and %n more", nullptr, 4),
                 QStringLiteral("und 4 weitere"));
        QCOMPARE(QCoreApplication::translate("penstock::DesktopNotices", "%n files complete",
                                             nullptr, 1),
                 QStringLiteral("1 Datei fertig"));
    }
};

QTEST_MAIN(TranslationsTest)
#include "translations_test.moc"
