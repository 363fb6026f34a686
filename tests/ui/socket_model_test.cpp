#include "ui/socket_model.h"

#include "tests/ui/rows.h"
#include "ui/transfer_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

SocketProgress progressOf(const SocketSnapshot& s) {
    SocketProgress p;
    p.serial = s.serial;
    p.received = s.received;
    p.waitsFor = s.waitsFor;
    p.state = s.state;
    p.deadline = s.deadline;
    return p;
}

}  // namespace

class SocketModelTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TransferModel> transfers_;
    std::unique_ptr<SocketModel> model_;
    std::unique_ptr<QAbstractItemModelTester> tester_;
    std::unique_ptr<QSignalSpy> changed_;
    std::unique_ptr<QSignalSpy> reset_;
    std::vector<StageChange> stages_;

    [[nodiscard]] QString text(int row, SocketColumn column) const {
        return model_->index(row, static_cast<int>(column)).data().toString();
    }

private slots:

    void init() {
        transfers_ = std::make_unique<TransferModel>(nullptr, testNow);
        model_ = std::make_unique<SocketModel>(*transfers_, nullptr, testNow);
        tester_ = std::make_unique<QAbstractItemModelTester>(model_.get());
        changed_ = std::make_unique<QSignalSpy>(model_.get(), &QAbstractItemModel::dataChanged);
        reset_ = std::make_unique<QSignalSpy>(model_.get(), &QAbstractItemModel::modelReset);
        stages_.clear();
        connect(model_.get(), &SocketModel::stageChanged, this,
                [this](const StageChange& change) { stages_.push_back(change); });
    }

    void cleanup() {
        QVERIFY(reset_->isEmpty());
        tester_.reset();
        changed_.reset();
        reset_.reset();
        model_.reset();
    }

    void aDescriptorThatIsUsedAgainIsAnotherRow() {
        SocketSnapshot first = socketRow(1, 1);
        SocketSnapshot second = socketRow(2, 1);
        second.fd = first.fd;
        model_->apply(std::vector{first, second});
        model_->closed(std::vector<std::uint64_t>{1, 99});
        QCOMPARE(model_->rowCount(), 1);
        QCOMPARE(text(0, SocketColumn::Serial), QStringLiteral("#2"));
        QCOMPARE(model_->rowOf(2), 0);
    }

    void lookupsAndIdleSocketsAreRows() {
        SocketSnapshot lookup = socketRow(1, 0, WaitsFor::Answer);
        lookup.role = SocketRole::Lookup;
        SocketSnapshot idle = socketRow(2, 0, WaitsFor::NextRequest);
        idle.role = SocketRole::Idle;
        model_->apply(std::vector{lookup, idle});
        QCOMPARE(text(0, SocketColumn::Role), QStringLiteral("lookup"));
        QCOMPARE(text(1, SocketColumn::WaitsFor), QStringLiteral("next request"));
        QCOMPARE(model_->lookups(), 1);
        QVERIFY(stages_.empty());
    }

    void namesComeFromTheTransfersWheneverTheyAreKnown() {
        model_->apply(std::vector{socketRow(1, 7)});
        QCOMPARE(text(0, SocketColumn::Transfer), QStringLiteral("–"));
        transfers_->apply(std::vector{transferRow(7, TransferState::Probing, "first")});
        QCOMPARE(text(0, SocketColumn::Transfer), QStringLiteral("first"));
        transfers_->apply(std::vector{transferRow(7, TransferState::Receiving, "second")});
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
        model_->apply(rows);
        const QSignalSpy removed(model_.get(), &QAbstractItemModel::rowsRemoved);
        const QSignalSpy settled(model_.get(), &RowModel::settled);
        model_->closed(odd);
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
        model_->apply(rows);
        SocketProgress third = progressOf(rows[2]);
        third.received = 10;
        SocketProgress fourth = progressOf(rows[3]);
        fourth.bytesPerSecond = 10;
        model_->progress(std::vector{progressOf(rows[0]), fourth, third});
        QCOMPARE(changed_->size(), 1);
        QCOMPARE(changed_->at(0).at(0).toModelIndex().row(), 2);
        QCOMPARE(changed_->at(0).at(1).toModelIndex().row(), 3);
    }

    void theFurthestSocketIsTheStage() {
        SocketSnapshot racing = socketRow(1, 7, WaitsFor::TcpConnect);
        racing.deadline = DeadlineKind::Connect;
        racing.since = testNow();
        racing.until = testNow() + 30s;
        model_->apply(std::vector{racing, socketRow(2, 7, WaitsFor::TlsHandshake)});
        QCOMPARE(stages_.size(), std::size_t{1});
        QVERIFY(stages_.back().stage.waitsFor == WaitsFor::TlsHandshake);
        model_->closed(std::vector<std::uint64_t>{2});
        QVERIFY(stages_.back().stage.waitsFor == WaitsFor::TcpConnect);
        QVERIFY(stages_.back().stage.until == racing.until);
        model_->closed(std::vector<std::uint64_t>{1});
        QVERIFY(stages_.back().id == TransferId{7});
        QVERIFY(stages_.back().stage == TransferStage{});
    }

    void aStallDeadlineThatMovesIsNoNewStage() {
        SocketSnapshot receiving = socketRow(1, 7);
        model_->apply(std::vector{receiving});
        SocketProgress p = progressOf(receiving);
        p.deadline = DeadlineKind::Stall;
        for (int step = 1; step < 4; ++step) {
            p.since = testNow() + std::chrono::seconds(step);
            p.until = p.since + 60s;
            model_->progress(std::vector{p});
        }
        QCOMPARE(stages_.size(), std::size_t{1});
        QCOMPARE(text(0, SocketColumn::TimerLeft), QStringLiteral("1 min 03 s stall"));
    }

    void aTickRepaintsOnlyWhatReadsDifferently() {
        SocketSnapshot counting = socketRow(1, 7);
        counting.deadline = DeadlineKind::Stall;
        counting.since = testNow();
        counting.until = testNow() + 10'500ms;
        model_->apply(std::vector{counting});
        QVERIFY(model_->anythingCountsDown());
        model_->tick(testNow());
        QVERIFY(changed_->isEmpty());
        model_->tick(testNow() + 400ms);
        QVERIFY(changed_->isEmpty());
        model_->tick(testNow() + 600ms);
        QCOMPARE(changed_->size(), 1);
        QCOMPARE(text(0, SocketColumn::TimerLeft), QStringLiteral("10 s stall"));
        model_->closed(std::vector<std::uint64_t>{1});
        QVERIFY(!model_->anythingCountsDown());
    }
};

QTEST_GUILESS_MAIN(SocketModelTest)
#include "socket_model_test.moc"
