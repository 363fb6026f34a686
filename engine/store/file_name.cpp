#include "engine/store/file_name.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace penstock {

namespace {

constexpr std::string_view kFallback = "download";
constexpr std::string_view kLauncherSuffix = ".download";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::size_t kLongestExtension = 16;

/// Names of devices to Windows, with any extension (Microsoft, "Naming Files").
constexpr std::array<std::string_view, 7> kDevices{"con",    "prn",    "aux",    "nul",
                                                   "clock$", "conin$", "conout$"};
/// What a desktop starts, mounts or follows when it is opened.
constexpr std::array<std::string_view, 8> kLaunchers{".desktop", ".url", ".lnk",    ".local",
                                                     ".scf",     ".pif", ".kdelnk", ".directory"};

struct CodeRange {
    char32_t first;
    char32_t last;
};

/// What is not seen, or only formats: Unicode 15.1, general category Cf, the property
/// Default_Ignorable_Code_Point (fillers, joiners, selectors, the whole of plane 14's first page),
/// the separators of lines and paragraphs, and letters and signs whose picture is empty.
constexpr std::array<CodeRange, 29> kInvisible{{
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x0600, 0x0605},    // Arabic number signs
    {0x061C, 0x061C},    // Arabic letter mark
    {0x06DD, 0x06DD},    // Arabic end of ayah
    {0x070F, 0x070F},    // Syriac abbreviation mark
    {0x0890, 0x0891},    // Arabic pound and piastre marks
    {0x08E2, 0x08E2},    // Arabic disputed end of ayah
    {0x115F, 0x1160},    // Hangul choseong and jungseong fillers
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian selectors and vowel separator
    {0x200B, 0x200F},    // zero width space to right-to-left mark
    {0x2028, 0x202E},    // separators, embeddings, overrides
    {0x2060, 0x206F},    // word joiner, invisible operators, isolates, unassigned
    {0x2800, 0x2800},    // Braille blank
    {0x3164, 0x3164},    // Hangul filler
    {0xFE00, 0xFE0F},    // variation selectors
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // half-width Hangul filler
    {0xFFF0, 0xFFFC},    // unassigned, annotations, object replacement
    {0x110BD, 0x110BD},  // Kaithi number sign
    {0x110CD, 0x110CD},  // Kaithi number sign above
    {0x13430, 0x1343F},  // Egyptian format controls
    {0x13441, 0x13442},  // Egyptian blanks
    {0x16FE4, 0x16FE4},  // Khitan filler
    {0x1BCA0, 0x1BCA3},  // shorthand format controls
    {0x1D159, 0x1D159},  // musical null notehead
    {0x1D173, 0x1D17A},  // musical beams and ties
    {0xE0000, 0xE0FFF},  // tags, variation selectors supplement, unassigned
}};
constexpr CodeRange kJoiners{0x200C, 0x200D};  // Persian words and families of emoji need them
constexpr CodeRange kPresentations{0xFE0E, 0xFE0F};  // as a letter, as a picture: dropped
/// Spaces other than ' ' (category Zs): as invisible at the ends of a name as that.
constexpr std::array<CodeRange, 6> kSpaces{{
    {0x00A0, 0x00A0},
    {0x1680, 0x1680},
    {0x2000, 0x200A},
    {0x202F, 0x202F},
    {0x205F, 0x205F},
    {0x3000, 0x3000},
}};
/// Look like a slash, or divide names on some system.
constexpr std::array<CodeRange, 5> kSlashes{{
    {0x2044, 0x2044},
    {0x2215, 0x2216},
    {0x29F5, 0x29F9},
    {0xFE68, 0xFE68},
    {0xFF0F, 0xFF0F},
}};

bool contains(const CodeRange& range, char32_t c) {
    return c >= range.first && c <= range.last;
}

template <std::size_t N>
bool isIn(const std::array<CodeRange, N>& ranges, char32_t c) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [c](const CodeRange& r) { return contains(r, c); });
}

std::uint8_t byteAt(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

bool isContinuation(std::uint8_t byte) {
    return (byte & 0xC0U) == 0x80;
}

struct Decoded {
    char32_t code;
    std::size_t length;
};

/// The code point at `at` (RFC 3629); nullopt for bytes that are none: overlong, surrogate, cut.
std::optional<Decoded> decode(std::string_view text, std::size_t at) {
    const std::uint8_t lead = byteAt(text, at);
    if (lead < 0x80) {
        return Decoded{lead, 1};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) {
        return std::nullopt;
    }
    char32_t code = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const std::uint8_t next = byteAt(text, at + i);
        if (!isContinuation(next)) {
            return std::nullopt;
        }
        code = code << 6U | (next & 0x3FU);
    }
    if (code < kLeast[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return std::nullopt;
    }
    return Decoded{code, length};
}

bool isControl(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/// Taken literally by Linux, but by no FAT or NTFS stick that the file may be on or go to.
bool isForbiddenElsewhere(char32_t c) {
    return c < 0x80 &&
           std::string_view("\"*/:<>?\\|").find(static_cast<char>(c)) != std::string_view::npos;
}

/// Whether the character has nothing but a mark after a letter: not ASCII, and seen.
bool isLetterBeyondAscii(std::optional<Decoded> c) {
    return c && c->code >= 0xA0 && !isIn(kInvisible, c->code) && !isIn(kSpaces, c->code) &&
           !isIn(kSlashes, c->code);
}

/// A joiner between two letters of the scripts that have joiners, or two pictures. Among ASCII it
/// would only hide that a name is another one.
bool joins(std::string_view text, std::size_t at, std::size_t length) {
    std::size_t before = at;
    do {
        while (before > 0 && isContinuation(byteAt(text, --before))) {
        }
        const auto c = decode(text, before);
        if (!c || !contains(kPresentations, c->code)) {
            break;
        }
    } while (before > 0);
    const std::size_t after = at + length;
    return at > 0 && after < text.size() && isLetterBeyondAscii(decode(text, before)) &&
           isLetterBeyondAscii(decode(text, after));
}

std::string cleanCharacters(std::string_view raw) {
    std::string clean;
    clean.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const auto decoded = decode(raw, at);
        if (!decoded) {
            clean += kReplacement;
            ++at;
            continue;
        }
        const char32_t c = decoded->code;
        if (contains(kPresentations, c)) {
            // The same picture without it, nearly.
        } else if (contains(kJoiners, c) && joins(raw, at, decoded->length)) {
            clean += raw.substr(at, decoded->length);
        } else if (isForbiddenElsewhere(c) || isIn(kInvisible, c) || isIn(kSlashes, c)) {
            clean += '_';
        } else if (isIn(kSpaces, c)) {
            clean += ' ';
        } else if (!isControl(c)) {
            clean += raw.substr(at, decoded->length);
        }
        at += decoded->length;
    }
    return clean;
}

constexpr std::string_view kSeparators = "/\\";

bool isSeparator(char c) {
    return kSeparators.find(c) != std::string_view::npos;
}

/// "/etc/x", "\\server\x", "C:\x", and what leads up or begins here: "a/../x", "./x". Else a name
/// has separators in it, "A/B testing.pdf".
bool isPath(std::string_view raw) {
    if (isSeparator(raw.front()) || (raw.size() > 2 && raw[1] == ':' && isSeparator(raw[2]))) {
        return true;
    }
    while (!raw.empty()) {
        const std::size_t end = std::min(raw.find_first_of(kSeparators), raw.size());
        const std::string_view component = raw.substr(0, end);
        if (component == ".." || component == ".") {
            return true;
        }
        raw.remove_prefix(std::min(end + 1, raw.size()));
    }
    return false;
}

/// Of a path its last component, of a name all of it.
std::string_view withoutFolders(std::string_view raw) {
    const std::size_t end = raw.find_last_not_of(kSeparators);
    if (end == std::string_view::npos) {
        return {};
    }
    raw = raw.substr(0, end + 1);
    const std::size_t before = isPath(raw) ? raw.find_last_of(kSeparators) : std::string_view::npos;
    return before == std::string_view::npos ? raw : raw.substr(before + 1);
}

std::string_view trimEnd(std::string_view name) {
    return name.substr(0, name.find_last_not_of(". ") + 1);
}

std::string_view trim(std::string_view name) {
    const std::size_t begin = name.find_first_not_of(". -");
    return begin == std::string_view::npos ? std::string_view() : trimEnd(name.substr(begin));
}

/// ASCII only: what matters here is ASCII, and other letters have no one lower case.
std::string lowered(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return lower;
}

bool isDeviceName(std::string_view name) {
    const std::string base = lowered(trimEnd(name.substr(0, name.find('.'))));
    const bool numbered = base.size() == 4 &&
                          (base.starts_with("com") || base.starts_with("lpt")) && base[3] >= '0' &&
                          base[3] <= '9';
    return numbered || std::find(kDevices.begin(), kDevices.end(), base) != kDevices.end();
}

bool isLauncher(std::string_view name) {
    const std::string lower = lowered(name);
    return std::any_of(kLaunchers.begin(), kLaunchers.end(),
                       [&](std::string_view suffix) { return lower.ends_with(suffix); });
}

/// Where the extension begins, with its dot: ".gz", ".tar.gz"; size() if there is none.
std::size_t extensionStart(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || name.size() - dot > kLongestExtension) {
        return name.size();
    }
    constexpr std::string_view kTar = ".tar";
    const std::string_view stem = name.substr(0, dot);
    if (stem.size() > kTar.size() && lowered(stem).ends_with(kTar)) {
        return dot - kTar.size();
    }
    return dot;
}

/// At most `longest` bytes from the front, not ending within a code point.
std::string_view cutAtCodePoint(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) {
        return text;
    }
    while (longest > 0 && isContinuation(byteAt(text, longest))) {
        --longest;
    }
    text = text.substr(0, longest);
    while (text.ends_with("\u200C") || text.ends_with("\u200D")) {
        text.remove_suffix(3);  // it would join nothing any more
    }
    return text;
}

}  // namespace

std::string cutName(std::string_view name, std::size_t longest) {
    if (name.size() <= longest) {
        return std::string(name);
    }
    const std::string_view extension = name.substr(extensionStart(name));
    if (extension.size() >= longest) {
        return std::string(cutAtCodePoint(name, longest));
    }
    const std::string_view stem = name.substr(0, name.size() - extension.size());
    return std::string(cutAtCodePoint(stem, longest - extension.size())).append(extension);
}

std::string safeFileName(std::string_view raw) {
    constexpr std::size_t kLongest = kLongestName - kSuffixRoom;
    std::string name(trim(cleanCharacters(withoutFolders(raw))));
    if (isDeviceName(name)) {
        name.insert(0, 1, '_');
    }
    // The cut may bring a dot or a launcher's extension to the end, so these are looked at after
    // it.
    name = trimEnd(cutName(name, kLongest));
    if (isLauncher(name)) {
        name = cutName(name, kLongest - kLauncherSuffix.size()).append(kLauncherSuffix);
    }
    return name.empty() ? std::string(kFallback) : name;
}

std::string numberedName(std::string_view name, int n) {
    if (n <= 0) {
        return std::string(name);
    }
    const std::string number = " (" + std::to_string(n) + ')';
    const std::string cut = cutName(name, kLongestName - number.size());
    return std::string(cut).insert(extensionStart(cut), number);
}

std::string partName(std::string_view name, std::string_view number) {
    std::string part = cutName(name, kLongestName - kSuffixRoom);
    if (!number.empty()) {
        part.append(1, '.').append(number);
    }
    return part.append(".part");
}

bool mayBeFinalName(std::string_view name) {
    return isEntryName(name) && name.size() <= kLongestName && name.front() != '.' &&
           name.front() != '-' && !isLauncher(name);
}

bool isEntryName(std::string_view name) noexcept {
    constexpr std::string_view kNever("/\0", 2);
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(kNever) == std::string_view::npos;
}

}  // namespace penstock
