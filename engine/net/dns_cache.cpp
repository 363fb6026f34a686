#include "engine/net/dns_cache.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

bool conclusive(const FamilyAnswer& answer) {
    return !answer.addresses.empty() || answer.error.kind == ErrorKind::DnsNotFound ||
           answer.error.kind == ErrorKind::DnsNoData;
}

}  // namespace

void DnsCache::keep(std::shared_ptr<LookupState> state, std::chrono::seconds ttl, TimePoint now) {
    if (!conclusive(state->v6) || !conclusive(state->v4)) {
        return;
    }
    const auto lifetime = state->hasAddress() ? std::min(ttl, kLongest) : kNegative;
    if (lifetime <= std::chrono::seconds::zero()) {
        return;
    }
    makeRoom(now);
    const std::string host = state->host;
    entries_[host] = {std::move(state), now + lifetime};
}

std::shared_ptr<LookupState> DnsCache::find(const std::string& host, TimePoint now) const {
    const auto found = entries_.find(host);
    return found != entries_.end() && now < found->second.until ? found->second.state : nullptr;
}

void DnsCache::makeRoom(TimePoint now) {
    if (entries_.size() < kMost) {
        return;
    }
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.until <= now; });
    if (entries_.size() >= kMost) {
        const auto soonest = std::min_element(
            entries_.begin(), entries_.end(),
            [](const auto& a, const auto& b) { return a.second.until < b.second.until; });
        entries_.erase(soonest);
    }
}

}  // namespace penstock
