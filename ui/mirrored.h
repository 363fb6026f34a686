#pragma once
// For painters: where what is laid out from left to right belongs in a window that is read from
// right to left. A painter has the direction of the application until it is told another.

#include <QGuiApplication>
#include <QPainter>
#include <QStyle>

namespace penstock {

inline bool isMirrored(const QPainter& painter) {
    return painter.layoutDirection() == Qt::RightToLeft;
}

/// The place of `rect`, of which the left edge of `bounds` was thought to be where lines begin.
inline QRect mirrored(const QPainter& painter, const QRect& bounds, const QRect& rect) {
    return QStyle::visualRect(painter.layoutDirection(), bounds, rect);
}

inline QRectF mirrored(const QPainter& painter, const QRectF& bounds, const QRectF& rect) {
    return isMirrored(painter)
               ? rect.translated(bounds.left() + bounds.right() - rect.left() - rect.right(), 0)
               : rect;
}

/// For labels and fields, which stand at the side of their text's own direction otherwise: a name
/// at the left of a window that is read from the right.
inline Qt::Alignment leadingSide() {
    return Qt::AlignAbsolute | (QGuiApplication::isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft);
}

/// Without it an address would be turned around in a window that is read from right to left: from
/// here to the end of its life each text is painted in its own direction.
class OwnDirection {
public:
    explicit OwnDirection(QPainter& painter)
        : painter_(painter), before_(painter.layoutDirection()) {
        painter.setLayoutDirection(Qt::LayoutDirectionAuto);
    }

    OwnDirection(const OwnDirection&) = delete;
    OwnDirection& operator=(const OwnDirection&) = delete;

    ~OwnDirection() { painter_.setLayoutDirection(before_); }

private:
    QPainter& painter_;
    Qt::LayoutDirection before_;
};

/// In one line at the side where lines begin, or with `atEnd` at the other; the text itself in its
/// own direction.
inline void drawSided(QPainter& painter, const QRect& rect, const QString& text,
                      bool atEnd = false) {
    const Qt::Alignment side = atEnd != isMirrored(painter) ? Qt::AlignRight : Qt::AlignLeft;
    const OwnDirection own(painter);
    painter.drawText(
        rect, static_cast<int>(side | Qt::AlignAbsolute | Qt::AlignVCenter) | Qt::TextSingleLine,
        text);
}

}  // namespace penstock
