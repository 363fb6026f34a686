#include "engine/trust_types.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::string_view kDigestName = "sha256//";
constexpr std::size_t kDigits = 43;  // of 32 bytes, before the one '=' that fills them up

constexpr bool isBase64Digit(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

}  // namespace

bool isKeyText(std::string_view text) noexcept {
    if (!text.starts_with(kDigestName) || !text.ends_with('=')) {
        return false;
    }
    const std::string_view digits =
        text.substr(kDigestName.size(), text.size() - kDigestName.size() - 1);
    return digits.size() == kDigits && std::ranges::all_of(digits, isBase64Digit);
}

std::string placeText(const TrustedKey& key) {
    const bool isIpv6 = key.host.find(':') != std::string::npos;
    return (isIpv6 ? "[" + key.host + "]" : key.host) + ":" + std::to_string(key.port);
}

}  // namespace penstock
