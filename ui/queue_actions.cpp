#include "ui/queue_actions.h"

#include "ui/icons.h"
#include "ui/make_action.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

namespace penstock {

QueueActions::QueueActions(QWidget& window)
    : startAll(makeAction(window, {"actionStartAll", "Start all", "media-playback-start",
                                   "Ctrl+Shift+S", "Start or resume all transfers"})),
      limit(makeAction(window, {"actionLimit", "Speed limit…", "held", "Ctrl+L",
                                "Limit the speed of the selected transfers"})),
      limitAll(makeAction(window, {"actionLimitAll", "Limit of all…", "held", "Ctrl+Shift+L",
                                   "Limit the speed of all transfers together"})),
      moveUp(makeAction(
          window, {"actionMoveUp", "Up", "go-up", "Ctrl+Up", "Move towards the top of the list"})),
      moveDown(makeAction(window, {"actionMoveDown", "Down", "go-down", "Ctrl+Down",
                                   "Move towards the bottom of the list"})),
      moveTop(makeAction(window, {"actionMoveTop", "To the top", "go-top", "Ctrl+PgUp",
                                  "Move to the top of the list"})),
      moveBottom(makeAction(window, {"actionMoveBottom", "To the bottom", "go-bottom",
                                     "Ctrl+PgDown", "Move to the bottom of the list"})),
      high(makeAction(window, {"actionPriorityHigh", "High", "priority-high", "Ctrl+Shift+Up",
                               "Goes first, and gets more of a shared speed"})),
      normal(makeAction(window,
                        {"actionPriorityNormal", "Normal", "", "Ctrl+Shift+Right", "As usual"})),
      low(makeAction(window, {"actionPriorityLow", "Low", "priority-low", "Ctrl+Shift+Down",
                              "Goes last, and gets less of a shared speed"})),
      inOrder(makeAction(window, {"actionInOrder", "Download in order", "", "Ctrl+Shift+O",
                                  "The beginning first, to watch it while it comes"})),
      queue(makeAction(window, {"actionQueue", "Move to queue", "queues", "", "Move to a queue"})) {
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
        menu.addMenu(themedIcon(QStringLiteral("priority-high")),
                     QCoreApplication::translate("penstock::QueueActions", "Priority"));
    priorities->setObjectName(QStringLiteral("menuPriority"));
    priorities->addActions({actions.high, actions.normal, actions.low});
    QMenu* moves = menu.addMenu(themedIcon(QStringLiteral("go-up")),
                                QCoreApplication::translate("penstock::QueueActions", "Move"));
    moves->setObjectName(QStringLiteral("menuMove"));
    moves->addActions({actions.moveTop, actions.moveUp, actions.moveDown, actions.moveBottom});
    menu.addAction(actions.queue);
    menu.addAction(actions.inOrder);
}

}  // namespace penstock
