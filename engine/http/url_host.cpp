#include "engine/http/url_host.h"

#include "engine/base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace penstock {

namespace {

constexpr std::size_t kMaxHostBytes = 253;
constexpr std::size_t kMaxLabelBytes = 63;

Error badHost(std::string sentence) {
    return {ErrorKind::UrlBadHost, std::move(sentence), {}, 0};
}

std::string_view lastLabel(std::string_view host) {
    const std::size_t dot = host.rfind('.');
    return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

bool isHexNumber(std::string_view label) {
    return label.size() >= 2 && label[0] == '0' && asciiLower(label[1]) == 'x' &&
           std::all_of(label.begin() + 2, label.end(), [](char c) { return hexValue(c) >= 0; });
}

/// inet_aton and getaddrinfo read such names as addresses in many spellings. Whoever filters
/// addresses by their text would see another host than the one connected to.
bool endsInNumber(std::string_view host) {
    const std::string_view label = lastLabel(host);
    return std::all_of(label.begin(), label.end(), isDigit) || isHexNumber(label);
}

bool isDottedQuad(const std::string& host) {
    in_addr address{};
    return inet_pton(AF_INET, host.c_str(), &address) == 1;  // takes no other spelling
}

Result<std::string> canonicalIpv6(std::string_view bracketed) {
    if (bracketed.size() < 2 || bracketed.back() != ']') {
        return badHost("The address has a bracket that is not closed");
    }
    const std::string inner(bracketed.substr(1, bracketed.size() - 2));
    if (inner.find('%') != std::string::npos) {
        return badHost(
            "The address names a network zone, which only this machine would understand");
    }
    in6_addr address{};
    std::array<char, INET6_ADDRSTRLEN> spelled{};
    const bool hasNul = inner.find('\0') != std::string::npos;
    if (hasNul || inet_pton(AF_INET6, inner.c_str(), &address) != 1 ||
        inet_ntop(AF_INET6, &address, spelled.data(), spelled.size()) == nullptr) {
        return badHost("The address holds brackets around something that is no IPv6 address");
    }
    return std::string(spelled.data());
}

/// What is wrong with the characters and labels of a name; nullopt if nothing is.
std::optional<std::string> faultOfName(std::string_view host) {
    for (const char c : host) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            return "The host name holds letters beyond a to z; give it in its xn-- form";
        }
        if (!isAlpha(c) && !isDigit(c) && c != '-' && c != '.' && c != '_') {
            return "The host name " + excerpt(host) + " holds a character that no host name has";
        }
    }
    if (host.size() > kMaxHostBytes) {
        return "The host name is longer than 253 characters";
    }
    std::size_t begin = 0;
    while (begin <= host.size()) {
        const std::size_t end = std::min(host.find('.', begin), host.size());
        if (end == begin) {
            return "The host name " + excerpt(host) + " has an empty part";
        }
        if (end - begin > kMaxLabelBytes) {
            return "A part of the host name is longer than 63 characters";
        }
        begin = end + 1;
    }
    return std::nullopt;
}

}  // namespace

bool isIpLiteral(const std::string& host) {
    in6_addr address{};
    return isDottedQuad(host) || inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

Result<std::string> canonicalHost(std::string_view raw) {
    if (raw.empty()) {
        return badHost("The address names no host");
    }
    if (raw.front() == '[') {
        return canonicalIpv6(raw);
    }
    const bool rooted = raw.size() > 1 && raw.back() == '.';
    std::string host = asciiLower(rooted ? raw.substr(0, raw.size() - 1) : raw);
    if (auto fault = faultOfName(host)) {
        return badHost(*std::move(fault));
    }
    if (endsInNumber(host) && !isDottedQuad(host)) {
        return badHost("The host " + excerpt(host) +
                       " is neither a name nor an IPv4 address of four numbers");
    }
    return host;
}

}  // namespace penstock
