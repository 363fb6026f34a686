#pragma once
// What a transfer begins with. Pure but for the wall clock of beginningOf().

#include "engine/probe_types.h"
#include "engine/transfer/transfer.h"

namespace penstock {

/// What is wrong with a request, its address apart: Proto.BadHeader, a field that is the engine's
/// own; Name.Bad, a folder that is no absolute path; Tls.Failed, a key that is none.
Error checkRequest(const TransferRequest& request);

/// Of what such a request may say; the same error.
Error checkOptions(const TransferOptions& options);

/// The same of a probe.
Error checkProbe(const ProbeOptions& options);

/// A new one. `url` is the request's, parsed, and must be there until the transfer is made of it.
Transfer::Beginning beginningOf(TransferRequest&& request, Url& url);

/// One of the list, as it was: Paused, Failed, Done and Asking stay, the rest is Queued.
Transfer::Beginning beginningOf(TransferRecord&& record, Url& url);

}  // namespace penstock
