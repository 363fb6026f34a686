#pragma once
// File names from the network made safe, and numbered when taken. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace penstock {

/// The longest name that Linux file systems take, bytes.
inline constexpr std::size_t kLongestName = 255;
/// Room that safeFileName() leaves for ".123456.part" and " (123456789)".
inline constexpr std::size_t kSuffixRoom = 12;

/// A name for a file, made from anything a server or a URL may say; decode escapes first. Takes the
/// last component of a path ("/etc/x", "C:\x", "../x"); strips control characters; turns characters
/// that separate, that are not seen or that other systems forbid into "_" (joiners stay between
/// letters that they join), and bytes that are no UTF-8 into U+FFFD; trims dots and spaces from
/// both ends and dashes from the front; marks names that Windows reserves with "_" and files that a
/// desktop would start with ".download". At most kLongestName − kSuffixRoom bytes, cut between code
/// points, the extension kept. Never empty: "download".
std::string safeFileName(std::string_view raw);

/// "a.tar.gz", 1 → "a (1).tar.gz"; n ≤ 0 → the name itself. At most kLongestName bytes.
std::string numberedName(std::string_view name, int n);

/// The name if it has at most `longest` bytes; else its stem is cut, between code points, so that
/// it has. An extension stays unless it is longer than 16 bytes.
std::string cutName(std::string_view name, std::size_t longest);

/// "a.iso", "" → "a.iso.part"; "a.iso", "1" → "a.iso.1.part". `number` has at most six characters;
/// the name is cut where they would not fit.
std::string partName(std::string_view name, std::string_view number);

/// Could a finished file have this name? The name of an entry, not longer than kLongestName, none
/// that a desktop would start, not hidden and not like an option: of what safeFileName() sees to,
/// what nobody's looks make good, whatever rules an earlier version had.
bool mayBeFinalName(std::string_view name);

/// Whether it can be the name of an entry of a folder: not empty, ".", "..", no '/' or NUL.
bool isEntryName(std::string_view name) noexcept;

}  // namespace penstock
