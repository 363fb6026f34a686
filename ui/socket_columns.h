#pragma once
// What the cells of the socket table say. Pure: values in, text and numbers out.

#include "engine/socket_types.h"
#include "ui/model_roles.h"
#include "ui/socket_column.h"
#include "ui/socket_row.h"

#include <QString>
#include <QVariant>

#include <cstdint>
#include <optional>

namespace penstock {

/// A row, its transfer's name, and what was asked for beside it.
struct ShownSocket {
    const SocketRow* row = nullptr;
    QString transferName;                    // fit to be shown; empty for none
    const SocketDetails* details = nullptr;  // null: not asked yet
};

inline std::uint64_t keyOf(const ShownSocket& socket) noexcept {
    return keyOf(socket.row);
}

/// "No.", "fd", "Waits for"; the table's header.
QString columnTitle(SocketColumn column);

/// All that the cell says. `now` is of the engine's clock. Timer left: "41 s first byte".
QString cellText(const ShownSocket& socket, SocketColumn column, TimePoint now);

/// What is sorted by: numbers where the column is a number, else the text.
QVariant sortKey(const ShownSocket& socket, SocketColumn column, TimePoint now);

/// How much of the running deadline is left, in [0, 1]; nullopt when none runs.
std::optional<double> fuse(const SocketSnapshot& snapshot, TimePoint now);

/// The colour of what it waits for.
Tone waitTone(WaitsFor waitsFor) noexcept;

/// Idle, closing and lookup sockets are said more quietly than those that carry a transfer.
bool isQuiet(SocketRole role) noexcept;

bool alignsRight(SocketColumn column) noexcept;

/// "lookup", "racing", "transfer", "idle", "closing".
QString roleWord(SocketRole role);
/// "resolving", "connecting", "securing", "sending", "awaiting reply", "receiving", "idle",
/// "closing".
QString stateWord(SocketState state);

}  // namespace penstock
