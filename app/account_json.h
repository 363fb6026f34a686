#pragma once
// What became of the requests of a transfer, in a line of --json. Pure.

#include "app/json_line.h"
#include "engine/request_types.h"
#include "engine/trace_types.h"

#include <vector>

namespace penstock {

/// See Engine::requests() and trace().
struct GetAccount {
    std::vector<RequestAccount> requests;
    std::vector<TraceEvent> trace;
};

/// Adds to the line of a transfer that has come to its end:
/// "requests":[{"number":1,"at_us":0,"method":"GET","url":…,"range":"0-99" or null,
///   "request_fields":[{"name":…,"value":…},…],"status":200 or null,"reason":…,
///   "response_fields":[…],"bytes":…,"socket":3 or null,"reused":"yes" or "no","peer":…,
///   "timings_us":{"lookup":…,"lookup_answered":…,"connect":…,"connected":…,"secured":…,"sent":…,
///     "first_byte":…,"head":…,"ended":…},
///   "end":"complete","error":null or {…}},…],
/// "trace":[{"at_us":…,"kind":"request sent","request":1 or null,"socket":3 or null,"text":…},…]
/// Times are microseconds since the first request that is known was wanted, those in "timings_us"
/// since this one was; what was not reached is left out. Secrets are hidden.
void addAccount(JsonLine& line, const GetAccount& account);

}  // namespace penstock
