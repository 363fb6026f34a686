// A connection's deadlines: a slot a kind, one node for all, and lazy ones that cost nothing.

#include "engine/net/deadlines.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

struct Counted final : Timed {
    void expired(TimePoint /*now*/) override { ++count; }

    int count = 0;
};

}  // namespace

class DeadlinesTest : public QObject {
    Q_OBJECT

private slots:
    void theNearestIsTheOneNode();
    void onlyOneIsLeftWhereItIsTheOnly();
    void collectAnswersEachOnceAndKeepsTheRest();
    void aTouchMovesALazyOneWithoutMovingTheNode();
    void anEarlyNodeIsPutBack();
    void eachStreamHasItsOwn();
    void aTouchOfAStreamMovesNoOthers();
    void aHeldOneIsNobodyElsesAffair();
    void aHeldOneGoesWithItsHolder();
};

void DeadlinesTest::theNearestIsTheOneNode() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint t0{1h};
    deadlines.arm(DeadlineKind::Connect, t0, t0 + 30s);
    deadlines.arm(DeadlineKind::Attempt, t0, t0 + 250ms);
    QCOMPARE(queue.size(), std::size_t{1});
    QVERIFY(queue.next() == t0 + 250ms);
    deadlines.disarm(DeadlineKind::Attempt);
    QVERIFY(queue.next() == t0 + 30s);
    deadlines.disarmAll();
    QCOMPARE(queue.size(), std::size_t{0});
}

void DeadlinesTest::onlyOneIsLeftWhereItIsTheOnly() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint t0{1h};
    deadlines.arm(DeadlineKind::FirstByte, t0, t0 + 5s);
    deadlines.armLazy(DeadlineKind::Stall, t0, 1s);
    deadlines.armOnly(DeadlineKind::Idle, t0, t0 + 118s);
    QCOMPARE(queue.size(), std::size_t{1});
    QVERIFY(queue.next() == t0 + 118s);
    QVERIFY(!deadlines.span(DeadlineKind::FirstByte));
    QVERIFY(!deadlines.span(DeadlineKind::Stall));
    QVERIFY(deadlines.collect(t0 + 118s) == std::vector{DeadlineKind::Idle});
}

void DeadlinesTest::collectAnswersEachOnceAndKeepsTheRest() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint t0{1h};
    deadlines.arm(DeadlineKind::Handshake, t0, t0 + 1s);
    deadlines.arm(DeadlineKind::Connect, t0, t0 + 2s);
    QVERIFY(deadlines.collect(t0 + 1s) == std::vector{DeadlineKind::Handshake});
    QVERIFY(deadlines.collect(t0 + 1s).empty());
    QVERIFY(queue.next() == t0 + 2s);
    QVERIFY(deadlines.collect(t0 + 2s) == std::vector{DeadlineKind::Connect});
    QVERIFY(!queue.next());
}

void DeadlinesTest::aTouchMovesALazyOneWithoutMovingTheNode() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint t0{1h};
    deadlines.armLazy(DeadlineKind::Stall, t0, 60s);
    deadlines.touch(t0 + 59s);
    QVERIFY(queue.next() == t0 + 60s);
    QVERIFY(deadlines.span(DeadlineKind::Stall)->until == t0 + 119s);
    QVERIFY(deadlines.collect(t0 + 60s).empty());
    QVERIFY(queue.next() == t0 + 119s);
    QVERIFY(deadlines.collect(t0 + 119s) == std::vector{DeadlineKind::Stall});
}

void DeadlinesTest::anEarlyNodeIsPutBack() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint t0{1h};
    deadlines.armLazy(DeadlineKind::Stall, t0, 60s);
    deadlines.touch(t0 + 10s);
    TimerNode* node = queue.popDue(t0 + 60s);
    QVERIFY(node != nullptr);
    QVERIFY(!deadlines.popped(t0 + 60s));
    QVERIFY(queue.next() == t0 + 70s);
    QCOMPARE(queue.popDue(t0 + 70s), node);
    QVERIFY(deadlines.popped(t0 + 70s));
}

void DeadlinesTest::eachStreamHasItsOwn() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint t0{1h};
    constexpr StreamId kOne{1};
    constexpr StreamId kTwo{2};
    deadlines.arm(DeadlineKind::FirstByte, t0, t0 + 3s, kOne);
    deadlines.arm(DeadlineKind::FirstByte, t0, t0 + 2s, kTwo);
    deadlines.arm(DeadlineKind::FirstByte, t0, t0 + 4s);
    QVERIFY(deadlines.span(DeadlineKind::FirstByte)->until == t0 + 2s);
    QVERIFY(queue.popDue(t0 + 2s) != nullptr);
    QVERIFY(deadlines.collectOfStreams(t0 + 2s) ==
            (std::vector{Deadlines::Reached{DeadlineKind::FirstByte, kTwo}}));
    deadlines.disarmStream(kOne);
    QVERIFY(queue.next() == t0 + 4s);
}

void DeadlinesTest::aTouchOfAStreamMovesNoOthers() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint t0{1h};
    constexpr StreamId kOne{1};
    constexpr StreamId kTwo{2};
    deadlines.armLazy(DeadlineKind::Stall, t0, 60s, kOne);
    deadlines.armLazy(DeadlineKind::Stall, t0, 60s, kTwo);
    deadlines.touch(t0 + 40s, kOne);
    deadlines.touch(t0 + 50s);  // of the connection itself
    QVERIFY(queue.popDue(t0 + 60s) != nullptr);
    QVERIFY(deadlines.popped(t0 + 60s));
    QVERIFY(deadlines.collectOfStreams(t0 + 60s) ==
            (std::vector{Deadlines::Reached{DeadlineKind::Stall, kTwo}}));
    QVERIFY(queue.next() == t0 + 100s);
}

void DeadlinesTest::aHeldOneIsNobodyElsesAffair() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    TimePoint now{1h};
    Deadline held(deadlines, now, DeadlineKind::Handshake);
    held.arm(now + 5s);
    deadlines.arm(DeadlineKind::Connect, now, now + 5s);
    QVERIFY(!held.reached());
    now += 5s;
    QVERIFY(held.reached());
    QVERIFY(queue.popDue(now) != nullptr);
    QVERIFY(deadlines.collect(now) == std::vector{DeadlineKind::Connect});
    QVERIFY(held.reached());  // until it is armed anew, or not at all
    held.arm(now + 5s);
    QVERIFY(!held.reached());
    QVERIFY(queue.next() == now + 5s);
}

void DeadlinesTest::aHeldOneGoesWithItsHolder() {
    TimerQueue queue;
    Counted owner;
    Deadlines deadlines(queue, owner);
    const TimePoint now{1h};
    {
        Deadline held(deadlines, now, DeadlineKind::Handshake);
        held.arm(now + 5s);
        QVERIFY(deadlines.armed());
    }
    QVERIFY(!deadlines.armed());
    QCOMPARE(queue.size(), std::size_t{0});
}

QTEST_GUILESS_MAIN(DeadlinesTest)
#include "deadlines_test.moc"
