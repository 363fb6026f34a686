#include "ui/selection_actions.h"

#include "ui/actions.h"
#include "ui/make_action.h"
#include "ui/stop_question.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"

#include <QItemSelectionModel>

namespace penstock {

SelectionActions::SelectionActions(const WindowActions& actions, const TransferModel& transfers,
                                   TransferCommands& commands, TransferPane& pane,
                                   StopQuestion& stop)
    : actions_(actions),
      selection_(transfers, commands, pane.view()),
      question_(actions, selection_, pane),
      stop_(stop) {
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
    connect(&pane.view(), &TransferView::opened, this,
            [this](qulonglong id) { selection_.openFile(static_cast<TransferId>(id)); });
    update();
}

void SelectionActions::connectActions() {
    const auto on = [this](QAction* action, auto what) {
        connect(action, &QAction::triggered, this, what);
    };
    on(actions_.start, [this] { selection_.start(); });
    on(actions_.pause, [this] { stop_.pause(selection_.pausable()); });
    on(actions_.pauseAll, [this] { stop_.pause(selection_.allPausable()); });
    on(actions_.open, [this] { selection_.openFirst(); });
    on(actions_.openFolder, [this] { selection_.showInFolder(); });
    on(actions_.copyLink, [this] { selection_.copyLinks(); });
}

void SelectionActions::update() {
    const SelectionCommands::Allowed allowed = selection_.allowed();
    actions_.start->setEnabled(allowed.start);
    if (allowed.startWord != actions_.start->text()) {
        sayOf(*actions_.start, allowed.startWord, allowed.startTip);
    }
    actions_.pause->setEnabled(allowed.pause);
    actions_.open->setEnabled(allowed.open);
    actions_.trash->setEnabled(allowed.open);
    for (QAction* action :
         {actions_.remove, actions_.removeWithFile, actions_.openFolder, actions_.copyLink}) {
        action->setEnabled(allowed.any);
    }
    actions_.pauseAll->setEnabled(selection_.anyPausable());
    question_.ask(allowed.question);
}

}  // namespace penstock
