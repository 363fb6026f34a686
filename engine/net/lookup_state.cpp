#include "engine/net/lookup_state.h"

#include <utility>

namespace penstock {

namespace {

// "No such name" holds for both families. A failure of one family leaves open whether it has
// addresses, so it outranks "no address" of the other.
int clarity(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::DnsNotFound: return 4;
        case ErrorKind::DnsServFail: return 2;
        case ErrorKind::DnsTimeout: return 1;
        case ErrorKind::DnsNoData: return 0;
        default: return 3;   // not the name server's fault: no socket could be opened
    }
}

std::string sentenceOf(ErrorKind kind, const std::string& host) {
    switch (kind) {
        case ErrorKind::DnsNotFound: return "There is no host named " + host;
        case ErrorKind::DnsNoData: return "The name " + host + " has no address";
        case ErrorKind::DnsTimeout: return "No name server answered in time when asked for " + host;
        default: return "The name server could not look up " + host;
    }
}

}  // namespace

Error LookupState::failure() const {
    return clarity(v6.error.kind) > clarity(v4.error.kind) ? v6.error : v4.error;
}

Error lookupError(ErrorKind kind, const std::string& host, std::string evidence) {
    return {kind, sentenceOf(kind, host), std::move(evidence), 0};
}

}  // namespace penstock
