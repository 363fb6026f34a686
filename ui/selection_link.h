#pragma once
// Links the selections of the two tables: a transfer marks its sockets and brings them to the top;
// a socket selects its transfer.

#include <QObject>

namespace penstock {

class SocketSortProxy;
class SocketView;
class TransferView;

class SelectionLink final : public QObject {
    Q_OBJECT

public:
    /// Views and proxy must outlive the link; both views show a RowModel through a proxy.
    SelectionLink(TransferView& transfers, SocketView& sockets, SocketSortProxy& socketOrder,
                  QObject* parent);

private:
    void transfersChanged();
    void socketsChanged();
    void selectTransfer(qulonglong id);

    TransferView& transfers_;
    SocketView& sockets_;
    SocketSortProxy& socketOrder_;
    // Which table a person acts on: the other's change is an echo.
    enum class Leader : int { Nothing, Transfers, Sockets } leader_ = Leader::Nothing;
    bool late_ = false;  // transfers of the selection went; the rest is done when all have gone
};

}  // namespace penstock
