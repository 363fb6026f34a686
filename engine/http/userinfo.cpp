#include "engine/http/userinfo.h"

#include "engine/http/percent.h"

#include <algorithm>
#include <string_view>

namespace penstock {

std::optional<Credentials> takeUserinfo(std::string& url) {
    constexpr std::string_view kSchemeEnd = "://";
    const std::size_t scheme = url.find(kSchemeEnd);
    if (scheme == std::string::npos || url.find_first_of("/?#@") < scheme) {
        return std::nullopt;
    }
    const std::size_t begin = scheme + kSchemeEnd.size();
    const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
    const std::size_t at = std::string_view(url).substr(0, end).rfind('@');
    if (at == std::string_view::npos || at < begin) {
        return std::nullopt;
    }
    const std::string info = url.substr(begin, at - begin);
    url.erase(begin, at + 1 - begin);
    const std::size_t colon = std::min(info.find(':'), info.size());
    Credentials found{percentDecode(std::string_view(info).substr(0, colon)), {}};
    if (colon < info.size()) {
        found.password = percentDecode(std::string_view(info).substr(colon + 1));
    }
    return info.empty() ? std::nullopt : std::optional(std::move(found));
}

}  // namespace penstock
