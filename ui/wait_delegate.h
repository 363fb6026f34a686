#pragma once
// What a socket waits for, as a pill, and its deadline, as a fuse that burns down beside the words.

#include "ui/row_delegate.h"

namespace penstock {

/// For the "waits for" column.
class PillDelegate final : public RowDelegate {
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;
};

/// For the "timer left" column.
class FuseDelegate final : public RowDelegate {
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;
};

}  // namespace penstock
