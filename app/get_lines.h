#pragma once
// What `penstock get` says, as text. Pure.

#include "app/account_json.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <string>

namespace penstock {

/// One line of --json for a transfer that is in another state now, without a line end:
/// {"event":"state","id":1,"url":…,"name":…,"state":"receiving","received":0,"total":null,
///  "error":null or {"kind":"Connect.Refused","sentence":…,"evidence":…},
///  "wait":null or {"for":"body","since_ms":0,"until_ms":59900 or null},
///  "waited_ms":{"answer":12,"TCP connect":31,…},
///  "connections":{"open":2,"allowed":2,"why_no_more":"host's ceiling" or null,"sentence":…,
///                 "ceiling_since":UNIX_MS or null,"until_ms":4000 or null},
///  "segments":[{"begin":0,"end":…,"at":…,"bytes_per_second":…,"socket":7},…]}
/// What it waits for now, since and for how long; and where its life so far went, by wait (see
/// WaitsFor; what took no time is left out): together its age. Of several connections what each is
/// to bring, what of it is here, and the serial of its socket.
/// `account`: added to it (see account_json.h); null: nothing.
std::string stateJson(const TransferSnapshot& snapshot, TimePoint now,
                      const GetAccount* account = nullptr);

/// The same member in a line of its own, when another reason bounds the connections of a transfer:
/// {"event":"connections","id":1,"url":…,"name":…,"connections":{…}}
std::string connectionsJson(const TransferSnapshot& snapshot, TimePoint now);

/// Why it may not be what was meant; empty where nothing speaks against it.
std::string doubtLine(const TransferSnapshot& snapshot);

/// "debian.iso: 631 MB in 12 s", of which what it spent in the line behind others is no part.
/// `took`: since it was added.
std::string doneLine(const TransferSnapshot& snapshot, Duration took);
/// "…; trying again in 4 s (2 of 5)": the next try's number, of all.
std::string waitingLine(const TransferSnapshot& snapshot, TimePoint now);
/// "The files of the queue night wait for its hours, which begin in 3 h 20 min"
std::string hoursLine(const TransferSnapshot& snapshot, TimePoint now);
/// The sentence, and below it, indented, the evidence if there is any.
std::string errorLines(const Error& error);

/// What the bar of one transfer is made from.
struct BarValues {
    const TransferSnapshot& snapshot;
    std::uint64_t bytesPerSecond = 0;
};

/// One line of the terminal's progress, at most `columns` characters: name, bar, percent, how much,
/// and then speed and time left, or what it waits for while nothing arrives.
std::string barLine(const BarValues& values, TimePoint now, int columns);

}  // namespace penstock
