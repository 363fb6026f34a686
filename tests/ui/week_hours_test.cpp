#include "ui/week_hours.h"

#include <QTest>

#include <random>

using namespace penstock;

namespace {

constexpr std::uint8_t kWorkdays = 0x1f;

WeekHours hours(std::uint8_t days, int from, int to) {
    return {days, static_cast<std::uint16_t>(from * 60), static_cast<std::uint16_t>(to * 60)};
}

}  // namespace

class WeekHoursTest : public QObject {
    Q_OBJECT

private slots:

    void theWordsSayDaysAndHours() {
        QCOMPARE(scheduleText({}), QStringLiteral("Always"));
        QCOMPARE(scheduleText({WeekHours{}}), QStringLiteral("Never"));
        QCOMPARE(scheduleText({hours(kWorkdays, 22, 6)}), QStringLiteral("Mon–Fri 22:00–06:00"));
        QCOMPARE(scheduleText({hours(0x60, 0, 24), hours(0x05, 1, 7)}),
                 QStringLiteral("Sat Sun 00:00–24:00, Mon Wed 01:00–07:00"));
        QCOMPARE(scheduleText({hours(0x7f, 1, 7)}), QStringLiteral("Daily 01:00–07:00"));
    }

    void nightsGoOverMidnight() {
        const WeekGrid grid = gridOf({hours(0x40, 22, 6)});  // Sunday night
        QVERIFY(grid[6].test(22) && grid[6].test(23) && !grid[6].test(21));
        QVERIFY(grid[0].test(0) && grid[0].test(5) && !grid[0].test(6));
        QCOMPARE(scheduleOf(grid), (WeekSchedule{hours(0x40, 22, 6)}));
    }

    void alwaysAndNeverComeBack() {
        QVERIFY(gridOf({})[3].all());
        QCOMPARE(scheduleOf(gridOf({})), WeekSchedule{});
        const WeekSchedule never = scheduleOf(WeekGrid{});
        QVERIFY(!never.empty());
        QVERIFY(gridOf(never) == WeekGrid{});
    }

    void anHourOfWhichPartIsOnIsOn() {
        const WeekGrid grid = gridOf({{1, 90, 150}});
        QVERIFY(grid[0].test(1) && grid[0].test(2));
        QCOMPARE(grid[0].count(), std::size_t{2});
    }

    void everyGridComesBackAsItWas() {
        std::minstd_rand random(7);
        for (int round = 0; round < 500; ++round) {
            WeekGrid grid;
            const auto kind = random() % 3;
            for (auto& day : grid) {
                for (std::size_t hour = 0; hour < kHours; ++hour) {
                    day.set(hour, kind == 0 ? random() % 2 == 0 : random() % 9 != 0);
                }
                if (kind == 2 && random() % 2 == 0) {
                    day.set();
                }
            }
            const bool same = gridOf(scheduleOf(grid)) == grid;
            QVERIFY2(same, qPrintable(QString::number(round) + scheduleText(scheduleOf(grid))));
        }
    }
};

QTEST_APPLESS_MAIN(WeekHoursTest)
#include "week_hours_test.moc"
