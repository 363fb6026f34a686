#include "engine/net/host_places.h"

#include <algorithm>
#include <limits>

namespace penstock {

int HostPlaces::most() const {
    const int limit = std::max(*limit_, 0);
    if (ceiling_ == nullptr) {
        return limit;
    }
    const int its = ceilings_->allows(*ceiling_);
    return ceiling_->ceiling.byPerson || limit == 0 ? its : std::min(limit, its);
}

HostPlaces::Running HostPlaces::running() const {
    Running running;
    for (const Connection* each : connections_) {
        const bool carries = each->carries() && each->state() != Connection::State::Closing;
        running.count += carries || each->idle() ? 1 : 0;
        if (carries) {
            const WaitsFor waits = each->step().waitsFor;
            running.brings = running.brings || waits == WaitsFor::Body || waits == WaitsFor::Disk ||
                             waits == WaitsFor::RateTokens;
        }
    }
    return running;
}

std::size_t HostPlaces::left() const {
    const auto most = static_cast<std::size_t>(this->most());
    if (most == 0) {
        return std::numeric_limits<std::size_t>::max();
    }
    return most - std::min(most, connections_.size());
}

std::size_t HostPlaces::tooMany() const {
    const auto most = static_cast<std::size_t>(this->most());
    if (most == 0 || connections_.size() <= most) {
        return 0;
    }
    const auto open =
        static_cast<std::size_t>(std::ranges::count_if(connections_, [](const Connection* each) {
            return each->state() != Connection::State::Closing &&
                   each->state() != Connection::State::Closed;
        }));
    return open - std::min(open, most);
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
    HostPlaces& made =
        hosts_.try_emplace(HostKey{destination.host, destination.port}, limit_, *ceilings_)
            .first->second;
    made.setCeiling(ceilings_->find({destination.host, destination.port}));
    return made;
}

HostPlaces* HostTable::find(const HostName& host) {
    const auto found = hosts_.find(host);
    return found == hosts_.end() ? nullptr : &found->second;
}

HostPlaces* HostTable::ceilingChanged(const HostName& host) {
    HostPlaces* its = find(host);
    if (its != nullptr) {
        its->setCeiling(ceilings_->find(host));
    }
    return its;
}

// Not each when its last connection goes: mostly the next comes soon.
void HostTable::forgetUnused() {
    std::erase_if(hosts_, [](const auto& each) {
        return each.second.connections().empty() && each.second.unused();
    });
    forgetAt_ = std::max<std::size_t>(64, 2 * hosts_.size());
}

}  // namespace penstock
