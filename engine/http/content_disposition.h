#pragma once
// What a server or an address would name a file. Raw: what comes out may hold path separators,
// control characters and anything else; engine/store/file_name makes it fit for a disk. Pure.

#include "engine/http/headers.h"
#include "engine/http/url.h"

#include <optional>
#include <string>

namespace penstock {

/// The name in Content-Disposition (RFC 6266, RFC 8187) as well-formed UTF-8: filename* if it can
/// be read, else filename, with U+FFFD for wrong bytes. nullopt if there is none, if it is empty,
/// or if two fields, or two parameters of one kind, say different things. Encoded words
/// (RFC 2047) are not undone: RFC 6266 does not have them.
std::optional<std::string> dispositionFileName(const Headers& headers);

/// The last segment of the path, percent-decoded, as UTF-8 with U+FFFD for wrong bytes; "" if the
/// path ends in '/'.
std::string urlFileName(const Url& url);

}  // namespace penstock
