#pragma once
// The logins of proxies, and what each has asked for (RFC 9110 section 11.7): one book for an
// engine, since a proxy is the same for all who go by way of it. A login is in the Proxy itself,
// and is said to nobody else. Thread: the engine's.

#include "engine/error.h"
#include "engine/http/login_state.h"
#include "engine/http/response_head.h"
#include "engine/proxy_types.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

class ProxyLogins {
public:
    /// The value of Proxy-Authorization for a request; empty: none, as far as is known. `target` as
    /// it stands in the request line.
    std::string authorization(const Proxy& proxy, std::string_view method, std::string_view target);

    /// A 407 from `proxy`; `said`: the request had an authorization. nullopt: another request may
    /// be answered. Else why not: Proxy.Login, Auth.Unsupported.
    std::optional<Error> challenged(const Proxy& proxy, const ResponseHead& head, bool said);

    /// Any other answer to a request that had one.
    void accepted(const Proxy& proxy) noexcept;

    /// It has asked, and would be answered.
    [[nodiscard]] bool hasAnswer(const Proxy& proxy) noexcept;

private:
    static constexpr std::size_t kMost = 64;

    [[nodiscard]] LoginState* find(const Proxy& proxy) noexcept;
    LoginState& of(const Proxy& proxy);

    std::vector<std::pair<Proxy, LoginState>> known_;  // the oldest first
};

}  // namespace penstock
