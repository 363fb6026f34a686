#pragma once
// A small square in the colour of a connection, and its number beside it.

#include "ui/row_delegate.h"

namespace penstock {

class SwatchDelegate final : public RowDelegate {
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;
};

}  // namespace penstock
