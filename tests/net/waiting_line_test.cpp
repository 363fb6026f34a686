// A line alone: who is called, in which order, and that nobody is called in vain.

#include "engine/net/waiting_line.h"

#include <QTest>

#include <array>
#include <random>
#include <vector>

using namespace penstock;

namespace {

struct Line final : WaitingLine {
    [[nodiscard]] std::size_t room() const override { return free; }

    [[nodiscard]] bool willCall() const override { return true; }

    std::size_t free = 0;
};

struct Waiter final : PoolWaiter {
    void offerChanged() override { ++told; }

    int told = 0;
};

}  // namespace

class WaitingLineTest : public QObject {
    Q_OBJECT

private slots:

    void asManyAreCalledAsThereIsRoomFor() {
        Line line;
        std::array<Waiter, 4> waiters;
        for (Waiter& waiter : waiters) {
            line.join(waiter, false);
        }
        line.callNext();
        QCOMPARE(waiters[0].told, 0);
        line.free = 2;
        line.callNext();
        line.callNext();
        QCOMPARE(line.called(), std::size_t{2});
        QCOMPARE(waiters[0].told, 1);
        QCOMPARE(waiters[1].told, 1);
        QCOMPARE(waiters[2].told, 0);
    }

    void thoseAheadGoFirstAndAmongThemselvesInOrder() {
        Line line;
        std::array<Waiter, 4> waiters;
        line.join(waiters[0], false);
        line.join(waiters[1], true);
        line.join(waiters[2], false);
        line.join(waiters[3], true);
        for (const std::size_t next : {1, 3, 0, 2}) {
            line.free = 1;
            line.callNext();
            QCOMPARE(waiters[next].told, 1);
            QVERIFY(line.answered(waiters[next]));
        }
        QVERIFY(line.unused());
    }

    void oneThatComesMeanwhileStandsBehindThoseThatWereCalled() {
        Line line;
        Waiter first;
        QVERIFY(!line.mustWait());
        line.join(first, false);
        QVERIFY(line.mustWait());
        line.free = 1;
        line.callNext();
        QVERIFY(line.mustWait());
        line.free = 2;
        QVERIFY(!line.mustWait());
        QVERIFY(line.answered(first));
        QVERIFY(!line.answered(first));
        line.free = 0;
        QVERIFY(!line.mustWait());
    }

    void whatOneThatLeavesWasCalledForIsForTheNext() {
        Line line;
        std::array<Waiter, 3> waiters;
        for (Waiter& waiter : waiters) {
            line.join(waiter, false);
        }
        line.free = 1;
        line.callNext();
        line.leave(waiters[1]);
        line.leave(waiters[0]);
        QCOMPARE(waiters[1].told, 0);
        QCOMPARE(waiters[2].told, 1);
        line.leave(waiters[2]);
        QVERIFY(line.unused());
        QVERIFY(waiters[2].ticket.line == nullptr);
        line.leave(waiters[2]);  // a second time is nothing
    }

    // In any order of comings, goings and room: never more called than there is room for when it
    // happens, and never one in line while there is room that nobody was called for.
    void nobodyIsForgotten() {
        std::mt19937 random(7);
        Line line;
        std::array<Waiter, 30> waiters;
        for (int step = 0; step < 20'000; ++step) {
            Waiter& waiter = waiters[random() % waiters.size()];
            const bool stands = waiter.ticket.line != nullptr;
            switch (random() % 4) {
                case 0:
                    if (!stands && line.mustWait()) {
                        line.join(waiter, random() % 4 == 0);
                    } else if (!stands && line.free > 0) {
                        --line.free;
                    } else if (!stands) {
                        line.join(waiter, false);
                    }
                    break;
                case 1:
                    if (line.answered(waiter)) {
                        QVERIFY(line.free > 0);
                        --line.free;
                    }
                    break;
                case 2:
                    line.leave(waiter);
                    break;
                default:
                    if (line.free < 5) {
                        ++line.free;
                        line.callNext();
                    }
            }
            QVERIFY(line.called() <= line.free);
            const auto inLine = std::ranges::count_if(waiters, [](const Waiter& each) {
                return each.ticket.line != nullptr && !each.ticket.called;
            });
            QVERIFY(inLine == 0 || line.called() == line.free);
        }
    }
};

QTEST_GUILESS_MAIN(WaitingLineTest)
#include "waiting_line_test.moc"
