#pragma once
// One transfer of a round: what was done to it, and the oracle that judges where that left it.

#include "engine/engine.h"
#include "tests/chaos/chaos_counts.h"
#include "tests/chaos/chaos_plan.h"
#include "tests/chaos/checked_sink.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace penstock {

struct ChaosTransfer {
    ChaosPlan plan;
    TransferId id = TransferId::Nothing;
    std::shared_ptr<CheckedSink> sink;  // shared with the engine; null: a file
    std::string content;

    // What was done to it.
    bool pauseAsked = false;   // and no resume accepted since
    bool interrupted = false;  // a body may have broken off
    bool refused = false;      // a callback was refused while it lived
    bool removed = false;
    bool wasDone = false;   // when it was removed
    bool goneTold = false;  // the notice of its removal has come
    Removal removal = Removal::KeepFile;
};

/// At the end of a round that came to rest: what is wrong with it, if anything is. `now`: what the
/// engine says of it, nothing when it does not know it any more. Counts its ending.
std::string judge(const ChaosTransfer& transfer, const std::optional<TransferSnapshot>& now,
                  ChaosCounts& counts);

/// The same when the engine went in mid-flight.
std::string judgeCutShort(const ChaosTransfer& transfer, ChaosCounts& counts);

/// What is in its folder for it: a final name only with every byte, and no part once it is Done or
/// removed. `done`: the engine says so. `cutShort`: the engine went in mid-flight, so that a part
/// may be left of anything that was not finished.
std::string judgeFiles(const ChaosTransfer& transfer, const std::filesystem::path& folder,
                       bool done, bool cutShort);

}  // namespace penstock
