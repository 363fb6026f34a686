#pragma once
// Paints a cell of either table: one line, or two with the smaller detail below. Reads roles only.

#include <QFont>
#include <QModelIndex>
#include <QStyledItemDelegate>

namespace penstock {

/// How many lines a row of the table has; its height follows from that and the font.
enum class RowLines : int { One, Two };

/// A property of a view whose rows are lower.
inline constexpr char kCompactRows[] = "compactRows";

class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// `elide` says where a text that is too long is cut: names in the middle, the rest at the end.
    RowDelegate(RowLines lines, QObject* parent, Qt::TextElideMode elide = Qt::ElideRight);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const final;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

    /// From the edge of a cell to what is in it; the header uses the same.
    static constexpr int kPadding = 10;

protected:
    /// What a cell is painted from; asked from the model once.
    struct Cell {
        QRect rect;  // within the padding
        QFont font;
        QString text;
        QString detail;
        QColor color;
        Qt::Alignment alignment;
        Qt::TextElideMode elide = Qt::ElideRight;
    };

    /// Paints what is special to a column; the base paints text and detail.
    virtual void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const;

    /// Where the two lines of a cell are.
    struct Lines {
        QRect first;
        QRect second;
    };

    static Lines linesOf(const QRect& rect, const QFont& font);
    /// Text above, detail (if any) below, both within `cell.rect`.
    static void paintLines(QPainter& painter, const Cell& cell, const QColor& detailColor);
    static void paintText(QPainter& painter, const QRect& rect, const Cell& cell,
                          const QString& text);

private:
    [[nodiscard]] Cell cellOf(const QStyleOptionViewItem& option, const QModelIndex& index) const;
    static void paintFrame(QPainter& painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index);

    RowLines lines_;
    Qt::TextElideMode elide_;
};

/// The font of second lines.
QFont detailFont(const QFont& font);

}  // namespace penstock
