// The icon in the tray: where there is a host it keeps the program running, elsewhere it never
// hides the window.

#include "tests/ui/window_fixture.h"
#include "ui/desktop_choice.h"

#include <QApplication>
#include <QDialog>
#include <QMenu>

using namespace penstock;

class TrayIconTest : public WindowFixture {
    Q_OBJECT

    void choose(bool tray, bool host) {
        DesktopSettings settings = window_->desktop().value();
        settings.tray = tray;
        window_->desktop().choose(settings);
        window_->desktop().setTrayHost(host);
    }

    static QMenu* menu() {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == QStringLiteral("trayMenu")) {
                return qobject_cast<QMenu*>(widget);
            }
        }
        return nullptr;
    }

    static void use(const char* name) {
        menu()->findChild<QAction*>(QLatin1String(name))->trigger();
    }

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() {
        end();
        QApplication::setQuitOnLastWindowClosed(true);
    }

    void itIsOffAtFirst() {
        window_->desktop().setTrayHost(true);
        QVERIFY(menu() == nullptr);
        QVERIFY(window_->close());
        QVERIFY(!window_->isVisible());
    }

    void closingLeavesItInTheTray() {
        choose(true, true);
        QVERIFY(menu() != nullptr);
        QVERIFY(!window_->close());
        QVERIFY(!window_->isVisible());
        QVERIFY(!QApplication::quitOnLastWindowClosed());
        use("trayShow");
        QVERIFY(window_->isVisible());
    }

    void withoutAHostTheWindowIsNeverHidden() {
        choose(true, false);
        QVERIFY(menu() == nullptr);
        QVERIFY(window_->close());
        QVERIFY(QApplication::quitOnLastWindowClosed());
    }

    void aTrayThatGoesBringsTheWindowBack() {
        choose(true, true);
        window_->close();
        QVERIFY(!window_->isVisible());
        window_->desktop().setTrayHost(false);
        QVERIFY(window_->isVisible());
        QVERIFY(QApplication::quitOnLastWindowClosed());
    }

    void itsMenuAdds() {
        choose(true, true);
        window_->close();
        use("trayAdd");
        QVERIFY(window_->isVisible());
        QVERIFY(part<QDialog>("addDialog") != nullptr);
    }

    void itsMenuHasPauseAndStartOfAll() {
        choose(true, true);
        QVERIFY(menu()->actions().contains(action("actionPauseAll")));
        QVERIFY(menu()->actions().contains(action("actionStartAll")));
    }

    void quitQuits() {
        choose(true, true);
        window_->close();
        use("trayQuit");
        QVERIFY(!window_->isVisible());
        QVERIFY(QApplication::quitOnLastWindowClosed());
    }

    void aSignalQuits() {
        choose(true, true);
        window_->letClose();
        QVERIFY(window_->close());
        QVERIFY(QApplication::quitOnLastWindowClosed());
    }
};

QTEST_MAIN(TrayIconTest)
#include "tray_icon_test.moc"
