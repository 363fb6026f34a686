// The pages of the manual about the order of the list and about queues, run.

#include "tests/manual/program.h"

#include <QTest>

#include <array>
#include <string>

using namespace penstock;

class QueuePagesTest : public QObject {
    Q_OBJECT

private slots:
    void theOrderIsAPersons();
    void queuesAreSetSaidAndRemoved();
};

void QueuePagesTest::theOrderIsAPersons() {
    Program program;
    Engine& engine = *program.engine;
    const TransferId id = program.addSlow();
    const TransferId other = program.addSlow();
    // page: setPriority
    engine.setPriority(id, Priority::High);
    // end
    // page: move
    const std::array chosen{id, other};
    engine.move(chosen, Place::Top);
    // end
    QCOMPARE(engine.snapshot(id)->priority, Priority::High);
    QVERIFY(engine.snapshot(id)->position < engine.snapshot(other)->position);
    // page: pauseAll
    engine.pauseAll();
    // end
    program.runUntil(program.hasState(other, TransferState::Paused));
    // page: resumeAll
    if (engine.resumeAll() == CallStatus::Dead) {
        return;
    }
    // end
    program.runUntil(program.hasState(other, TransferState::Receiving));
}

void QueuePagesTest::queuesAreSetSaidAndRemoved() {
    Program program;
    Engine& engine = *program.engine;
    const TransferId id = program.addSlow();
    // page: setQueue
    constexpr std::uint8_t kWorkdays = 0x1F;  // Monday to Friday
    engine.setQueue(
        {.name = "night", .activeTransfers = 2, .schedule = {{kWorkdays, 22 * 60, 6 * 60}}});
    // end
    // page: setQueueOf
    engine.setQueueOf(id, "night");
    // end
    QCOMPARE(engine.snapshot(id)->queue, std::string("night"));
    std::string line;
    // page: queues
    for (const QueueSettings& each : engine.queues()) {
        line = each.name + ": " + std::to_string(each.activeTransfers);
    }
    // end
    QCOMPARE(line, std::string("night: 2"));
    // page: removeQueue
    engine.removeQueue("night");
    // end
    QVERIFY(engine.queues().empty());
}

QTEST_GUILESS_MAIN(QueuePagesTest)
#include "queue_pages_test.moc"
