#include "ui/current_transfer.h"

#include "ui/selected_rows.h"
#include "ui/socket_model.h"
#include "ui/transfer_model.h"

#include <QAbstractItemView>
#include <QAbstractProxyModel>
#include <QItemSelectionModel>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

bool isSelected(const QAbstractItemView& view, const QModelIndex& index) {
    const QItemSelection selection = view.selectionModel()->selection();
    return index.isValid() &&
           std::any_of(selection.begin(), selection.end(), [&](const QItemSelectionRange& range) {
               return range.top() <= index.row() && index.row() <= range.bottom();
           });
}

/// −1 if there is none. Asks the ranges, which are few where the rows are many.
int lastSelectedRow(const QAbstractItemView& view) {
    int last = -1;
    for (const QItemSelectionRange& range : view.selectionModel()->selection()) {
        last = std::max(last, range.bottom());
    }
    return last;
}

TransferId transferOfRow(const QAbstractItemView& view, int row) {
    return row < 0 ? TransferId::Nothing : static_cast<TransferId>(idOfRow(view, row));
}

}  // namespace

CurrentTransfer::CurrentTransfer(const TransferModel& transfers, const SocketModel& sockets,
                                 QAbstractItemView& transferView, QAbstractItemView& socketView)
    : transfers_(transfers),
      sockets_(sockets),
      transferView_(transferView),
      socketView_(socketView) {
    const QItemSelectionModel* chosen = transferView.selectionModel();
    connect(chosen, &QItemSelectionModel::selectionChanged, this,
            &CurrentTransfer::followTransfers);
    // Told after selectionChanged, which still sees the focus where it was.
    connect(chosen, &QItemSelectionModel::currentChanged, this, &CurrentTransfer::followTransfers);
    connect(socketView.selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CurrentTransfer::followSockets);
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        const bool gone = rowsDiffer && transfers_.rowOf(id_) < 0;
        if (std::exchange(late_, false) || gone) {
            followTransfers();
        }
    });
    followTransfers();
}

QModelIndex CurrentTransfer::shownAt() const {
    const int row = transfers_.rowOf(id_);
    const auto* order = qobject_cast<const QAbstractProxyModel*>(transferView_.model());
    return row < 0 ? QModelIndex() : order->mapFromSource(transfers_.index(row, 0));
}

void CurrentTransfer::followTransfers() {
    if (transfers_.changing()) {
        late_ = true;
        return;
    }
    become(chosenTransfer());
}

void CurrentTransfer::followSockets() {
    // A socket that has gone is nobody's choice.
    if (sockets_.changing()) {
        return;
    }
    const TransferId id = transferOfRow(socketView_, lastSelectedRow(socketView_));
    if (transfers_.rowOf(id) >= 0) {
        become(id);
        emit chosenBySocket();
    }
}

TransferId CurrentTransfer::chosenTransfer() const {
    const QModelIndex focus = transferView_.currentIndex();
    if (isSelected(transferView_, focus)) {
        return transferOfRow(transferView_, focus.row());
    }
    return isSelected(transferView_, shownAt())
               ? id_
               : transferOfRow(transferView_, lastSelectedRow(transferView_));
}

void CurrentTransfer::become(TransferId id) {
    if (std::exchange(id_, id) != id) {
        emit changed();
    }
}

}  // namespace penstock
