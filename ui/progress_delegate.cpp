#include "ui/progress_delegate.h"

#include "ui/format.h"
#include "ui/mirrored.h"
#include "ui/model_roles.h"
#include "ui/segment_strip.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <vector>

namespace penstock {

namespace {

constexpr int kBarHeight = 6;
constexpr int kGap = 10;

std::vector<StripPart> partsOf(const Spans& spans, const QColor& color) {
    std::vector<StripPart> parts;
    parts.reserve(static_cast<std::size_t>(spans.size()));
    for (const QPointF& span : spans) {
        parts.push_back({span.x(), span.y(), color});
    }
    return parts;
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
    const int labelWidth = QFontMetrics(cell.font).horizontalAdvance(formatPercent(1)) + 2;
    const QRect labelRect = cell.rect.adjusted(cell.rect.width() - labelWidth, 0, 0, 0);
    label.alignment = Qt::AlignRight | Qt::AlignVCenter;
    paintText(painter, mirrored(painter, cell.rect, labelRect), label, cell.text);
    const int width = cell.rect.width() - labelWidth - kGap;
    if (width > kBarHeight) {
        const int top = cell.rect.center().y() - kBarHeight / 2 + 1;
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QColor track = selected ? selectedTrack(colors) : colors.track;
        const QVariant own = index.data(ColorRole);
        const QColor color = own.isValid() ? connectionColor(colors, own.toInt()) : cell.color;
        const QRect bar(cell.rect.left(), top, width, kBarHeight);
        paintStrip(painter, mirrored(painter, cell.rect, bar),
                   partsOf(index.data(SpansRole).value<Spans>(), color), track);
    }
}

}  // namespace penstock
