#include "ui/wait_delegate.h"

#include "ui/mirrored.h"
#include "ui/model_roles.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace penstock {

namespace {

constexpr double kPillRadius = 7;
constexpr int kPillPadding = 8;
constexpr int kFuseWidth = 44;
constexpr int kFuseHeight = 4;
constexpr double kFuseRadius = 1;
constexpr int kGap = 8;

void paintFuse(QPainter& painter, const QRectF& fuse, double left, const QColor& track,
               const QColor& color) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(track);
    painter.drawRoundedRect(fuse, kFuseRadius, kFuseRadius);
    painter.setBrush(color);
    const QRectF rest(fuse.topLeft(), QSizeF(fuse.width() * left, fuse.height()));
    painter.drawRoundedRect(mirrored(painter, fuse, rest), kFuseRadius, kFuseRadius);
}

}  // namespace

void PillDelegate::paintCell(QPainter& painter, const Cell& cell,
                             const QStyleOptionViewItem& /*option*/,
                             const QModelIndex& /*index*/) const {
    Cell word = cell;
    word.font = detailFont(cell.font);
    word.alignment = Qt::AlignCenter;
    const QFontMetrics metrics(word.font);
    const int width =
        std::min(cell.rect.width(), metrics.horizontalAdvance(cell.text) + 2 * kPillPadding);
    const int height = std::min(cell.rect.height() - 4, metrics.height() + 5);
    const int top = cell.rect.top() + (cell.rect.height() - height) / 2;
    const QRect pill = mirrored(painter, cell.rect, QRect(cell.rect.left(), top, width, height));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(cell.color, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), kPillRadius, kPillRadius);
    paintText(painter, pill.adjusted(kPillPadding / 2, 0, -kPillPadding / 2, 0), word, cell.text);
}

void FuseDelegate::paintCell(QPainter& painter, const Cell& cell,
                             const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens colors = tokens(option.palette);
    const QString suffix = index.data(SuffixRole).toString();
    if (suffix.isEmpty()) {
        paintText(painter, cell.rect, cell, cell.text);
        return;
    }
    const QVariant left = index.data(FractionRole);
    if (left.isValid()) {
        const int top = cell.rect.center().y() - kFuseHeight / 2 + 1;
        // An idle connection waits for nothing that anybody misses.
        const bool quiet = static_cast<Tone>(index.data(ToneRole).toInt()) == Tone::Muted;
        const QRect bar(cell.rect.left(), top, kFuseWidth, kFuseHeight);
        paintFuse(painter, mirrored(painter, cell.rect, bar), left.toDouble(), colors.track,
                  quiet ? colors.faint : colors.waiting);
    }
    Cell time = cell;
    time.rect.setLeft(cell.rect.left() + kFuseWidth + kGap);
    const QString words = cell.text.chopped(suffix.size()).trimmed();
    paintText(painter, mirrored(painter, cell.rect, time.rect), time, words);
    Cell kind = time;
    kind.color = colors.muted;
    kind.rect.setLeft(time.rect.left() + QFontMetrics(cell.font).horizontalAdvance(words) +
                      kGap * 3 / 4);
    paintText(painter, mirrored(painter, cell.rect, kind.rect), kind, suffix);
}

}  // namespace penstock
