#pragma once
// Which session speaks on an open chain: by the protocol that TLS agreed on. The only place that
// knows; another protocol is a new file and one line here.

#include "engine/net/http_session.h"

#include <memory>

namespace penstock {

/// A session for what `parts.filter` has agreed on, HTTP/1.1 where nothing was said. Never null.
std::unique_ptr<HttpSession> planSession(const SessionParts& parts);

}  // namespace penstock
