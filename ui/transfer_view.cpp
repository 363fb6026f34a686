#include "ui/transfer_view.h"

#include "ui/progress_delegate.h"
#include "ui/row_delegate.h"
#include "ui/status_delegate.h"
#include "ui/transfer_columns.h"

namespace penstock {

TransferView::TransferView(QAbstractItemModel& model, QWidget* parent) : RowView(parent) {
    setObjectName(QStringLiteral("transferView"));
    setAccessibleName(QStringLiteral("Transfers"));
    setModel(&model);
    setItemDelegate(new RowDelegate(RowLines::Two, this));
    setItemDelegateForColumn(static_cast<int>(TransferColumn::Name),
                             new RowDelegate(RowLines::Two, this, Qt::ElideMiddle));
    setItemDelegateForColumn(static_cast<int>(TransferColumn::Progress),
                             new ProgressDelegate(RowLines::Two, this));
    setItemDelegateForColumn(static_cast<int>(TransferColumn::Status),
                             new StatusDelegate(RowLines::Two, this));
    setContextMenuPolicy(Qt::CustomContextMenu);
    // The host is under the name; its own column is for those who sort by it.
    setColumnPlans({
        {QStringLiteral("a-file-name.tar.xz"), 5, false},
        {QStringLiteral("unknown"), 0, false},
        {QStringLiteral("__________ 100 %"), 2, false},
        {QStringLiteral("icon Waiting for a byte"), 6, false},
        {QStringLiteral("TLS handshake"), 0, true},
        {QStringLiteral("888.8 MB/s"), 0, false},
        {QStringLiteral("88 h 88 min"), 0, false},
        {QStringLiteral("Sockets"), 0, false},
        {QStringLiteral("888.8 MB"), 0, true},
        {QStringLiteral("888.8 MB"), 0, true},
        {QStringLiteral("releases.ubuntu.com"), 0, true},
        {QStringLiteral("28 May 2024 08:08"), 0, false},
        {QStringLiteral("Normal"), 0, true},
        {QStringLiteral("overnight"), 0, true},
        {QStringLiteral("28 May 2024 14:05"), 0, true},
        {QStringLiteral("88 h 88 min"), 0, true},
        {QStringLiteral("888.8 MB/s"), 0, true},
        {QStringLiteral("8 of 88"), 0, true},
        {QStringLiteral("yes"), 0, true},
        {QStringLiteral("8"), 0, true},
        {QStringLiteral("/home/somebody/Downloads"), 0, true},
        {QStringLiteral("https://releases.ubuntu.com/24.04"), 0, true},
    });
}

}  // namespace penstock
