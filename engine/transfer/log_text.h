#pragma once
// What a book of requests says, as values to be shown: accounts and events, secrets hidden. Pure.

#include "engine/http/headers.h"
#include "engine/request_types.h"
#include "engine/trace_types.h"
#include "engine/transfer/log_book.h"

#include <string>
#include <vector>

namespace penstock {

/// What all requests of a transfer have: `usual` of each, and `own`, a person's, of some.
struct LoggedFields {
    const Headers& usual;
    const std::vector<HeaderField>& own;
};

/// The oldest first.
std::vector<RequestAccount> accountsOf(const LogBook& book, const LoggedFields& fields);
/// What was noted, and what follows from the requests, by time.
std::vector<TraceEvent> traceOf(const LogBook& book);

/// Of TraceKind::RequestSent, HeadCame, and what endKind() says.
std::string sentText(const LoggedRequest& request);
std::string headText(const LoggedRequest& request);
std::string endText(const LoggedRequest& request);
TraceKind endKind(RequestEnd end) noexcept;

}  // namespace penstock
