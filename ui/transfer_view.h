#pragma once
// The table of transfers; two lines a row.

#include "ui/row_view.h"

namespace penstock {

class TransferView final : public RowView {
    Q_OBJECT

public:
    /// `model` is the transfer model or a proxy of it, and outlives the view.
    TransferView(QAbstractItemModel& model, QWidget* parent);
};

}  // namespace penstock
