// Which transfers run, start, flush and get a buffer, and in which order.

#include "engine/transfer/transfer_run_queue.h"

#include "tests/support/transfer_stage.h"

#include <QTest>

using namespace penstock;

namespace {

struct Stage : TransferStage {
    TransferTable table;
    TransferRunQueue queue{table, buffers, bench.notices};

    Stage() { lent.journal = nullptr; }

    ~Stage() override { finishJobs(); }

    Transfer& add(std::uint64_t id, TransferState begins = TransferState::Paused) {
        Url url = parseUrl("http://example.org/file.bin").value();
        Transfer::Beginning beginning{.record = std::make_unique<TransferRecord>(record()),
                                      .url = url,
                                      .sink = nullptr,
                                      .state = begins,
                                      .listed = false};
        return table.insert(lent, queue, TransferId{id}, std::move(beginning));
    }

    /// Kinds and ids of what was noted since it was asked last.
    std::vector<std::pair<Notice::Kind, std::uint64_t>> noted() {
        std::vector<std::pair<Notice::Kind, std::uint64_t>> all;
        for (const Notice& notice : bench.notices.take()) {
            all.emplace_back(notice.kind, notice.id);
        }
        return all;
    }
};

}  // namespace

class TransferRunQueueTest : public QObject {
    Q_OBJECT

private slots:

    void aMarkedOneRunsOnceInAPass() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        stage.add(2);
        stage.queue.markDirty(transfer);
        stage.queue.markDirty(transfer);
        QVERIFY(!stage.queue.empty());
        stage.queue.run();
        QCOMPARE(stage.queue.steps(), std::uint64_t{1});
        QVERIFY(stage.queue.empty());
    }

    void aRemovedOneLeavesTheTableAndASlot() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        stage.queue.markDirty(transfer);
        transfer.remove(Removal::KeepFile);
        stage.noted();
        stage.queue.setSlotsChanged(false);
        while (!stage.table.empty()) {
            stage.finishJobs();
            QVERIFY(!stage.queue.empty());
            stage.queue.run();
        }
        QCOMPARE(stage.noted().back(), std::pair(Notice::Kind::TransferRemoved, std::uint64_t{1}));
        QVERIFY(stage.queue.slotsChanged());
    }

    void oneThatIsGoneIsSkippedInEachQueue() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        stage.queue.markDirty(transfer);
        stage.queue.wantsFlush(transfer);
        stage.queue.waitsForBuffer(transfer);
        stage.table.erase(TransferId{1});
        stage.queue.run();
        stage.queue.flush();
        QCOMPARE(stage.queue.steps(), std::uint64_t{0});
    }

    void whatIsAnnouncedTwiceIsNotedOnce() {
        Stage stage;
        Transfer& transfer = stage.add(7);
        stage.queue.announce(transfer);
        stage.queue.announce(transfer);
        QCOMPARE(stage.noted(), (std::vector{std::pair(Notice::Kind::Transfer, std::uint64_t{7})}));
    }

    void asManyStartAsThereAreSlotsInTheOrderOfIds() {
        Stage stage;
        for (const std::uint64_t id : {3, 1, 2}) {
            stage.add(id, TransferState::Queued);
        }
        stage.queue.start(2);
        QCOMPARE(stage.table.find(TransferId{1})->state(), TransferState::Probing);
        QCOMPARE(stage.table.find(TransferId{2})->state(), TransferState::Probing);
        QCOMPARE(stage.table.find(TransferId{3})->state(), TransferState::Queued);
        for (const std::uint64_t id : {1, 2}) {
            stage.queue.markDirty(*stage.table.find(TransferId{id}));
        }
        QVERIFY(stage.queue.check(2, false).ok());  // the third has a place in a queue
        stage.queue.setSlotsChanged(false);
        const Error stuck = stage.queue.check(3, false);  // at which nobody looks any more
        QCOMPARE(stuck.evidence, std::string("transfer 3, queued"));
    }

    void buffersGoToThoseThatWaitedLongestAsFarAsTheyReach() {
        Stage stage;
        for (const std::uint64_t id : {1, 2, 3}) {
            stage.queue.waitsForBuffer(stage.add(id));
        }
        std::vector<Buffer> taken;
        while (stage.buffers.left() > 2 * BufferPool::kSmallest) {
            taken.push_back(stage.buffers.lease(BufferPool::kSmallest).value());
        }
        stage.queue.giveBuffers();
        const auto waits = [&](std::uint64_t id) {
            return stage.table.find(TransferId{id})->flags.waitsForBuffer;
        };
        QVERIFY(!waits(1));
        QVERIFY(!waits(2));
        QVERIFY(waits(3));
        taken.clear();
        stage.queue.flush();
        QVERIFY(!waits(3));
    }

    void aFlushIsDoneOnceForAllThatWasFilled() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        stage.queue.wantsFlush(transfer);
        stage.queue.wantsFlush(transfer);
        QVERIFY(transfer.flags.flush);
        stage.queue.flush();
        QVERIFY(!transfer.flags.flush);
    }

    void whatItWaitsForIsNotedWhenItRuns() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        QCOMPARE(stage.queue.check(0, false).sentence,
                 std::string("A transfer waits for something else than it says"));
        stage.queue.markDirty(transfer);
        stage.queue.run();
        QVERIFY(stage.queue.check(0, false).ok());
        QVERIFY(transfer.flags.moving);
    }

    void whatMovesIsCountedInTheSlotThatWasEntered() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        const TimePoint now = stage.bench.clock.now();
        stage.queue.enterSlot(SpeedMeter::slotOf(now));
        stage.queue.moved(transfer, 1000);
        QCOMPARE(stage.table.moves(), std::uint64_t{1});
        QVERIFY(transfer.flags.moving);
    }
};

QTEST_GUILESS_MAIN(TransferRunQueueTest)
#include "transfer_run_queue_test.moc"
