// German, as it is linked into the program.

#include "tests/support/temp_dir.h"
#include "ui/desktop_choice.h"
#include "ui/desktop_page.h"

#include <QCheckBox>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

using namespace penstock;

class TranslationsTest : public QObject {
    Q_OBJECT

private slots:

    void thePageIsGerman() {
        QTranslator german;
        QVERIFY(german.load(QStringLiteral(PENSTOCK_BUILD "/translations/penstock_de.qm")));
        QCoreApplication::installTranslator(&german);
        DesktopChoice choice;
        const DesktopPage page(choice, nullptr);
        QCOMPARE(page.findChild<QCheckBox*>("keepAwakeCheck")->text(),
                 QStringLiteral("Den Rechner &wach halten"));
        QCOMPARE(QCoreApplication::translate("penstock::DesktopNotices", "and %n more", nullptr, 4),
                 QStringLiteral("und 4 weitere"));
        QCOMPARE(QCoreApplication::translate("penstock::DesktopNotices", "%n files complete",
                                             nullptr, 1),
                 QStringLiteral("1 Datei fertig"));
        QCoreApplication::removeTranslator(&german);
    }

    // A placeholder that is lost would show up as a sentence without its name.
    void noTranslationLosesAPlaceholder() {
        const QString text = QString::fromStdString(readAll(PENSTOCK_TRANSLATIONS));
        static const QRegularExpression message(
            QStringLiteral("<source>(.*?)</source>\\s*<translation[^>]*>(.*?)</translation>"),
            QRegularExpression::DotMatchesEverythingOption);
        static const QRegularExpression placeholder(QStringLiteral("%[0-9n]"));
        int messages = 0;
        for (auto found = message.globalMatch(text); found.hasNext(); ++messages) {
            const QRegularExpressionMatch match = found.next();
            for (auto each = placeholder.globalMatch(match.captured(1)); each.hasNext();) {
                QVERIFY2(match.captured(2).contains(each.next().captured()),
                         qPrintable(match.captured(1)));
            }
        }
        QVERIFY(messages > 50);
    }
};

QTEST_MAIN(TranslationsTest)
#include "translations_test.moc"
