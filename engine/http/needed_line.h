#pragma once
// Which lines of a head must be read rightly. Servers send lines that are broken (a PHP warning,
// "X-Cache : HIT", a control character in a trace id); those that have no bearing on the file are
// left out, as curl and browsers do. Pure.

#include <string_view>

namespace penstock {

/// Does a field of this name bear on where a body ends, which bytes it is, which file, or where it
/// is? Content-Length, Transfer-Encoding, Content-Range, Content-Encoding, Location, ETag,
/// Last-Modified, Connection; case does not matter.
bool isNeededName(std::string_view name) noexcept;

/// May a broken `line` have been meant for one of those? Looks for their names among the words
/// before its first colon, or in all of it where there is none; a word is what a token may hold
/// (RFC 9110 section 5.6.2), so "Content-Length : 5" and "\x01Location: x" are.
bool mayBeNeededLine(std::string_view line) noexcept;

}  // namespace penstock
