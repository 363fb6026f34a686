#include "ui/detail_tabs.h"

#include "ui/actions.h"
#include "ui/socket_model.h"
#include "ui/socket_view.h"
#include "ui/sort_proxies.h"

#include <QTabBar>
#include <QToolButton>

namespace penstock {

DetailTabs::DetailTabs(SocketModel& sockets, const WindowActions& actions, QWidget* parent)
    : QTabWidget(parent), actions_(actions), socketOrder_(new SocketSortProxy(this)) {
    setObjectName(QStringLiteral("detailTabs"));
    setAccessibleName(tr("Details"));
    setDocumentMode(true);
    tabBar()->setDrawBase(false);
    socketOrder_->setSourceModel(&sockets);
    sockets_ = new SocketView(*socketOrder_, this);
    addTab(sockets_, tr("Sockets"));
    addCorner();
    connect(actions.socket.onlySelected, &QAction::toggled, socketOrder_,
            &SocketSortProxy::setOnlyMarked);
    connect(actions.toggleSockets, &QAction::toggled, this, &QWidget::setVisible);
    follow(*actions.socketsTab, *sockets_, *sockets_);
}

/// At the right of the tabs, while the sockets are to be seen.
void DetailTabs::addCorner() {
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("onlySelectedButton"));
    button->setDefaultAction(actions_.socket.onlySelected);
    button->setProperty("chip", true);
    button->setFocusPolicy(Qt::TabFocus);
    setCornerWidget(button, Qt::TopRightCorner);
    connect(this, &QTabWidget::currentChanged, button,
            [this, button] { button->setVisible(currentWidget() == sockets_); });
}

void DetailTabs::addPanel(const QString& title, QWidget& panel, const QAction& go, QWidget& focus) {
    addTab(&panel, title);
    follow(go, panel, focus);
}

void DetailTabs::follow(const QAction& go, QWidget& panel, QWidget& focus) {
    connect(&go, &QAction::triggered, this, [this, &panel, &focus] {
        actions_.toggleSockets->setChecked(true);
        setCurrentWidget(&panel);
        focus.setFocus();
    });
}

}  // namespace penstock
