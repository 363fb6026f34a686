#pragma once
// Whether a body that says Content-Encoding is a file that is compressed by its nature, so that the
// coding is what the file is, and not a form of it for the way. Pure.

#include "engine/http/headers.h"
#include "engine/http/url.h"

#include <cstdint>
#include <string_view>

namespace penstock {

/// Is this the name, raw, of a file that is compressed by its nature ("a.tar.gz", "A.SVGZ")? Looks
/// at what follows the last dot only; case does not matter.
bool isCompressedName(std::string_view name) noexcept;

/// Is this the value of a Content-Type for such a file ("application/x-gzip")? Parameters and case
/// do not matter.
bool isCompressedType(std::string_view contentType) noexcept;

/// How an address speaks of a file that is compressed by its nature, from the weakest on.
enum class CompressedSign : std::uint8_t {
    Nothing,
    Folder,  // "/a.tar.gz/download": or of a page about it
    Name,    // "/a.tar.gz", "/a.tar.gz;version=1"
};

/// What the path of `url` says; never its query.
CompressedSign compressedSign(const Url& url);

/// Is the body of an answer with `fields` to be stored as sent, whatever coding they name? Yes if
/// the way to it (the strongest sign of the address that a person gave, of each that redirected,
/// and of the one that answered), Content-Disposition or Content-Type speaks of a file that is
/// compressed by its nature. What the file is to be called here does not matter: the bytes are the
/// same under each name.
bool storedAsSent(const Headers& fields, CompressedSign way);

}  // namespace penstock
