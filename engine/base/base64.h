#pragma once
// Base64 (RFC 4648 section 4), with padding. Pure.

#include <string>
#include <string_view>

namespace penstock {

std::string base64(std::string_view bytes);

}  // namespace penstock
