#pragma once
// Percent-encoding (RFC 3986 section 2.1). Values only; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace penstock {

/// Which characters stand for themselves.
enum class UrlPart : bool { Path, QueryOrFragment };

/// `raw` with each byte encoded that may not stand in `part`. Encoded bytes stay as they are, and a
/// '%' that begins no encoded byte becomes "%25", so encoding twice changes nothing.
std::string percentEncode(std::string_view raw, UrlPart part);

/// The bytes meant by `encoded`; a '%' that begins no encoded byte stands for itself.
std::string percentDecode(std::string_view encoded);

/// As percentDecode(), but nullopt if a '%' begins no encoded byte.
std::optional<std::string> percentDecodeStrict(std::string_view encoded);

}  // namespace penstock
