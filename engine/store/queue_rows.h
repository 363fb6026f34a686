#pragma once
// Named queues, to and from the journal's tables. Result codes are SQLite's.

#include "engine/queue_types.h"
#include "engine/store/sqlite.h"

#include <string>
#include <vector>

namespace penstock {

/// Replaces what the tables have for that name.
int storeQueue(Database& database, const QueueSettings& queue);

int forgetQueue(Database& database, const std::string& name);

/// By name. What nobody could have set is left out.
int readQueues(Database& database, std::vector<QueueSettings>& out);

/// Whether somebody could have: it has a name, of at most kMostQueueName bytes, and its hours are
/// times of a day.
bool isPossible(const QueueSettings& queue);

inline constexpr std::size_t kMostQueueName = 200;

}  // namespace penstock
