#include "engine/http/percent.h"

#include "engine/base/byte_table.h"
#include "engine/base/text.h"

#include <algorithm>
#include <cstddef>

namespace penstock {

namespace {

/// Unreserved and sub-delims of RFC 3986, with ':' and '@', are the pchar that need no encoding;
/// '[', ']' and '|' are not among them, but travel as they are everywhere and get signed that way.
constexpr ByteTable kTable = byteTable([](char c) {
    constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/[]|";
    return isAlpha(c) || isDigit(c) || kMarks.find(c) != std::string_view::npos;
});

bool standsForItself(char c, UrlPart part) {
    return has(kTable, c) || (c == '?' && part == UrlPart::QueryOrFragment);
}

/// The byte that the three characters at `at` encode, or −1.
int encodedByte(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size() || text[at] != '%') {
        return -1;
    }
    const int high = hexValue(text[at + 1]);
    const int low = hexValue(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

void appendEncoded(std::string& out, char c) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 0x0FU];
}

}  // namespace

std::string percentEncode(std::string_view raw, UrlPart part) {
    const auto* const first = std::find_if_not(raw.begin(), raw.end(),
                                               [part](char c) { return standsForItself(c, part); });
    auto at = static_cast<std::size_t>(first - raw.begin());
    std::string encoded(raw.substr(0, at));
    encoded.reserve(raw.size());
    for (; at < raw.size(); ++at) {
        if (standsForItself(raw[at], part) || encodedByte(raw, at) >= 0) {
            encoded += raw[at];
        } else {
            appendEncoded(encoded, raw[at]);
        }
    }
    return encoded;
}

std::string percentDecode(std::string_view encoded) {
    std::string raw;
    raw.reserve(encoded.size());
    for (std::size_t at = 0; at < encoded.size(); ++at) {
        const int byte = encodedByte(encoded, at);
        if (byte < 0) {
            raw += encoded[at];
            continue;
        }
        raw += static_cast<char>(byte);
        at += 2;
    }
    return raw;
}

std::optional<std::string> percentDecodeStrict(std::string_view encoded) {
    for (std::size_t at = 0; at < encoded.size(); ++at) {
        if (encoded[at] == '%' && encodedByte(encoded, at) < 0) {
            return std::nullopt;
        }
    }
    return percentDecode(encoded);
}

}  // namespace penstock
