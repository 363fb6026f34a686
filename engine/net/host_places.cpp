#include "engine/net/host_places.h"

#include <algorithm>
#include <limits>

namespace penstock {

std::size_t HostPlaces::left() const noexcept {
    if (*limit_ <= 0) {
        return std::numeric_limits<std::size_t>::max();
    }
    const auto most = static_cast<std::size_t>(*limit_);
    return most - std::min(most, connections_.size());
}

std::size_t HostPlaces::tooMany() const noexcept {
    const auto most = static_cast<std::size_t>(std::max(*limit_, 0));
    return most == 0 || connections_.size() <= most ? 0 : connections_.size() - most;
}

std::size_t HostPlaces::room() const {
    std::size_t room = left();
    for (const Connection* each : connections_) {
        const std::size_t streams = each->freeStreams();
        room += std::min(streams, std::numeric_limits<std::size_t>::max() - room);
    }
    return room;
}

// One that an exchange is on may be held: what that waits for is asked of its own transfer.
bool HostPlaces::willCall() const {
    const auto frees = [](const Connection* each) {
        return each->carries() || each->willRun();
    };
    return called() > 0 || std::ranges::any_of(connections_, frees);
}

HostPlaces& HostTable::of(const Destination& destination) {
    const auto found = hosts_.find(destination);
    if (found != hosts_.end()) {
        return found->second;
    }
    if (hosts_.size() >= forgetAt_) {
        forgetUnused();
    }
    return hosts_.try_emplace(Key{destination.host, destination.port}, limit_).first->second;
}

// Not each when its last connection goes: mostly the next comes soon.
void HostTable::forgetUnused() {
    std::erase_if(hosts_, [](const auto& each) {
        return each.second.connections().empty() && each.second.unused();
    });
    forgetAt_ = std::max<std::size_t>(64, 2 * hosts_.size());
}

}  // namespace penstock
