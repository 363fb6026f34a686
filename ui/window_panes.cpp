#include "ui/window_panes.h"

#include "ui/detail_tabs.h"
#include "ui/message_bar.h"
#include "ui/transfer_pane.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace penstock {

WindowPanes::WindowPanes(TransferModel& transfers, SocketModel& sockets,
                         const WindowActions& actions, QWidget* window)
    : QWidget(window),
      error_(new MessageBar(
          {QStringLiteral("errorBar"), QStringLiteral("dialog-warning"), Tone::Failed}, this)) {
    error_->addDismiss(QStringLiteral("Dismiss the message"));
    splitter_ = new QSplitter(Qt::Vertical, this);  // after the cross, for the tab key
    splitter_->setObjectName(QStringLiteral("splitter"));
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    transfers_ = new TransferPane(transfers, actions, splitter_);
    details_ = new DetailTabs(sockets, actions, splitter_);
    splitter_->setStretchFactor(0, 3);
    splitter_->setStretchFactor(1, 2);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(error_);
    layout->addWidget(splitter_, 1);
}

void WindowPanes::showError(const QString& text) {
    error_->say(text);
}

}  // namespace penstock
