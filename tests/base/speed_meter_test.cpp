#include "engine/base/speed_meter.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const TimePoint kStart = TimePoint{} + 1000h;

}  // namespace

class SpeedMeterTest : public QObject {
    Q_OBJECT

private slots:
    void readsZeroBeforeTheFirstByte();
    void aSteadyStreamReadsItsRate();
    void aFirstBurstIsNotTheSpeedOfTheMemory();
    void aStreamThatStopsReadsZeroWithinTwoSeconds();
    void aResetForgetsAll();
    void aSlotIsOverWhereTheNextBegins();
    void survivesAClockThatJumps();
    void survivesAClockBeforeItsEpoch();
};

void SpeedMeterTest::readsZeroBeforeTheFirstByte() {
    SpeedMeter meter;
    QCOMPARE(meter.bytesPerSecond(kStart), std::uint64_t{0});
}

void SpeedMeterTest::aSteadyStreamReadsItsRate() {
    SpeedMeter meter;
    for (int i = 0; i < 500; ++i) {
        meter.add(10'000, kStart + i * 10ms);  // 1 MB/s
        if (i > 100) {
            const auto speed = meter.bytesPerSecond(kStart + i * 10ms);
            QVERIFY2(speed > 950'000 && speed < 1'060'000, qPrintable(QString::number(speed)));
        }
    }
}

void SpeedMeterTest::aFirstBurstIsNotTheSpeedOfTheMemory() {
    SpeedMeter meter;
    meter.add(1'000'000, kStart);
    QCOMPARE(meter.bytesPerSecond(kStart), std::uint64_t{4'000'000});
    QCOMPARE(meter.bytesPerSecond(kStart + 1s), std::uint64_t{1'000'000});
}

void SpeedMeterTest::aStreamThatStopsReadsZeroWithinTwoSeconds() {
    SpeedMeter meter;
    meter.add(1'000'000, kStart);
    QVERIFY(meter.bytesPerSecond(kStart + 1999ms) > 0);
    QCOMPARE(meter.bytesPerSecond(kStart + 2s), std::uint64_t{0});
    meter.add(8000, kStart + 10s);  // the silence counts
    QCOMPARE(meter.bytesPerSecond(kStart + 10s + 249ms), std::uint64_t{8000 * 1000 / 1999});
}

void SpeedMeterTest::aResetForgetsAll() {
    SpeedMeter meter;
    meter.add(1000, kStart);
    meter.reset();
    QCOMPARE(meter.bytesPerSecond(kStart), std::uint64_t{0});
    meter.add(1000, kStart + 10s);
    QCOMPARE(meter.bytesPerSecond(kStart + 10s), std::uint64_t{4000});
}

void SpeedMeterTest::aSlotIsOverWhereTheNextBegins() {
    SpeedMeter each;
    SpeedMeter kept;
    std::int64_t slot = 0;
    TimePoint end{};
    for (TimePoint now = kStart; now < kStart + 20s; now += now < kStart + 5s ? 7ms : 3001ms) {
        if (now >= end) {
            slot = SpeedMeter::slotOf(now);
            end = SpeedMeter::slotEnd(now);
        }
        QVERIFY(end > now && end <= now + 250ms);
        QCOMPARE(slot, SpeedMeter::slotOf(end - 1ns));
        QCOMPARE(slot + 1, SpeedMeter::slotOf(end));
        each.add(1000, now);
        kept.addIn(slot, 1000);
        SpeedMeter looked = each;  // looking changes nothing
        SpeedMeter other = kept;
        QCOMPARE(looked.bytesPerSecond(now), other.bytesPerSecond(now));
    }
}

void SpeedMeterTest::survivesAClockThatJumps() {
    SpeedMeter meter;
    meter.add(1000, kStart);
    meter.add(1000, kStart - 1h);
    QVERIFY(meter.bytesPerSecond(kStart - 1h) <= 8000);  // never more than came
    QCOMPARE(meter.bytesPerSecond(kStart + 1000h), std::uint64_t{0});
}

void SpeedMeterTest::survivesAClockBeforeItsEpoch() {
    SpeedMeter meter;
    meter.add(1000, TimePoint{} - 5s);
    QCOMPARE(meter.bytesPerSecond(TimePoint{} - 5s), std::uint64_t{4000});
    meter.add(1000, TimePoint{} + 1ms);
    QVERIFY(meter.bytesPerSecond(TimePoint{} + 1ms) <= 8000);
}

QTEST_GUILESS_MAIN(SpeedMeterTest)
#include "speed_meter_test.moc"
