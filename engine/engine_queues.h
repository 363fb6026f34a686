#pragma once
// The named queues of a list, for a program that is not the one that keeps it.

#include "engine/error.h"
#include "engine/queue_types.h"

#include <string>
#include <vector>

namespace penstock {

/// Those of the list at `path` (JournalConfig::Mode::List), by name; none where there is no list.
/// Neither takes the list from the program that keeps it nor changes it. JournalForeign,
/// JournalNewer, JournalFailed: it cannot be read, and why. Blocks; any thread.
Result<std::vector<QueueSettings>> queuesOfList(const std::string& path);

}  // namespace penstock
