#include "ui/selection_actions.h"

#include "ui/actions.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"

#include <QItemSelectionModel>

namespace penstock {

SelectionActions::SelectionActions(const WindowActions& actions, const TransferModel& transfers,
                                   TransferCommands& commands, TransferPane& pane)
    : actions_(actions),
      selection_(transfers, commands, pane.view()),
      question_(actions, selection_, pane) {
    connectActions();
    // While rows go, the selection changes with each run of them: once afterwards is enough.
    connect(pane.view().selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this, &transfers] {
                if (!transfers.changing()) {
                    update();
                }
            });
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            update();
        }
    });
    update();
}

void SelectionActions::connectActions() {
    const auto on = [this](QAction* action, auto what) {
        connect(action, &QAction::triggered, this, what);
    };
    on(actions_.start, [this] { selection_.start(); });
    on(actions_.pause, [this] { selection_.pause(); });
    on(actions_.pauseAll, [this] { selection_.pauseAll(); });
    on(actions_.removeWithFile, [this] { selection_.removeWithFiles(); });
    on(actions_.openFolder, [this] { selection_.openFolders(); });
    on(actions_.copyLink, [this] { selection_.copyLinks(); });
}

void SelectionActions::update() {
    const SelectionCommands::Allowed allowed = selection_.allowed();
    actions_.start->setEnabled(allowed.start);
    actions_.start->setText(allowed.startWord);
    actions_.pause->setEnabled(allowed.pause);
    for (QAction* action :
         {actions_.remove, actions_.removeWithFile, actions_.openFolder, actions_.copyLink}) {
        action->setEnabled(allowed.any);
    }
    actions_.pauseAll->setEnabled(selection_.anyPausable());
    question_.ask(allowed.question);
}

}  // namespace penstock
