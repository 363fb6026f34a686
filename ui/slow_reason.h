#pragma once
// Why a transfer is as slow as it is: what its time went to, and that as a sentence. Pure: the
// engine's accounts in, shares and text out.

#include "engine/transfer_types.h"

#include <QString>

#include <vector>

namespace penstock {

/// What time goes to, told apart as a person would.
enum class TimeSink : int {
    Lookup,      // of the name
    Connecting,  // TCP and TLS
    Server,      // its first byte, and the head
    Arriving,    // bytes come, or are waited for
    Limit,       // a rate that somebody has set
    Disk,        // written, checked, room; the list of transfers
    Place,       // among those that are active, at the host, descriptors
    Retrying,    // between tries
    Count
};

/// "Name lookup", "The server's first byte".
QString sinkTitle(TimeSink sink);

/// See connectionColor(). Never alone: the title stands beside it.
int sinkColor(TimeSink sink) noexcept;

struct TimeShare {
    TimeSink sink = TimeSink::Count;
    Duration spent{};

    bool operator==(const TimeShare&) const = default;
};

/// Those that took some time, in the order of TimeSink, the wait that goes on at `now` included.
/// Paused, asking or outside of the hours of its queue is no part of it: nobody was slow then.
std::vector<TimeShare> timeShares(const TransferSnapshot& snapshot, TimePoint now);

/// "92 % of the time went to waiting for the server's first byte", "The disk is the bottleneck: …",
/// without a full stop. Empty while nothing has taken any time.
QString slowReason(const TransferSnapshot& snapshot, TimePoint now);

}  // namespace penstock
