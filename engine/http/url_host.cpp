#include "engine/http/url_host.h"

#include "engine/base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <idn2.h>
#include <memory>
#include <optional>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kMaxHostBytes = 253;
constexpr std::size_t kMaxLabelBytes = 63;
constexpr std::size_t kMaxRawBytes = 4 * kMaxHostBytes;  // UTF-8 has at most four a character
constexpr int kIdnFlags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;

/// In lower case, letters, digits and what joins them; '_' is used, whatever the standards say.
/// 0 for the rest.
constexpr std::array<char, 256> makeHostTable() {
    std::array<char, 256> table{};
    for (unsigned char c = 0; c < 0x80; ++c) {
        const char letter = static_cast<char>(c);
        if (isAlpha(letter) || isDigit(letter) || c == '-' || c == '.' || c == '_') {
            table[c] = asciiLower(letter);
        }
    }
    return table;
}

constexpr std::array<char, 256> kHostTable = makeHostTable();

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

/// inet_aton and getaddrinfo read such names as addresses in many spellings. A program that filters
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

/// Puts a name into lower case; returns what is wrong with it, or nullopt.
std::optional<std::string> lowerName(std::string& host) {
    std::size_t label = 0;  // its bytes so far
    std::size_t longest = 0;
    bool emptyLabel = false;
    for (char& c : host) {
        const char lower = kHostTable[static_cast<unsigned char>(c)];
        if (lower == 0) {
            return "The host name " + excerpt(asciiLower(host)) +
                   " holds a character that no host name has";
        }
        c = lower;
        if (c != '.') {
            ++label;
            continue;
        }
        emptyLabel = emptyLabel || label == 0;
        longest = std::max(longest, std::exchange(label, 0));
    }
    if (host.size() > kMaxHostBytes) {
        return "The host name is longer than 253 characters";
    }
    if (emptyLabel || label == 0) {
        return "The host name " + excerpt(host) + " has an empty part";
    }
    if (std::max(longest, label) > kMaxLabelBytes) {
        return "A part of the host name is longer than 63 characters";
    }
    return std::nullopt;
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The A-labels of a name that is not ASCII: UTS #46 without the deviations of old (so that "ß"
/// stays itself), then the rules of IDNA2008. Look-alike dots become dots, wide letters letters;
/// what comes out has to pass as a host name like any other.
Result<std::string> internationalName(std::string_view raw) {
    if (raw.size() > kMaxRawBytes) {
        return badHost("The host name is longer than 253 characters");
    }
    const std::string terminated(raw);
    const auto* name = reinterpret_cast<const std::uint8_t*>(terminated.c_str());
    std::uint8_t* found = nullptr;
    const int status = terminated.find('\0') == std::string::npos
                           ? idn2_lookup_u8(name, &found, kIdnFlags)
                           : int{IDN2_DISALLOWED};  // the call would see a shorter name
    const std::unique_ptr<std::uint8_t, decltype(&idn2_free)> owner(found, &idn2_free);
    if (status != IDN2_OK) {
        return Error{ErrorKind::UrlBadHost, "The host name " + excerpt(raw) + " cannot exist",
                     idn2_strerror(status), 0};
    }
    return std::string(reinterpret_cast<const char*>(found));
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
    std::string host(raw);
    if (!isAscii(raw)) {
        auto converted = internationalName(raw);
        if (!converted) {
            return converted.error();
        }
        host = std::move(converted).value();
    }
    if (host.size() > 1 && host.back() == '.') {
        host.pop_back();
    }
    if (auto fault = lowerName(host)) {
        return badHost(*std::move(fault));
    }
    if (endsInNumber(host) && !isDottedQuad(host)) {
        return badHost("The host " + excerpt(host) +
                       " is neither a name nor an IPv4 address of four numbers");
    }
    return host;
}

}  // namespace penstock
