#pragma once
// The one transfer that a person looks at, for panels that show one: what is chosen in the table of
// transfers, or the transfer of a chosen socket.
//
// Of several it is the one with the focus, if that is selected; else the one that it was; else the
// last. It is kept by its id: sorting, and rows that come or go beside it, do not change it. It is
// another, or none, once it is deselected, hidden or removed. GUI thread.

#include "engine/transfer_types.h"

#include <QModelIndex>
#include <QObject>

class QAbstractItemView;

namespace penstock {

class SocketModel;
class TransferModel;

class CurrentTransfer final : public QObject {
    Q_OBJECT

public:
    /// The views show the models through a proxy each. All four must outlive this.
    CurrentTransfer(const TransferModel& transfers, const SocketModel& sockets,
                    QAbstractItemView& transferView, QAbstractItemView& socketView);

    /// Nothing if there is none. While rows are on the move (RowModel::changing()) still what it
    /// was before; at all other times the model has a row for it.
    [[nodiscard]] TransferId id() const noexcept { return id_; }

    /// Its row in the table of transfers; invalid if there is none, or it is hidden (a socket of a
    /// hidden transfer can be chosen). Valid until the next change.
    [[nodiscard]] QModelIndex shownAt() const;

signals:
    /// id() is another. Once for all rows that go together.
    void changed();
    /// A person has chosen a socket, and by that id(), which may be what it was; after changed().
    /// Not for a socket that has no transfer, nor when a chosen socket closes.
    void chosenBySocket();

private:
    void followTransfers();
    void followSockets();
    void become(TransferId id);
    [[nodiscard]] TransferId chosenTransfer() const;

    const TransferModel& transfers_;
    const SocketModel& sockets_;
    QAbstractItemView& transferView_;
    QAbstractItemView& socketView_;
    TransferId id_ = TransferId::Nothing;
    bool late_ = false;  // rows of the selection went; it is looked at when all have gone
};

}  // namespace penstock
