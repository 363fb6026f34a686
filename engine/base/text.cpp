#include "engine/base/text.h"

#include "engine/base/byte_table.h"
#include "engine/printable_text.h"

#include <algorithm>
#include <limits>

namespace penstock {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Which bytes may stand in a token (RFC 9110 section 5.6.2).
constexpr ByteTable kTokenTable = byteTable([](char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return isAlpha(c) || isDigit(c) || kMarks.find(c) != std::string_view::npos;
});

constexpr int decimalValue(char c) noexcept {
    return isDigit(c) ? c - '0' : -1;
}

/// `valueOf` is the digit that a character stands for in `base`, or −1.
template <std::uint64_t base, int valueOf(char) noexcept>
std::optional<std::uint64_t> parseNumber(std::string_view text) noexcept {
    if (text.empty()) {
        return std::nullopt;
    }
    constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
    constexpr std::size_t kSafe = 16;  // so many digits fit, whatever they are
    const bool mayOverflow = text.size() > kSafe;
    std::uint64_t number = 0;
    for (const char c : text) {
        const int value = valueOf(c);
        if (value < 0) {
            return std::nullopt;
        }
        const auto digit = static_cast<std::uint64_t>(value);
        if (mayOverflow && (number > kMax / base || number * base > kMax - digit)) {
            return std::nullopt;
        }
        number = number * base + digit;
    }
    return number;
}

}  // namespace

std::string asciiLower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return asciiLower(c); });
    return lower;
}

std::string_view trimOws(std::string_view text) noexcept {
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string withoutLogin(std::string_view address) {
    const std::size_t scheme = address.find("://");
    const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos || at < begin) {
        return std::string(address);
    }
    return std::string(address.substr(0, begin)).append(address.substr(at + 1));
}

bool isToken(std::string_view text) noexcept {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return has(kTokenTable, c); });
}

std::optional<std::uint64_t> parseDecimal(std::string_view text) noexcept {
    return parseNumber<10, decimalValue>(text);
}

std::optional<std::uint64_t> parseHex(std::string_view text) noexcept {
    return parseNumber<16, hexValue>(text);
}

std::string repairUtf8(std::string_view text) {
    std::string repaired;
    repaired.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        repaired += point.whole ? text.substr(at, point.length) : kReplacement;
        at += point.length;
    }
    return repaired;
}

std::string excerpt(std::string_view seen, std::size_t limit) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string shown = "“";
    for (const char c : seen.substr(0, limit)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F) {
            shown += c;
            continue;
        }
        shown += "\\x";
        shown += kHex[byte >> 4U];
        shown += kHex[byte & 0x0FU];
    }
    shown += seen.size() > limit ? "…”" : "”";
    return shown;
}

}  // namespace penstock
