#include "ui/sources_panel.h"

#include "ui/current_transfer.h"
#include "ui/format.h"
#include "ui/row_delegate.h"
#include "ui/row_view.h"
#include "ui/transfer_model.h"
#include "ui/wait_delegate.h"

#include <QLabel>
#include <QVBoxLayout>

namespace penstock {

namespace {

Tone toneOf(const SourceSnapshot& source, SourceColumn column) {
    if (column != SourceColumn::State) {
        return column == SourceColumn::Reason || column == SourceColumn::Address ? Tone::Muted
                                                                                 : Tone::Text;
    }
    switch (source.state) {
        case SourceState::InUse:
            return Tone::Receiving;
        case SourceState::Dropped:
            return Tone::Failed;
        case SourceState::Untried:
        case SourceState::Spare:
            break;
    }
    return Tone::Muted;
}

}  // namespace

QVariant SourceModel::cell(const SourceSnapshot& row, SourceColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
        case ToneRole:
            return static_cast<int>(toneOf(row, column));
        default:
            return {};
    }
}

SourcesPanel::SourcesPanel(const CurrentTransfer& current, const TransferModel& transfers,
                           QWidget* parent)
    : QWidget(parent),
      current_(current),
      transfers_(transfers),
      model_(new SourceModel(this)),
      view_(new RowView(this)) {
    setObjectName(QStringLiteral("sourcesPanel"));
    view_->setObjectName(QStringLiteral("sourceView"));
    view_->setAccessibleName(tr("Sources"));
    view_->setModel(model_);
    view_->setSortingEnabled(false);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setItemDelegate(new RowDelegate(RowLines::One, view_));
    view_->setItemDelegateForColumn(static_cast<int>(SourceColumn::State),
                                    new PillDelegate(RowLines::One, view_));
    view_->setItemDelegateForColumn(static_cast<int>(SourceColumn::Address),
                                    new RowDelegate(RowLines::One, view_, Qt::ElideMiddle));
    auto* nothing = new QLabel(tr("No transfer is selected"), view_->viewport());
    nothing->setObjectName(QStringLiteral("sourcesEmpty"));
    nothing->setProperty("quiet", true);
    view_->setPlaceholder(nothing);
    view_->setColumnPlans(
        {{QStringLiteral("a.mirror.example.org"), 2, false},
         {tr("dropped____", "the usual width of a state"), 0, false},
         {QStringLiteral("88.88 MB"), 0, false},
         {tr("the file has another size", "the usual width of a reason"), 3, false},
         {QStringLiteral("https://a.mirror.example/file"), 4, false}});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view_);
    connect(&current, &CurrentTransfer::changed, this, &SourcesPanel::follow);
    connect(&transfers, &RowModel::settled, this, &SourcesPanel::follow);
}

QWidget& SourcesPanel::table() noexcept {
    return *view_;
}

void SourcesPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    follow();
}

void SourcesPanel::follow() {
    if (!isVisible() || transfers_.changing()) {
        return;
    }
    const TransferRow* row = transfers_.mirror().find(current_.id());
    model_->show(row == nullptr ? std::vector<SourceSnapshot>() : sourcesOf(row->snapshot));
}

}  // namespace penstock
