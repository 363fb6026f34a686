#include "engine/net/tunnel_filter.h"

#include "engine/http/proxy_url.h"
#include "engine/net/private_network.h"
#include "engine/net/proxy_talks.h"

#include <array>
#include <utility>

namespace penstock {

namespace {

/// The better one; for version 4 of SOCKS the better one of IPv4.
std::optional<Address> bestOf(const LookupState& found, Proxy::Kind kind) {
    const bool v4First = found.v4First || kind == Proxy::Kind::Socks4;
    const auto& first = v4First ? found.v4.addresses : found.v6.addresses;
    const auto& second = v4First ? found.v6.addresses : found.v4.addresses;
    const auto& from = first.empty() ? second : first;
    return from.empty() ? std::nullopt : std::optional(from.front());
}

}  // namespace

TunnelFilter::TunnelFilter(std::unique_ptr<Filter> layerBelow, const FilterParts& parts,
                           Resolver& resolver, Way way)
    : ProxiedFilter(std::move(layerBelow), way.target.address),
      host_(&parts.host),
      resolver_(&resolver),
      now_(&parts.now),
      way_(std::move(way)),
      deadline_(parts.deadlines, parts.now, DeadlineKind::Proxy) {}

Step TunnelFilter::connect() {
    if (state_ == State::Opening) {
        const Step step = below()->connect();
        if (step != Step::Done) {
            return step;
        }
        state_ = State::Lookup;
    }
    Step step = Step::Done;
    while (step == Step::Done && state_ != State::Open) {
        switch (state_) {
            case State::Lookup:
                step = lookUp();
                break;
            case State::Sending:
                step = send();
                break;
            case State::Reading:
                step = read();
                break;
            default:
                return Step::Failed;
        }
    }
    return step;
}

Step TunnelFilter::lookUp() {
    if (way_.target.address || !looksUpHere(way_.proxy.kind)) {
        return begin();
    }
    if (!lookup_) {
        deadline_.arm(*now_ + way_.limit);
        host_->noted({OpeningNote::Step::Lookup, 0, way_.target.host});
        lookup_ = resolver_->start(way_.target.host, *this);
    }
    const LookupState& found = lookup_.state();
    if (!found.finished()) {
        return deadline_.reached() ? late() : Step::Blocked;
    }
    way_.target.address = bestOf(found, way_.proxy.kind);
    if (!way_.target.address) {
        return fail(found.failure());
    }
    if (way_.publicOnly && isPrivateAddress(*way_.target.address)) {
        return fail(privateNetworkError(way_.target.host));
    }
    setTarget(*way_.target.address);
    lookup_ = {};
    return begin();
}

Step TunnelFilter::begin() {
    auto talk = makeProxyTalk(way_.proxy, way_.target, way_.userAgent, *way_.logins);
    if (!talk) {
        return fail(talk.error());
    }
    talk_ = std::move(talk).value();
    out_ = talk_->next();
    deadline_.arm(*now_ + way_.limit);
    if (const Socket* socket = below()->socket()) {
        socket->row().step({SocketState::Connecting, WaitsFor::ProxyReply, DeadlineKind::Proxy});
    }
    state_ = State::Sending;
    return Step::Done;
}

Step TunnelFilter::send() {
    while (!out_.empty()) {
        const IoResult io = below()->send(std::as_bytes(std::span(out_)));
        if (io.kind == IoResult::Kind::Blocked) {
            return deadline_.reached() ? late() : Step::Blocked;
        }
        if (io.kind != IoResult::Kind::Bytes) {
            state_ = State::Broken;
            return Step::Failed;
        }
        out_.erase(0, io.bytes);
    }
    state_ = State::Reading;
    return Step::Done;
}

// No more is read than one buffer at a time, and nothing may stand behind the proxy's last word:
// over TLS as over HTTP the client speaks first.
Step TunnelFilter::read() {
    std::array<std::byte, 2048> buffer;
    const IoResult io = below()->recv(buffer);
    switch (io.kind) {
        case IoResult::Kind::Blocked:
            return deadline_.reached() ? late() : Step::Blocked;
        case IoResult::Kind::Failed:
            state_ = State::Broken;
            return Step::Failed;
        case IoResult::Kind::Closed:
            return fail({ErrorKind::ConnectReset,
                         "The proxy " + way_.proxy.host + " closed the connection before it led on",
                         {},
                         0});
        case IoResult::Kind::Bytes:
            break;
    }
    std::size_t consumed = 0;
    const ProxyTalk::Step step = talk_->feed(std::span(buffer).first(io.bytes), consumed);
    if (step == ProxyTalk::Step::Failed) {
        return fail(talk_->error());
    }
    if (consumed < io.bytes) {
        return fail({ErrorKind::ProxyRefused,
                     "The proxy " + way_.proxy.host + " says more than it was asked",
                     {},
                     0});
    }
    if (step == ProxyTalk::Step::Send) {
        out_ = talk_->next();
        state_ = State::Sending;
    } else if (step == ProxyTalk::Step::Done) {
        deadline_.disarm();
        state_ = State::Open;
    }
    return Step::Done;
}

Step TunnelFilter::late() {
    return fail({ErrorKind::ConnectTimeout,
                 "The proxy " + way_.proxy.host + " did not lead to " + way_.target.host +
                     " within " + std::to_string(way_.limit.count() / 1000) + " s",
                 {},
                 0});
}

Step TunnelFilter::fail(Error error) {
    deadline_.disarm();
    error_ = std::move(error);
    state_ = State::Broken;
    return Step::Failed;
}

void TunnelFilter::adjustPollSet(PollSet& set, bool reading, bool writing) const {
    const bool sends = state_ == State::Sending;
    const bool reads = state_ == State::Reading;
    below()->adjustPollSet(set, reading || reads, writing || sends);
}

}  // namespace penstock
