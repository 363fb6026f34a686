#include "ui/queue_actions.h"

#include "ui/icons.h"
#include "ui/make_action.h"

#include <QActionGroup>
#include <QMenu>

namespace penstock {

QueueActions::QueueActions(QWidget& window)
    : startAll(makeAction(window, {"actionStartAll", tr("Start all"), "media-playback-start",
                                   "Ctrl+Shift+S", tr("Start or resume all transfers")})),
      limit(makeAction(window, {"actionLimit", tr("Speed limit…"), "held", "Ctrl+L",
                                tr("Limit the speed of the selected transfers")})),
      limitAll(makeAction(window, {"actionLimitAll", tr("Limit of all…"), "held", "Ctrl+Shift+L",
                                   tr("Limit the speed of all transfers together")})),
      moveUp(makeAction(window, {"actionMoveUp", tr("Up"), "go-up", "Ctrl+Up",
                                 tr("Move towards the top of the list")})),
      moveDown(makeAction(window, {"actionMoveDown", tr("Down"), "go-down", "Ctrl+Down",
                                   tr("Move towards the bottom of the list")})),
      moveTop(makeAction(window, {"actionMoveTop", tr("To the top"), "go-top", "Ctrl+PgUp",
                                  tr("Move to the top of the list")})),
      moveBottom(makeAction(window, {"actionMoveBottom", tr("To the bottom"), "go-bottom",
                                     "Ctrl+PgDown", tr("Move to the bottom of the list")})),
      high(makeAction(window, {"actionPriorityHigh", tr("High"), "priority-high", "Ctrl+Shift+Up",
                               tr("Goes first, and gets more of a shared speed")})),
      normal(makeAction(
          window, {"actionPriorityNormal", tr("Normal"), "", "Ctrl+Shift+Right", tr("As usual")})),
      low(makeAction(window, {"actionPriorityLow", tr("Low"), "priority-low", "Ctrl+Shift+Down",
                              tr("Goes last, and gets less of a shared speed")})),
      inOrder(makeAction(window, {"actionInOrder", tr("Download in order"), "", "Ctrl+Shift+O",
                                  tr("The beginning first, to watch it while it comes")})),
      queue(makeAction(window,
                       {"actionQueue", tr("Move to queue"), "queues", "", tr("Move to a queue")})) {
    auto* queues = new QMenu(&window);
    queues->setObjectName(QStringLiteral("menuQueue"));
    queue->setMenu(queues);
    inOrder->setCheckable(true);
    auto* priorities = new QActionGroup(&window);
    priorities->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    for (QAction* priority : {high, normal, low}) {
        priority->setCheckable(true);
        priorities->addAction(priority);
    }
}

void fillQueueMenu(QMenu& menu, const QueueActions& actions) {
    menu.addAction(actions.limit);
    QMenu* priorities =
        menu.addMenu(themedIcon(QStringLiteral("priority-high")), QueueActions::tr("Priority"));
    priorities->setObjectName(QStringLiteral("menuPriority"));
    priorities->addActions({actions.high, actions.normal, actions.low});
    QMenu* moves = menu.addMenu(themedIcon(QStringLiteral("go-up")), QueueActions::tr("Move"));
    moves->setObjectName(QStringLiteral("menuMove"));
    moves->addActions({actions.moveTop, actions.moveUp, actions.moveDown, actions.moveBottom});
    menu.addAction(actions.queue);
    menu.addAction(actions.inOrder);
}

}  // namespace penstock
