#include "ui/removal_actions.h"

#include "ui/actions.h"
#include "ui/remove_dialog.h"
#include "ui/selected_rows.h"
#include "ui/shown_rows.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"

#include <algorithm>

namespace penstock {

RemovalActions::RemovalActions(const WindowActions& actions, const TransferModel& transfers,
                               TransferCommands& commands, TransferPane& pane)
    : actions_(actions),
      transfers_(transfers),
      pane_(pane),
      removed_(transfers, commands, pane.order(), nullptr) {
    connect(actions.remove, &QAction::triggered, this,
            [this] { removeSelected(RemovedRows::Files::Stay); });
    connect(actions.trash, &QAction::triggered, this,
            [this] { removeSelected(RemovedRows::Files::Trash); });
    connect(actions.removeWithFile, &QAction::triggered, this, &RemovalActions::removeWithFiles);
    connect(actions.removeFinished, &QAction::triggered, this, &RemovalActions::removeFinished);
    connect(actions.undoRemove, &QAction::triggered, &removed_, &RemovedRows::undo);
    connect(&removed_, &RemovedRows::changed, this, &RemovalActions::show);
    connect(&removed_, &RemovedRows::back, this,
            [this] { showRows(pane_.view(), pane_.order(), transfers_, removed_.backAgain()); });
    connect(&pane, &TransferPane::removedDismissed, &removed_, &RemovedRows::forget);
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            look();
        }
    });
    show();
}

void RemovalActions::removeSelected(RemovedRows::Files files) {
    remove(selectedIds(pane_.view()), files);
}

void RemovalActions::remove(const std::vector<TransferId>& ids, RemovedRows::Files files) {
    // At once, rather than with each run of rows that is hidden.
    pane_.view().clearSelection();
    removed_.hide(ids, files);
}

void RemovalActions::removeWithFiles() {
    RemovePlan plan{selectedIds(pane_.view()), {}};
    if (plan.ids.empty()) {
        return;
    }
    if (plan.ids.size() == 1) {
        plan.name = transfers_.nameOf(plan.ids.front());
    }
    auto* dialog = new RemoveDialog(plan, pane_.window());
    connect(dialog, &QDialog::accepted, this,
            [this, plan] { remove(plan.ids, RemovedRows::Files::Delete); });
    dialog->open();
}

void RemovalActions::removeFinished() {
    remove(finished(), RemovedRows::Files::Stay);
}

std::vector<TransferId> RemovalActions::finished() const {
    std::vector<TransferId> ids;
    const TransferSortProxy& order = pane_.order();
    for (int row = 0; row < order.rowCount(); ++row) {
        const QModelIndex index = order.index(row, 0);
        if (index.data(StateRole).toInt() == static_cast<int>(TransferState::Done)) {
            ids.push_back(static_cast<TransferId>(index.data(IdRole).toULongLong()));
        }
    }
    return ids;
}

void RemovalActions::show() {
    const QString text = removed_.text();
    actions_.undoRemove->setEnabled(!text.isEmpty());
    pane_.showRemoved(text);
    look();
}

void RemovalActions::look() {
    bool any = false;
    for (int row = 0; row < transfers_.rowCount() && !any; ++row) {
        any = transfers_.snapshotAt(row).state == TransferState::Done;
    }
    actions_.removeFinished->setEnabled(any);
}

}  // namespace penstock
