#include "ui/selection_link.h"

#include "ui/current_transfer.h"
#include "ui/selected_rows.h"
#include "ui/socket_view.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_model.h"
#include "ui/transfer_view.h"

#include <QItemSelectionModel>
#include <QScopedValueRollback>
#include <QSet>

#include <utility>

namespace penstock {

namespace {

QSet<qulonglong> selectedTransfers(const QTreeView& view) {
    QSet<qulonglong> ids;
    for (const int row : selectedRows(view)) {
        ids.insert(idOfRow(view, row));
    }
    return ids;
}

}  // namespace

SelectionLink::SelectionLink(const Tables& tables, const CurrentTransfer& current)
    : tables_(tables), current_(current) {
    connect(tables_.transfers.selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SelectionLink::transfersChanged);
    connect(&current, &CurrentTransfer::chosenBySocket, this, &SelectionLink::selectCurrent);
    connect(&tables_.rows, &RowModel::settled, this, [this] {
        if (std::exchange(late_, false)) {
            transfersChanged();
        }
    });
}

void SelectionLink::transfersChanged() {
    if (tables_.rows.changing()) {
        late_ = true;  // once for all rows that go
        return;
    }
    const QSet<qulonglong> ids = selectedTransfers(tables_.transfers);
    tables_.socketOrder.setMarked(ids);
    if (bySocket_) {
        return;
    }
    tables_.sockets.clearSelection();
    if (!ids.isEmpty()) {
        tables_.sockets.scrollToTop();
    }
}

void SelectionLink::selectCurrent() {
    const QModelIndex shown = current_.shownAt();
    if (!shown.isValid()) {
        return;
    }
    const QScopedValueRollback<bool> leads(bySocket_, true);
    tables_.transfers.selectionModel()->setCurrentIndex(
        shown, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    tables_.transfers.scrollTo(shown);
    // The marked rows have moved to the top, the selected one with them.
    tables_.sockets.scrollTo(tables_.sockets.currentIndex());
}

}  // namespace penstock
