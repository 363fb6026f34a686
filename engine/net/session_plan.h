#pragma once
// Which session speaks on an open chain: by the protocol that TLS agreed on. The only place that
// knows; another protocol is a new file and one line here.

#include "engine/net/http_session.h"

#include <memory>

namespace penstock {

/// HTTP/1.1 where nothing was said.
class SessionPlan final : public SessionFactory {
public:
    std::unique_ptr<HttpSession> make(const SessionParts& parts) override;
};

}  // namespace penstock
