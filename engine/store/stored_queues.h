#pragma once
// The named queues of a list that another program may keep: read, and nothing else.

#include "engine/error.h"
#include "engine/queue_types.h"

#include <string>
#include <vector>

namespace penstock {

/// By name; none where there is no list, or one that was written before there were queues. Neither
/// takes the list nor changes it. JournalForeign for what is no list of this program's, or lies in
/// a folder that others may write to; JournalNewer; JournalFailed for what cannot be read. Blocks;
/// any thread.
Result<std::vector<QueueSettings>> storedQueues(const std::string& path);

}  // namespace penstock
