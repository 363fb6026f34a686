#include "engine/net/address_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace penstock {

namespace {

using Bytes = std::array<std::uint8_t, 16>;

// Section 2.1, the longest prefixes first.
struct Policy {
    Bytes prefix;
    int bits;
    int precedence;
    int label;
};

constexpr std::array kPolicies{
    Policy{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, 50, 0},  // loopback
    Policy{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 35, 4},         // IPv4
    Policy{{}, 96, 1, 3},                                                  // compatible with IPv4
    Policy{{0x20, 0x01, 0, 0}, 32, 5, 5},                                  // Teredo
    Policy{{0x20, 0x02}, 16, 30, 2},                                       // 6to4
    Policy{{0x3f, 0xfe}, 16, 1, 12},                                       // the 6bone
    Policy{{0xfe, 0xc0}, 10, 1, 11},                                       // site-local
    Policy{{0xfc}, 7, 3, 13},                                              // unique local
    Policy{{}, 0, 40, 1},
};

// Scopes of section 3.1, as multicast numbers them.
constexpr int kLinkLocal = 2;
constexpr int kSiteLocal = 5;
constexpr int kGlobal = 14;

// An IPv4 address as it is mapped into IPv6: the tables know no other form.
Bytes mapped(const Address& address) {
    if (address.family == AF_INET6) {
        return address.bytes;
    }
    Bytes bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    std::copy_n(address.bytes.begin(), 4, bytes.begin() + 12);
    return bytes;
}

int commonBits(const Bytes& a, const Bytes& b) {
    int bits = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto different = static_cast<std::uint8_t>(a.at(i) ^ b.at(i));
        bits += std::countl_zero(different);
        if (different != 0) {
            break;
        }
    }
    return bits;
}

const Policy& policyOf(const Address& address) {
    const Bytes bytes = mapped(address);
    return *std::ranges::find_if(kPolicies, [&](const Policy& policy) {
        return commonBits(bytes, policy.prefix) >= policy.bits;
    });
}

bool isIpv4(const Address& address) {
    constexpr int kLabel = 4;
    return policyOf(address).label == kLabel;
}

int scopeOf4(std::uint8_t first, std::uint8_t second) {
    return first == 127 || (first == 169 && second == 254) ? kLinkLocal : kGlobal;
}

// Section 3.1 to 3.3: loopback counts as link-local, private IPv4 as global.
int scopeOf(const Address& address) {
    const Bytes bytes = mapped(address);
    if (isIpv4(address)) {
        return scopeOf4(bytes[12], bytes[13]);
    }
    if (bytes[0] == 0xff) {
        return bytes[1] & 0x0f;
    }
    if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80) {
        return kLinkLocal;
    }
    if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0xc0) {
        return kSiteLocal;
    }
    return policyOf(address).label == 0 ? kLinkLocal : kGlobal;
}

// Rule 9, and rule 8 of section 5: no further than the network of the source goes.
int commonPrefix(const Address& to, const OwnAddress& from) {
    return std::min(commonBits(mapped(to), mapped(from.address)), from.prefixLength);
}

bool isUsable(const OwnAddress& own, const Address& to) {
    if (own.address.bytes == loopback6().bytes) {  // nobody else is reached from it
        return to.bytes == own.address.bytes;
    }
    return to.scope == 0 || own.address.scope == 0 || own.address.scope == to.scope;
}

// Section 5. Larger is better.
auto rankOfSource(const OwnAddress& own, const Address& to) {
    const int scope = scopeOf(own.address);
    const int wanted = scopeOf(to);
    return std::tuple(own.address.bytes == to.bytes, scope >= wanted,
                      scope >= wanted ? -scope : scope, !own.deprecated,
                      policyOf(own.address).label == policyOf(to).label, commonPrefix(to, own));
}

}  // namespace

bool isBetter(const Route& a, const Route& b) {
    if (a.from.has_value() != b.from.has_value()) {  // rule 1
        return a.from.has_value();
    }
    const auto rank = [](const Route& route) {  // smaller is better
        const bool known = route.from.has_value();
        const int scope = scopeOf(route.to);
        const Policy& policy = policyOf(route.to);
        return std::tuple(known && scope != scopeOf(route.from->address),                // rule 2
                          known && route.from->deprecated,                               // rule 3
                          known && policy.label != policyOf(route.from->address).label,  // rule 5
                          -policy.precedence,                                            // rule 6
                          scope);                                                        // rule 8
    };
    const auto ofA = rank(a);
    const auto ofB = rank(b);
    if (ofA != ofB) {
        return ofA < ofB;
    }
    return a.from && !isIpv4(a.to) && !isIpv4(b.to) &&  // rule 9
           commonPrefix(a.to, *a.from) > commonPrefix(b.to, *b.from);
}

std::optional<OwnAddress> sourceFor(const Address& to, const std::vector<OwnAddress>& own) {
    const OwnAddress* best = nullptr;
    for (const OwnAddress& each : own) {
        if (isUsable(each, to) &&
            (best == nullptr || rankOfSource(each, to) > rankOfSource(*best, to))) {
            best = &each;
        }
    }
    return best != nullptr ? std::optional(*best) : std::nullopt;
}

Route routeTo(const Address& to, const std::optional<std::vector<OwnAddress>>& own) {
    if (to.family != AF_INET6 || !own) {
        return {to, OwnAddress{to, 0, false}};
    }
    return {to, sourceFor(to, *own)};
}

void sortAddresses(std::vector<Address>& addresses,
                   const std::optional<std::vector<OwnAddress>>& own) {
    std::vector<Route> routes;
    routes.reserve(addresses.size());
    for (const Address& each : addresses) {
        routes.push_back(routeTo(each, own));
    }
    std::ranges::stable_sort(routes, isBetter);
    std::ranges::transform(routes, addresses.begin(), &Route::to);
}

}  // namespace penstock
