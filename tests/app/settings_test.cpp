// What a person has set is there again in the next run.

#include "app/settings.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class SettingsTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:

    void initTestCase() {
        prepareSettings();
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder_.path());
    }

    void init() { QSettings().clear(); }

    void limitsAndWaitsAreKept() {
        const ConnectionLimits limits{8, 3, 12, 5'000'000, 250'000, 12s, 20s, 90s, 9};
        storeLimits(limits);
        QCOMPARE(loadSettings().limits, limits);
        const EngineLimits engine = loadSettings().applied({});
        QCOMPARE(engine.attempts, 9);
        QCOMPARE(engine.timeouts.connect, std::chrono::milliseconds(12s));
        QCOMPARE(engine.timeouts.handshake, std::chrono::milliseconds(12s));
        QCOMPARE(engine.timeouts.firstByte, std::chrono::milliseconds(20s));
        QCOMPARE(engine.timeouts.stall, std::chrono::milliseconds(90s));
    }

    void whatIsOutOfRangeCountsAsNotSet() {
        QSettings().setValue(QStringLiteral("downloads/stall"), -5);
        QSettings().setValue(QStringLiteral("downloads/connect"), QStringLiteral("soon"));
        QSettings().setValue(QStringLiteral("downloads/attempts"), 100'000);
        QCOMPARE(loadSettings().limits, ConnectionLimits());
    }

    void theEnginesOwnWaitsAreShownInWholeSeconds() {
        EngineLimits engine;
        engine.timeouts.stall = 1500ms;
        QCOMPARE(limitsOf(engine).stall, 2s);
    }

    void theDesktopIsKept() {
        DesktopSettings desktop;
        desktop.clipboard = true;
        desktop.tray = true;
        storeDesktop(desktop);
        QCOMPARE(loadSettings().desktop, desktop);
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
