#include "engine/http/url.h"

#include "engine/base/byte_table.h"
#include "engine/base/text.h"
#include "engine/http/percent.h"
#include "engine/http/url_host.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace penstock {

namespace {

constexpr ByteTable kControls = byteTable(isControl);

/// The five components of RFC 3986 appendix B, as they stand. nullopt: not there.
struct Components {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
    std::optional<std::string_view> fragment;
};

/// Cuts `text` at the first `mark` and returns what followed it.
std::optional<std::string_view> cutBehind(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view behind = text.substr(at + 1);
    text = text.substr(0, at);
    return behind;
}

std::optional<std::string_view> takeScheme(std::string_view& text) {
    const auto end = std::find_if(text.begin(), text.end(), [](char c) {
        return !isAlpha(c) && !isDigit(c) && c != '+' && c != '-' && c != '.';
    });
    if (end == text.begin() || end == text.end() || *end != ':' || !isAlpha(text.front())) {
        return std::nullopt;
    }
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view scheme = text.substr(0, length);
    text.remove_prefix(length + 1);
    return scheme;
}

Components split(std::string_view text) {
    Components parts;
    parts.fragment = cutBehind(text, '#');
    parts.query = cutBehind(text, '?');
    parts.scheme = takeScheme(text);
    if (text.substr(0, 2) == "//") {
        text.remove_prefix(2);
        const std::size_t end = std::min(text.find('/'), text.size());
        parts.authority = text.substr(0, end);
        text.remove_prefix(end);
    }
    parts.path = text;
    return parts;
}

std::string_view trimSpaces(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

Error badUrl(std::string sentence) {
    return {ErrorKind::UrlBad, std::move(sentence), {}, 0};
}

Error tooLong() {
    return badUrl("The address is longer than 32 KiB");
}

/// What no address may hold, whoever gave it.
std::optional<Error> faultOfText(std::string_view text) {
    if (text.empty()) {
        return badUrl("The address is empty");
    }
    if (text.size() > kMaxUrlBytes) {
        return tooLong();
    }
    if (std::any_of(text.begin(), text.end(), [](char c) { return has(kControls, c); })) {
        return badUrl("The address holds a line break or another control character");
    }
    return std::nullopt;
}

std::uint16_t defaultPort(std::string_view scheme) {
    return scheme == "https" ? 443 : 80;
}

Result<std::uint16_t> parsePort(std::string_view digits, std::string_view scheme) {
    if (digits.empty()) {
        return defaultPort(scheme);  // "http://host:/" (RFC 3986 section 3.2.3)
    }
    const auto port = parseDecimal(digits);
    if (!port || *port == 0 || *port > 0xFFFF) {
        const std::string named = port ? excerpt(digits) + " " : "";  // else perhaps a password
        return badUrl("The port " + named + "is not a number from 1 to 65535");
    }
    return static_cast<std::uint16_t>(*port);
}

/// Fills host and port. `authority` is without userinfo.
std::optional<Error> takeAuthority(std::string_view authority, Url& url) {
    std::string_view host = authority;
    std::string_view digits;
    const std::size_t bracket =
        authority.starts_with('[') ? authority.rfind(']') : std::string_view::npos;
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        host = authority.substr(0, colon);
        digits = authority.substr(colon + 1);
    }
    if (digits.find(':') != std::string_view::npos) {
        return Error{ErrorKind::UrlBadHost,
                     "The host has more than one colon; an IPv6 address stands in brackets",
                     {},
                     0};
    }
    auto canonical = canonicalHost(host);
    if (!canonical) {
        return canonical.error();
    }
    auto port = parsePort(digits, url.scheme);
    if (!port) {
        return port.error();
    }
    url.host = std::move(canonical).value();
    url.port = port.value();
    return std::nullopt;
}

/// RFC 3986 section 5.2.4, for paths that begin with '/'.
std::string removeDotSegments(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        const std::string_view segment = path.substr(0, end);
        path.remove_prefix(end);
        if (segment == "/..") {
            out.erase(std::min(out.rfind('/'), out.size()));
        } else if (segment != "/.") {
            out += segment;
            continue;
        }
        if (path.empty()) {
            out += '/';
        }
    }
    return out;
}

void setPath(Url& url, std::string_view raw) {
    url.path = percentEncode(raw.empty() ? "/" : raw, UrlPart::Path);
    if (url.path.find("/.") != std::string::npos) {
        url.path = removeDotSegments(url.path);
    }
}

std::string encodedIfAny(std::optional<std::string_view> raw) {
    return raw ? percentEncode(*raw, UrlPart::QueryOrFragment) : std::string();
}

void setQuery(Url& url, std::optional<std::string_view> raw) {
    url.hasQuery = raw.has_value();
    url.query = encodedIfAny(raw);
}

/// The scheme as we write it; "" if it is none of ours.
std::string_view knownScheme(std::string_view scheme) {
    for (const std::string_view ours : {"http", "https"}) {
        if (equalsIgnoreCase(scheme, ours)) {
            return ours;
        }
    }
    return {};
}

/// ":8080", or nothing where the port is the scheme's own.
class PortText {
public:
    explicit PortText(const Url& url) {
        if (url.port != defaultPort(url.scheme)) {
            text_[0] = ':';
            char* const end = std::to_chars(&text_[1], text_.data() + text_.size(), url.port).ptr;
            size_ = static_cast<std::size_t>(end - text_.data());
        }
    }

    [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }

private:
    std::array<char, 6> text_{};
    std::size_t size_ = 0;
};

void appendAuthority(std::string& out, const Url& url, std::string_view port) {
    if (url.host.find(':') != std::string::npos) {
        out.append("[").append(url.host).append("]");
    } else {
        out += url.host;
    }
    out += port;
}

void appendTarget(std::string& out, const Url& url) {
    out += url.path;
    if (url.hasQuery) {
        out += '?';
        out += url.query;
    }
}

constexpr std::string_view kSchemeEnd = "://";

/// "example.org:8080/x" and "localhost:80" look like a scheme, but are a forgotten one.
bool looksLikeHost(const Components& parts) {
    return parts.scheme->find('.') != std::string_view::npos ||
           (!parts.path.empty() && isDigit(parts.path.front()));
}

/// `scheme` is that of the parts as knownScheme() has it.
std::optional<Error> faultOfAbsolute(const Components& parts, std::string_view scheme) {
    if (!parts.scheme || (!parts.authority && looksLikeHost(parts))) {
        return badUrl("The address does not begin with http:// or https://");
    }
    if (scheme.empty()) {
        return Error{ErrorKind::UrlScheme,
                     "Addresses that begin with " + excerpt(asciiLower(*parts.scheme) + ":") +
                         " cannot be fetched, only http and https",
                     {},
                     0};
    }
    if (!parts.authority) {
        return badUrl("The address lacks // and a host after " + asciiLower(*parts.scheme) + ":");
    }
    if (parts.authority->find('@') != std::string_view::npos) {
        return badUrl("The address holds a user name or password; give it without them");
    }
    return std::nullopt;
}

/// A byte that is no letter of an address comes to three.
bool isTooLong(const Url& url) {
    constexpr std::size_t kLess = kMaxUrlBytes - 32;  // the rest: scheme, brackets, port, '?'
    return url.host.size() + url.path.size() + url.query.size() > kLess &&
           url.text().size() > kMaxUrlBytes;
}

/// Fills `url`, which is empty.
std::optional<Error> takeAbsolute(std::string_view text, Url& url) {
    if (auto fault = faultOfText(text)) {
        return fault;
    }
    const Components parts = split(text);
    url.scheme = knownScheme(parts.scheme.value_or(""));
    if (auto fault = faultOfAbsolute(parts, url.scheme)) {
        return fault;
    }
    if (auto fault = takeAuthority(*parts.authority, url)) {
        return fault;
    }
    setPath(url, parts.path);
    setQuery(url, parts.query);
    url.fragment = encodedIfAny(parts.fragment);
    return isTooLong(url) ? std::optional(tooLong()) : std::nullopt;
}

/// The path of section 5.2.3 with the last segment of the base replaced.
std::string mergePaths(const Url& base, std::string_view path) {
    return base.path.substr(0, base.path.rfind('/') + 1).append(path);
}

Error badReference(const Error& why) {
    return {ErrorKind::RedirBad, "The server redirects to something that is no address",
            why.sentence, 0};
}

Result<Url> withinLimit(const Url& target) {
    return isTooLong(target) ? Result<Url>(badReference(tooLong())) : Result<Url>(target);
}

/// Steps of section 5.2.2 for a reference that stays on the base's authority.
void resolveWithin(const Components& parts, Url& target) {
    if (parts.path.empty()) {
        if (parts.query) {
            setQuery(target, parts.query);
        }
        return;
    }
    if (parts.path.front() == '/') {
        setPath(target, parts.path);
    } else {
        setPath(target, mergePaths(target, parts.path));
    }
    setQuery(target, parts.query);
}

}  // namespace

bool Url::hostIsLiteral() const {
    return isIpLiteral(host);
}

std::string Url::target() const {
    std::string out;
    out.reserve(path.size() + 1 + query.size());
    appendTarget(out, *this);
    return out;
}

std::string Url::authority() const {
    const PortText portText(*this);
    std::string out;
    out.reserve(host.size() + portText.view().size());
    appendAuthority(out, *this, portText.view());
    return out;
}

std::string Url::text() const {
    std::string out;
    writeText(out);
    return out;
}

void Url::writeText(std::string& out) const {
    const PortText portText(*this);
    out.clear();
    out.reserve(scheme.size() + kSchemeEnd.size() + host.size() + portText.view().size() +
                path.size() + (hasQuery ? 1 + query.size() : 0));
    out += scheme;
    out += kSchemeEnd;
    appendAuthority(out, *this, portText.view());
    appendTarget(out, *this);
}

bool Url::sameOrigin(const Url& other) const {
    return scheme == other.scheme && host == other.host && port == other.port;
}

Result<Url> parseUrl(std::string_view text) {
    Result<Url> parsed{Url{}};  // filled in where it is returned: it is large to move
    if (auto fault = takeAbsolute(trimSpaces(text), parsed.value())) {
        parsed = *std::move(fault);
    }
    return parsed;
}

Result<Url> resolveReference(const Url& base, std::string_view reference) {
    reference = trimSpaces(reference);
    if (auto fault = faultOfText(reference); fault && !reference.empty()) {
        return badReference(*fault);
    }
    const Components parts = split(reference);
    Url target = base;
    target.fragment = encodedIfAny(parts.fragment);
    if (!parts.scheme && !parts.authority) {
        resolveWithin(parts, target);
        return withinLimit(target);
    }
    if (parts.scheme) {
        target.scheme = knownScheme(*parts.scheme);
    }
    if (target.scheme.empty()) {
        return Error{ErrorKind::RedirBadScheme,
                     "The server redirects to an address that begins with " +
                         excerpt(asciiLower(*parts.scheme) + ":") + ", which is not followed",
                     {},
                     0};
    }
    if (!parts.authority) {
        return badReference(badUrl("There is no host after " + std::string(target.scheme) + ":"));
    }
    // The last '@', since what stands before it is the sender's to choose.
    const std::size_t at = parts.authority->rfind('@');
    const auto host =
        at == std::string_view::npos ? *parts.authority : parts.authority->substr(at + 1);
    if (auto fault = takeAuthority(host, target)) {
        return badReference(*fault);
    }
    setPath(target, parts.path);
    setQuery(target, parts.query);
    return withinLimit(target);
}

}  // namespace penstock
