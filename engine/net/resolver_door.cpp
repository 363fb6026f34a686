#include "engine/net/resolver.h"
#include "engine/net/resolver_impl.h"

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
        resolver_->impl_->forget(waiter_);
    }
}

const LookupState& Lookup::state() const {
    return *state_;
}

Resolver::Resolver(ResolverHost& host, ResolverConfig config)
    : impl_(std::make_unique<Impl>(host, std::move(config))) {}

Resolver::~Resolver() = default;

Lookup Resolver::start(const std::string& host, LookupListener& listener) {
    Lookup lookup;
    lookup.resolver_ = this;
    lookup.state_ = impl_->find(host);
    if (lookup.state_ == nullptr) {
        lookup.waiter_ = impl_->wait(host, listener, lookup.state_);
    }
    return lookup;
}

void Resolver::ready(int fd, Readiness readiness) {
    impl_->ready(fd, readiness);
}

void Resolver::expired() {
    impl_->expired();
}

void Resolver::run() {
    impl_->run();
}

void Resolver::adjustPollSet(PollSet& set) const {
    impl_->adjustPollSet(set);
}

std::size_t Resolver::pending() const noexcept {
    return impl_->pending();
}

AddressMemory& Resolver::addresses() noexcept {
    return impl_->addresses();
}

void Resolver::reset() {
    impl_->reset();
}

}  // namespace penstock
