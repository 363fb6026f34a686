#include "engine/net/trusted_keys.h"

#include "engine/base/text.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

// Certificates know no root dot, and here no host has two names for it.
std::string_view withoutRootDot(std::string_view host) {
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

TrustedKey canonical(const TrustedKey& key) {
    return {asciiLower(withoutRootDot(key.host)), key.port, key.key};
}

}  // namespace

bool TrustedKeys::add(const TrustedKey& key) {
    TrustedKey added = canonical(key);
    if (added.host.empty() || added.port == 0 || !isKeyText(added.key)) {
        return false;
    }
    if (std::ranges::find(keys_, added) == keys_.end()) {
        keys_.push_back(std::move(added));
    }
    return true;
}

void TrustedKeys::remove(const TrustedKey& key) {
    std::erase(keys_, canonical(key));
}

bool TrustedKeys::has(std::string_view host, std::uint16_t port, std::string_view key) const {
    return std::ranges::any_of(keys_, [&](const TrustedKey& each) {
        return each.port == port && each.key == key && each.host == withoutRootDot(host);
    });
}

bool TrustedKeys::knows(std::string_view host, std::uint16_t port) const {
    return std::ranges::any_of(keys_, [&](const TrustedKey& each) {
        return each.port == port && each.host == withoutRootDot(host);
    });
}

}  // namespace penstock
