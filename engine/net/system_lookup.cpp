#include "engine/net/system_lookup.h"

#include <netdb.h>

#include <memory>
#include <string_view>

namespace penstock {

SystemAnswer lookupBySystem(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    SystemAnswer answer;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) {
        return answer;
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
    for (const addrinfo* node = list; node != nullptr; node = node->ai_next) {
        if (const auto address = fromSocketAddress(node->ai_addr, node->ai_addrlen)) {
            (address->family == AF_INET6 ? answer.v6 : answer.v4).push_back(*address);
        }
    }
    return answer;
}

bool maybeKnownBySystem(const std::string& host) noexcept {
    constexpr std::string_view kMulticast = ".local";
    const std::string_view name = host;
    return name.find('.') == std::string_view::npos || name.ends_with(kMulticast);
}

}  // namespace penstock
