#pragma once
// A body as a server sends it with "Content-Encoding: gzip".

#include <string>
#include <string_view>

namespace penstock {

std::string gzipped(std::string_view text);

}  // namespace penstock
