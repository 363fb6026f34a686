#include "ui/progress_delegate.h"

#include "ui/model_roles.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kBarHeight = 6;
constexpr int kGap = 10;
constexpr double kRadius = 3;
constexpr double kSmallestSpan = 2;  // pixels: less would hide that anything is there

void paintBar(QPainter& painter, const QRectF& bar, const Spans& spans, const QColor& track,
              const QColor& color) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QPainterPath outline;
    outline.addRoundedRect(bar, kRadius, kRadius);
    painter.fillPath(outline, track);
    for (const QPointF& span : spans) {
        const double left = bar.left() + span.x() * bar.width();
        const double width = std::max(kSmallestSpan, (span.y() - span.x()) * bar.width());
        QPainterPath part;
        part.addRect(QRectF(left, bar.top(), width, bar.height()));
        painter.fillPath(part.intersected(outline), color);
    }
}

}  // namespace

void ProgressDelegate::paintCell(QPainter& painter, const Cell& cell,
                                 const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
    const Tokens colors = tokens(option.palette);
    Cell label = cell;
    label.color = colors.muted;
    if (!index.data(FractionRole).isValid()) {
        paintText(painter, cell.rect, label, cell.text);
        return;
    }
    const int labelWidth = QFontMetrics(cell.font).horizontalAdvance(QStringLiteral("100 %")) + 2;
    const QRect labelRect = cell.rect.adjusted(cell.rect.width() - labelWidth, 0, 0, 0);
    label.alignment = Qt::AlignRight | Qt::AlignVCenter;
    paintText(painter, labelRect, label, cell.text);
    const int width = cell.rect.width() - labelWidth - kGap;
    if (width > kBarHeight) {
        const int top = cell.rect.center().y() - kBarHeight / 2 + 1;
        paintBar(painter, QRectF(cell.rect.left(), top, width, kBarHeight),
                 index.data(SpansRole).value<Spans>(), colors.track, cell.color);
    }
}

}  // namespace penstock
