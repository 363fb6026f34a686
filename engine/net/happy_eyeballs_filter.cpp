#include "engine/net/happy_eyeballs_filter.h"

#include <utility>

namespace penstock {

HappyEyeballsFilter::HappyEyeballsFilter(const FilterParts& parts, Resolver& resolver,
                                         ConnectRace::Target target, Connector connector)
    : ForwardingFilter(nullptr),
      host_(&parts.host),
      resolver_(&resolver),
      name_(target.host),
      race_(parts, std::move(target), std::move(connector), resolver.addresses()) {}

Step HappyEyeballsFilter::connect() {
    if (below() != nullptr) {
        return below()->connect();
    }
    if (!lookup_) {
        host_->noted({OpeningNote::Step::Lookup, 0, name_});
        lookup_ = resolver_->start(name_, *this);
    }
    const Step step = race_.run(lookup_.state());
    if (step == Step::Done) {
        setBelow(race_.takeWinner());
        lookup_ = {};
    }
    return step;
}

void HappyEyeballsFilter::adjustPollSet(PollSet& set, bool reading, bool writing) const {
    if (below() != nullptr) {
        below()->adjustPollSet(set, reading, writing);
    } else {
        race_.adjustPollSet(set);
    }
}

const Socket* HappyEyeballsFilter::socket() const {
    return below() != nullptr ? below()->socket() : race_.socket();
}

const Error& HappyEyeballsFilter::error() const {
    return below() != nullptr ? below()->error() : race_.error();
}

}  // namespace penstock
