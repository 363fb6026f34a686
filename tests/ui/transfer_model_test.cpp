#include "ui/transfer_model.h"

#include "tests/ui/rows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Rows first..last and columns left..right of a dataChanged.
struct Changed {
    int first, last, left, right;

    bool operator==(const Changed&) const = default;
};

std::vector<Changed> changes(const QSignalSpy& spy) {
    std::vector<Changed> result;
    for (const QList<QVariant>& signal : spy) {
        const auto topLeft = signal.at(0).toModelIndex();
        const auto bottomRight = signal.at(1).toModelIndex();
        result.push_back(
            {topLeft.row(), bottomRight.row(), topLeft.column(), bottomRight.column()});
    }
    return result;
}

constexpr int kSize = static_cast<int>(TransferColumn::Size);
constexpr int kStatus = static_cast<int>(TransferColumn::Status);
constexpr int kWaitsFor = static_cast<int>(TransferColumn::WaitsFor);
constexpr int kLastMoved = static_cast<int>(kLastMoving);
constexpr int kLast = static_cast<int>(TransferColumn::Count) - 1;

TransferProgress moved(std::uint64_t id, std::uint64_t received) {
    TransferProgress p;
    p.id = static_cast<TransferId>(id);
    p.received = received;
    p.total = 100;
    p.rangeEnd = received;
    p.bytesPerSecond = 10;
    p.activeSockets = 1;
    return p;
}

}  // namespace

class TransferModelTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<SnapshotMirror> mirror_;
    std::unique_ptr<TransferModel> model_;
    std::unique_ptr<QAbstractItemModelTester> tester_;
    std::unique_ptr<QSignalSpy> changed_;
    std::unique_ptr<QSignalSpy> reset_;

    void fill(int rows) {
        std::vector<TransferSnapshot> snapshots;
        for (int id = 1; id <= rows; ++id) {
            snapshots.push_back(
                transferRow(static_cast<std::uint64_t>(id), TransferState::Receiving));
        }
        mirror_->apply(snapshots);
        changed_->clear();
    }

    [[nodiscard]] QString text(int row, TransferColumn column, int role = Qt::DisplayRole) const {
        return model_->index(row, static_cast<int>(column)).data(role).toString();
    }

private slots:

    void init() {
        mirror_ = std::make_unique<SnapshotMirror>();
        model_ = std::make_unique<TransferModel>(*mirror_, testNow);
        tester_ = std::make_unique<QAbstractItemModelTester>(model_.get());
        changed_ = std::make_unique<QSignalSpy>(model_.get(), &QAbstractItemModel::dataChanged);
        reset_ = std::make_unique<QSignalSpy>(model_.get(), &QAbstractItemModel::modelReset);
    }

    void cleanup() {
        QVERIFY(reset_->isEmpty());
        changed_.reset();
        reset_.reset();
        tester_.reset();
        model_.reset();
    }

    void newIdsAreAppendedAtOnceAndOthersReplaced() {
        fill(2);
        const QSignalSpy inserted(model_.get(), &QAbstractItemModel::rowsInserted);
        mirror_->apply(std::vector{transferRow(3, TransferState::Queued, "three"),
                                   transferRow(1, TransferState::Paused, "one"),
                                   transferRow(4, TransferState::Queued),
                                   transferRow(3, TransferState::Paused, "3")});
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model_->rowCount(), 4);
        QCOMPARE(text(0, TransferColumn::Name), QStringLiteral("one"));
        QCOMPARE(text(2, TransferColumn::Name), QStringLiteral("3"));
        QCOMPARE(model_->idAt(3), static_cast<TransferId>(4));
        QVERIFY(changes(*changed_) == (std::vector<Changed>{{0, 0, 0, kLast}}));
    }

    void neighboursThatMovedAreToldTogetherAndOthersNotAtAll() {
        fill(6);
        mirror_->progress(std::vector{moved(6, 50), moved(2, 50), moved(1, 50), moved(99, 1)});
        QVERIFY(changes(*changed_) ==
                (std::vector<Changed>{{5, 5, kSize, kLastMoved}, {0, 1, kSize, kLastMoved}}));
    }

    void whatStandsStillIsNotToldAgain() {
        fill(1);
        mirror_->progress(std::vector{moved(1, 50)});
        changed_->clear();
        mirror_->progress(std::vector{moved(1, 50)});
        QVERIFY(changed_->isEmpty());
    }

    void progressGrowsTheSpansAndTheNumbers() {
        fill(1);
        mirror_->progress(std::vector{moved(1, 50)});
        QCOMPARE(text(0, TransferColumn::Progress), QStringLiteral("50 %"));
        QCOMPARE(text(0, TransferColumn::TimeLeft), QStringLiteral("5 s"));
        const auto spans = model_->index(0, 0).data(SpansRole).value<Spans>();
        QCOMPARE(spans, (Spans{QPointF(0, 0.5)}));
        QCOMPARE(model_->bytesPerSecond(), std::uint64_t{10});
    }

    void aPausedRowHasNoSpeedWhateverComesLate() {
        fill(1);
        mirror_->progress(std::vector{moved(1, 50)});
        mirror_->apply(std::vector{transferRow(1, TransferState::Paused)});
        mirror_->progress(std::vector{moved(1, 60)});
        QCOMPARE(model_->bytesPerSecond(), std::uint64_t{0});
    }

    void removedRowsGoAndTheRestKeepsItsIds() {
        fill(6);
        const QSignalSpy removed(model_.get(), &QAbstractItemModel::rowsRemoved);
        mirror_->remove(std::vector{TransferId{5}, TransferId{2}, TransferId{3}, TransferId{77},
                                    TransferId{2}});
        QCOMPARE(removed.size(), 2);
        QCOMPARE(model_->rowCount(), 3);
        QCOMPARE(model_->rowOf(TransferId{6}), 2);
        QCOMPARE(model_->rowOf(TransferId{2}), -1);
        QCOMPARE(model_->nameOf(TransferId{4}), QStringLiteral("file.iso"));
        QVERIFY(model_->nameOf(TransferId{5}).isEmpty());
    }

    // What is signalled run by run costs as much as all rows each time, in view, proxy and
    // selection.
    void scatteredRowsGoInOnePieceAndWhatIsHeldOfOthersStays() {
        constexpr int kRows = 1'000;
        fill(kRows);
        const QPersistentModelIndex held(model_->index(501, 3));
        const QSignalSpy removed(model_.get(), &QAbstractItemModel::rowsRemoved);
        const QSignalSpy settled(model_.get(), &RowModel::settled);
        std::vector<TransferId> odd;
        for (std::uint64_t id = 1; id <= kRows; id += 2) {
            odd.push_back(TransferId{id});
        }
        mirror_->remove(odd);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(settled.size(), 1);
        QCOMPARE(model_->rowCount(), kRows / 2);
        for (int row = 0; row < model_->rowCount(); ++row) {
            const auto id = static_cast<TransferId>(2 * (row + 1));
            QCOMPARE(model_->idAt(row), id);
            QCOMPARE(model_->rowOf(id), row);
        }
        QCOMPARE(held.row(), 250);
        QCOMPARE(held.column(), 3);
    }

    void scatteredRowsThatMoveAreToldInOnePieceToo() {
        constexpr int kRows = 1'000;
        fill(kRows);
        const QSignalSpy settled(model_.get(), &RowModel::settled);
        std::vector<TransferProgress> odd;
        for (std::uint64_t id = 1; id <= kRows; id += 2) {
            odd.push_back(moved(id, 50));
        }
        mirror_->progress(odd);
        QVERIFY(changes(*changed_) == (std::vector<Changed>{{0, kRows - 2, kSize, kLastMoved}}));
        QCOMPARE(settled.size(), 1);
        QVERIFY(!settled.front().front().toBool());
    }

    void aCallSettlesOnceAndSaysWhetherRowsDiffer() {
        QSignalSpy settled(model_.get(), &RowModel::settled);
        bool within = false;
        connect(model_.get(), &QAbstractItemModel::rowsInserted, this,
                [&] { within = model_->changing(); });
        fill(3);
        QVERIFY(within && !model_->changing());
        QCOMPARE(settled.takeFirst().front().toBool(), true);
        mirror_->remove(std::vector{TransferId{1}, TransferId{3}});
        QCOMPARE(settled.takeFirst().front().toBool(), true);
        mirror_->remove(std::vector{TransferId{1}});
        mirror_->progress(std::vector{moved(9, 1)});
        QVERIFY(settled.isEmpty());
    }

    void aTickRepaintsOnlyWhatReadsDifferently() {
        fill(2);
        TransferSnapshot waiting = transferRow(2, TransferState::Waiting);
        waiting.wait = {WaitsFor::Retry, testNow(), testNow() + 8s};
        mirror_->apply(std::vector{waiting});
        QVERIFY(model_->anythingCountsDown());
        changed_->clear();
        model_->tick(testNow());
        model_->tick(testNow() + 900ms);
        QVERIFY(changed_->isEmpty());
        model_->tick(testNow() + 1100ms);
        QVERIFY(changes(*changed_) == (std::vector<Changed>{{1, 1, kStatus, kStatus}}));
        QCOMPARE(text(1, TransferColumn::Status), QStringLiteral("Retrying in 7 s"));
        model_->tick(testNow() + 9s);
        QVERIFY(!model_->anythingCountsDown());
    }

    void aWaitWordsTheStatusWhileProbing() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Probing)});
        TransferProgress p;
        p.id = TransferId{1};
        p.wait = {WaitsFor::TlsHandshake, testNow(), testNow() + 15s};
        changed_->clear();
        mirror_->progress(std::vector{p});
        QVERIFY(changes(*changed_) == (std::vector<Changed>{{0, 0, kStatus, kWaitsFor}}));
        QCOMPARE(text(0, TransferColumn::Status), QStringLiteral("Securing the connection"));
        QCOMPARE(text(0, TransferColumn::Status, DetailRole), QStringLiteral("15 s left of 15 s"));
        QVERIFY(model_->anythingCountsDown());
    }

    void r138TextFromOutsideIsNotMarkup() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Queued, "<b>x</b>")});
        QCOMPARE(text(0, TransferColumn::Name), QStringLiteral("<b>x</b>"));
        QVERIFY(
            text(0, TransferColumn::Name, Qt::ToolTipRole).contains(QStringLiteral("&lt;b&gt;")));
    }

    void theNamesToolTipSaysNamePathAndAddress() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Done, "a.iso")});
        QCOMPARE(text(0, TransferColumn::Name, Qt::ToolTipRole),
                 QStringLiteral("<qt>a.iso<br/>/tmp/a.iso<br/>https://example.org/a.iso</qt>"));
    }

    void aScreenReaderHearsTheSecondLineToo() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Failed)});
        QCOMPARE(text(0, TransferColumn::Status, Qt::AccessibleTextRole),
                 QStringLiteral("Failed, Nothing was downloaded"));
    }
};

QTEST_GUILESS_MAIN(TransferModelTest)
#include "transfer_model_test.moc"
