#pragma once
// The bar that shows which bytes are there, and the percentage beside it.

#include "ui/row_delegate.h"

namespace penstock {

class ProgressDelegate final : public RowDelegate {
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;
};

}  // namespace penstock
