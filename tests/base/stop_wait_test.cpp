// The end comes once: when all is settled, or when it is late.

#include "engine/base/stop_wait.h"

#include <QTest>

using namespace penstock;

namespace {

const TimePoint kNow = TimePoint(std::chrono::hours(1000));

struct Stage {
    TimerQueue timers;
    StopWait stop{timers};

    void passTo(TimePoint now) {
        while (TimerNode* node = timers.popDue(now)) {
            node->owner().expired(now);
        }
    }
};

}  // namespace

class StopWaitTest : public QObject {
    Q_OBJECT

private slots:

    void beforeItBeginsNothingEnds() {
        Stage stage;
        QVERIFY(!stage.stop.begun());
        QVERIFY(!stage.stop.underWay());
        QVERIFY(!stage.stop.end(true));
    }

    void itEndsOnceWhenAllIsSettled() {
        Stage stage;
        QVERIFY(stage.stop.begin(kNow));
        QVERIFY(!stage.stop.begin(kNow));
        QVERIFY(stage.stop.underWay());
        QVERIFY(!stage.stop.end(false));
        QVERIFY(stage.stop.end(true));
        QVERIFY(!stage.stop.end(true));
        QVERIFY(stage.stop.begun());
        QVERIFY(!stage.stop.underWay());
        QCOMPARE(stage.timers.size(), std::size_t{0});  // nothing is left to wake up for
    }

    void itEndsLateWhateverIsUnderWay() {
        Stage stage;
        stage.stop.begin(kNow);
        stage.passTo(kNow + StopWait::kPatience - std::chrono::milliseconds(1));
        QVERIFY(!stage.stop.end(false));
        stage.passTo(kNow + StopWait::kPatience);
        QVERIFY(stage.stop.end(false));
        QVERIFY(!stage.stop.end(false));
    }
};

QTEST_GUILESS_MAIN(StopWaitTest)
#include "stop_wait_test.moc"
