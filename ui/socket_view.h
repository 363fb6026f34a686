#pragma once
// The live table of sockets; one line a row.

#include "ui/row_view.h"

namespace penstock {

class SocketView final : public RowView {
    Q_OBJECT

public:
    /// `model` is the socket model or a proxy of it, and outlives the view.
    SocketView(QAbstractItemModel& model, QWidget* parent);

private:
    void giveWay();
};

}  // namespace penstock
