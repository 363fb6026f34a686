#include "ui/row_delegate.h"

#include "ui/mirrored.h"
#include "ui/model_roles.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace penstock {

namespace {

constexpr int kVerticalPadding = 10;  // of both edges together
constexpr int kCompactPadding = 3;
constexpr int kMarkWidth = 3;
constexpr double kDetailScale = 0.92;

}  // namespace

QFont detailFont(const QFont& font) {
    QFont smaller = font;
    if (font.pointSizeF() > 0) {
        smaller.setPointSizeF(font.pointSizeF() * kDetailScale);
    } else {
        smaller.setPixelSize(qRound(font.pixelSize() * kDetailScale));
    }
    return smaller;
}

RowDelegate::RowDelegate(RowLines lines, QObject* parent, Qt::TextElideMode elide)
    : QStyledItemDelegate(parent), lines_(lines), elide_(elide) {}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics metrics(option.font);
    const bool compact = option.widget != nullptr && option.widget->property(kCompactRows).toBool();
    int height = metrics.height() + (compact ? kCompactPadding : kVerticalPadding);
    if (lines_ == RowLines::Two) {
        height += QFontMetrics(detailFont(option.font)).height();
    }
    const int width = metrics.horizontalAdvance(index.data().toString()) + 2 * kPadding;
    return {width, height};
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    painter->save();
    painter->setClipRect(option.rect);
    paintFrame(*painter, styled, index);
    paintCell(*painter, cellOf(styled, index), styled, index);
    painter->restore();
}

RowDelegate::Cell RowDelegate::cellOf(const QStyleOptionViewItem& option,
                                      const QModelIndex& index) const {
    const Tokens colors = tokens(option.palette);
    Cell cell;
    cell.rect = option.rect.adjusted(kPadding, 0, -kPadding, -1);
    cell.font = option.font;
    cell.text = option.text;
    cell.detail = index.data(DetailRole).toString();
    cell.color = toneColor(colors, static_cast<Tone>(index.data(ToneRole).toInt()));
    cell.alignment = option.displayAlignment;
    cell.elide = elide_;
    return cell;
}

void RowDelegate::paintFrame(QPainter& painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
    const Tokens colors = tokens(option.palette);
    const QRect rect = option.rect;
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter.fillRect(rect, colors.selection);
    }
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors.hairline);
    if (option.viewItemPosition == QStyleOptionViewItem::Beginning &&
        index.data(MarkedRole).toBool()) {
        const QVariant tone = index.data(MarkToneRole);
        painter.fillRect(
            mirrored(painter, rect, QRect(rect.left(), rect.top(), kMarkWidth, rect.height() - 1)),
            tone.isValid() ? toneColor(colors, static_cast<Tone>(tone.toInt())) : colors.accent);
    }
}

void RowDelegate::paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                            const QModelIndex& /*index*/) const {
    paintLines(painter, cell, tokens(option.palette).muted);
}

void RowDelegate::paintLines(QPainter& painter, const Cell& cell, const QColor& detailColor) {
    if (cell.detail.isEmpty()) {
        paintText(painter, cell.rect, cell, cell.text);
        return;
    }
    Cell below = cell;
    below.font = detailFont(cell.font);
    below.color = detailColor;
    below.elide = Qt::ElideRight;
    const Lines lines = linesOf(cell.rect, cell.font);
    paintText(painter, lines.first, cell, cell.text);
    paintText(painter, lines.second, below, cell.detail);
}

RowDelegate::Lines RowDelegate::linesOf(const QRect& rect, const QFont& font) {
    const int first = QFontMetrics(font).height();
    const int second = QFontMetrics(detailFont(font)).height();
    const int top = rect.top() + (rect.height() - first - second) / 2;
    return {QRect(rect.left(), top, rect.width(), first),
            QRect(rect.left(), top + first, rect.width(), second)};
}

void RowDelegate::paintText(QPainter& painter, const QRect& rect, const Cell& cell,
                            const QString& text) {
    const QFontMetrics metrics(cell.font);
    const QString elided = metrics.elidedText(text, cell.elide, rect.width());
    painter.setFont(cell.font);
    painter.setPen(cell.color);
    // On the line of the cell's own font: a rectangle would be filled by what is highest in the
    // text, and a picture from another font would push the words down.
    const int spare = rect.width() - metrics.horizontalAdvance(elided);
    const Qt::Alignment alignment =
        QStyle::visualAlignment(painter.layoutDirection(), cell.alignment);
    int left = rect.left();
    if (alignment.testFlag(Qt::AlignRight)) {
        left += spare;
    } else if (alignment.testFlag(Qt::AlignHCenter)) {
        left += spare / 2;
    }
    const OwnDirection own(painter);
    painter.drawText(left, rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent(),
                     elided);
}

}  // namespace penstock
