#pragma once
// Text from outside (a server's words, names, addresses, certificates, the list on the disk), fit
// for a terminal, a line of JSON or a cell: it shows what it is, and moves, hides, turns and ends
// nothing. Each place that shows text passes it through here. Values only; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace penstock {

/// One step through a text that should be UTF-8.
struct CodePoint {
    char32_t code = 0;       // U+FFFD if not `whole`
    std::size_t length = 1;  // bytes, at least 1
    bool whole = true;       // false: a maximal wrong part (Unicode 15, section 3.9)
};

/// Requires at < text.size().
CodePoint codePointAt(std::string_view text, std::size_t at) noexcept;

/// Not to be shown as it is: controls (C0, DEL, C1), what turns the direction of writing, what is
/// invisible or changes its neighbours, separators of lines and paragraphs, noncharacters.
bool isUnprintable(char32_t code) noexcept;

/// For a person, on one line: what ends or moves within a line becomes a space, other unprintable
/// characters their number ("\u202e", "\U000e0001"), and what is no UTF-8 becomes U+FFFD. The
/// result comes through unchanged a second time.
std::string printableText(std::string_view text);

/// What stands between the quotation marks of a JSON string (RFC 8259 section 7), for programs that
/// parse it: unprintable characters are escaped and so stay what they were. What is no UTF-8
/// becomes U+FFFD.
std::string printableJson(std::string_view text);

/// An address that was not taken, without what may be a user name and password in it, for it may
/// be wrong in any way: from "//", or the beginning, to the last '@' if there is one where userinfo
/// may be, and what stands where a port should and is no number. "http://…@host/". Other addresses,
/// and text that is none, come back as they are.
std::string withoutUserinfo(std::string_view address);

}  // namespace penstock
