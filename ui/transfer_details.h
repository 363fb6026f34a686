#pragma once
// All that can be said of one transfer, at one moment: what the detail tabs show, what is written
// into a trace, and what an opened trace gives them again. Values.

#include "engine/transfer_types.h"

#include <optional>

namespace penstock {

struct TransferDetails {
    TransferSnapshot snapshot;
    TimePoint at;  // of the engine's clock: until then the wait that goes on is counted
};

}  // namespace penstock
