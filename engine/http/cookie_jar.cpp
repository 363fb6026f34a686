#include "engine/http/cookie_jar.h"

#include "engine/base/text.h"
#include "engine/http/http_date.h"
#include "engine/http/url_host.h"

#include <algorithm>
#include <array>
#include <libpsl.h>
#include <utility>

namespace penstock {

namespace {

using std::chrono::seconds;

bool hasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(), isControl);
}

/// Cuts what stands before the first `mark` off `rest`, the mark too.
std::string_view takeUntil(std::string_view& rest, char mark) {
    const std::size_t end = std::min(rest.find(mark), rest.size());
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return taken;
}

/// RFC 6265 section 5.1.3.
bool domainMatches(const std::string& host, const std::string& domain) {
    return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                              host[host.size() - domain.size() - 1] == '.' && !isIpLiteral(host));
}

/// Section 5.1.4.
bool pathMatches(std::string_view path, std::string_view cookies) {
    return path.starts_with(cookies) &&
           (path.size() == cookies.size() || cookies.ends_with('/') || path[cookies.size()] == '/');
}

/// The folder of the path that was asked.
std::string defaultPath(const std::string& path) {
    const std::size_t last = path.rfind('/');
    return last == 0 || last == std::string::npos ? "/" : path.substr(0, last);
}

bool isPublicSuffix(const std::string& domain) {
    return psl_is_public_suffix(psl_builtin(), domain.c_str()) != 0;
}

/// A cookie as it is being read.
struct Read {
    Cookie cookie;
    std::optional<seconds> maxAge;
    std::optional<CookieJar::Time> expires;
    std::string domain;
    bool broken = false;
};

void takeAttribute(Read& read, std::string_view name, std::string_view value) {
    if (equalsIgnoreCase(name, "Secure")) {
        read.cookie.secure = true;
    } else if (equalsIgnoreCase(name, "Path")) {
        read.cookie.path = value.starts_with('/') ? value : std::string_view();
    } else if (equalsIgnoreCase(name, "Domain")) {
        value.remove_prefix(value.starts_with('.') ? 1 : 0);
        if (!value.empty()) {
            const auto canonical = canonicalHost(value);
            read.broken |= !canonical;
            read.domain = canonical ? canonical.value() : std::string();
        }
    } else if (equalsIgnoreCase(name, "Max-Age")) {
        const bool negative = value.starts_with('-');
        if (const auto number = parseDecimal(value.substr(negative ? 1 : 0))) {
            constexpr std::uint64_t kMostSeconds = std::uint64_t{400} * 24 * 3600;
            read.maxAge = seconds(negative ? 0 : std::min(*number, kMostSeconds));
        }
    } else if (equalsIgnoreCase(name, "Expires")) {
        std::string date(value);
        std::ranges::replace(date, '-', ' ');  // "09-Jun-2030", as the first of them had it
        read.expires = parseHttpDate(value) ? parseHttpDate(value) : parseHttpDate(date);
    }
}

Read readOf(std::string_view field) {
    Read read;
    std::string_view pair = takeUntil(field, ';');
    const bool named = pair.find('=') != std::string_view::npos;
    const std::string_view name = named ? trimOws(takeUntil(pair, '=')) : std::string_view();
    read.cookie.name = name;
    read.cookie.value = trimOws(pair);
    read.broken = hasControl(name) || hasControl(pair) ||
                  (name.empty() && read.cookie.value.empty()) ||
                  name.size() + read.cookie.value.size() > CookieJar::kMostBytes;
    while (!field.empty()) {
        std::string_view attribute = takeUntil(field, ';');
        const std::string_view attributeName = trimOws(takeUntil(attribute, '='));
        takeAttribute(read, attributeName, trimOws(attribute));
    }
    return read;
}

/// The __Secure- and __Host- of a name promise what the cookie then has to be.
bool keepsPrefix(const Cookie& cookie) {
    const auto begins = [&](std::string_view prefix) {
        return cookie.name.size() >= prefix.size() &&
               equalsIgnoreCase(std::string_view(cookie.name).substr(0, prefix.size()), prefix);
    };
    if (begins("__Host-")) {
        return cookie.secure && cookie.hostOnly && cookie.path == "/";
    }
    return !begins("__Secure-") || cookie.secure;
}

bool isLike(const Cookie& a, const Cookie& b) {
    return a.name == b.name && a.domain == b.domain && a.path == b.path;
}

std::string joined(const std::vector<const Cookie*>& cookies) {
    std::string field;
    for (const Cookie* cookie : cookies) {
        field += field.empty() ? "" : "; ";
        field += cookie->name.empty() ? cookie->value : cookie->name + "=" + cookie->value;
    }
    return field;
}

}  // namespace

void CookieJar::take(const Url& from, std::string_view field, Time now) {
    Read read = readOf(field);
    Cookie& cookie = read.cookie;
    if (read.broken || (cookie.secure && !from.secure())) {
        return;
    }
    if (read.domain.empty() || (isPublicSuffix(read.domain) && read.domain == from.host)) {
        cookie.domain = from.host;
    } else if (!domainMatches(from.host, read.domain) || isPublicSuffix(read.domain)) {
        return;
    } else {
        cookie.domain = read.domain;
        cookie.hostOnly = false;
    }
    cookie.path = cookie.path.empty() ? defaultPath(from.path) : cookie.path;
    if (!keepsPrefix(cookie)) {
        return;
    }
    const bool overSecure =
        !from.secure() && std::ranges::any_of(cookies_, [&](const Cookie& each) {
            return each.secure && each.name == cookie.name &&
                   (domainMatches(each.domain, cookie.domain) ||
                    domainMatches(cookie.domain, each.domain));
        });
    if (overSecure) {
        return;
    }
    cookie.expires = read.maxAge ? std::optional(now + *read.maxAge) : read.expires;
    const bool ended = cookie.expires && *cookie.expires <= now;
    put(std::move(cookie), ended);
}

void CookieJar::put(Cookie cookie, bool ended) {
    const auto like =
        std::ranges::find_if(cookies_, [&](const Cookie& each) { return isLike(each, cookie); });
    if (like != cookies_.end()) {
        if (ended) {
            cookies_.erase(like);
        } else {
            *like = std::move(cookie);
        }
    } else if (!ended) {
        if (cookies_.size() >= kMost) {
            cookies_.erase(cookies_.begin());
        }
        cookies_.push_back(std::move(cookie));
    }
}

std::vector<const Cookie*> CookieJar::forUrl(const Url& url, Time now) const {
    std::vector<const Cookie*> found;
    for (const Cookie& cookie : cookies_) {
        const bool host =
            cookie.hostOnly ? url.host == cookie.domain : domainMatches(url.host, cookie.domain);
        if (host && pathMatches(url.path, cookie.path) && (url.secure() || !cookie.secure) &&
            (!cookie.expires || *cookie.expires > now)) {
            found.push_back(&cookie);
        }
    }
    std::ranges::stable_sort(found, std::greater<>(),
                             [](const Cookie* cookie) { return cookie->path.size(); });
    return found;
}

std::string CookieJar::fieldFor(const Url& url, Time now) const {
    return joined(forUrl(url, now));
}

std::string CookieJar::fieldFor(const Url& url, Time now, const CookieJar& above) const {
    std::vector<const Cookie*> found = above.forUrl(url, now);
    for (const Cookie* cookie : forUrl(url, now)) {
        if (std::ranges::none_of(above.cookies_,
                                 [&](const Cookie& each) { return isLike(each, *cookie); })) {
            found.push_back(cookie);
        }
    }
    return joined(found);
}

CookieJar CookieJar::ofFile(std::string_view text, Time now) {
    constexpr std::string_view kHttpOnly = "#HttpOnly_";
    CookieJar jar;
    while (!text.empty()) {
        std::string_view line = takeUntil(text, '\n');
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        if (line.starts_with(kHttpOnly)) {
            line.remove_prefix(kHttpOnly.size());
        } else if (line.starts_with('#')) {
            continue;
        }
        std::array<std::string_view, 7> cells;
        for (std::string_view& cell : cells) {
            cell = takeUntil(line, '\t');
        }
        auto [domain, below, path, secure, end, name, value] = cells;
        domain.remove_prefix(domain.starts_with('.') ? 1 : 0);
        const auto host = canonicalHost(domain);
        const auto ends = parseDecimal(end);
        Cookie cookie{std::string(name),
                      std::string(value),
                      host ? host.value() : std::string(),
                      std::string(path),
                      !equalsIgnoreCase(below, "TRUE"),
                      equalsIgnoreCase(secure, "TRUE"),
                      {}};
        // A domain above all others, or a whole address, is one host at most.
        cookie.hostOnly |= isPublicSuffix(cookie.domain) || isIpLiteral(cookie.domain);
        if (!host || !ends || !path.starts_with('/') || name.empty() || hasControl(name) ||
            hasControl(value) || name.size() + value.size() > kMostBytes) {
            continue;
        }
        constexpr std::uint64_t kLatest = std::uint64_t{1} << 33U;
        if (*ends != 0) {
            cookie.expires = Time(seconds(std::min(*ends, kLatest)));
        }
        jar.put(std::move(cookie), *ends != 0 && Time(seconds(std::min(*ends, kLatest))) <= now);
    }
    return jar;
}

}  // namespace penstock
