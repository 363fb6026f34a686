#pragma once
// A TransferRecord to and from the journal's tables. Result codes are SQLite's.

#include "engine/store/sqlite.h"
#include "engine/store/transfer_record.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace penstock {

/// No list gets there by itself: numbers beyond it were written by somebody else, and are not
/// counted on from, since SQLite itself can go no further than twice that.
inline constexpr std::uint64_t kHighestRow = std::uint64_t{1} << 62U;

/// 1 + the highest row that is there below kHighestRow. SQLITE_OK or a code.
int readFreeRow(Database& database, std::uint64_t& row);

/// Adds the record with its fields; row 0 takes the next number, or readFreeRow() if there is none.
/// SQLITE_OK and the row, or a code.
int insertRecord(Database& database, const TransferRecord& record, std::uint64_t& row);

/// Replaces all but the marks; SQLITE_OK also if the row is not there.
int updateRecord(Database& database, const TransferRecord& record);

/// What a newer version stored and this one does not know is an error all the same: Internal.
ErrorKind kindNamed(std::string_view text);

/// Leaves out, and counts, what this program cannot have stored: see isPlausible().
int readAllRecords(Database& database, std::vector<TransferRecord>& out, std::size_t& leftOut);

/// Unfinished, asked for with exactly this; newest first. The same are left out.
int readMatchingRecords(Database& database, const std::string& url, const std::string& directory,
                        const std::string& name, std::vector<TransferRecord>& out);

}  // namespace penstock
