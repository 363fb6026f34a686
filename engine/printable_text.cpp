#include "engine/printable_text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace penstock {

namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kReplacementBytes = "\xEF\xBF\xBD";

/// What may follow a first byte: how many bytes, and the bounds of the next one, which alone keep
/// out overlong forms, surrogates and what is above U+10FFFF (Unicode 15, table 3-7).
struct Lead {
    std::size_t following;
    unsigned char low;
    unsigned char high;
};

std::optional<Lead> leadOf(unsigned char first) noexcept {
    if (first < 0x80) {
        return Lead{0, 0x80, 0xBF};
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return Lead{1, 0x80, 0xBF};
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return Lead{2, static_cast<unsigned char>(first == 0xE0 ? 0xA0 : 0x80),
                    static_cast<unsigned char>(first == 0xED ? 0x9F : 0xBF)};
    }
    if (first >= 0xF0 && first <= 0xF4) {
        return Lead{3, static_cast<unsigned char>(first == 0xF0 ? 0x90 : 0x80),
                    static_cast<unsigned char>(first == 0xF4 ? 0x8F : 0xBF)};
    }
    return std::nullopt;
}

struct CodeRange {
    char32_t first;
    char32_t last;
};

/// Default_Ignorable_Code_Point of Unicode 15, the separators, the interlinear marks, and the blank
/// of braille; in order.
constexpr std::array kUnprintable{
    CodeRange{0x00, 0x1F},       CodeRange{0x7F, 0x9F},       CodeRange{0xAD, 0xAD},
    CodeRange{0x034F, 0x034F},   CodeRange{0x061C, 0x061C},   CodeRange{0x115F, 0x1160},
    CodeRange{0x17B4, 0x17B5},   CodeRange{0x180B, 0x180F},   CodeRange{0x200B, 0x200F},
    CodeRange{0x2028, 0x202E},   CodeRange{0x2060, 0x206F},   CodeRange{0x2800, 0x2800},
    CodeRange{0x3164, 0x3164},   CodeRange{0xFDD0, 0xFDEF},   CodeRange{0xFE00, 0xFE0F},
    CodeRange{0xFEFF, 0xFEFF},   CodeRange{0xFFA0, 0xFFA0},   CodeRange{0xFFF0, 0xFFFB},
    CodeRange{0x1BCA0, 0x1BCA3}, CodeRange{0x1D173, 0x1D17A}, CodeRange{0xE0000, 0xE0FFF},
};

bool movesWithinLine(char32_t code) {
    return (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0x2028 || code == 0x2029;
}

void appendHex(std::string& out, char32_t number, int digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
        out += kDigits[number >> static_cast<unsigned>(shift) & 0xFU];
    }
}

void appendForPerson(std::string& out, char32_t code) {
    if (movesWithinLine(code)) {
        out += ' ';
        return;
    }
    out += code > 0xFFFF ? "\\U" : "\\u";
    appendHex(out, code, code > 0xFFFF ? 8 : 4);
}

void appendForJson(std::string& out, char32_t code) {
    switch (code) {
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (code > 0xFFFF) {  // as a pair of surrogates
        out += "\\u";
        appendHex(out, 0xD800 + ((code - 0x10000) >> 10U), 4);
        code = 0xDC00 + ((code - 0x10000) & 0x3FFU);
    }
    out += "\\u";
    appendHex(out, code, 4);
}

bool isPlain(char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/// `escape` appends what stands for a code point that must not come through, and says whether it
/// is one.
template <typename Escape>
std::string escaped(std::string_view text, Escape escape) {
    if (std::all_of(text.begin(), text.end(), isPlain)) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        if (!point.whole) {
            out += kReplacementBytes;
        } else if (!escape(out, point.code)) {
            out += text.substr(at, point.length);
        }
        at += point.length;
    }
    return out;
}

/// Behind "scheme://" or "//"; 0 if it does not begin so.
std::size_t authorityStart(std::string_view address) {
    constexpr std::string_view kSlashes = "//";
    const std::size_t slashes = address.find(kSlashes);
    if (slashes == std::string_view::npos) {
        return 0;
    }
    const std::string_view before = address.substr(0, slashes);
    const bool isScheme = before.empty() || before.find_first_of(":/@?#") == before.size() - 1;
    return isScheme && (before.empty() || before.back() == ':') ? slashes + kSlashes.size() : 0;
}

}  // namespace

CodePoint codePointAt(std::string_view text, std::size_t at) noexcept {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto lead = leadOf(first);
    if (!lead) {
        return {kReplacement, 1, false};
    }
    char32_t code = first & (lead->following == 0 ? 0x7FU : 0x3FU >> lead->following);
    for (std::size_t i = 1; i <= lead->following; ++i) {
        const auto next = at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : '\0';
        if (next < (i == 1 ? lead->low : 0x80) || next > (i == 1 ? lead->high : 0xBF)) {
            return {kReplacement, i, false};
        }
        code = code << 6U | (next & 0x3FU);
    }
    return {code, lead->following + 1, true};
}

bool isUnprintable(char32_t code) noexcept {
    if (code >= 0x20 && code < 0x7F) {
        return false;
    }
    return (code & 0xFFFEU) == 0xFFFE ||  // the last two of each plane are noncharacters
           std::any_of(kUnprintable.begin(), kUnprintable.end(), [code](const CodeRange& range) {
               return code >= range.first && code <= range.last;
           });
}

std::string printableText(std::string_view text) {
    return escaped(text, [](std::string& out, char32_t code) {
        const bool unprintable = isUnprintable(code);
        if (unprintable) {
            appendForPerson(out, code);
        }
        return unprintable;
    });
}

std::string withoutUserinfo(std::string_view address) {
    constexpr std::string_view kHidden = "\xE2\x80\xA6";  // an ellipsis
    const std::size_t begin = authorityStart(address);
    const std::string_view rest = address.substr(begin);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const std::size_t colon = authority.find(':', authority.find(']') + 1);
    const std::string_view port =
        colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1);
    const bool portIsNone = port.find_first_not_of("0123456789") != std::string_view::npos;
    const bool schemeOnly = begin == 0 && colon != std::string_view::npos && port.empty();
    const bool suspicious = authority.empty() || schemeOnly || portIsNone ||
                            authority.find('@') != std::string_view::npos;
    const std::size_t at = rest.rfind('@');
    std::string shown(address.substr(0, begin));
    if (suspicious && at != std::string_view::npos) {
        return shown.append(kHidden).append(rest.substr(at));
    }
    if (portIsNone) {
        return shown.append(authority.substr(0, colon + 1)).append(kHidden);
    }
    return std::string(address);
}

std::string printableJson(std::string_view text) {
    return escaped(text, [](std::string& out, char32_t code) {
        if (code == '"' || code == '\\') {
            out += '\\';
            out += static_cast<char>(code);
            return true;
        }
        const bool unprintable = isUnprintable(code);
        if (unprintable) {
            appendForJson(out, code);
        }
        return unprintable;
    });
}

}  // namespace penstock
