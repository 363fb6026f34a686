#pragma once
// Links the selections of the two tables: transfers mark their sockets and bring them to the top; a
// socket selects its transfer.

#include <QObject>

namespace penstock {

class CurrentTransfer;
class SocketSortProxy;
class SocketView;
class TransferModel;
class TransferView;

class SelectionLink final : public QObject {
    Q_OBJECT

public:
    struct Tables {
        const TransferModel& rows;  // that `transfers` shows
        TransferView& transfers;
        SocketView& sockets;
        SocketSortProxy& socketOrder;
    };

    /// All of them, and `current`, which follows both views, must outlive the link.
    SelectionLink(const Tables& tables, const CurrentTransfer& current);

private:
    void transfersChanged();
    void selectCurrent();

    Tables tables_;
    const CurrentTransfer& current_;
    bool bySocket_ = false;  // a person acts on the sockets: what the transfers say is an echo
    bool late_ = false;      // transfers of the selection went; the rest is done when all have gone
};

}  // namespace penstock
