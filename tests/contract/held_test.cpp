// Reception that is held, because the disk is slow or the share of a rate is used up: the socket is
// not watched, nothing spins, nothing is lost.

#include "tests/contract/contract_fixture.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kFlood = 32'000'000;  // more than the engine holds in memory for a file

// A download whose head has come, and whose body comes at once when the disk has begun to hang.
TransferId beginHeld(World& world, Rule rule) {
    rule.path = "/file.bin";
    rule.delayBody = 1s;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(500ms);
    world.workersHang = true;
    world.runFor(1s);
    return id;
}

std::uint64_t receivedOf(const World& world, TransferId id) {
    return world.engine->snapshot(id)->received;
}

}  // namespace

class HeldTest : public QObject {
    Q_OBJECT

private slots:
    void ms12WhatIsHeldIsNotWatchedAndGoesOnWhereItStopped();
    void ms13TheStallClockStandsStillWhileReceptionIsHeld();
    void ms13TheTotalRunsOnWhileReceptionIsHeld();
    void ms14ARateIsKeptWithFewCallsAndOneTimer();
    void ms15AnEndThatIsHeldIsNotDone_data();
    void ms15AnEndThatIsHeldIsNotDone();
    void ms24AResetWhileHeldWakesNobodyAndIsFoundAfterwards();
};

void HeldTest::ms12WhatIsHeldIsNotWatchedAndGoesOnWhereItStopped() {
    World world(withoutJournal());
    world.mostRounds = 10'000;
    const TransferId id = beginHeld(world, {.size = kFlood});
    QVERIFY(receivedOf(world, id) > 1'000'000);
    QVERIFY(receivedOf(world, id) < kFlood);
    QVERIFY(world.watchedFds.empty());
    QCOMPARE(world.told.back().interest, Interest::Nothing);
    const int entries = world.shadow.counts().entries;
    world.runFor(2s);
    QVERIFY(world.shadow.counts().entries - entries <= 2);
    world.workersHang = false;
    world.engine->wokenUp();  // watched again before the call returns
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    QCOMPARE(world.told.back().interest, Interest::Read);
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kFlood));
    QCOMPARE(world.origin->requests().size(), std::size_t{1});
}

void HeldTest::ms13TheStallClockStandsStillWhileReceptionIsHeld() {
    World world(withoutJournal());
    const TransferId id = beginHeld(world, {.size = kFlood, .stallAfter = kFlood / 2});
    QVERIFY(world.watchedFds.empty());
    world.runFor(180s);
    QCOMPARE(world.state(id), TransferState::Receiving);
    world.workersHang = false;
    const TimePoint released = world.clock.now();
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Timeout.Stall"));
    QCOMPARE(world.clock.now() - released, Duration(60s));
    QCOMPARE(receivedOf(world, id), kFlood / 2);
}

void HeldTest::ms13TheTotalRunsOnWhileReceptionIsHeld() {
    WorldOptions options = withoutJournal();
    options.limits.timeouts.total = 120s;
    World world(options);
    const TimePoint began = world.clock.now();
    const TransferId id = beginHeld(world, {.size = kFlood});
    QVERIFY(world.runUntil([&] { return !world.at(id).error.ok(); }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Timeout.Total"));
    QCOMPARE(world.clock.now() - began, Duration(120s));
    world.workersHang = false;
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
}

void HeldTest::ms14ARateIsKeptWithFewCallsAndOneTimer() {
    constexpr std::uint64_t kSize = 1'000'000;
    World world;
    world.origin->serve({.path = "/file.bin", .size = kSize});
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [](TransferRequest& request) { request.rateLimit = 100'000; });
    const TimePoint began = world.clock.now();
    world.runFor(3s);
    QVERIFY(world.watchedFds.empty());  // over quota: nobody is woken by what the kernel holds
    QVERIFY(world.timerPending);
    QVERIFY(world.runToEnd(id));
    const double seconds = std::chrono::duration<double>(world.clock.now() - began).count();
    QVERIFY2(seconds > 9.0 && seconds < 11.0, qPrintable(QString::number(seconds)));
    const auto entries = static_cast<std::uint64_t>(world.shadow.counts().entries);
    QVERIFY2(entries <= kSize / 4096, qPrintable(QString::number(entries)));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void HeldTest::ms15AnEndThatIsHeldIsNotDone_data() {
    QTest::addColumn<quint64>("size");
    QTest::addRow("all of it in the engine") << quint64{3'000'000};
    QTest::addRow("the rest in the kernel") << quint64{9'000'000};
}

void HeldTest::ms15AnEndThatIsHeldIsNotDone() {
    QFETCH(quint64, size);
    World world(withoutJournal());
    const TransferId id = beginHeld(world, {.size = size, .keepAlive = false});
    QCOMPARE(world.origin->requests().front().bodyBytesSent, size);
    world.runFor(10s);
    QCOMPARE(world.state(id), TransferState::Receiving);
    world.workersHang = false;
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, size));
}

void HeldTest::ms24AResetWhileHeldWakesNobodyAndIsFoundAfterwards() {
    World world(withoutJournal());
    world.mostRounds = 10'000;
    const TransferId id = beginHeld(world, {.size = kFlood, .times = 1});
    const int entries = world.shadow.counts().entries;
    world.origin->resetAll();
    world.runFor(10s);
    QCOMPARE(world.shadow.counts().entries, entries);
    QCOMPARE(world.state(id), TransferState::Receiving);
    world.workersHang = false;
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Trunc.Body"));
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kFlood));
}

QTEST_GUILESS_MAIN(HeldTest)
#include "held_test.moc"
