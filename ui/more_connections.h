#pragma once
// Why a file gets no further connection, in the words of the window; `get` has the engine's.

#include "engine/transfer_types.h"

#include <QString>

namespace penstock {

/// connectionsText() in the language of the desktop; empty where more may come.
QString moreConnectionsText(const TransferSnapshot& snapshot, TimePoint now);

}  // namespace penstock
