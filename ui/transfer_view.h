#pragma once
// The table of transfers; two lines a row.

#include "ui/row_view.h"

namespace penstock {

class TransferView final : public RowView {
    Q_OBJECT

public:
    /// `model` is the transfer model or a proxy of it, and outlives the view.
    TransferView(QAbstractItemModel& model, QWidget* parent);

signals:
    /// A person has clicked a choice in the row of this transfer (IdRole): which of ChoicesRole.
    void answered(qulonglong id, int choice);

    /// Enter, or a double click: a person wants what is in this row. Not a single click, whatever
    /// the desktop has for its files: rows are there to be selected.
    void opened(qulonglong id);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void giveWay();
};

}  // namespace penstock
