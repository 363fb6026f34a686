#pragma once
// What transfers do otherwise than all, to and from the journal's table. Result codes are SQLite's.

#include "engine/store/sqlite.h"
#include "engine/store/transfer_record.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace penstock {

/// Replaces what is stored; nothing where the record has none.
int storeOptions(Database& database, std::uint64_t row,
                 const std::shared_ptr<const TransferOptions>& options);
/// Gives each record its own; names that this program does not know are left out, and values that
/// it cannot have written.
int readOptions(Database& database, std::vector<TransferRecord>& records);

}  // namespace penstock
