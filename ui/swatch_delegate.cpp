#include "ui/swatch_delegate.h"

#include "ui/mirrored.h"
#include "ui/model_roles.h"
#include "ui/theme.h"

#include <QPainter>

namespace penstock {

namespace {

constexpr int kSide = 10;
constexpr int kGap = 8;
constexpr double kRadius = 3;

}  // namespace

void SwatchDelegate::paintCell(QPainter& painter, const Cell& cell,
                               const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QVariant color = index.data(ColorRole);
    Cell words = cell;
    if (color.isValid()) {
        const int top = cell.rect.center().y() - kSide / 2 + 1;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(connectionColor(tokens(option.palette), color.toInt()));
        const QRect swatch(cell.rect.left(), top, kSide, kSide);
        painter.drawRoundedRect(mirrored(painter, cell.rect, swatch), kRadius, kRadius);
        words.rect.setLeft(cell.rect.left() + kSide + kGap);
    }
    paintText(painter, mirrored(painter, cell.rect, words.rect), words, words.text);
}

}  // namespace penstock
