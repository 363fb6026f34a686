#include "ui/detail_tabs.h"

#include "ui/actions.h"
#include "ui/socket_model.h"
#include "ui/socket_view.h"
#include "ui/sort_proxies.h"

#include <QTabBar>

namespace penstock {

DetailTabs::DetailTabs(SocketModel& sockets, const WindowActions& actions, QWidget* parent)
    : QTabWidget(parent), socketOrder_(new SocketSortProxy(this)) {
    setObjectName(QStringLiteral("detailTabs"));
    setDocumentMode(true);
    tabBar()->setDrawBase(false);
    socketOrder_->setSourceModel(&sockets);
    sockets_ = new SocketView(*socketOrder_, this);
    addTab(sockets_, QStringLiteral("Sockets"));
    connect(actions.toggleSockets, &QAction::toggled, this, &QWidget::setVisible);
    connect(actions.socketsTab, &QAction::triggered, this, [this, &actions] {
        actions.toggleSockets->setChecked(true);
        setCurrentWidget(sockets_);
        sockets_->setFocus();
    });
}

}  // namespace penstock
