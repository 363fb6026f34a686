#include "engine/http/proxy_choice.h"

#include "engine/base/text.h"
#include "engine/http/proxy_url.h"
#include "engine/http/url_host.h"
#include "engine/transfer_types.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace penstock {

namespace {

/// An IP literal as its bytes; none for a name.
std::optional<std::vector<std::uint8_t>> bytesOf(const std::string& host) {
    std::array<std::uint8_t, 16> bytes{};
    for (const auto& [family, size] : {std::pair(AF_INET, 4), std::pair(AF_INET6, 16)}) {
        if (inet_pton(family, host.c_str(), bytes.data()) == 1) {
            return std::vector<std::uint8_t>(bytes.begin(), bytes.begin() + size);
        }
    }
    return std::nullopt;
}

bool beginsAlike(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b,
                 std::uint64_t bits) {
    if (a.size() != b.size() || bits > a.size() * 8) {
        return false;
    }
    for (std::uint64_t bit = 0; bit < bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) {
            return false;
        }
    }
    return true;
}

bool isLoopback(const std::string& host) {
    const auto bytes = bytesOf(host);
    if (!bytes) {
        return host == "localhost" || host.ends_with(".localhost");
    }
    return bytes->size() == 4 ? bytes->front() == 127
                              : *bytes == std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 0, 0,
                                                                    0, 0, 0, 0, 0, 0, 0, 1};
}

/// "[::1]:80" and "host:80", but not the colons of a bare IPv6 literal.
std::optional<std::uint64_t> takePort(std::string_view& entry) {
    const std::size_t colon = entry.rfind(':');
    const bool one = colon != std::string_view::npos && entry.find(':') == colon;
    const bool behindBracket = colon != std::string_view::npos && colon > 0 &&
                               entry.starts_with('[') && entry[colon - 1] == ']';
    if (!one && !behindBracket) {
        return std::nullopt;
    }
    const auto port = parseDecimal(entry.substr(colon + 1));
    entry = entry.substr(0, colon);
    return port.value_or(0);  // no host has that
}

bool speaksOf(std::string_view entry, const std::string& host, std::uint16_t port) {
    if (entry == "*") {
        return true;
    }
    if (const auto only = takePort(entry); only && *only != port) {
        return false;
    }
    if (entry.starts_with('[') && entry.ends_with(']')) {
        entry = entry.substr(1, entry.size() - 2);
    }
    const std::size_t slash = entry.find('/');
    const auto literal = bytesOf(host);
    if (literal) {
        const auto block = bytesOf(std::string(entry.substr(0, slash)));
        if (!block) {
            return false;
        }
        const auto bits = slash == std::string_view::npos
                              ? std::optional<std::uint64_t>(block->size() * 8)
                              : parseDecimal(entry.substr(slash + 1));
        return bits && beginsAlike(*literal, *block, *bits);
    }
    while (entry.starts_with('.')) {
        entry.remove_prefix(1);
    }
    const auto name = canonicalHost(entry);
    if (!name) {
        return false;
    }
    const std::string& domain = name.value();
    return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                              host[host.size() - domain.size() - 1] == '.');
}

}  // namespace

bool isExcepted(const std::vector<std::string>& except, const std::string& host,
                std::uint16_t port) {
    return std::any_of(except.begin(), except.end(),
                       [&](const std::string& entry) { return speaksOf(entry, host, port); });
}

std::shared_ptr<const Proxy> proxyFor(const ProxyRules& rules, const ProxiedHost& to) {
    const auto& chosen = to.secure ? rules.https : rules.http;
    if (chosen == nullptr || (!rules.loopback && isLoopback(to.host)) ||
        isExcepted(rules.except, to.host, to.port)) {
        return nullptr;
    }
    return chosen;
}

Result<std::shared_ptr<const Proxy>> ownProxy(std::string_view said) {
    if (said == TransferOptions::kDirectly) {
        return std::shared_ptr<const Proxy>();
    }
    auto proxy = parseProxy(said);
    if (!proxy) {
        return proxy.error();
    }
    return std::make_shared<const Proxy>(std::move(proxy).value());
}

std::vector<std::string> exceptionsOf(std::string_view list) {
    constexpr std::string_view kBetween = ", \t";
    std::vector<std::string> all;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(kBetween), list.size());
        if (end > 0) {
            all.emplace_back(list.substr(0, end));
        }
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return all;
}

Result<ProxyRules> proxiesOfEnvironment(
    const std::function<std::string(const std::string&)>& variable) {
    std::optional<Error> fault;
    const auto named = [&](std::string_view name) -> std::shared_ptr<const Proxy> {
        const std::string text = variable(std::string(name));
        if (text.empty() || fault) {
            return nullptr;
        }
        auto proxy = parseProxy(text);
        if (!proxy) {
            fault = proxy.error();
            fault->sentence = "The environment's " + std::string(name) + ": " + fault->sentence;
            return nullptr;
        }
        return std::make_shared<const Proxy>(std::move(proxy).value());
    };
    const auto first = [&](std::initializer_list<std::string_view> names) {
        std::shared_ptr<const Proxy> found;
        for (const std::string_view name : names) {
            found = found != nullptr ? found : named(name);
        }
        return found;
    };
    ProxyRules rules;
    rules.http = first({"http_proxy", "all_proxy", "ALL_PROXY"});
    rules.https = first({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    if (fault) {
        return *std::move(fault);
    }
    const std::string except = variable("no_proxy");
    rules.except = exceptionsOf(except.empty() ? variable("NO_PROXY") : except);
    rules.loopback = variable("PENSTOCK_PROXY_LOOPBACK") == "1";
    return rules;
}

}  // namespace penstock
