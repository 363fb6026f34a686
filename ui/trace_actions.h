#pragma once
// The window's actions that hand on what is known of a transfer: names, words and keys.

#include <QCoreApplication>

class QAction;
class QMenu;
class QWidget;

namespace penstock {

/// All are children of the window.
struct TraceActions {
    Q_DECLARE_TR_FUNCTIONS(penstock::TraceActions)

public:
    explicit TraceActions(QWidget& window);

    QAction* copyCurl = nullptr;
    QAction* copyError = nullptr;
    QAction* exportTrace = nullptr;
    QAction* openTrace = nullptr;
};

/// The part of the transfers' context menu that is about these.
void fillTraceMenu(QMenu& menu, const TraceActions& actions);

}  // namespace penstock
