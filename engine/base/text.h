#pragma once
// Small, strict helpers for protocol text: bytes, never the locale. Values only; any thread.
//
// std::isdigit, strtoul and their like follow the locale and take signs, spaces and prefixes that
// the grammars of HTTP do not have; nothing here does.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace penstock {

constexpr bool isDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr bool isAlpha(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Space or horizontal tab, the OWS of RFC 9110 section 5.6.3.
constexpr bool isBlank(char c) noexcept {
    return c == ' ' || c == '\t';
}

/// 0x00 to 0x1F and 0x7F: the CTL of RFC 5234, tab included.
constexpr bool isControl(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

constexpr char asciiLower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// 0 to 15, or −1 for what is no hexadecimal digit.
constexpr int hexValue(char c) noexcept {
    if (isDigit(c)) {
        return c - '0';
    }
    const char lower = asciiLower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// `text` with A to Z in lower case; other bytes stay.
std::string asciiLower(std::string_view text);

/// Equal but for the case of A to Z.
inline bool equalsIgnoreCase(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && asciiLower(a[i]) != asciiLower(b[i])) {
            return false;
        }
    }
    return true;
}

/// Without spaces and tabs at both ends.
std::string_view trimOws(std::string_view text) noexcept;

/// An address without what stands before the last @ of it, behind its scheme if it has one: user
/// and password, however they are written.
std::string withoutLogin(std::string_view address);

/// Is `text` a token of RFC 9110 section 5.6.2? The empty text is not.
bool isToken(std::string_view text) noexcept;

/// All of `text` as a decimal number: digits only, at least one. nullopt for anything else and for
/// what 64 bits do not hold.
std::optional<std::uint64_t> parseDecimal(std::string_view text) noexcept;

/// As parseDecimal(), in base 16, without a prefix, either case.
std::optional<std::uint64_t> parseHex(std::string_view text) noexcept;

/// Well-formed UTF-8: each byte that belongs to no well-formed sequence becomes U+FFFD, one for
/// each maximal wrong part (Unicode 15, section 3.9), so surrogates and overlong forms do too.
std::string repairUtf8(std::string_view text);

/// At most `limit` bytes of what a peer sent, fit to be shown: in quotation marks, with other than
/// printable ASCII as \xNN, and an ellipsis where something was cut off.
std::string excerpt(std::string_view seen, std::size_t limit = 60);

}  // namespace penstock
