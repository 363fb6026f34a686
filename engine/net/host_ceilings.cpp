#include "engine/net/host_ceilings.h"

#include <algorithm>
#include <string>
#include <utility>

namespace penstock {

namespace {

/// Then one more is tried.
constexpr std::chrono::hours kTriedAgain{24};

}  // namespace

void HostCeilings::restore(std::vector<HostCeiling> kept) {
    for (HostCeiling& each : kept) {
        HostKey key{each.host, each.port};
        known_.try_emplace(std::move(key), std::move(each));
    }
}

const HostCeiling* HostCeilings::find(const HostName& host) const {
    const auto found = known_.empty() ? known_.end() : known_.find(host);
    return found == known_.end() ? nullptr : &found->second;
}

int HostCeilings::allows(const HostCeiling& ceiling) const {
    // A clock that was set back says nothing about age.
    const bool tried = !ceiling.byPerson && (*now_)() - ceiling.since >= kTriedAgain;
    return std::min(ceiling.connections + (tried ? 1 : 0), kMostCeiling);
}

bool HostCeilings::refused(const HostName& host, int running, const Error& reason) {
    const HostCeiling* known = find(host);
    if (running < 1 || running >= kMostCeiling || (known != nullptr && known->byPerson)) {
        return false;
    }
    HostCeiling& ceiling = at(host);
    ceiling.connections = known == nullptr ? running : std::min(ceiling.connections, running);
    ceiling.reason = reason;
    ceiling.since = (*now_)();
    keep(ceiling);
    return true;
}

void HostCeilings::proved(const HostName& host, int running) {
    const HostCeiling* known = find(host);
    if (known == nullptr || known->byPerson || running <= known->connections) {
        return;
    }
    HostCeiling& ceiling = at(host);
    ceiling.connections = std::min(running, kMostCeiling);
    ceiling.since = (*now_)();
    keep(ceiling);
}

void HostCeilings::set(const HostName& host, int connections) {
    HostCeiling& ceiling = at(host);
    ceiling.connections = std::clamp(connections, 1, kMostCeiling);
    ceiling.reason = {};
    ceiling.since = (*now_)();
    ceiling.byPerson = true;
    keep(ceiling);
}

bool HostCeilings::forget(const HostName& host) {
    const auto found = known_.find(host);
    if (found == known_.end()) {
        return false;
    }
    known_.erase(found);
    if (keeper_ != nullptr) {
        keeper_->forget(host);
    }
    return true;
}

std::vector<HostCeiling> HostCeilings::all() const {
    std::vector<HostCeiling> all;
    all.reserve(known_.size());
    for (const auto& [key, ceiling] : known_) {
        all.push_back(ceiling);
    }
    std::ranges::sort(all, [](const HostCeiling& a, const HostCeiling& b) {
        return a.host != b.host ? a.host < b.host : a.port < b.port;
    });
    return all;
}

HostCeiling& HostCeilings::at(const HostName& host) {
    const auto found = known_.find(host);
    if (found != known_.end()) {
        return found->second;
    }
    HostCeiling& made = known_[HostKey{std::string(host.host), host.port}];
    made.host = host.host;
    made.port = host.port;
    return made;
}

void HostCeilings::keep(const HostCeiling& ceiling) {
    if (keeper_ != nullptr) {
        keeper_->keep(ceiling);
    }
}

}  // namespace penstock
