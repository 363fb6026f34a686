#pragma once
// The actions about what is to be seen: names, words and keys, each in one place.

#include <QCoreApplication>

class QAction;
class QMenu;
class QWidget;

namespace penstock {

/// All are children of the window and work while it is active.
struct ViewActions {
    Q_DECLARE_TR_FUNCTIONS(penstock::ViewActions)

public:
    explicit ViewActions(QWidget& window);

    QAction* filter = nullptr;
    QAction* toggleSideBar = nullptr;
    QAction* columns = nullptr;
    // To a tab of the details, in their order behind that of the sockets.
    QAction* overviewTab = nullptr;
    QAction* segmentsTab = nullptr;
    QAction* sourcesTab = nullptr;
    QAction* timelineTab = nullptr;
    QAction* headersTab = nullptr;
    QAction* speedTab = nullptr;
    QAction* logTab = nullptr;
};

/// The part of the window's menu that is about these.
void fillViewMenu(QMenu& menu, const ViewActions& actions);

}  // namespace penstock
