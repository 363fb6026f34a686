#include "ui/status_delegate.h"

#include "ui/icons.h"
#include "ui/model_roles.h"
#include "ui/theme.h"

#include <QPainter>

namespace penstock {

namespace {

constexpr int kIconSize = 16;
constexpr int kGap = 10;

}  // namespace

void StatusDelegate::paintCell(QPainter& painter, const Cell& cell,
                               const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens colors = tokens(option.palette);
    const int top = cell.rect.center().y() - kIconSize / 2 + 1;
    paintIcon(painter, index.data(IconRole).toString(),
              QRect(cell.rect.left(), top, kIconSize, kIconSize), cell.color);
    Cell words = cell;
    words.rect.setLeft(cell.rect.left() + kIconSize + kGap);
    const bool failed = static_cast<Tone>(index.data(ToneRole).toInt()) == Tone::Failed;
    words.color = failed ? colors.failed : colors.text;
    paintLines(painter, words, colors.muted);
}

}  // namespace penstock
