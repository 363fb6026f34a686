// Who keeps the machine awake: the portal, else login1, else nobody.

#include "app/sleep_inhibitor.h"

#include "tests/desktop/fake_services.h"
#include "tests/desktop/private_bus.h"

#include <QTest>

#include <memory>

using namespace penstock;

class SleepInhibitorTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PrivateBus> session_;
    std::unique_ptr<PrivateBus> system_;

    DesktopBuses buses() {
        return {session_->connection(), [this] {
                    return system_->connection();
                }};
    }

private slots:

    void init() {
        session_ = std::make_unique<PrivateBus>();
        system_ = std::make_unique<PrivateBus>();
    }

    void thePortalIsAskedNotToSuspend() {
        FakePortal portal(session_->connection());
        FakeLogin login(system_->connection());
        SleepInhibitor inhibitor(buses());
        inhibitor.setWanted(true);
        QTRY_VERIFY(inhibitor.held());
        QCOMPARE(portal.flags, std::vector<uint>{4});
        inhibitor.setWanted(true);
        inhibitor.setWanted(false);
        QVERIFY(!inhibitor.held());
        QTRY_COMPARE(portal.closed, 1);
        QCOMPARE(portal.flags.size(), std::size_t{1});
        QVERIFY(login.asked.isEmpty());
    }

    void loginIsAskedWhereThePortalRefuses_data() {
        QTest::addColumn<bool>("portal");
        QTest::newRow("no portal") << false;
        QTest::newRow("a portal without it") << true;
    }

    void loginIsAskedWhereThePortalRefuses() {
        QFETCH(bool, portal);
        std::unique_ptr<FakePortal> refusing;
        if (portal) {
            refusing = std::make_unique<FakePortal>(session_->connection());
            refusing->refuses = true;
        }
        FakeLogin login(system_->connection());
        SleepInhibitor inhibitor(buses());
        inhibitor.setWanted(true);
        QTRY_VERIFY(inhibitor.held());
        QCOMPARE(login.asked, QStringList{"sleep|Penstock|Transfers are under way|block"});
        QVERIFY(login.held());
        inhibitor.setWanted(false);
        QTRY_VERIFY(!login.held());
    }

    void withoutASessionBusLoginIsAsked() {
        FakeLogin login(system_->connection());
        SleepInhibitor inhibitor({noBus(), [this] {
                                      return system_->connection();
                                  }});
        inhibitor.setWanted(true);
        QTRY_VERIFY(inhibitor.held());
    }

    void withoutBothNothingIsHeld() {
        bool asked = false;
        SleepInhibitor inhibitor({noBus(), [&asked] {
                                      asked = true;
                                      return noBus();
                                  }});
        inhibitor.setWanted(true);
        QTRY_VERIFY(asked);
        QTest::qWait(0);
        QVERIFY(!inhibitor.held());
        inhibitor.setWanted(false);
    }

    // Once a start of transfers, not once a change.
    void whoHasRefusedIsAskedAgainTheNextTime() {
        FakePortal portal(session_->connection());
        portal.refuses = true;
        FakeLogin login(system_->connection());
        login.refuses = true;
        int asked = 0;
        SleepInhibitor inhibitor({session_->connection(), [this, &asked] {
                                      ++asked;
                                      return system_->connection();
                                  }});
        inhibitor.setWanted(true);
        QTRY_COMPARE(asked, 1);
        inhibitor.setWanted(true);
        QTest::qWait(50);
        QCOMPARE(asked, 1);
        inhibitor.setWanted(false);
        inhibitor.setWanted(true);
        QTRY_COMPARE(asked, 2);
    }

    void whatIsNotWantedAnyMoreIsLetGoWhenItComes() {
        FakePortal portal(session_->connection());
        portal.silent = true;
        SleepInhibitor inhibitor(buses());
        inhibitor.setWanted(true);
        QTRY_COMPARE(portal.flags.size(), std::size_t{1});
        inhibitor.setWanted(false);
        QVERIFY(!inhibitor.held());
        portal.answer();
        QTRY_COMPARE(portal.closed, 1);
        QVERIFY(!inhibitor.held());
    }

    void itGoesWithTheProgram() {
        FakeLogin login(system_->connection());
        {
            SleepInhibitor inhibitor(buses());
            inhibitor.setWanted(true);
            QTRY_VERIFY(inhibitor.held());
        }
        QTRY_VERIFY(!login.held());
    }

    void aBusThatEndsIsNoError() {
        SleepInhibitor inhibitor(buses());
        FakePortal portal(session_->connection());
        inhibitor.setWanted(true);
        QTRY_VERIFY(inhibitor.held());
        session_->end();
        inhibitor.setWanted(false);
        inhibitor.setWanted(true);
        QTest::qWait(0);
    }
};

QTEST_GUILESS_MAIN(SleepInhibitorTest)
#include "sleep_inhibitor_test.moc"
