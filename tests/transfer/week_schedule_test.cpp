// Hours of a week, over midnight, and over the days on which the clock is put forward or back.

#include "engine/transfer/week_schedule.h"

#include <QTest>

#include <cstdlib>
#include <ctime>

using namespace penstock;

namespace {

constexpr std::uint8_t kMonday = 1;
constexpr std::uint8_t kFriday = 1U << 4U;
constexpr std::uint8_t kSunday = 1U << 6U;
constexpr std::uint8_t kEveryDay = 0x7F;

void setZone(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
}

constexpr std::uint16_t clock(int hour, int minute = 0) {
    return static_cast<std::uint16_t>(hour * 60 + minute);
}

WallTime utc(int year, int month, int day, int hour, int minute = 0) {
    std::tm time{};
    time.tm_year = year - 1900;
    time.tm_mon = month - 1;
    time.tm_mday = day;
    time.tm_hour = hour;
    time.tm_min = minute;
    return std::chrono::system_clock::from_time_t(::timegm(&time));
}

}  // namespace

class WeekScheduleTest : public QObject {
    Q_OBJECT

private slots:

    void init() { setZone("UTC"); }

    void cleanupTestCase() { setZone("UTC"); }

    void withoutHoursItIsAlwaysOpen() {
        QVERIFY(isOpen({}, utc(2026, 3, 2, 1)));
        QVERIFY(!nextChange({}, utc(2026, 3, 2, 1)));
        const WeekSchedule always{{kEveryDay, 0, clock(24)}};
        QVERIFY(isOpen(always, utc(2026, 3, 2, 1)));
        QVERIFY(!nextChange(always, utc(2026, 3, 2, 1)));
        const WeekSchedule never{{0, 0, clock(24)}};
        QVERIFY(!isOpen(never, utc(2026, 3, 2, 1)));
        QVERIFY(!nextChange(never, utc(2026, 3, 2, 1)));
    }

    void itIsOpenFromTheFirstMinuteToBeforeTheLast() {
        const WeekSchedule schedule{{kMonday, clock(8), clock(17, 30)}};  // 2026-03-02 is one
        QVERIFY(!isOpen(schedule, utc(2026, 3, 2, 7, 59)));
        QVERIFY(isOpen(schedule, utc(2026, 3, 2, 8)));
        QVERIFY(isOpen(schedule, utc(2026, 3, 2, 17, 29)));
        QVERIFY(!isOpen(schedule, utc(2026, 3, 2, 17, 30)));
        QVERIFY(!isOpen(schedule, utc(2026, 3, 3, 12)));
        QCOMPARE(nextChange(schedule, utc(2026, 3, 2, 7)), utc(2026, 3, 2, 8));
        QCOMPARE(nextChange(schedule, utc(2026, 3, 2, 8)), utc(2026, 3, 2, 17, 30));
        QCOMPARE(nextChange(schedule, utc(2026, 3, 2, 17, 30)), utc(2026, 3, 9, 8));
    }

    void hoursMayGoOverMidnight() {
        const WeekSchedule night{{kSunday, clock(23), clock(6)}};
        QVERIFY(!isOpen(night, utc(2026, 3, 1, 6)));  // that is Saturday's night
        QVERIFY(isOpen(night, utc(2026, 3, 1, 23)));
        QVERIFY(isOpen(night, utc(2026, 3, 2, 5, 59)));
        QVERIFY(!isOpen(night, utc(2026, 3, 2, 6)));
        QCOMPARE(nextChange(night, utc(2026, 3, 1, 23, 30)), utc(2026, 3, 2, 6));
    }

    void hoursThatMeetAreOne() {
        const WeekSchedule schedule{{kFriday, clock(8), clock(12)},
                                    {kFriday, clock(12), clock(14)}};
        QCOMPARE(nextChange(schedule, utc(2026, 3, 6, 9)), utc(2026, 3, 6, 14));
    }

    void theyAreThoseOfTheZone() {
        const WeekSchedule schedule{{kMonday, clock(8), clock(9)}};
        setZone("Asia/Tokyo");
        QVERIFY(isOpen(schedule, utc(2026, 3, 1, 23, 30)));
        setZone("America/New_York");  // somebody travels
        QVERIFY(!isOpen(schedule, utc(2026, 3, 1, 23, 30)));
        QCOMPARE(nextChange(schedule, utc(2026, 3, 1, 23, 30)), utc(2026, 3, 2, 13));
    }

    // 2026-03-29: 2 h becomes 3 h. 2026-10-25: 3 h becomes 2 h.
    void theyFollowAClockThatIsPutForwardOrBack() {
        setZone("Europe/Berlin");
        const WeekSchedule morning{{kSunday, clock(1), clock(4)}};
        QVERIFY(isOpen(morning, utc(2026, 3, 29, 0, 30)));
        QCOMPARE(nextChange(morning, utc(2026, 3, 29, 0, 30)), utc(2026, 3, 29, 2));  // two hours
        QCOMPARE(nextChange(morning, utc(2026, 10, 25, 0)), utc(2026, 10, 25, 3));    // four
        QVERIFY(isOpen(morning, utc(2026, 10, 25, 2, 59)));
        const WeekSchedule within{{kSunday, clock(2, 15), clock(2, 45)}};  // which does not exist
        const auto change = nextChange(within, utc(2026, 3, 29, 0));
        QVERIFY(change && *change >= utc(2026, 3, 29, 1) && *change <= utc(2026, 3, 29, 2));
        const WeekSchedule day{{kMonday, clock(8), clock(9)}};
        QCOMPARE(nextChange(day, utc(2026, 3, 28, 12)), utc(2026, 3, 30, 6));  // summer
        QCOMPARE(nextChange(day, utc(2026, 10, 24, 12)), utc(2026, 10, 26, 7));
    }
};

QTEST_GUILESS_MAIN(WeekScheduleTest)
#include "week_schedule_test.moc"
