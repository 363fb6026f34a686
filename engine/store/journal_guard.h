#pragma once
// A list is a file, and may have been written by somebody else. What it may do is nothing: the
// database holds our tables and rows, no code of its own, and a row names only what this program
// could have made.

#include "engine/store/sqlite.h"
#include "engine/store/transfer_record.h"

#include <cstdint>
#include <string_view>

namespace penstock {

/// Before the first statement: triggers and views do not run, functions with effects are not called
/// from the schema, and the schema cannot be written by hand.
void distrust(Database& database);

/// SQLITE_OK if the tables are, to the letter, those of schema `version`, and there is nothing
/// beside them but statistics of SQLite's. SQLITE_CORRUPT if not, or if reading them takes too
/// long. Runs nothing that the file defines.
int checkSchema(Database& database, std::int64_t version);

/// "*.part", and nothing that leads elsewhere.
bool isPartName(std::string_view name);

/// Could this program have stored the record? The folder is absolute; the part is called *.part;
/// the final name is one that safeFileName() gives, so no launcher and nothing hidden; none of them
/// leads elsewhere; no number is negative.
bool isPlausible(const TransferRecord& record);

}  // namespace penstock
