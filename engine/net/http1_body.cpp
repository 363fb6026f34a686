// The body of an answer: read, decoded, delivered, held.

#include "engine/net/http1_session.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace penstock {

void Http1Session::resumeReading(StreamId id) {
    if (events_ != nullptr && id == stream_ && held_) {
        held_ = false;
        deadlines_->disarm(DeadlineKind::Rate);
        hasMore_ = true;
        showBodyStep();
        host_->markDirty();
    }
}

void Http1Session::beginBody(std::span<const std::byte> rest) {
    phase_ = draining_ ? Phase::Drain : Phase::Body;
    if (framing_.kind == BodyKind::Nothing ||
        (framing_.kind == BodyKind::Length && framing_.length == 0)) {
        bodyEnded(rest);
        return;
    }
    if (draining_ && (framing_.kind == BodyKind::UntilClose ||
                      (framing_.kind == BodyKind::Length && framing_.length > kDrainLimit))) {
        reusable_ = false;  // cheaper to connect anew than to read it
        bodyEnded({});
        return;
    }
    chunks_.reset();
    feedBody(rest);
    if (!held_ && (phase_ == Phase::Body || phase_ == Phase::Drain)) {  // more is to come
        deadlines_->disarmAll();
        showBodyStep();
    }
}

Http1Session::Go Http1Session::readBody(TurnBudget& budget) {
    if (held_) {
        return Go::Stop;
    }
    if (!decoded_.empty() || !carry_.empty()) {
        return deliverCarried();
    }
    if (draining_ || framing_.kind == BodyKind::Chunked) {
        return readThroughScratch(budget);
    }
    const BodySpace space = events_->bodySpace();
    if (hold(space)) {
        return Go::Stop;
    }
    return readPlainBody(budget, space);
}

// What was read before reception was held: body first, then what is still to be decoded.
Http1Session::Go Http1Session::deliverCarried() {
    const std::vector<std::byte> body = std::exchange(decoded_, {});
    std::span<const std::byte> rest = body;
    if (!deliver(rest)) {
        decoded_.assign(rest.begin(), rest.end());
        return Go::Stop;
    }
    const std::vector<std::byte> raw = std::exchange(carry_, {});
    feedBody(raw);
    return held_ ? Go::Stop : Go::On;
}

Http1Session::Go Http1Session::readPlainBody(TurnBudget& budget, BodySpace space) {
    std::span<std::byte> into = space.into;
    if (framing_.kind == BodyKind::Length) {
        into = into.first(static_cast<std::size_t>(
            std::min<std::uint64_t>(into.size(), framing_.length - bodyBytes_)));
    }
    const IoResult io = receive(into, budget);
    if (!gotBytes(io)) {
        return Go::Stop;
    }
    countBody(io.bytes);
    events_->bodyArrived(io.bytes);
    if (events_ != nullptr && framing_.kind == BodyKind::Length && bodyBytes_ == framing_.length) {
        bodyEnded({});
    }
    return io.drained ? Go::Stop : Go::On;
}

Http1Session::Go Http1Session::readThroughScratch(TurnBudget& budget) {
    const std::size_t most = draining_ ? kDrainLimit : events_->readAtMost();
    if (most == 0 && hold(events_->bodySpace())) {
        return Go::Stop;
    }
    const IoResult io = receive(scratchFor(most), budget);
    if (!gotBytes(io)) {
        return Go::Stop;
    }
    feedBody(scratch_.first(io.bytes));
    return held_ || io.drained ? Go::Stop : Go::On;
}

void Http1Session::feedBody(std::span<const std::byte> input) {
    while (!input.empty() && !held_ && (phase_ == Phase::Body || phase_ == Phase::Drain)) {
        if (framing_.kind == BodyKind::Chunked) {
            feedChunks(input);
        } else {
            feedPlain(input);
        }
    }
    if (held_) {
        carry_.assign(input.begin(), input.end());  // a body that is held owns what was read
    }
}

void Http1Session::feedPlain(std::span<const std::byte>& input) {
    std::span<const std::byte> data = input;
    if (framing_.kind == BodyKind::Length) {
        data = data.first(static_cast<std::size_t>(
            std::min<std::uint64_t>(data.size(), framing_.length - bodyBytes_)));
    }
    const std::size_t offered = data.size();
    deliver(data);
    input = input.subspan(offered - data.size());
    if (events_ != nullptr && framing_.kind == BodyKind::Length && bodyBytes_ == framing_.length) {
        bodyEnded(input);
        input = {};
    }
}

void Http1Session::feedChunks(std::span<const std::byte>& input) {
    std::span<const std::byte> data;
    switch (chunks_.next(input, data)) {
        case ChunkedDecoder::Step::NeedMore:
            return;
        case ChunkedDecoder::Step::End:
            bodyEnded(std::exchange(input, {}));
            return;
        case ChunkedDecoder::Step::Failed:
            fail(chunks_.error(), false);
            return;
        case ChunkedDecoder::Step::Data:
            break;
    }
    if (!deliver(data)) {
        decoded_.assign(data.begin(), data.end());
    }
}

// Advances `data` over what was taken. False when reception is held, or the exchange is over.
bool Http1Session::deliver(std::span<const std::byte>& data) {
    while (!data.empty()) {
        if (draining_) {
            countBody(data.size());
            data = {};
            if (bodyBytes_ > kDrainLimit) {
                reusable_ = false;
                bodyEnded({});
            }
            return phase_ == Phase::Drain;
        }
        const BodySpace space = events_->bodySpace();
        if (hold(space)) {
            return false;
        }
        const std::size_t n = std::min(space.into.size(), data.size());
        std::memcpy(space.into.data(), data.data(), n);
        data = data.subspan(n);
        countBody(n);
        events_->bodyArrived(n);
        if (events_ == nullptr) {
            return false;
        }
    }
    return true;
}

// True when there is nowhere to put a byte: unwatched, with no stall clock running.
bool Http1Session::hold(const BodySpace& space) {
    if (events_ == nullptr) {  // the exchange was cancelled from within bodySpace()
        return true;
    }
    if (!space.into.empty()) {
        return false;
    }
    held_ = true;
    deadlines_->disarmAll();
    if (space.until) {
        deadlines_->arm(DeadlineKind::Rate, *now_, *space.until);
    }
    row_.step({SocketState::Receiving, space.heldBy,
               space.until ? DeadlineKind::Rate : DeadlineKind::Nothing});
    return true;
}

void Http1Session::showBodyStep() {
    if (draining_) {
        armFor(DeadlineKind::Stall, kDrainTime);  // however steadily it drips
    } else {
        deadlines_->armLazy(DeadlineKind::Stall, *now_, timeouts_->stall);
    }
    row_.step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
}

// `surplus` is what came after the announced end: the file is exact, the connection is not to be
// trusted again.
void Http1Session::bodyEnded(std::span<const std::byte> surplus) {
    if (!surplus.empty()) {
        reusable_ = false;
    }
    ExchangeEvents* events = events_;
    if (reusable_) {
        forgetExchange();
        phase_ = Phase::Idle;
        served_ = true;
        armOnlyFor(DeadlineKind::Idle, timeouts_->idle);
        row_.step({SocketState::Idle, WaitsFor::NextRequest, DeadlineKind::Idle});
    } else {
        endExchange();
        phase_ = Phase::Over;
    }
    events->ended();
}

}  // namespace penstock
