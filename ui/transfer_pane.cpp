#include "ui/transfer_pane.h"

#include "ui/actions.h"
#include "ui/empty_state.h"
#include "ui/message_bar.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_model.h"
#include "ui/transfer_view.h"

#include <QMenu>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace penstock {

TransferPane::TransferPane(TransferModel& transfers, const WindowActions& actions, QWidget* parent)
    : QWidget(parent),
      actions_(actions),
      order_(new TransferSortProxy(transfers, this)),
      view_(new TransferView(*order_, this)),
      empty_(new EmptyState(view_->viewport())),
      question_(new MessageBar(
          {QStringLiteral("questionBar"), QStringLiteral("dialog-question"), Tone::Waiting}, this)),
      stop_(new MessageBar(
          {QStringLiteral("stopBar"), QStringLiteral("dialog-warning"), Tone::Waiting}, this)),
      removed_(new MessageBar(
          {QStringLiteral("undoBar"), QStringLiteral("edit-delete"), Tone::Muted}, this)) {
    connect(empty_, &EmptyState::addRequested, actions.add, &QAction::trigger);
    connect(empty_, &EmptyState::showAllRequested, this, &TransferPane::showAllRequested);
    view_->setPlaceholder(empty_);
    question_->addButton(*actions.keep, QStringLiteral("questionKeep"));
    question_->addButton(*actions.answer, QStringLiteral("questionAnswer"));
    removed_->addButton(*actions.undoRemove, QStringLiteral("undoButton"));
    removed_->addDismiss(tr("Let go of what was removed"));
    connect(view_, &QWidget::customContextMenuRequested, this, &TransferPane::showMenu);
    connect(removed_, &MessageBar::dismissed, this, &TransferPane::removedDismissed);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(view_, 1);
    layout->addWidget(question_);
    layout->addWidget(stop_);
    layout->addWidget(removed_);
}

void TransferPane::showMenu(const QPoint& position) {
    // By key it is asked for in the middle of the table, which few rows do not reach.
    if (!view_->indexAt(position).isValid() && !view_->selectionModel()->hasSelection()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("transferMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillContextMenu(*menu, actions_);
    menu->popup(view_->viewport()->mapToGlobal(position));
}

void TransferPane::showQuestion(const QString& text) {
    question_->say(text);
}

void TransferPane::setReading(bool reading) {
    empty_->setReading(reading);
}

void TransferPane::showStop(const QString& text) {
    stop_->say(text);
}

void TransferPane::addStopButtons(QAction& no, QAction& yes) {
    stop_->addButton(no, QStringLiteral("stopNot"));
    stop_->addButton(yes, QStringLiteral("stopAnyway"));
    auto* escape = new QShortcut(Qt::Key_Escape, stop_);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, &no, &QAction::trigger);
}

void TransferPane::focusStop() {
    if (auto* first = stop_->findChild<QToolButton*>(QStringLiteral("stopNot"))) {
        first->setFocus(Qt::OtherFocusReason);
    }
}

void TransferPane::showRemoved(const QString& text) {
    removed_->say(text);
    empty_->setRemoved(!text.isEmpty());
}

void TransferPane::showFilter(const QString& by) {
    empty_->setFilter(by);
}

}  // namespace penstock
