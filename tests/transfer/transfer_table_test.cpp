// TransferTable alone: who is in it, who moved, and who begins next.

#include "engine/transfer/transfer_table.h"

#include "tests/support/transfer_stage.h"

#include <QTest>

using namespace penstock;

namespace {

struct Stage : TransferStage {
    TransferTable table;

    Stage() { lent.journal = nullptr; }

    Transfer& add(std::uint64_t id, TransferState begins = TransferState::Queued) {
        Url url = parseUrl("http://example.org/file.bin").value();
        Transfer::Beginning beginning{.record = std::make_unique<TransferRecord>(record()),
                                      .url = url,
                                      .sink = nullptr,
                                      .state = begins,
                                      .listed = false};
        return table.insert(lent, *this, TransferId{id}, std::move(beginning));
    }

    void announce(Transfer& transfer) override { freed = table.stateChanged(transfer) || freed; }

    bool freed = false;
};

std::vector<std::uint64_t> idsOf(const std::vector<TransferProgress>& all) {
    std::vector<std::uint64_t> ids;
    for (const TransferProgress& each : all) {
        ids.push_back(static_cast<std::uint64_t>(each.id));
    }
    return ids;
}

}  // namespace

class TransferTableTest : public QObject {
    Q_OBJECT

private slots:

    void theListIsInTheOrderOfIds() {
        Stage stage;
        for (const std::uint64_t id : {5, 1, 9}) {
            stage.add(id);
        }
        QCOMPARE(stage.table.list(), (std::vector{TransferId{1}, TransferId{5}, TransferId{9}}));
        stage.table.erase(TransferId{5});
        stage.table.erase(TransferId{5});
        QVERIFY(stage.table.find(TransferId{5}) == nullptr);
        QCOMPARE(stage.table.list().size(), std::size_t{2});
    }

    void theFirstQueuedBeginsWhileASlotIsFree() {
        Stage stage;
        stage.add(2);
        stage.add(1, TransferState::Paused);
        Transfer* first = stage.table.nextToStart(1);
        QVERIFY(first != nullptr);
        QCOMPARE(first->id(), TransferId{2});
        first->start();
        stage.add(3);
        QVERIFY(!stage.table.canStart(1));
        QVERIFY(stage.table.nextToStart(1) == nullptr);
        QCOMPARE(stage.table.nextToStart(2)->id(), TransferId{3});
    }

    void aSlotIsFreeWhenItsTransferRestsOrGoes() {
        Stage stage;
        Transfer& running = stage.add(1);
        running.start();
        stage.add(2);
        stage.freed = false;
        running.pause();
        QVERIFY(stage.freed);
        QVERIFY(stage.table.canStart(1));
        stage.table.nextToStart(1)->start();
        QVERIFY(!stage.table.canStart(1));
        stage.add(3);
        stage.table.erase(TransferId{2});
        QVERIFY(stage.table.canStart(1));
    }

    void whatMovedIsToldOncePerCursorAndOnceMoreAtRest() {
        Stage stage;
        Transfer& one = stage.add(1);
        stage.add(2);
        std::uint64_t cursor = 0;
        std::vector<TransferProgress> out;
        stage.table.progressSince(cursor, out, stage.bench.clock.now());
        QVERIFY(out.empty());
        stage.table.moved(one);
        stage.table.moved(one);
        stage.table.progressSince(cursor, out, stage.bench.clock.now());
        QCOMPARE(idsOf(out), std::vector<std::uint64_t>{1});
        stage.table.progressSince(cursor, out, stage.bench.clock.now());
        QCOMPARE(idsOf(out), std::vector<std::uint64_t>{1});  // its speed is 0 now
        stage.table.progressSince(cursor, out, stage.bench.clock.now());
        QVERIFY(out.empty());
    }

    void whatMovedAndWentIsNotTold() {
        Stage stage;
        stage.table.moved(stage.add(1));
        stage.table.erase(TransferId{1});
        std::uint64_t cursor = 0;
        std::vector<TransferProgress> out;
        stage.table.progressSince(cursor, out, stage.bench.clock.now());
        QVERIFY(out.empty());
    }
};

QTEST_GUILESS_MAIN(TransferTableTest)
#include "transfer_table_test.moc"
