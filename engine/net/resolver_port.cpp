#include "engine/net/resolver_port.h"

#include <utility>

namespace penstock {

ResolverPort::ResolverPort(const TimePoint& now, SocketWatch& watch, TimerQueue& timers,
                           WorkQueue& workers, ResolverConfig config)
    : now_(&now),
      watch_(&watch),
      timers_(&timers),
      workers_(&workers),
      node_(*this),
      resolver_({*this, now, workers}, std::move(config)) {}

void ResolverPort::run() {
    dirty_ = false;
    resolver_.run();
}

void ResolverPort::assess() {
    if (rows_.empty()) {
        return;
    }
    PollSet set;
    resolver_.adjustPollSet(set);
    std::erase_if(rows_, [&](const auto& row) { return watch_->ownerOf(row.second->fd) != this; });
    for (const auto& [serial, row] : rows_) {
        watch_->want(row->fd, set.of(row->fd));
    }
}

Result<OpenedSocket> ResolverPort::openSocket(SocketRequest& request) {
    auto known = std::make_unique<Row>();
    SocketSnapshot row;
    row.role = SocketRole::Lookup;
    row.state = SocketState::Resolving;
    row.waitsFor = WaitsFor::Answer;
    row.host = request.host;
    row.opened = *now_;
    auto opened = watch_->open(request, *this, std::move(row), known.get());
    if (opened) {
        known->fd = opened.value().socket.fd();
        known->shown = opened.value().socket.row();
        rows_[opened.value().socket.serial()] = std::move(known);
    }
    return opened;
}

void ResolverPort::lookupStep(std::uint64_t serial, const std::string& host,
                              const std::string& peer, TimePoint since, TimePoint until) {
    const auto found = rows_.find(serial);
    if (found == rows_.end()) {
        return;
    }
    found->second->span = {since, until};
    found->second->shown.update([&](SocketSnapshot& row) {
        row.host = host;
        row.peer = peer;
        row.waitsFor = WaitsFor::Answer;
        row.deadline = DeadlineKind::Lookup;
    });
}

void ResolverPort::socketReady(int fd, Readiness readiness) {
    resolver_.ready(fd, readiness);
    dirty_ = true;
}

void ResolverPort::watchRefused(int fd) {
    // c-ares finds out by itself that nothing comes; its next try or the deadline ends the lookup.
    resolver_.ready(fd, Readiness::Error);
    dirty_ = true;
}

void ResolverPort::expired(TimePoint /*now*/) {
    resolver_.expired();
    dirty_ = true;
}

}  // namespace penstock
