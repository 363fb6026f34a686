#pragma once
// The duty to remove an old part, to and from the journal's table. Result codes are SQLite's.

#include "engine/store/sqlite.h"
#include "engine/store/transfer_record.h"

#include <vector>

namespace penstock {

/// Replaces what the table has for `row`, which must be one of the transfers'.
int storeOldPart(Database& database, std::uint64_t row, const std::optional<OldPart>& old);

/// Fills in `oldPart` of those records that have one.
int readOldParts(Database& database, std::vector<TransferRecord>& records);

/// The file is whole, and nothing else of it is left.
int forgetOldPart(Database& database, std::uint64_t row);

}  // namespace penstock
