#pragma once
// The status: an icon in the state's colour, the sentence, and the evidence below.

#include "ui/row_delegate.h"

namespace penstock {

class StatusDelegate final : public RowDelegate {
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;
};

}  // namespace penstock
