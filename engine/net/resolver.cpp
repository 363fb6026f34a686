#include "engine/net/resolver.h"

#include "engine/net/lookups.h"

#include <utility>

namespace penstock {

Lookup::Lookup(Lookup&& other) noexcept
    : resolver_(std::exchange(other.resolver_, nullptr)),
      state_(std::move(other.state_)),
      waiter_(std::exchange(other.waiter_, 0)) {}

Lookup& Lookup::operator=(Lookup&& other) noexcept {
    if (this != &other) {
        Lookup dropped(std::move(*this));
        resolver_ = std::exchange(other.resolver_, nullptr);
        state_ = std::move(other.state_);
        waiter_ = std::exchange(other.waiter_, 0);
    }
    return *this;
}

Lookup::~Lookup() {
    if (resolver_ != nullptr && waiter_ != 0) {
        resolver_->lookups_->forget(waiter_);
    }
}

const LookupState& Lookup::state() const {
    return *state_;
}

Resolver::Resolver(const ResolverParts& parts, ResolverConfig config)
    : lookups_(std::make_unique<Lookups>(parts, std::move(config))) {}

Resolver::~Resolver() = default;

Lookup Resolver::start(const std::string& host, LookupListener& listener) {
    Lookup lookup;
    lookup.resolver_ = this;
    lookup.state_ = lookups_->find(host);
    if (lookup.state_ == nullptr) {
        lookup.waiter_ = lookups_->wait(host, listener, lookup.state_);
    }
    return lookup;
}

void Resolver::ready(int fd, Readiness readiness) {
    lookups_->ready(fd, readiness);
}

void Resolver::expired() {
    lookups_->expired();
}

void Resolver::run() {
    lookups_->run();
}

void Resolver::adjustPollSet(PollSet& set) const {
    lookups_->adjustPollSet(set);
}

std::size_t Resolver::pending() const noexcept {
    return lookups_->pending();
}

AddressMemory& Resolver::addresses() noexcept {
    return lookups_->addresses();
}

void Resolver::reset() {
    lookups_->reset();
}

}  // namespace penstock
