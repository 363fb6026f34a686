#include "engine/net/proxy_logins.h"

#include <algorithm>

namespace penstock {

namespace {

// One that does not say how is taken to mean the usual way.
std::optional<KnownChallenge> wantedBy(const std::vector<AuthChallenge>& offered) {
    return offered.empty() ? std::optional(KnownChallenge{}) : strongest(offered);
}

}  // namespace

std::string ProxyLogins::authorization(const Proxy& proxy, std::string_view method,
                                       std::string_view target) {
    LoginState* login = find(proxy);
    return login == nullptr ? std::string() : login->authorization(method, target);
}

std::optional<Error> ProxyLogins::challenged(const Proxy& proxy, const ResponseHead& head,
                                             bool said) {
    const std::vector<AuthChallenge> offered = authChallenges(head.fields, "Proxy-Authenticate");
    auto wanted = wantedBy(offered);
    if (!wanted) {
        return Error{
            ErrorKind::AuthUnsupported,
            "The proxy " + proxy.host + " wants a login of a kind that Penstock does not have",
            offeredText(offered), 0};
    }
    if (proxy.user.empty()) {
        return Error{ErrorKind::ProxyLogin, "The proxy " + proxy.host + " wants a login",
                     statusText(head), 0};
    }
    if (of(proxy).challenged(*std::move(wanted), said)) {
        return std::nullopt;
    }
    return Error{ErrorKind::ProxyLogin, "The proxy " + proxy.host + " does not accept the login",
                 statusText(head), 0};
}

void ProxyLogins::accepted(const Proxy& proxy) noexcept {
    if (LoginState* login = find(proxy)) {
        login->accepted();
    }
}

bool ProxyLogins::hasAnswer(const Proxy& proxy) noexcept {
    const LoginState* login = find(proxy);
    return login != nullptr && login->hasAnswer();
}

LoginState* ProxyLogins::find(const Proxy& proxy) noexcept {
    const auto found =
        std::ranges::find_if(known_, [&](const auto& each) { return each.first == proxy; });
    return found == known_.end() ? nullptr : &found->second;
}

LoginState& ProxyLogins::of(const Proxy& proxy) {
    if (LoginState* login = find(proxy)) {
        return *login;
    }
    if (known_.size() >= kMost) {
        known_.erase(known_.begin());
    }
    known_.emplace_back(proxy, LoginState({proxy.user, proxy.password}));
    return known_.back().second;
}

}  // namespace penstock
