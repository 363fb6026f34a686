#include "engine/engine_proxies.h"

#include "engine/base/text.h"
#include "engine/http/proxy_choice.h"
#include "engine/http/proxy_url.h"

#include <memory>
#include <utility>

namespace penstock {

namespace {

/// Null for an empty text.
Result<std::shared_ptr<const Proxy>> proxyNamed(const std::string& text,
                                                const Credentials& login = {}) {
    if (text.empty()) {
        return std::shared_ptr<const Proxy>();
    }
    auto parsed = parseProxy(text, login);
    if (!parsed) {
        return parsed.error();
    }
    return std::make_shared<const Proxy>(std::move(parsed).value());
}

Result<ProxyRules> always(const std::string& text) {
    auto proxy = proxyNamed(text);
    if (!proxy) {
        return proxy.error();
    }
    ProxyRules rules;
    rules.http = rules.https = proxy.value();
    return rules;
}

}  // namespace

Result<ProxyRules> proxyRulesFor(const std::optional<std::string>& proxy,
                                 const std::optional<std::string>& exceptions,
                                 const EnvironmentVariable& variable) {
    auto rules = proxy ? always(*proxy) : proxiesOfEnvironment(variable);
    if (rules && exceptions) {
        for (std::string& each : exceptionsOf(*exceptions)) {
            rules.value().except.push_back(std::move(each));
        }
    }
    return rules;
}

Result<ProxyRules> proxyRulesFor(const NamedProxies& named) {
    auto http = proxyNamed(named.http, named.login);
    auto https = proxyNamed(named.https, named.login);
    if (!http || !https) {
        return http ? https.error() : http.error();
    }
    ProxyRules rules;
    rules.http = std::move(http).value();
    rules.https = std::move(https).value();
    rules.except = exceptionsOf(named.except);
    return rules;
}

Error checkProxy(const std::string& proxy) {
    const auto own = ownProxy(proxy);
    return own ? Error{} : own.error();
}

std::string proxyWithoutLogin(const std::string& proxy) {
    return withoutLogin(proxy);
}

}  // namespace penstock
