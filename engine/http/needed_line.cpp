#include "engine/http/needed_line.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>

namespace penstock {

namespace {

constexpr std::array<std::string_view, 8> kNeeded{
    "Content-Length", "Transfer-Encoding", "Content-Range", "Content-Encoding", "Location",
    "ETag",           "Last-Modified",     "Connection"};

bool isOfToken(char c) {
    return isToken(std::string_view(&c, 1));
}

}  // namespace

bool isNeededName(std::string_view name) noexcept {
    return std::any_of(kNeeded.begin(), kNeeded.end(),
                       [name](std::string_view needed) { return equalsIgnoreCase(needed, name); });
}

bool mayBeNeededLine(std::string_view line) noexcept {
    const std::string_view named = line.substr(0, line.find(':'));
    for (const char* at = named.begin(); at != named.end();) {
        const char* const begin = std::find_if(at, named.end(), isOfToken);
        const char* const end = std::find_if_not(begin, named.end(), isOfToken);
        if (isNeededName({begin, static_cast<std::size_t>(end - begin)})) {
            return true;
        }
        at = end;
    }
    return false;
}

}  // namespace penstock
