// Whether there is a tray, and that it may go.

#include "app/tray_host.h"

#include "tests/desktop/fake_services.h"
#include "tests/desktop/private_bus.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace penstock;

class TrayHostTest : public QObject {
    Q_OBJECT

private slots:

    void aTrayComesAndGoes() {
        PrivateBus bus;
        auto tray = std::make_unique<FakeTray>(bus.connection());
        TrayHost host(bus.connection());
        QList<bool> told;
        connect(&host, &TrayHost::changed, this, [&told](bool present) { told.append(present); });
        host.start();
        host.start();
        QTRY_COMPARE(told, QList<bool>{true});
        tray.reset();
        QTRY_COMPARE(told, (QList<bool>{true, false}));
        tray = std::make_unique<FakeTray>(bus.connection());
        QTRY_COMPARE(told, (QList<bool>{true, false, true}));
    }

    void whereNobodyShowsIconsThereIsNone_data() {
        QTest::addColumn<bool>("watcher");
        QTest::newRow("no watcher") << false;
        QTest::newRow("a watcher without a host") << true;
    }

    void whereNobodyShowsIconsThereIsNone() {
        QFETCH(bool, watcher);
        PrivateBus bus;
        std::unique_ptr<FakeTray> tray;
        if (watcher) {
            tray = std::make_unique<FakeTray>(bus.connection(), false);
        }
        TrayHost host(bus.connection());
        const QSignalSpy told(&host, &TrayHost::changed);
        host.start();
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.front().front().toBool(), false);
    }

    void withoutABusThereIsNone() {
        TrayHost host(noBus());
        const QSignalSpy told(&host, &TrayHost::changed);
        host.start();
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.front().front().toBool(), false);
    }
};

QTEST_MAIN(TrayHostTest)
#include "tray_host_test.moc"
