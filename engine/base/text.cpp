#include "engine/base/text.h"

#include "engine/base/byte_table.h"

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
    std::uint64_t number = 0;
    for (const char c : text) {
        const int value = valueOf(c);
        if (value < 0) {
            return std::nullopt;
        }
        const auto digit = static_cast<std::uint64_t>(value);
        if (number > kMax / base || number * base > kMax - digit) {
            return std::nullopt;
        }
        number = number * base + digit;
    }
    return number;
}

/// What may follow a first byte: how many bytes, and the bounds of the next one, which alone keep
/// out overlong forms, surrogates and what is above U+10FFFF (Unicode 15, table 3-7).
struct Utf8Lead {
    std::size_t following;
    unsigned char low;
    unsigned char high;
};

std::optional<Utf8Lead> utf8Lead(unsigned char first) noexcept {
    if (first < 0x80) {
        return Utf8Lead{0, 0x80, 0xBF};
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return Utf8Lead{1, 0x80, 0xBF};
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return Utf8Lead{2, static_cast<unsigned char>(first == 0xE0 ? 0xA0 : 0x80),
                        static_cast<unsigned char>(first == 0xED ? 0x9F : 0xBF)};
    }
    if (first >= 0xF0 && first <= 0xF4) {
        return Utf8Lead{3, static_cast<unsigned char>(first == 0xF0 ? 0x90 : 0x80),
                        static_cast<unsigned char>(first == 0xF4 ? 0x8F : 0xBF)};
    }
    return std::nullopt;
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
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = utf8Lead(static_cast<unsigned char>(text[at]));
        std::size_t end = at + 1;
        std::size_t wanted = lead ? lead->following : 0;
        for (; wanted > 0 && end < text.size(); --wanted, ++end) {
            const auto next = static_cast<unsigned char>(text[end]);
            const bool second = end == at + 1;
            if (next < (second ? lead->low : 0x80) || next > (second ? lead->high : 0xBF)) {
                break;
            }
        }
        repaired += lead && wanted == 0 ? text.substr(at, end - at) : kReplacement;
        at = end;
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
