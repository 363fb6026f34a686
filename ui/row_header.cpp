#include "ui/row_header.h"

#include "ui/icons.h"
#include "ui/mirrored.h"
#include "ui/row_delegate.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionHeader>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kArrow = 10;
constexpr int kGap = 4;
constexpr int kVerticalPadding = 9;  // of both edges together

}  // namespace

RowHeader::RowHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsMovable(true);
    setSectionsClickable(true);
    setAttribute(Qt::WA_Hover);
}

QSize RowHeader::sectionSizeFromContents(int logicalIndex) const {
    const QFontMetrics metrics(font());
    const QString text = model()->headerData(logicalIndex, orientation()).toString();
    return {metrics.horizontalAdvance(text) + 2 * RowDelegate::kPadding + kGap + kArrow,
            metrics.height() + kVerticalPadding};
}

void RowHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    const Tokens colors = tokens(palette());
    QStyleOptionHeader option;
    initStyleOption(&option);
    initStyleOptionForIndex(&option, logicalIndex);
    painter->fillRect(rect, colors.base);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors.line);

    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    const QRect inside = rect.adjusted(RowDelegate::kPadding, 0, -RowDelegate::kPadding, -1);
    const int room = inside.width() - (sorted ? kGap + kArrow : 0);
    const QFontMetrics metrics(font());
    const QString text = metrics.elidedText(option.text, Qt::ElideRight, room);
    const int width = std::min(metrics.horizontalAdvance(text), room);
    const bool right =
        QStyle::visualAlignment(layoutDirection(), option.textAlignment).testFlag(Qt::AlignRight);
    const QRect words(right ? inside.right() + 1 - width : inside.left(), inside.top(), width,
                      inside.height());
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->setFont(font());
    painter->setPen(hovered || sorted ? colors.text : colors.muted);
    {
        const OwnDirection own(*painter);
        painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
    }
    if (sorted) {
        // On the side to which the words do not stand.
        const QRect arrow(right ? words.left() - kGap - kArrow : words.right() + 1 + kGap,
                          inside.top() + (inside.height() - kArrow) / 2, kArrow, kArrow);
        paintIcon(*painter,
                  sortIndicatorOrder() == Qt::AscendingOrder ? QStringLiteral("chevron-up")
                                                             : QStringLiteral("chevron-down"),
                  arrow, colors.muted);
    }
}

}  // namespace penstock
