#pragma once
// The selected rows of a view that selects whole rows.

#include "engine/transfer_types.h"
#include "ui/model_roles.h"
#include "ui/row_runs.h"

#include <QAbstractItemView>
#include <QItemSelectionModel>

#include <vector>

namespace penstock {

/// By ascending number, each once. By the ranges themselves: QItemSelectionModel::selectedRows()
/// compares each row with every range, which takes seconds for thousands of scattered ones.
inline std::vector<int> selectedRows(const QAbstractItemView& view) {
    std::vector<int> rows;
    for (const QItemSelectionRange& range : view.selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            rows.push_back(row);
        }
    }
    sortUnique(rows);
    return rows;
}

/// What IdRole says of a row.
inline qulonglong idOfRow(const QAbstractItemView& view, int row) {
    return view.model()->index(row, 0).data(IdRole).toULongLong();
}

/// The transfers of the selected rows, in their order.
inline std::vector<TransferId> selectedIds(const QAbstractItemView& view) {
    std::vector<TransferId> ids;
    for (const int row : selectedRows(view)) {
        ids.push_back(static_cast<TransferId>(idOfRow(view, row)));
    }
    return ids;
}

}  // namespace penstock
