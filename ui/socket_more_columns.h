#pragma once
// What the cells of the socket table say in the columns that are mostly hidden. Pure; called by
// socket_columns, which everybody else asks.

#include "engine/socket_types.h"
#include "ui/socket_column.h"

#include <QString>
#include <QVariant>

namespace penstock {

/// cellText() from Segment on. `details` may be null: not asked yet.
QString moreText(const SocketSnapshot& socket, const SocketDetails* details, SocketColumn column);
/// sortKey() of the same.
QVariant moreKey(const SocketSnapshot& socket, const SocketDetails* details, SocketColumn column);

/// The server's certificate, and those that came with it: for whom each is, by whom and until when;
/// over several lines. Empty: there is none.
QString certificateText(const SocketDetails& details);

}  // namespace penstock
