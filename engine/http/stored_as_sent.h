#pragma once
// Whether a body that says Content-Encoding is a file that is compressed by its nature, so that the
// coding is what the file is, and not a form of it for the way. Pure.

#include "engine/http/headers.h"
#include "engine/http/url.h"

#include <string_view>

namespace penstock {

/// Is this the name, raw, of a file that is compressed by its nature ("a.tar.gz", "A.SVGZ")? Looks
/// at what follows the last dot only; case does not matter.
bool isCompressedName(std::string_view name) noexcept;

/// Is this the value of a Content-Type for such a file ("application/x-gzip")? Parameters and case
/// do not matter.
bool isCompressedType(std::string_view contentType) noexcept;

/// Is the body of an answer with `fields` to be stored as sent, whatever coding they name? Yes if
/// the path of `asked` (as a person gave it) or `from` (where redirects led), Content-Disposition
/// or Content-Type speaks of a file that is compressed by its nature. What the file is to be called
/// here does not matter: the bytes are the same under each name.
bool storedAsSent(const Headers& fields, const Url& asked, const Url& from);

}  // namespace penstock
