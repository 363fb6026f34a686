#include "ui/transfer_pane.h"

#include "ui/actions.h"
#include "ui/empty_state.h"
#include "ui/message_bar.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_view.h"

#include <QVBoxLayout>

namespace penstock {

TransferPane::TransferPane(TransferSortProxy& order, const WindowActions& actions, QWidget* parent)
    : QWidget(parent),
      view_(new TransferView(order, this)),
      question_(new MessageBar(
          {QStringLiteral("questionBar"), QStringLiteral("dialog-question"), Tone::Waiting}, this)),
      removed_(new MessageBar(
          {QStringLiteral("undoBar"), QStringLiteral("edit-delete"), Tone::Muted}, this)) {
    auto* empty = new EmptyState(view_->viewport());
    connect(empty, &EmptyState::addRequested, actions.add, &QAction::trigger);
    view_->setPlaceholder(empty);
    question_->addButton(*actions.keep, QStringLiteral("questionKeep"));
    question_->addButton(*actions.answer, QStringLiteral("questionAnswer"));
    removed_->addButton(*actions.undoRemove, QStringLiteral("undoButton"));
    removed_->addDismiss(QStringLiteral("Let go of what was removed"));
    connect(removed_, &MessageBar::dismissed, this, &TransferPane::removedDismissed);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(view_, 1);
    layout->addWidget(question_);
    layout->addWidget(removed_);
}

void TransferPane::showQuestion(const QString& text) {
    question_->say(text);
}

void TransferPane::showRemoved(const QString& text) {
    removed_->say(text);
}

}  // namespace penstock
