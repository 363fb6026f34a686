#pragma once
// The one canonical form of a host, for DNS, SNI, Host, certificates and pool keys.

#include "engine/error.h"

#include <string>
#include <string_view>

namespace penstock {

/// "192.0.2.1" or "2001:db8::1" (without brackets): a literal in its canonical spelling or not.
bool isIpLiteral(const std::string& host);

/// `raw` is the host of an authority (RFC 3986 section 3.2.2), an IPv6 literal in its brackets.
/// Returns lower case ASCII without a trailing dot, an IPv6 literal in the spelling of RFC 5952
/// without brackets. A name in UTF-8 becomes its A-labels ("xn--…", RFC 5891) after the mapping of
/// UTS #46, non-transitional. Url.BadHost: empty, not UTF-8, refused by IDNA2008, percent-encoded,
/// characters that no host name has, a label empty or over 63 bytes, more than 253 bytes in all, an
/// IPv6 zone, or something that ends in a number but is no dotted quad of four plain decimals.
Result<std::string> canonicalHost(std::string_view raw);

}  // namespace penstock
