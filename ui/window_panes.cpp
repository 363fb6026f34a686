#include "ui/window_panes.h"

#include "ui/actions.h"
#include "ui/detail_tabs.h"
#include "ui/message_bar.h"
#include "ui/side_bar.h"
#include "ui/socket_view.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr int kRoomForSideBar = 900;  // the width from which there is room for all three

QSplitter* makeSplitter(Qt::Orientation orientation, const char* name, QWidget* parent) {
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setObjectName(QLatin1String(name));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

}  // namespace

WindowPanes::WindowPanes(TransferModel& transfers, SocketModel& sockets,
                         const WindowActions& actions, QWidget* window)
    : QWidget(window),
      actions_(actions),
      error_(new MessageBar(
          {QStringLiteral("errorBar"), QStringLiteral("dialog-warning"), Tone::Failed}, this)),
      clipboard_(new MessageBar(
          {QStringLiteral("clipboardBar"), QStringLiteral("edit-paste"), Tone::Muted}, this)) {
    error_->addDismiss(tr("Dismiss the message"));
    // After the cross, for the tab key.
    sideSplitter_ = makeSplitter(Qt::Horizontal, "sideSplitter", this);
    sideBar_ = new SideBar(sideSplitter_);
    splitter_ = makeSplitter(Qt::Vertical, "splitter", sideSplitter_);
    sideSplitter_->setStretchFactor(0, 0);
    sideSplitter_->setStretchFactor(1, 1);
    transfers_ = new TransferPane(transfers, actions, splitter_);
    details_ = new DetailTabs(sockets, actions, splitter_);
    splitter_->setStretchFactor(0, 3);
    splitter_->setStretchFactor(1, 2);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(error_);
    layout->addWidget(clipboard_);
    layout->addWidget(sideSplitter_, 1);
    connect(actions.view.columns, &QAction::triggered, this, [this] {
        RowView& above = transfers_->view();
        RowView& below = details_->sockets();
        (below.hasFocus() ? below : above).showColumnMenu();
    });
    connect(actions.view.toggleSideBar, &QAction::toggled, this, &WindowPanes::foldSideBar);
}

void WindowPanes::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    foldSideBar();
}

void WindowPanes::foldSideBar() {
    const bool room = width() >= kRoomForSideBar;
    actions_.view.toggleSideBar->setEnabled(room);
    sideBar_->setVisible(room && actions_.view.toggleSideBar->isChecked());
}

void WindowPanes::showError(const QString& text) {
    error_->say(text);
}

}  // namespace penstock
