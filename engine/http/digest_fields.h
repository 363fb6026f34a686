#pragma once
// Repr-Digest and Content-Digest (RFC 9530): what a server says that a file, or the content of its
// answer, has for a digest. Pure.
//
// The fields are Dictionaries of byte sequences (RFC 8941): "sha-256=:BASE64:, sha-512=:BASE64:".
// What is not one, or longer than any should be, says nothing, as that RFC wants it: the whole
// field is ignored. Algorithms other than sha-256 and sha-512 are, too: they are not known, or not
// safe.

#include "engine/checksum.h"
#include "engine/http/headers.h"

#include <optional>
#include <string_view>

namespace penstock {

/// Of the whole file, whatever part of it the answer brings.
std::optional<Checksum> reprDigest(const Headers& fields);

/// Of what the answer brings.
std::optional<Checksum> contentDigest(const Headers& fields);

/// The strongest known digest of the value of such a field, if it says one.
std::optional<Checksum> parseDigestField(std::string_view value);

}  // namespace penstock
