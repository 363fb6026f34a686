#pragma once
// The further addresses of the records of a list. Within a transaction of the caller.

#include "engine/store/sqlite.h"
#include "engine/store/transfer_record.h"

#include <cstdint>
#include <vector>

namespace penstock {

/// Instead of those that the row has, unless `mirrors` is empty.
int storeMirrors(Database& database, std::uint64_t row, const std::vector<std::string>& mirrors);

/// Of all `records`.
int readMirrors(Database& database, std::vector<TransferRecord>& records);

}  // namespace penstock
