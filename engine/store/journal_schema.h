#pragma once
// The shape of the journal's database, and what the file under its name turns out to be.

#include "engine/store/sqlite.h"

#include <cstdint>
#include <string>

namespace penstock {

/// "Pnst": marks a database as this program's (sqlite.org/fileformat2.html, offset 68).
inline constexpr std::uint32_t kApplicationId = 0x506E7374;
/// Of the schema; raised with each change to it, which is a step in journal_schema.cpp.
inline constexpr std::uint32_t kSchemaVersion = 8;

/// Other: not ours, not to be touched. Damaged: cannot be used, but may be set aside.
enum class ListFile : std::uint8_t { Missing, Ours, Newer, Other, Damaged, Unreadable };

/// Looks at the header of the file without SQLite, which might roll a journal back or make files
/// beside it. Unreadable: errno says why.
ListFile inspectList(const std::string& path);

/// Makes the tables of that version, as a new list and an upgraded one have them, in an empty
/// database. SQLITE_OK or what SQLite says.
int buildSchema(Database& database, std::uint32_t version);

/// Makes an empty list under a passing name and renames it to `path`, so that what is there under
/// that name is always complete. SQLITE_OK, SQLITE_CANTOPEN (errno), or what SQLite says. The
/// caller holds the lock of `path`.
int createList(const std::string& path);

/// Brings a list of an earlier version, which is kept as PATH.vN, to the present one, all of it or
/// nothing. SQLITE_OK, or what SQLite says. The caller holds the lock of `path`.
int upgradeList(Database& database, const std::string& path);

/// Renames the database and what SQLite put beside it; returns the new path, empty on failure.
std::string setAside(const std::string& path);

}  // namespace penstock
