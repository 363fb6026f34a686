#pragma once
// What the cells of the transfer table say. Pure: values in, text and numbers out.

#include "engine/transfer_types.h"
#include "ui/model_roles.h"
#include "ui/transfer_column.h"
#include "ui/transfer_row.h"

#include <QString>
#include <QVariant>

#include <optional>

namespace penstock {

/// Where its file is, or what there is of it.
QString filePath(const TransferSnapshot& snapshot);

/// "high", "normal", "low" as a person reads them.
QString priorityWord(Priority priority);

/// "Name", "Size", "Time left"; the table's header.
QString columnTitle(TransferColumn column);

/// All that the cell says, as a person would read it. `now` is of the engine's clock.
QString cellText(const TransferRow& row, TransferColumn column, TimePoint now);

/// The second line: host, and a priority that is not the usual one, under Name; evidence or remedy
/// under Status; empty elsewhere.
QString detailText(const TransferRow& row, TransferColumn column, TimePoint now);

/// What is sorted by: bytes, seconds, microseconds since 1970, or a folded text.
QVariant sortKey(const TransferRow& row, TransferColumn column);

/// Received of total, in [0, 1]; nullopt while the total is unknown and the transfer is not Done.
std::optional<double> fraction(const TransferSnapshot& snapshot);

/// Which parts of the file are here. A Done transfer is one whole span.
Spans spans(const TransferSnapshot& snapshot);

/// Done, but with something that a person should see to.
bool isMarkedDone(const TransferSnapshot& snapshot) noexcept;

Tone tone(const TransferSnapshot& snapshot);

/// The name of the icon that stands for its state.
QString stateIcon(const TransferSnapshot& snapshot);

/// The moment that the row counts down to; nullopt when it shows none.
std::optional<TimePoint> countdown(const TransferRow& row);

bool alignsRight(TransferColumn column) noexcept;

/// Whether Start (resume, retry) does something in this state. Not while it asks: a question has
/// answers of its own.
bool canStart(TransferState state) noexcept;
/// Whether Pause does something in this state.
bool canPause(TransferState state) noexcept;

}  // namespace penstock
