#pragma once
// The window's actions on sockets: names, words and icons, each in one place.

#include <QCoreApplication>

class QAction;
class QMenu;
class QWidget;

namespace penstock {

/// All are children of the window.
struct SocketActions {
    Q_DECLARE_TR_FUNCTIONS(penstock::SocketActions)

public:
    explicit SocketActions(QWidget& window);

    QAction* drop = nullptr;
    QAction* elsewhere = nullptr;
    QAction* pin = nullptr;           // checkable
    QAction* certificate = nullptr;   // of the server, and those that came with it
    QAction* copy = nullptr;          // the row as text
    QAction* onlySelected = nullptr;  // checkable
};

/// For a right click on sockets.
void fillSocketMenu(QMenu& menu, const SocketActions& actions);

}  // namespace penstock
