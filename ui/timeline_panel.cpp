#include "ui/timeline_panel.h"

#include "ui/format.h"
#include "ui/mirrored.h"
#include "ui/row_delegate.h"
#include "ui/row_view.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kBarHeight = 8;
constexpr double kNarrowest = 2;

/// A bar a phase, one after the other, on the time of the whole transfer.
class WaterfallDelegate final : public RowDelegate {
public:
    explicit WaterfallDelegate(QObject* parent) : RowDelegate(RowLines::One, parent) {}

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override {
        const Tokens colors = tokens(option.palette);
        const auto phases = index.data(SpansRole).value<Spans>();
        const int top = cell.rect.center().y() - kBarHeight / 2 + 1;
        painter.setPen(Qt::NoPen);
        for (int i = 0; i < phases.size(); ++i) {
            if (phases.at(i).y() <= phases.at(i).x()) {
                continue;
            }
            const double width = cell.rect.width();
            const double wide = std::max(kNarrowest, (phases.at(i).y() - phases.at(i).x()) * width);
            const double left = std::min(phases.at(i).x() * width, width - wide);
            const QRectF bar(cell.rect.left() + left, top, wide, kBarHeight);
            painter.fillRect(mirrored(painter, QRectF(cell.rect), bar),
                             connectionColor(colors, phaseColor(static_cast<RequestPhase>(i))));
        }
    }
};

/// What the colours of the bars stand for.
class PhaseLegend final : public QWidget {
public:
    explicit PhaseLegend(QWidget* parent) : QWidget(parent) {
        setFont(detailFont(font()));
        setFixedHeight(fontMetrics().height() + 12);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        constexpr int kSwatch = 10;
        constexpr int kGap = 6;
        constexpr int kBetween = 18;
        constexpr double kRadius = 3;
        const Tokens colors = tokens(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        int left = RowDelegate::kPadding;
        for (std::size_t i = 0; i < kPhases; ++i) {
            const auto phase = static_cast<RequestPhase>(i);
            painter.setPen(Qt::NoPen);
            painter.setBrush(connectionColor(colors, phaseColor(phase)));
            const QRect swatch(left, (height() - kSwatch) / 2, kSwatch, kSwatch);
            painter.drawRoundedRect(mirrored(painter, rect(), swatch), kRadius, kRadius);
            left += kSwatch + kGap;
            const QString title = phaseTitle(phase);
            painter.setPen(colors.muted);
            const QRect words(left, 0, width() - left, height());
            drawSided(painter, mirrored(painter, rect(), words), title);
            left += painter.fontMetrics().horizontalAdvance(title) + kBetween;
        }
    }
};

}  // namespace

QVariant TimelineModel::cell(const TimelineRow& row, TimelineColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
        case SpansRole:
            return QVariant::fromValue(Spans(row.phases.begin(), row.phases.end()));
        case ToneRole:
            return static_cast<int>(column == TimelineColumn::Answer ? row.tone
                                    : column == TimelineColumn::Number ||
                                            column == TimelineColumn::Socket
                                        ? Tone::Muted
                                        : Tone::Text);
        default:
            return {};
    }
}

TimelinePanel::TimelinePanel(QWidget* parent)
    : QWidget(parent), model_(new TimelineModel(this)), view_(new RowView(this)) {
    setObjectName(QStringLiteral("timelinePanel"));
    setAttribute(Qt::WA_StyledBackground);
    view_->setObjectName(QStringLiteral("timelineView"));
    view_->setAccessibleName(tr("Requests"));
    view_->setModel(model_);
    view_->setSortingEnabled(false);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setItemDelegate(new RowDelegate(RowLines::One, view_));
    view_->setItemDelegateForColumn(static_cast<int>(TimelineColumn::Request),
                                    new RowDelegate(RowLines::One, view_, Qt::ElideMiddle));
    view_->setItemDelegateForColumn(static_cast<int>(TimelineColumn::Waterfall),
                                    new WaterfallDelegate(view_));
    auto* nothing = new QLabel(tr("Nothing is remembered of its requests"), view_->viewport());
    nothing->setObjectName(QStringLiteral("timelineEmpty"));
    nothing->setTextFormat(Qt::PlainText);
    nothing->setProperty("quiet", true);
    view_->setPlaceholder(nothing);
    view_->setColumnPlans(
        {{QStringLiteral("88"), 0, false},
         {QStringLiteral("GET host.example/file.iso"), 3, false},
         {QStringLiteral("206 Partial Content"), 1, false},
         {QStringLiteral("_________________________"), 5, false},
         {QStringLiteral("888.8 ms"), 0, false},
         {QCoreApplication::translate("Timeline", "#%1 again").arg(8888), 0, false}});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(view_, 1);
    layout->addWidget(new PhaseLegend(this));
}

QWidget& TimelinePanel::table() noexcept {
    return *view_;
}

void TimelinePanel::setDetails(const std::optional<TransferStory>& details) {
    model_->show(details ? timelineRows(*details) : std::vector<TimelineRow>());
}

}  // namespace penstock
