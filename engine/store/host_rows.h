#pragma once
// What is known of hosts, to and from the journal's table. Result codes are SQLite's.

#include "engine/host_types.h"
#include "engine/store/sqlite.h"

#include <cstdint>
#include <string>
#include <vector>

namespace penstock {

/// Replaces what the table has for that host. Of what was learned only the latest stay.
int storeHostCeiling(Database& database, const HostCeiling& ceiling);

int forgetHostCeiling(Database& database, const std::string& host, std::uint16_t port);

/// The latest first. What nobody could have learned or set is left out.
int readHostCeilings(Database& database, std::vector<HostCeiling>& out);

}  // namespace penstock
