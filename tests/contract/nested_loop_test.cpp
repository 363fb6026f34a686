// A loop that runs within the observer's call, as a modal dialog does: what it uses up is served
// when the call has returned.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <set>
#include <utility>

using namespace penstock;
using namespace std::chrono_literals;

class NestedLoopTest : public QObject {
    Q_OBJECT

private slots:
    void ms50AWakeWithinTheObserverIsServedAfterwards();
    void ms50ATimerWithinTheObserverIsServedAfterwards_data();
    void ms50ATimerWithinTheObserverIsServedAfterwards();
    void ms50AnEdgeWithinTheObserverIsServedAfterwards();
};

// The part is made by a job whose end comes by a wake; before that nothing can be received.
void NestedLoopTest::ms50AWakeWithinTheObserverIsServedAfterwards() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 100'000});
    std::set<CallStatus> answers;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Receiving) {
            world.workersHang = true;  // from here on nobody but this dialog answers a wake
            answers.insert(world.engine->wokenUp());
        }
    };
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1s);
    QCOMPARE(answers, std::set<CallStatus>{CallStatus::Reentered});
    QCOMPARE(world.engine->snapshot(id)->received, std::uint64_t{100'000});
    world.onChange = nullptr;
    world.workersHang = false;
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void NestedLoopTest::ms50ATimerWithinTheObserverIsServedAfterwards_data() {
    QTest::addColumn<int>("seconds");
    QTest::addRow("shorter than the deadline") << 30;
    QTest::addRow("as long") << 60;
    QTest::addRow("longer") << 600;
}

void NestedLoopTest::ms50ATimerWithinTheObserverIsServedAfterwards() {
    QFETCH(int, seconds);
    WorldOptions options = withoutJournal();
    options.limits.attempts = 1;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 5'000'000, .stallAfter = 1'000'000});
    bool shown = false;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Receiving &&
            !std::exchange(shown, true)) {
            world.clock.advance(std::chrono::seconds(seconds));
            world.timerPending = false;  // the dialog's loop has used up the timer that was pending
            QCOMPARE(world.engine->timeoutExpired(), CallStatus::Reentered);
        }
    };
    const TimePoint began = world.clock.now();
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Timeout.Stall"));
    QVERIFY(world.clock.now() - began <= std::chrono::seconds(60 + seconds) + 1s);
}

void NestedLoopTest::ms50AnEdgeWithinTheObserverIsServedAfterwards() {
    WorldOptions options = withoutJournal();
    options.edgeTriggered = true;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 100'000, .delayBody = 1s});
    bool used = false;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Receiving &&
            !std::exchange(used, true)) {
            QCOMPARE(world.watchedFds.size(), std::size_t{1});
            QCOMPARE(world.engine->socketAction(world.watchedFds.begin()->first, Readiness::Read),
                     CallStatus::Reentered);
        }
    };
    std::optional<std::chrono::milliseconds> wait;
    world.onReturn = [&](EntryPoint /*from*/) {
        if (std::exchange(used, false)) {
            wait = world.engine->timeout();
        }
    };
    const TransferId id = addCounted(world, world.origin->url("/file.bin"));
    world.runFor(500ms);
    QCOMPARE(wait, std::optional(0ms));  // it will be looked at without another event
    world.onChange = nullptr;
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

QTEST_GUILESS_MAIN(NestedLoopTest)
#include "nested_loop_test.moc"
