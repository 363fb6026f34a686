#include "ui/removal_actions.h"

#include "ui/actions.h"
#include "ui/selected_rows.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"

namespace penstock {

RemovalActions::RemovalActions(const WindowActions& actions, const TransferModel& transfers,
                               TransferCommands& commands, TransferPane& pane)
    : actions_(actions), pane_(pane), removed_(transfers, commands, pane.order(), nullptr) {
    connect(actions.remove, &QAction::triggered, this, &RemovalActions::removeSelected);
    connect(actions.undoRemove, &QAction::triggered, &removed_, &RemovedRows::undo);
    connect(&removed_, &RemovedRows::changed, this, &RemovalActions::show);
    connect(&pane, &TransferPane::removedDismissed, &removed_, &RemovedRows::forget);
    show();
}

void RemovalActions::removeSelected() {
    const std::vector<TransferId> ids = selectedIds(pane_.view());
    // At once, rather than with each run of rows that is hidden.
    pane_.view().clearSelection();
    removed_.hide(ids);
}

void RemovalActions::show() {
    const QString text = removed_.text();
    actions_.undoRemove->setEnabled(!text.isEmpty());
    pane_.showRemoved(text);
}

}  // namespace penstock
