#pragma once
// Cookies (RFC 6265, with the prefixes of its successor): taken from answers, and given back to
// those that they are for. Pure: the time is handed in.

#include "engine/http/url.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

struct Cookie {
    std::string name;
    std::string value;  // secret
    std::string domain;
    std::string path;
    bool hostOnly = true;  // not for the hosts below
    bool secure = false;
    std::optional<std::chrono::system_clock::time_point> expires;  // else with the jar
};

/// Hosts are told apart by name, whatever their port; `localhost` and 127.0.0.1 are two.
class CookieJar {
public:
    using Time = std::chrono::system_clock::time_point;

    static constexpr std::size_t kMostBytes = 4096;  // of name and value
    static constexpr std::size_t kMost = 300;

    /// The value of one Set-Cookie of an answer from `from`. Left out: what is for a host that
    /// `from` does not belong to, or for a public suffix; control characters; a `Secure` one, or
    /// one that would replace a secure one, over http; what its prefix forbids. One that has ended
    /// takes its like away.
    void take(const Url& from, std::string_view field, Time now);

    /// The value of Cookie for a request, longer paths first; empty: none is for it.
    [[nodiscard]] std::string fieldFor(const Url& url, Time now) const;

    /// Those for `url` that `above` has no like of, as fieldFor() has them, behind those of
    /// `above`.
    [[nodiscard]] std::string fieldFor(const Url& url, Time now, const CookieJar& above) const;

    [[nodiscard]] bool empty() const noexcept { return cookies_.empty(); }

    [[nodiscard]] const std::vector<Cookie>& all() const noexcept { return cookies_; }

    /// The lines of a cookies.txt: domain, below too, path, secure, end, name, value, with tabs
    /// between; "#HttpOnly_" before the domain is none of ours. Lines that are none are skipped.
    static CookieJar ofFile(std::string_view text, Time now);

private:
    void put(Cookie cookie, bool ended);
    [[nodiscard]] std::vector<const Cookie*> forUrl(const Url& url, Time now) const;

    std::vector<Cookie> cookies_;
};

}  // namespace penstock
