#pragma once
// What the cells of the transfer table say in the columns that are mostly hidden. Pure; called by
// transfer_columns, which everybody else asks.

#include "engine/transfer_types.h"
#include "ui/transfer_column.h"

#include <QString>
#include <QVariant>

namespace penstock {

/// cellText() from Received on, Host to Priority aside.
QString moreText(const TransferSnapshot& snapshot, TransferColumn column);
/// sortKey() of the same.
QVariant moreKey(const TransferSnapshot& snapshot, TransferColumn column);

}  // namespace penstock
