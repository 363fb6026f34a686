#pragma once
// The window's actions: names, words, icons and keys, each in one place.

#include "ui/queue_actions.h"
#include "ui/socket_actions.h"
#include "ui/trace_actions.h"
#include "ui/view_actions.h"

#include <QAction>
#include <QCoreApplication>

class QMenu;
class QWidget;

namespace penstock {

/// All are children of the window and work while it is active.
struct WindowActions {
    Q_DECLARE_TR_FUNCTIONS(penstock::WindowActions)

public:
    explicit WindowActions(QWidget& window);

    QAction* add = nullptr;
    QAction* paste = nullptr;
    QAction* start = nullptr;  // resume, retry
    QAction* pause = nullptr;
    QAction* pauseAll = nullptr;
    QAction* remove = nullptr;
    QAction* undoRemove = nullptr;
    QAction* removeWithFile = nullptr;
    QAction* trash = nullptr;
    QAction* removeFinished = nullptr;
    QAction* open = nullptr;
    QAction* openFolder = nullptr;
    QAction* copyLink = nullptr;
    QAction* answer = nullptr;  // of asking transfers: start over, or follow
    QAction* keep = nullptr;    // the other answer: stay with what is here
    QAction* toggleSockets = nullptr;
    QAction* socketsTab = nullptr;
    QAction* settings = nullptr;
    QAction* schemeSystem = nullptr;
    QAction* schemeLight = nullptr;
    QAction* schemeDark = nullptr;
    QAction* about = nullptr;
    QAction* quit = nullptr;
    QueueActions queue;
    SocketActions socket;
    TraceActions trace;
    ViewActions view;

private:
    void makeSchemes(QWidget& window);
};

/// For a right click on transfers.
void fillContextMenu(QMenu& menu, const WindowActions& actions);
/// For the button at the right of the tool bar.
void fillWindowMenu(QMenu& menu, const WindowActions& actions);

}  // namespace penstock
