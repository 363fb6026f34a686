#include "ui/shown_rows.h"

#include "ui/row_runs.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_model.h"
#include "ui/transfer_view.h"

#include <QItemSelectionModel>

namespace penstock {

bool showRows(TransferView& view, const TransferSortProxy& order, const TransferModel& transfers,
              const std::vector<TransferId>& ids) {
    std::vector<int> rows;
    for (const TransferId id : ids) {
        const int row = transfers.rowOf(id);
        const QModelIndex shown =
            row < 0 ? QModelIndex() : order.mapFromSource(transfers.index(row, 0));
        if (shown.isValid()) {
            rows.push_back(shown.row());
        }
    }
    if (rows.empty()) {
        return false;
    }
    sortUnique(rows);
    QItemSelection selection;
    visitRunsBackwards(rows, [&](int first, int last) {
        selection.select(order.index(first, 0), order.index(last, 0));
    });
    QItemSelectionModel& selected = *view.selectionModel();
    const QModelIndex first = order.index(rows.front(), 0);
    selected.setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    selected.select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    view.scrollTo(first);
    return true;
}

QHash<QString, TransferId> addressesOf(const TransferModel& transfers,
                                       const TransferSortProxy& order) {
    QHash<QString, TransferId> addresses;
    addresses.reserve(transfers.rowCount());
    for (int row = 0; row < transfers.rowCount(); ++row) {
        const TransferSnapshot& s = transfers.snapshotAt(row);
        if (!order.isHidden(s.id)) {
            addresses.insert(QString::fromStdString(s.url), s.id);
        }
    }
    return addresses;
}

}  // namespace penstock
