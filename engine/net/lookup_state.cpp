#include "engine/net/lookup_state.h"

#include "engine/net/address_order.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace penstock {

namespace {

// "No such name" holds for both families. A failure of one family leaves open whether it has
// addresses, so it outranks "no address" of the other.
int clarity(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::DnsNotFound:
            return 4;
        case ErrorKind::DnsServFail:
            return 2;
        case ErrorKind::DnsTimeout:
            return 1;
        case ErrorKind::DnsNoData:
            return 0;
        default:
            return 3;  // not the name server's fault: no socket could be opened
    }
}

std::string sentenceOf(ErrorKind kind, const std::string& host) {
    switch (kind) {
        case ErrorKind::DnsNotFound:
            return "There is no host named " + host;
        case ErrorKind::DnsNoData:
            return "The name " + host + " has no address";
        case ErrorKind::DnsTimeout:
            return "No name server answered in time when asked for " + host;
        default:
            return "The name server could not look up " + host;
    }
}

bool isLocalhost(std::string_view host) {
    return host == "localhost" || host.ends_with(".localhost");
}

FamilyAnswer known(const std::vector<Address>& addresses, int family, const std::string& host,
                   TimePoint now) {
    FamilyAnswer answer;
    answer.finished = true;
    answer.arrived = now;
    std::ranges::copy_if(addresses, std::back_inserter(answer.addresses),
                         [family](const Address& address) { return address.family == family; });
    if (answer.addresses.empty()) {
        answer.error = lookupError(ErrorKind::DnsNoData, host, {});
    }
    return answer;
}

}  // namespace

Error LookupState::failure() const {
    return clarity(v6.error.kind) > clarity(v4.error.kind) ? v6.error : v4.error;
}

std::vector<Address> addressesOfLiteral(const std::string& host) {
    const auto literal = parseAddress(host);
    return literal ? std::vector{*literal} : std::vector<Address>{};
}

std::vector<Address> addressesOfLocalhost(const std::string& host) {
    return isLocalhost(host) ? std::vector{loopback6(), loopback4()} : std::vector<Address>{};
}

LookupState lookupOf(const std::string& host, const std::vector<Address>& addresses,
                     TimePoint now) {
    return {host, known(addresses, AF_INET6, host, now), known(addresses, AF_INET, host, now),
            false};
}

void arrange(LookupState& state, const std::string& ownAddresses) {
    std::vector<Address>& six = state.v6.addresses;
    std::vector<Address>& four = state.v4.addresses;
    const bool bothKnown = !six.empty() && !four.empty();
    if (bothKnown || six.size() > 1) {
        const auto own = readOwnAddresses(ownAddresses);
        sortAddresses(six, own);
        sortAddresses(four, own);
        // By the policy alone: whether IPv6 works here is what the race finds out.
        state.v4First = bothKnown && isBetter(routeTo(four.front(), std::nullopt),
                                              routeTo(six.front(), std::nullopt));
    } else {
        sortAddresses(four, std::nullopt);
    }
}

Error lookupError(ErrorKind kind, const std::string& host, std::string evidence) {
    return {kind, sentenceOf(kind, host), std::move(evidence), 0};
}

}  // namespace penstock
