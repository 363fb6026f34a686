#include "engine/net/host_ceilings.h"

#include <algorithm>
#include <string>
#include <utility>

namespace penstock {

namespace {

/// Then one more is tried.
constexpr std::chrono::hours kTriedAgain{24};
/// So often one more is tried at once.
constexpr int kTries = 3;

}  // namespace

void HostCeilings::restore(std::vector<HostCeiling> kept) {
    for (HostCeiling& each : kept) {
        HostKey key{each.host, each.port};
        known_.try_emplace(std::move(key), KnownHost{std::move(each), 0});
    }
}

const KnownHost* HostCeilings::find(const HostName& host) const {
    const auto found = known_.empty() ? known_.end() : known_.find(host);
    return found == known_.end() ? nullptr : &found->second;
}

int HostCeilings::allows(const KnownHost& known) const {
    const HostCeiling& its = known.ceiling;
    // A clock that was set back says nothing about age.
    const bool tried = !its.byPerson && (known.tries > 0 || (*now_)() - its.since >= kTriedAgain);
    return std::min(its.connections + (tried ? 1 : 0), kMostCeiling);
}

bool HostCeilings::refused(const HostName& host, int running, const Error& reason, bool plainly) {
    const KnownHost* before = find(host);
    if (running < 1 || running >= kMostCeiling || (before != nullptr && before->ceiling.byPerson)) {
        return false;
    }
    const bool fresh = before == nullptr;
    KnownHost& known = at(host);
    if (fresh || running < known.ceiling.connections) {
        known.ceiling.connections = running;
        known.tries = fresh ? kTries : known.tries;
    } else if (known.tries > 0) {
        --known.tries;
    }
    known.tries = plainly ? 0 : known.tries;
    known.ceiling.reason = reason;
    known.ceiling.since = (*now_)();
    keep(known.ceiling);
    return true;
}

void HostCeilings::proved(const HostName& host, int running) {
    const KnownHost* before = find(host);
    if (before == nullptr || before->ceiling.byPerson || running <= before->ceiling.connections) {
        return;
    }
    KnownHost& known = at(host);
    known.ceiling.connections = std::min(running, kMostCeiling);
    known.ceiling.since = (*now_)();
    known.tries = known.tries > 0 ? kTries : 0;
    keep(known.ceiling);
}

void HostCeilings::set(const HostName& host, int connections) {
    KnownHost& known = at(host);
    known.tries = 0;
    known.ceiling.connections = std::clamp(connections, 1, kMostCeiling);
    known.ceiling.reason = {};
    known.ceiling.since = (*now_)();
    known.ceiling.byPerson = true;
    keep(known.ceiling);
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
    for (const auto& [key, known] : known_) {
        all.push_back(known.ceiling);
    }
    std::ranges::sort(all, [](const HostCeiling& a, const HostCeiling& b) {
        return a.host != b.host ? a.host < b.host : a.port < b.port;
    });
    return all;
}

KnownHost& HostCeilings::at(const HostName& host) {
    const auto found = known_.find(host);
    if (found != known_.end()) {
        return found->second;
    }
    KnownHost& made = known_[HostKey{std::string(host.host), host.port}];
    made.ceiling.host = host.host;
    made.ceiling.port = host.port;
    return made;
}

void HostCeilings::keep(const HostCeiling& ceiling) {
    if (keeper_ != nullptr) {
        keeper_->keep(ceiling);
    }
}

}  // namespace penstock
