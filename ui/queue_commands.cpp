#include "ui/queue_commands.h"

#include "ui/actions.h"
#include "ui/format.h"
#include "ui/limit_choice.h"
#include "ui/queue_list.h"
#include "ui/rate_dialog.h"
#include "ui/selected_rows.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"

#include <QItemSelectionModel>
#include <QMenu>

#include <algorithm>
#include <optional>

namespace penstock {

namespace {

/// Those that a person has stopped, or that wait for their next try. What has failed is tried again
/// one by one: a reason stands beside it.
bool isToStart(TransferState state) {
    return state == TransferState::Paused || state == TransferState::Waiting;
}

QString speedTitle() {
    return QueueCommands::tr("Speed limit");
}

}  // namespace

QueueCommands::QueueCommands(const Parts& parts, TransferPane& pane)
    : parts_(parts), view_(pane.view()), order_(pane.order()) {
    connectActions();
    connect(&parts.queues, &QueueList::changed, this, &QueueCommands::fillQueues);
    fillQueues();
    connect(view_.selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!parts_.transfers.changing()) {
            update();
        }
    });
    connect(&order_, &TransferSortProxy::hiddenChanged, this, &QueueCommands::update);
    connect(&parts.transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            update();
        }
    });
    update();
}

void QueueCommands::connectActions() {
    const QueueActions& actions = parts_.actions.queue;
    const auto on = [this](QAction* action, auto what) {
        connect(action, &QAction::triggered, this, what);
    };
    on(actions.startAll, [this] { startAll(); });
    on(actions.limit, [this] { askLimit(); });
    on(actions.limitAll, [this] { askLimitOfAll(); });
    on(actions.high, [this] { prioritize(Priority::High); });
    on(actions.normal, [this] { prioritize(Priority::Normal); });
    on(actions.low, [this] { prioritize(Priority::Low); });
    on(actions.inOrder, [this] {
        parts_.commands.setInOrder(selectedIds(view_), parts_.actions.queue.inOrder->isChecked());
    });
    const auto moves = [&](QAction* action, Place place) {
        on(action, [this, place] { parts_.commands.move(selectedIds(view_), place); });
    };
    moves(actions.moveUp, Place::Up);
    moves(actions.moveDown, Place::Down);
    moves(actions.moveTop, Place::Top);
    moves(actions.moveBottom, Place::Bottom);
}

void QueueCommands::fillQueues() {
    QMenu& menu = *parts_.actions.queue.queue->menu();
    menu.clear();
    addQueue(tr("No queue"), {});
    menu.addSeparator();
    for (const QueueSettings& each : parts_.queues.queues()) {
        addQueue(shownText(each.name), each.name);
    }
    menu.addAction(parts_.actions.settings);
}

void QueueCommands::addQueue(const QString& text, const std::string& name) {
    // An ampersand would name a key.
    QString label = text;
    label.replace(QLatin1Char('&'), QLatin1String("&&"));
    QAction* action = parts_.actions.queue.queue->menu()->addAction(label);
    connect(action, &QAction::triggered, this,
            [this, name] { parts_.commands.setQueueOf(selectedIds(view_), name); });
}

void QueueCommands::update() {
    const QueueActions& actions = parts_.actions.queue;
    bool any = false;
    bool unfinished = false;
    bool inOrder = true;
    std::optional<Priority> priority;
    bool mixed = false;
    for (const TransferId id : selectedIds(view_)) {
        const TransferSnapshot& s = snapshotOf(id);
        mixed = mixed || (any && priority != s.priority);
        priority = s.priority;
        any = true;
        inOrder = inOrder && s.inOrder;
        unfinished = unfinished || s.state != TransferState::Done;
    }
    for (QAction* action :
         {actions.moveUp, actions.moveDown, actions.moveTop, actions.moveBottom}) {
        action->setEnabled(any);
    }
    for (QAction* action : {actions.limit, actions.high, actions.normal, actions.low,
                            actions.inOrder, actions.queue}) {
        action->setEnabled(unfinished);
    }
    const auto checked = mixed ? std::nullopt : priority;
    actions.high->setChecked(checked == Priority::High);
    actions.normal->setChecked(checked == Priority::Normal);
    actions.low->setChecked(checked == Priority::Low);
    actions.inOrder->setChecked(any && inOrder);
    actions.startAll->setEnabled(anyToStart());
}

void QueueCommands::prioritize(Priority priority) {
    parts_.commands.setPriority(selectedIds(view_), priority);
    update();  // a click on the one that is set must not take its mark away
}

// What was removed stays as it is while that can be undone.
bool QueueCommands::isToStartAt(int row) const {
    const TransferSnapshot& s = parts_.transfers.snapshotAt(row);
    return isToStart(s.state) && !order_.isHidden(s.id);
}

bool QueueCommands::anyToStart() const {
    for (int row = 0; row < parts_.transfers.rowCount(); ++row) {
        if (isToStartAt(row)) {
            return true;
        }
    }
    return false;
}

void QueueCommands::startAll() {
    std::vector<TransferId> ids;
    for (int row = 0; row < parts_.transfers.rowCount(); ++row) {
        if (isToStartAt(row)) {
            ids.push_back(parts_.transfers.idAt(row));
        }
    }
    if (!ids.empty()) {
        parts_.commands.resume(ids);
    }
}

void QueueCommands::askLimit() {
    const std::vector<TransferId> ids = selectedIds(view_);
    if (ids.empty()) {
        return;
    }
    const QString whose = ids.size() == 1
                              ? nameInSentence(parts_.transfers.nameOf(ids.front()))
                              : tr("Each of %Ln transfers", nullptr, static_cast<int>(ids.size()));
    auto* dialog =
        new RateDialog({speedTitle(), whose}, snapshotOf(ids.front()).rateLimit, view_.window());
    connect(dialog, &RateDialog::chosen, this,
            [this, ids](quint64 rate) { parts_.commands.setRateLimit(ids, rate); });
    dialog->open();
}

void QueueCommands::askLimitOfAll() {
    auto* dialog = new RateDialog({speedTitle(), tr("All transfers together")},
                                  parts_.limits.value().totalRate, view_.window());
    connect(dialog, &RateDialog::chosen, &parts_.limits, &LimitChoice::chooseTotalRate);
    dialog->open();
}

const TransferSnapshot& QueueCommands::snapshotOf(TransferId id) const {
    return parts_.transfers.snapshotAt(parts_.transfers.rowOf(id));
}

}  // namespace penstock
