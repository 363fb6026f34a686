#pragma once
// All that can be said of one transfer, at one moment: what the detail tabs show, what is written
// into a trace, and what an opened trace gives them again. Values.

#include "engine/request_types.h"
#include "engine/trace_types.h"
#include "engine/transfer_types.h"

#include <vector>

namespace penstock {

struct TransferStory {
    TransferSnapshot snapshot;
    TimePoint at;  // of the engine's clock: what goes on is counted to here
    std::vector<RequestAccount> requests = {};  // the oldest first
    std::vector<TraceEvent> events = {};        // by time
};

}  // namespace penstock
