#include "engine/net/session_plan.h"

#include "engine/net/http1_session.h"

#include <cassert>

namespace penstock {

std::unique_ptr<HttpSession> SessionPlan::make(const SessionParts& parts) {
    // What was not offered has failed the handshake already.
    assert(parts.filter.alpn().empty() || parts.filter.alpn() == "http/1.1");
    return std::make_unique<Http1Session>(parts);
}

}  // namespace penstock
