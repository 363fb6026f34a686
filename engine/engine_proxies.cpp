#include "engine/engine_proxies.h"

#include "engine/http/proxy_choice.h"
#include "engine/http/proxy_url.h"

#include <memory>
#include <utility>

namespace penstock {

namespace {

Result<ProxyRules> always(const std::string& proxy) {
    ProxyRules rules;
    if (!proxy.empty()) {
        auto parsed = parseProxy(proxy);
        if (!parsed) {
            return parsed.error();
        }
        rules.http = rules.https = std::make_shared<const Proxy>(std::move(parsed).value());
    }
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

}  // namespace penstock
