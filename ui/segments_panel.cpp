#include "ui/segments_panel.h"

#include "ui/current_transfer.h"
#include "ui/format.h"
#include "ui/mirrored.h"
#include "ui/more_connections.h"
#include "ui/progress_delegate.h"
#include "ui/row_view.h"
#include "ui/segment_model.h"
#include "ui/socket_model.h"
#include "ui/swatch_delegate.h"
#include "ui/transfer_model.h"
#include "ui/wait_delegate.h"
#include "ui/wait_words.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

namespace penstock {

namespace {

QLabel* makeLabel(const char* name, const char* property, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(leadingSide() | Qt::AlignVCenter);
    label->setProperty(property, true);
    return label;
}

RowView* makeTable(SegmentModel& model, QWidget* parent) {
    auto* view = new RowView(parent);
    view->setObjectName(QStringLiteral("segmentView"));
    view->setAccessibleName(SegmentsPanel::tr("Segments"));
    view->setModel(&model);
    view->setSortingEnabled(false);  // the order is that of the file
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setItemDelegate(new RowDelegate(RowLines::One, view));
    view->setItemDelegateForColumn(static_cast<int>(SegmentColumn::Connection),
                                   new SwatchDelegate(RowLines::One, view));
    view->setItemDelegateForColumn(static_cast<int>(SegmentColumn::Progress),
                                   new ProgressDelegate(RowLines::One, view));
    view->setItemDelegateForColumn(static_cast<int>(SegmentColumn::WaitsFor),
                                   new PillDelegate(RowLines::One, view));
    view->setColumnPlans({
        {QStringLiteral("__ ") + columnTitle(SegmentColumn::Connection), 0, false},
        {QStringLiteral("888.8 – 888.8 MB"), 0, false},
        {QStringLiteral("______________ 100 %"), 3, false},
        {formatSizeOf(8'880'000, 888'000'000'000), 0, false},
        {QStringLiteral("888.8 MB/s"), 0, false},
        {waitText(WaitsFor::TlsHandshake) + QStringLiteral("__"), 1, false},
    });
    return view;
}

}  // namespace

SegmentsPanel::SegmentsPanel(const CurrentTransfer& current, const TransferModel& transfers,
                             const SocketModel& sockets, QWidget* parent)
    : QWidget(parent),
      current_(current),
      transfers_(transfers),
      name_(makeLabel("segmentsName", "headline", this)),
      pieces_(makeLabel("segmentsPieces", "quiet", this)),
      more_(makeLabel("segmentsMore", "quiet", this)),
      strip_(new SegmentStrip(this)),
      model_(new SegmentModel(this)),
      view_(makeTable(*model_, this)) {
    setObjectName(QStringLiteral("segmentsPanel"));
    setAttribute(Qt::WA_StyledBackground);
    strip_->setObjectName(QStringLiteral("segmentStrip"));
    strip_->setAccessibleName(SegmentsPanel::tr("Which bytes are here"));
    build();
    connect(&current, &CurrentTransfer::changed, this, &SegmentsPanel::update);
    connect(&transfers, &RowModel::settled, this, &SegmentsPanel::update);
    connect(&sockets, &RowModel::settled, this, &SegmentsPanel::update);
    update();
}

void SegmentsPanel::build() {
    QLabel* nothing = makeLabel("segmentsEmpty", "quiet", view_->viewport());
    nothing->setText(SegmentsPanel::tr("No connection brings anything at the moment"));
    view_->setPlaceholder(nothing);
    auto* words = new QHBoxLayout;
    words->setSpacing(14);
    words->addWidget(name_);
    words->addWidget(more_, 1);
    words->addWidget(pieces_);
    more_->setFont(detailFont(font()));
    more_->setMinimumWidth(0);
    more_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(RowDelegate::kPadding, 10, RowDelegate::kPadding, 8);
    top->setSpacing(6);
    top->addLayout(words);
    top->addWidget(strip_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(view_, 1);
}

QWidget& SegmentsPanel::table() noexcept {
    return *view_;
}

void SegmentsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    update();
}

void SegmentsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        update();
    }
}

void SegmentsPanel::update() {
    if (!isVisible() || transfers_.changing()) {
        return;
    }
    const SnapshotMirror& mirror = transfers_.mirror();
    const TransferRow* row = mirror.find(current_.id());
    if (row == nullptr) {
        name_->setText(SegmentsPanel::tr("No transfer is selected"));
        pieces_->clear();
        more_->clear();
        strip_->setParts({});
        model_->show({});
        return;
    }
    std::vector<SegmentRow> rows = segmentRows(*row, mirror.socketsOf(current_.id()), colors_);
    const QString pieces = piecesText(row->snapshot);
    name_->setText(shownText(row->snapshot.name));
    pieces_->setText(pieces);
    const QString more = moreConnectionsText(row->snapshot, transfers_.moment());
    more_->setText(more);
    more_->setToolTip(plainToolTip(more));
    strip_->setParts(stripParts(row->snapshot, rows, tokens(palette())));
    strip_->setAccessibleDescription(pieces);
    model_->show(std::move(rows));
}

}  // namespace penstock
