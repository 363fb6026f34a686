#pragma once
// What a person may do about a transfer that asks, has failed or waits for something to be mended.
// Pure: values in, values and words out.

#include "engine/transfer_types.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace penstock {

enum class Remedy : int {
    Retry,         // once more, from where it is
    ChooseFolder,  // elsewhere, with what is here of it
    FreeSpace,     // shows the folder, so that something can be removed from it
    StartOver,     // from the first byte, in a new part
    Keep,          // stop, with what is here
    Allow,         // into a private network
    LogIn,         // with a name and a password
    Trust,         // a certificate, for its key
};

/// Those that fit, the likeliest first; none for what goes well.
std::vector<Remedy> remediesFor(const TransferSnapshot& snapshot);

/// What a button says: "Retry", "Another folder…".
QString remedyText(Remedy remedy, const TransferSnapshot& snapshot);

/// "Start over, 119 MB are fetched again": what that costs.
QString startOverText(std::uint64_t bytes);

/// What it does, as a sentence for a tool tip.
QString remedyTip(Remedy remedy);

/// The name of its button: "remedyRetry".
QString remedyName(Remedy remedy);

}  // namespace penstock
