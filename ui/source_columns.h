#pragma once
// What the table of a file's sources says: addresses, what each brought, and why one was given up.
// Pure.

#include "engine/transfer_types.h"

#include <QString>

#include <vector>

namespace penstock {

enum class SourceColumn : int { Host, State, Brought, Reason, Address, Count };

/// The addresses of the file; one without mirrors is the only one.
std::vector<SourceSnapshot> sourcesOf(const TransferSnapshot& snapshot);

QString columnTitle(SourceColumn column);
bool alignsRight(SourceColumn column) noexcept;
/// All that the cell says.
QString cellText(const SourceSnapshot& source, SourceColumn column);

}  // namespace penstock
