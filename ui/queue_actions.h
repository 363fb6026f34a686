#pragma once
// The actions about order, priority and speed: names, words, icons and keys.

#include <QAction>
#include <QCoreApplication>

class QMenu;
class QWidget;

namespace penstock {

/// All are children of the window and work while it is active.
struct QueueActions {
    Q_DECLARE_TR_FUNCTIONS(penstock::QueueActions)

public:
    explicit QueueActions(QWidget& window);

    QAction* startAll = nullptr;
    QAction* limit = nullptr;     // of the selected
    QAction* limitAll = nullptr;  // of all together; its text says the limit there is
    QAction* moveUp = nullptr;
    QAction* moveDown = nullptr;
    QAction* moveTop = nullptr;
    QAction* moveBottom = nullptr;
    QAction* high = nullptr;
    QAction* normal = nullptr;
    QAction* low = nullptr;
    QAction* inOrder = nullptr;
    QAction* queue = nullptr;  // has a menu, with the named queues
};

/// The part of the context menu that is about these.
void fillQueueMenu(QMenu& menu, const QueueActions& actions);

}  // namespace penstock
