#include "ui/socket_model.h"

#include "tests/ui/rows.h"
#include "ui/transfer_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class SocketModelTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<SnapshotMirror> mirror_;
    std::unique_ptr<TransferModel> transfers_;
    std::unique_ptr<SocketModel> model_;
    std::unique_ptr<QAbstractItemModelTester> tester_;
    std::unique_ptr<QSignalSpy> changed_;
    std::unique_ptr<QSignalSpy> reset_;

    [[nodiscard]] QString text(int row, SocketColumn column) const {
        return model_->index(row, static_cast<int>(column)).data().toString();
    }

private slots:

    void init() {
        mirror_ = std::make_unique<SnapshotMirror>();
        transfers_ = std::make_unique<TransferModel>(*mirror_, testNow);
        model_ = std::make_unique<SocketModel>(*mirror_, *transfers_, testNow);
        tester_ = std::make_unique<QAbstractItemModelTester>(model_.get());
        changed_ = std::make_unique<QSignalSpy>(model_.get(), &QAbstractItemModel::dataChanged);
        reset_ = std::make_unique<QSignalSpy>(model_.get(), &QAbstractItemModel::modelReset);
    }

    void cleanup() {
        QVERIFY(reset_->isEmpty());
        tester_.reset();
        changed_.reset();
        reset_.reset();
        model_.reset();
        transfers_.reset();
    }

    void aDescriptorThatIsUsedAgainIsAnotherRow() {
        SocketSnapshot first = socketRow(1, 1);
        SocketSnapshot second = socketRow(2, 1);
        second.fd = first.fd;
        mirror_->apply(std::vector{first, second});
        mirror_->closed(std::vector<std::uint64_t>{1, 99});
        QCOMPARE(model_->rowCount(), 1);
        QCOMPARE(text(0, SocketColumn::Serial), QStringLiteral("#2"));
        QCOMPARE(model_->rowOf(2), 0);
    }

    void lookupsAndIdleSocketsAreRows() {
        SocketSnapshot lookup = socketRow(1, 0, WaitsFor::Answer);
        lookup.role = SocketRole::Lookup;
        SocketSnapshot idle = socketRow(2, 0, WaitsFor::NextRequest);
        idle.role = SocketRole::Idle;
        mirror_->apply(std::vector{lookup, idle});
        QCOMPARE(text(0, SocketColumn::Role), QStringLiteral("lookup"));
        QCOMPARE(text(1, SocketColumn::WaitsFor), QStringLiteral("next request"));
        QCOMPARE(model_->lookups(), 1);
    }

    void namesComeFromTheTransfersWheneverTheyAreKnown() {
        mirror_->apply(std::vector{socketRow(1, 7)});
        QCOMPARE(text(0, SocketColumn::Transfer), QStringLiteral("–"));
        mirror_->apply(std::vector{transferRow(7, TransferState::Probing, "first")});
        QCOMPARE(text(0, SocketColumn::Transfer), QStringLiteral("first"));
        mirror_->apply(std::vector{transferRow(7, TransferState::Receiving, "second")});
        QCOMPARE(text(0, SocketColumn::Transfer), QStringLiteral("second"));
    }

    void scatteredSocketsGoInOnePiece() {
        constexpr std::uint64_t kRows = 1'000;
        std::vector<SocketSnapshot> rows;
        std::vector<std::uint64_t> odd;
        for (std::uint64_t serial = 1; serial <= kRows; ++serial) {
            rows.push_back(socketRow(serial, serial));
            if (serial % 2 == 1) {
                odd.push_back(serial);
            }
        }
        mirror_->apply(rows);
        const QSignalSpy removed(model_.get(), &QAbstractItemModel::rowsRemoved);
        const QSignalSpy settled(model_.get(), &RowModel::settled);
        mirror_->closed(odd);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(settled.size(), 1);
        QCOMPARE(model_->rowCount(), static_cast<int>(kRows / 2));
        QCOMPARE(text(0, SocketColumn::Serial), QStringLiteral("#2"));
        QCOMPARE(model_->rowOf(kRows), model_->rowCount() - 1);
    }

    void onlyRowsThatMovedAreTold() {
        std::vector<SocketSnapshot> rows;
        for (std::uint64_t serial = 1; serial <= 5; ++serial) {
            rows.push_back(socketRow(serial, 1));
        }
        mirror_->apply(rows);
        SocketProgress third = progressOf(rows[2]);
        third.received = 10;
        SocketProgress fourth = progressOf(rows[3]);
        fourth.bytesPerSecond = 10;
        mirror_->progress(std::vector{progressOf(rows[0]), fourth, third});
        QCOMPARE(changed_->size(), 1);
        QCOMPARE(changed_->at(0).at(0).toModelIndex().row(), 2);
        QCOMPARE(changed_->at(0).at(1).toModelIndex().row(), 3);
    }

    void aTickRepaintsOnlyWhatReadsDifferently() {
        SocketSnapshot counting = socketRow(1, 7);
        counting.deadline = DeadlineKind::Stall;
        counting.since = testNow();
        counting.until = testNow() + 10'500ms;
        mirror_->apply(std::vector{counting});
        QVERIFY(model_->anythingCountsDown());
        model_->tick(testNow());
        QVERIFY(changed_->isEmpty());
        model_->tick(testNow() + 400ms);
        QVERIFY(changed_->isEmpty());
        model_->tick(testNow() + 600ms);
        QCOMPARE(changed_->size(), 1);
        QCOMPARE(text(0, SocketColumn::TimerLeft), QStringLiteral("10 s stall"));
        mirror_->closed(std::vector<std::uint64_t>{1});
        QVERIFY(!model_->anythingCountsDown());
    }
};

QTEST_GUILESS_MAIN(SocketModelTest)
#include "socket_model_test.moc"
