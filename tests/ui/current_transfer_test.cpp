#include "ui/current_transfer.h"

#include "tests/ui/rows.h"
#include "ui/model_roles.h"
#include "ui/snapshot_mirror.h"
#include "ui/socket_model.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_model.h"

#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace penstock;

namespace {

constexpr auto kSelect = QItemSelectionModel::Select | QItemSelectionModel::Rows;
constexpr auto kInstead = QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows;
constexpr auto kFocusOnly = QItemSelectionModel::NoUpdate;

/// Two tables side by side, and what follows them.
struct Tables {
    SnapshotMirror mirror;
    TransferModel transfers{mirror, testNow};
    SocketModel sockets{mirror, transfers, testNow};
    TransferSortProxy transferOrder{transfers, nullptr};
    SocketSortProxy socketOrder{nullptr};
    QTreeView transferView;
    QTreeView socketView;
    std::unique_ptr<CurrentTransfer> current;
    std::unique_ptr<QSignalSpy> changed;
    std::unique_ptr<QSignalSpy> bySocket;

    explicit Tables(std::uint64_t count = 4) {
        std::vector<TransferSnapshot> rows;
        for (std::uint64_t id = 1; id <= count; ++id) {
            rows.push_back(
                transferRow(id, TransferState::Paused, std::to_string(id * 7919 % 10'007)));
        }
        mirror.apply(rows);
        mirror.apply(std::vector{socketRow(11, 1), socketRow(12, 2), socketRow(13, 0),
                                 socketRow(14, 2), socketRow(15, 77)});
        socketOrder.setSourceModel(&sockets);
        transferView.setModel(&transferOrder);
        socketView.setModel(&socketOrder);
        transferView.setSelectionMode(QAbstractItemView::ExtendedSelection);
        socketView.setSelectionMode(QAbstractItemView::ExtendedSelection);
        current = std::make_unique<CurrentTransfer>(transfers, sockets, transferView, socketView);
        changed = std::make_unique<QSignalSpy>(current.get(), &CurrentTransfer::changed);
        bySocket = std::make_unique<QSignalSpy>(current.get(), &CurrentTransfer::chosenBySocket);
    }

    void transfer(std::uint64_t id, QItemSelectionModel::SelectionFlags how) const {
        const QModelIndex source = transfers.index(transfers.rowOf(TransferId{id}), 0);
        transferView.selectionModel()->setCurrentIndex(transferOrder.mapFromSource(source), how);
    }

    void socket(std::uint64_t serial, QItemSelectionModel::SelectionFlags how = kInstead) const {
        const QModelIndex source = sockets.index(sockets.rowOf(serial), 0);
        socketView.selectionModel()->setCurrentIndex(socketOrder.mapFromSource(source), how);
    }

    /// The number of its id; 0 for none.
    [[nodiscard]] int id() const { return static_cast<int>(current->id()); }

    /// How often it was told since this was asked last.
    [[nodiscard]] int told() const {
        const auto times = static_cast<int>(changed->size());
        changed->clear();
        return times;
    }
};

}  // namespace

class CurrentTransferTest : public QObject {
    Q_OBJECT

private slots:

    void thereIsNoneUntilOneIsChosen() {
        Tables tables;
        QCOMPARE(tables.id(), 0);
        QVERIFY(!tables.current->shownAt().isValid());
        tables.transfer(3, kInstead);
        QCOMPARE(tables.id(), 3);
        QCOMPARE(tables.told(), 1);
        QCOMPARE(tables.current->shownAt().data(IdRole).toInt(), 3);
        tables.transfer(3, kInstead);
        QCOMPARE(tables.told(), 0);
        tables.transferView.clearSelection();
        QCOMPARE(tables.id(), 0);
        QCOMPARE(tables.told(), 1);
    }

    void whatIsChosenBeforehandIsCurrentAtOnce() {
        Tables tables;
        tables.transfer(2, kInstead);
        const CurrentTransfer later(tables.transfers, tables.sockets, tables.transferView,
                                    tables.socketView);
        QVERIFY(later.id() == TransferId{2});
    }

    void ofSeveralItIsTheOneWithTheFocus() {
        const Tables tables;
        tables.transfer(3, kInstead);
        tables.transfer(1, kSelect);
        QCOMPARE(tables.id(), 1);
        QCOMPARE(tables.told(), 2);
        tables.transfer(4, kFocusOnly);
        QCOMPARE(tables.id(), 1);
        tables.transfer(3, kFocusOnly);
        QCOMPARE(tables.id(), 3);
        tables.transfer(3, QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
        QCOMPARE(tables.id(), 1);
    }

    void whatIsSelectedWithoutTheFocusCountsFromTheEnd() {
        const Tables tables;
        for (const int row : {2, 0}) {
            tables.transferView.selectionModel()->select(tables.transferOrder.index(row, 0),
                                                         kSelect);
        }
        QCOMPARE(tables.id(), 3);
    }

    void rowsThatComeMoveAndChangeLeaveItAlone() {
        Tables tables;
        tables.transfer(3, kInstead);
        QCOMPARE(tables.told(), 1);
        tables.transferOrder.sort(0, Qt::DescendingOrder);
        tables.transferOrder.sort(0, Qt::AscendingOrder);
        tables.mirror.apply(std::vector{transferRow(5, TransferState::Queued, "0"),
                                        transferRow(3, TransferState::Done, "999999")});
        tables.mirror.remove(std::vector{TransferId{1}, TransferId{4}});
        tables.transferOrder.setHidden({TransferId{2}}, true);
        tables.transferOrder.setHidden({TransferId{2}}, false);
        QCOMPARE(tables.id(), 3);
        QCOMPARE(tables.told(), 0);
        QCOMPARE(tables.current->shownAt().data(IdRole).toInt(), 3);
    }

    void hiddenOrRemovedItIsCurrentNoMore_data() {
        QTest::addColumn<bool>("hide");
        QTest::newRow("hidden") << true;
        QTest::newRow("removed") << false;
    }

    void hiddenOrRemovedItIsCurrentNoMore() {
        QFETCH(bool, hide);
        Tables tables;
        const auto take = [&](TransferId id) {
            if (hide) {
                tables.transferOrder.setHidden({id}, true);
            } else {
                tables.mirror.remove(std::vector{id});
            }
        };
        tables.transfer(3, kInstead);
        tables.transfer(1, kSelect);
        take(TransferId{1});
        QCOMPARE(tables.id(), 3);
        take(TransferId{3});
        QCOMPARE(tables.id(), 0);
        QVERIFY(!tables.current->shownAt().isValid());
    }

    void rowsThatGoTogetherAreToldOnceAndNeverBefore() {
        constexpr std::uint64_t kRows = 400;
        Tables tables(kRows);
        tables.transferOrder.sort(0, Qt::AscendingOrder);
        tables.transferView.selectAll();
        tables.transfer(7, kFocusOnly);
        QCOMPARE(tables.id(), 7);
        std::vector<TransferId> odd;
        for (std::uint64_t id = 1; id <= kRows; id += 2) {
            odd.push_back(TransferId{id});
        }
        (void)tables.told();
        bool known = true;
        connect(tables.current.get(), &CurrentTransfer::changed, this,
                [&] { known = tables.transfers.rowOf(tables.current->id()) >= 0; });
        tables.mirror.remove(odd);
        QCOMPARE(tables.told(), 1);
        QVERIFY(known && tables.id() % 2 == 0 && tables.id() != 0);
    }

    void aSocketBringsItsTransfer() {
        const Tables tables;
        tables.transfer(3, kInstead);
        tables.socket(11);
        QCOMPARE(tables.id(), 1);
        tables.socket(12);
        tables.socket(14);  // of the same
        QCOMPARE(tables.id(), 2);
        QCOMPARE(tables.told(), 3);
        QCOMPARE(tables.bySocket->size(), 3);
        tables.transfer(3, QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        tables.transfer(4, kInstead);
        QCOMPARE(tables.id(), 4);
        QCOMPARE(tables.bySocket->size(), 3);
    }

    void aSocketOfNoTransferBringsNone_data() {
        QTest::addColumn<int>("serial");
        QTest::newRow("a lookup") << 13;
        QTest::newRow("of a transfer that is not on the list") << 15;
    }

    void aSocketOfNoTransferBringsNone() {
        QFETCH(int, serial);
        const Tables tables;
        tables.transfer(3, kInstead);
        tables.socket(static_cast<std::uint64_t>(serial));
        QCOMPARE(tables.id(), 3);
        QVERIFY(tables.bySocket->isEmpty());
    }

    void aSocketThatClosesIsNobodysChoice() {
        Tables tables;
        tables.socket(11);
        tables.socket(12, kSelect);
        QCOMPARE(tables.id(), 2);
        (void)tables.told();
        tables.bySocket->clear();
        tables.mirror.closed(std::vector<std::uint64_t>{12, 14});
        QCOMPARE(tables.id(), 2);
        QVERIFY(tables.bySocket->isEmpty());
    }

    void aSocketOfAHiddenTransferBringsItUntilItIsRemoved() {
        Tables tables;
        tables.transfer(3, kInstead);
        tables.transferOrder.setHidden({TransferId{1}}, true);
        tables.socket(11);
        QCOMPARE(tables.id(), 1);
        QVERIFY(!tables.current->shownAt().isValid());
        tables.mirror.remove(std::vector{TransferId{1}});
        QCOMPARE(tables.id(), 3);
    }
};

QTEST_MAIN(CurrentTransferTest)
#include "current_transfer_test.moc"
