#include "engine/net/happy_eyeballs_filter.h"

#include <utility>

namespace penstock {

HappyEyeballsFilter::HappyEyeballsFilter(FilterHost& host, Resolver& resolver,
                                         ConnectRace::Target target, Connector connector)
    : host_(&host),
      resolver_(&resolver),
      name_(target.host),
      race_(host, std::move(target), std::move(connector), resolver.addresses()) {}

Step HappyEyeballsFilter::connect() {
    if (winner_ != nullptr) {
        return winner_->connect();
    }
    if (!lookup_) {
        lookup_ = resolver_->start(name_, *this);
    }
    const Step step = race_.run(lookup_.state());
    if (step == Step::Done) {
        winner_ = race_.takeWinner();
        lookup_ = {};
    }
    return step;
}

void HappyEyeballsFilter::expired(DeadlineKind kind) {
    if (winner_ != nullptr) {
        winner_->expired(kind);
    } else {
        race_.expired(kind);
    }
}

IoResult HappyEyeballsFilter::send(std::span<const std::byte> bytes) {
    return winner_->send(bytes);
}

IoResult HappyEyeballsFilter::recv(std::span<std::byte> into) {
    return winner_->recv(into);
}

void HappyEyeballsFilter::adjustPollSet(PollSet& set, bool reading, bool writing) const {
    if (winner_ != nullptr) {
        winner_->adjustPollSet(set, reading, writing);
    } else {
        race_.adjustPollSet(set);
    }
}

Step HappyEyeballsFilter::shutdown() {
    return winner_ != nullptr ? winner_->shutdown() : Step::Done;
}

const Socket* HappyEyeballsFilter::socket() const {
    return winner_ != nullptr ? winner_->socket() : race_.socket();
}

std::string_view HappyEyeballsFilter::alpn() const {
    return winner_ != nullptr ? winner_->alpn() : std::string_view{};
}

const Error& HappyEyeballsFilter::error() const {
    return winner_ != nullptr ? winner_->error() : race_.error();
}

}  // namespace penstock
