#include "ui/trust_panel.h"

#include "ui/quiet_button.h"
#include "ui/row_delegate.h"
#include "ui/row_view.h"
#include "ui/selected_rows.h"
#include "ui/transfer_commands.h"
#include "ui/trust_model.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr int kTableHeight = 120;

}  // namespace

TrustPanel::TrustPanel(TransferCommands& commands, QWidget* parent)
    : QWidget(parent),
      commands_(commands),
      model_(new TrustModel(this)),
      view_(new RowView(this)),
      forget_(makeQuietButton(tr("&Do not trust any more"), QStringLiteral("trustForget"), this)) {
    build();
    connect(forget_, &QPushButton::clicked, this, &TrustPanel::forgetSelected);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { forget_->setEnabled(view_->selectionModel()->hasSelection()); });
}

void TrustPanel::build() {
    view_->setObjectName(QStringLiteral("trustView"));
    view_->setAccessibleName(tr("Servers that you trust for their keys"));
    view_->setModel(model_);
    view_->setSortingEnabled(false);
    view_->setFixedHeight(kTableHeight);
    view_->setItemDelegate(new RowDelegate(RowLines::One, view_));
    view_->installEventFilter(this);
    auto* nothing = new QLabel(tr("Nobody but those that this system trusts"), view_->viewport());
    nothing->setObjectName(QStringLiteral("trustEmpty"));
    nothing->setProperty("quiet", true);
    view_->setPlaceholder(nothing);
    view_->setColumnPlans({{QStringLiteral("a.host.example:8080"), 2, false},
                           {QStringLiteral("sha256//AAAAAAAAAAAA"), 3, false},
                           {cellText({}, TrustColumn::Until), 0, false}});
    forget_->setEnabled(false);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(forget_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(view_);
    layout->addLayout(row);
}

void TrustPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

bool TrustPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ && event->type() == QEvent::KeyPress &&
        static_cast<const QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        forgetSelected();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TrustPanel::refresh() {
    model_->show(commands_.trustedKeys());
    forget_->setEnabled(view_->selectionModel()->hasSelection());
}

void TrustPanel::forgetSelected() {
    std::vector<TrustedKey> keys;
    for (const int row : selectedRows(*view_)) {
        keys.push_back(model_->rowAt(row).key);
    }
    for (const TrustedKey& key : keys) {
        commands_.forgetKey(key);
    }
    view_->clearSelection();
    refresh();
}

}  // namespace penstock
