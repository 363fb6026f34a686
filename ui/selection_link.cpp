#include "ui/selection_link.h"

#include "ui/model_roles.h"
#include "ui/row_model.h"
#include "ui/selected_rows.h"
#include "ui/socket_view.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_view.h"

#include <QItemSelectionModel>
#include <QScopedValueRollback>
#include <QSet>

#include <utility>

namespace penstock {

namespace {

/// The model below the view's order.
const RowModel& rowsOf(const QAbstractItemView& view) {
    const auto* order = qobject_cast<const QSortFilterProxyModel*>(view.model());
    return *qobject_cast<const RowModel*>(order->sourceModel());
}

QSet<qulonglong> selectedTransfers(const QTreeView& view) {
    QSet<qulonglong> ids;
    for (const int row : selectedRows(view)) {
        ids.insert(idOfRow(view, row));
    }
    return ids;
}

}  // namespace

SelectionLink::SelectionLink(TransferView& transfers, SocketView& sockets,
                             SocketSortProxy& socketOrder, QObject* parent)
    : QObject(parent), transfers_(transfers), sockets_(sockets), socketOrder_(socketOrder) {
    connect(transfers.selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SelectionLink::transfersChanged);
    connect(sockets.selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SelectionLink::socketsChanged);
    connect(&rowsOf(transfers), &RowModel::settled, this, [this] {
        if (std::exchange(late_, false)) {
            transfersChanged();
        }
    });
}

void SelectionLink::transfersChanged() {
    if (rowsOf(transfers_).changing()) {
        late_ = true;  // once for all rows that go
        return;
    }
    const QSet<qulonglong> ids = selectedTransfers(transfers_);
    socketOrder_.setMarked(ids);
    if (leader_ != Leader::Nothing) {
        return;
    }
    const QScopedValueRollback<Leader> leads(leader_, Leader::Transfers);
    sockets_.clearSelection();
    if (!ids.isEmpty()) {
        sockets_.scrollToTop();
    }
}

void SelectionLink::socketsChanged() {
    // A socket that has gone is nobody's choice.
    if (leader_ != Leader::Nothing || rowsOf(sockets_).changing()) {
        return;
    }
    const std::vector<int> rows = selectedRows(sockets_);
    const qulonglong id = rows.empty() ? 0 : idOfRow(sockets_, rows.back());
    if (id != 0) {
        const QScopedValueRollback<Leader> leads(leader_, Leader::Sockets);
        selectTransfer(id);
    }
}

void SelectionLink::selectTransfer(qulonglong id) {
    const QAbstractItemModel& model = *transfers_.model();
    const QModelIndexList found =
        model.match(model.index(0, 0), IdRole, QVariant::fromValue(id), 1, Qt::MatchExactly);
    if (found.isEmpty()) {
        return;
    }
    transfers_.selectionModel()->setCurrentIndex(
        found.first(), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    transfers_.scrollTo(found.first());
    // The marked rows have moved to the top, the selected one with them.
    sockets_.scrollTo(sockets_.currentIndex());
}

}  // namespace penstock
