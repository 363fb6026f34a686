#include "engine/net/http1_session.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace penstock {

Http1Session::Http1Session(SessionHost& host, Filter& filter, const EngineTimeouts& timeouts) noexcept
    : host_(&host), filter_(&filter), timeouts_(&timeouts) {}

StreamId Http1Session::open(RequestHead head, ExchangeEvents& events) {
    events_ = &events;
    request_ = writeRequest(head);
    sent_ = 0;
    parser_.reset();
    interim_ = 0;
    bodyBytes_ = 0;
    draining_ = false;
    held_ = false;
    phase_ = Phase::Sending;
    host_->disarm(DeadlineKind::Idle);
    host_->armFor(DeadlineKind::Send, timeouts_->firstByte);
    host_->step({SocketState::Sending, WaitsFor::Send, DeadlineKind::Send});
    host_->markDirty();
    return ++stream_;
}

void Http1Session::cancel(StreamId id) {
    if (events_ != nullptr && id == stream_) {
        events_ = nullptr;
        reusable_ = false;
        phase_ = Phase::Over;
        host_->markDirty();
    }
}

void Http1Session::resumeReading(StreamId id) {
    if (events_ != nullptr && id == stream_ && held_) {
        held_ = false;
        host_->disarm(DeadlineKind::Rate);
        hasMore_ = true;
        showBodyStep();
        host_->markDirty();
    }
}

Step Http1Session::run(TurnBudget& budget) {
    hasMore_ = false;
    Go go = Go::On;
    while (go == Go::On && phase_ != Phase::Over) {
        if (budget.spent()) {
            hasMore_ = true;
            break;
        }
        switch (phase_) {
            case Phase::Idle: go = readIdle(); break;
            case Phase::Sending: go = sendSome(); break;
            case Phase::Head: go = readHead(budget); break;
            case Phase::Body:
            case Phase::Drain: go = readBody(budget); break;
            case Phase::Over: break;
        }
    }
    return phase_ == Phase::Over ? Step::Done : Step::Blocked;
}

void Http1Session::expired(DeadlineKind kind) {
    const std::string& peer = host_->peerName();
    switch (kind) {
        case DeadlineKind::Send:
            fail({ErrorKind::TimeoutFirstByte, peer + " did not take the request in time", {}, 0}, false);
            break;
        case DeadlineKind::FirstByte:
            fail({ErrorKind::TimeoutFirstByte, peer + " did not answer in time", "connected, but no first byte", 0}, false);
            break;
        case DeadlineKind::Headers:
            fail({ErrorKind::TimeoutHeaders, peer + " did not finish its answer's head in time", {}, 0}, false);
            break;
        case DeadlineKind::Stall:
            fail({ErrorKind::TimeoutStall, peer + " stopped sending", "no byte came for too long", 0}, false);
            break;
        case DeadlineKind::Rate: resumeReading(stream_); break;
        case DeadlineKind::Idle: phase_ = Phase::Over; break;
        default: break;
    }
}

void Http1Session::fail(const Error& error) { fail(error, false); }

bool Http1Session::wantsRead() const {
    return phase_ != Phase::Over && phase_ != Phase::Sending && !held_;
}

bool Http1Session::wantsWrite() const { return phase_ == Phase::Sending; }

Http1Session::Go Http1Session::sendSome() {
    while (sent_ < request_.size()) {
        const auto rest = std::as_bytes(std::span(request_)).subspan(sent_);
        const IoResult io = filter_->send(rest);
        if (io.kind == IoResult::Kind::Blocked) {
            return Go::Stop;
        }
        if (io.kind != IoResult::Kind::Bytes) {
            fail(filter_->error(), served_);
            return Go::Stop;
        }
        sent_ += io.bytes;
    }
    request_.clear();
    request_.shrink_to_fit();
    phase_ = Phase::Head;
    host_->disarm(DeadlineKind::Send);
    host_->armFor(DeadlineKind::FirstByte, timeouts_->firstByte);
    host_->step({SocketState::AwaitingReply, WaitsFor::FirstByte, DeadlineKind::FirstByte});
    return Go::Stop;   // others first: a fast server must not keep the turn to itself
}

IoResult Http1Session::receive(std::span<std::byte> into, TurnBudget& budget) {
    const IoResult io = filter_->recv(into);
    if (io.kind == IoResult::Kind::Bytes) {
        budget.take(io.bytes);
        host_->received(io.bytes);
    }
    return io;
}

Http1Session::Go Http1Session::readHead(TurnBudget& budget) {
    const std::span<std::byte> scratch = host_->scratch();
    const IoResult io = receive(scratch, budget);
    switch (io.kind) {
        case IoResult::Kind::Blocked: return Go::Stop;
        case IoResult::Kind::Closed: peerClosed(); return Go::Stop;
        case IoResult::Kind::Failed: receiveFailed(); return Go::Stop;
        case IoResult::Kind::Bytes: break;
    }
    if (!parser_.started() && interim_ == 0) {
        host_->disarm(DeadlineKind::FirstByte);
        host_->armFor(DeadlineKind::Headers, timeouts_->headers);
        host_->step({SocketState::AwaitingReply, WaitsFor::Headers, DeadlineKind::Headers});
    }
    feedHead(scratch.first(io.bytes));
    return Go::On;
}

void Http1Session::feedHead(std::span<const std::byte> input) {
    while (phase_ == Phase::Head) {
        std::size_t consumed = 0;
        const ResponseParser::Step step = parser_.feed(input, consumed);
        input = input.subspan(consumed);
        if (step == ResponseParser::Step::NeedMore) {
            return;
        }
        if (step == ResponseParser::Step::Failed) {
            fail(parser_.error(), false);
            return;
        }
        finishHead(input);
        if (phase_ == Phase::Head) {   // an interim response: the final one follows
            parser_.reset();
        }
    }
}

void Http1Session::finishHead(std::span<const std::byte> rest) {
    ResponseHead head = parser_.takeHead();
    if (head.status == 101) {
        fail({ErrorKind::ProtoUpgrade, host_->peerName() + " wants to speak another protocol", "101 without being asked", 0}, false);
        return;
    }
    if (head.status < 200) {
        if (++interim_ > kInterimLimit) {
            fail({ErrorKind::ProtoInterim, host_->peerName() + " sends preliminary answers without end", {}, 0}, false);
        }
        return;
    }
    auto framing = bodyFraming(head);
    if (!framing) {
        fail(framing.error(), false);
        return;
    }
    framing_ = framing.value();
    reusable_ = framing_.reusable;
    host_->disarm(DeadlineKind::Headers);
    switch (events_->headReceived(head, framing_)) {
        case BodyPlan::Abort:
            endExchange();
            reusable_ = false;
            phase_ = Phase::Over;
            return;
        case BodyPlan::Drain: draining_ = true; break;
        case BodyPlan::Take: break;
    }
    beginBody(rest);
}

void Http1Session::beginBody(std::span<const std::byte> rest) {
    phase_ = draining_ ? Phase::Drain : Phase::Body;
    if (framing_.kind == BodyKind::None || (framing_.kind == BodyKind::Length && framing_.length == 0)) {
        bodyEnded(rest);
        return;
    }
    if (draining_ && (framing_.kind == BodyKind::UntilClose ||
                      (framing_.kind == BodyKind::Length && framing_.length > kDrainLimit))) {
        reusable_ = false;   // cheaper to connect anew than to read it
        bodyEnded({});
        return;
    }
    chunks_.reset();
    host_->armLazy(DeadlineKind::Stall, timeouts_->stall);
    showBodyStep();
    feedBody(rest);
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
    switch (io.kind) {
        case IoResult::Kind::Blocked: return Go::Stop;
        case IoResult::Kind::Closed: peerClosed(); return Go::Stop;
        case IoResult::Kind::Failed: receiveFailed(); return Go::Stop;
        case IoResult::Kind::Bytes: break;
    }
    countBody(io.bytes);
    events_->bodyArrived(io.bytes);
    if (events_ != nullptr && framing_.kind == BodyKind::Length && bodyBytes_ == framing_.length) {
        bodyEnded({});
    }
    return Go::On;
}

Http1Session::Go Http1Session::readThroughScratch(TurnBudget& budget) {
    const std::span<std::byte> scratch = host_->scratch();
    const IoResult io = receive(scratch, budget);
    switch (io.kind) {
        case IoResult::Kind::Blocked: return Go::Stop;
        case IoResult::Kind::Closed: peerClosed(); return Go::Stop;
        case IoResult::Kind::Failed: receiveFailed(); return Go::Stop;
        case IoResult::Kind::Bytes: break;
    }
    feedBody(scratch.first(io.bytes));
    return held_ ? Go::Stop : Go::On;
}

Http1Session::Go Http1Session::readIdle() {
    const IoResult io = filter_->recv(host_->scratch());
    if (io.kind == IoResult::Kind::Blocked) {
        return Go::Stop;
    }
    reusable_ = false;   // closed, broken, or bytes that nobody asked for
    phase_ = Phase::Over;
    return Go::Stop;
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
        carry_.assign(input.begin(), input.end());   // a body that is held owns what was read
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
        case ChunkedDecoder::Step::NeedMore: return;
        case ChunkedDecoder::Step::End: bodyEnded(std::exchange(input, {})); return;
        case ChunkedDecoder::Step::Failed: fail(chunks_.error(), false); return;
        case ChunkedDecoder::Step::Data: break;
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
    if (events_ == nullptr) {   // the exchange was cancelled from within bodySpace()
        return true;
    }
    if (!space.into.empty()) {
        return false;
    }
    held_ = true;
    host_->disarm(DeadlineKind::Stall);
    if (space.until) {
        host_->armUntil(DeadlineKind::Rate, *space.until);
    }
    host_->step({SocketState::Receiving, space.heldBy, space.until ? DeadlineKind::Rate : DeadlineKind::None});
    return true;
}

void Http1Session::countBody(std::size_t n) { bodyBytes_ += n; }

void Http1Session::showBodyStep() {
    host_->armLazy(DeadlineKind::Stall, timeouts_->stall);
    host_->step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
}

// `surplus` is what came after the announced end: the file is exact, the connection is not to be
// trusted again.
void Http1Session::bodyEnded(std::span<const std::byte> surplus) {
    if (!surplus.empty()) {
        reusable_ = false;
    }
    ExchangeEvents* events = events_;
    endExchange();
    phase_ = reusable_ ? Phase::Idle : Phase::Over;
    if (reusable_) {
        served_ = true;
        host_->armFor(DeadlineKind::Idle, timeouts_->idle);
        host_->step({SocketState::Idle, WaitsFor::NextRequest, DeadlineKind::Idle});
    }
    events->ended();
}

void Http1Session::peerClosed() {
    const std::string& peer = host_->peerName();
    reusable_ = false;
    if (phase_ == Phase::Head) {
        if (!parser_.started() && interim_ == 0) {
            fail({ErrorKind::ProtoEmptyReply, peer + " closed the connection without an answer", {}, 0}, served_);
        } else {
            fail({ErrorKind::TruncHeaders, peer + " closed the connection in the middle of its answer's head", {}, 0}, false);
        }
        return;
    }
    if (framing_.kind == BodyKind::UntilClose || draining_) {
        bodyEnded({});
        return;
    }
    std::string evidence = std::to_string(bodyBytes_) + " bytes of this answer came";
    if (framing_.kind == BodyKind::Length) {
        evidence = std::to_string(bodyBytes_) + " of " + std::to_string(framing_.length) + " bytes of this answer came";
    }
    fail({ErrorKind::TruncBody, peer + " closed the connection before the file was complete", std::move(evidence), 0}, false);
}

void Http1Session::receiveFailed() {
    Error error = filter_->error();
    const bool silent = phase_ == Phase::Head && !parser_.started() && interim_ == 0;
    if (phase_ == Phase::Body && error.kind == ErrorKind::ConnectReset) {
        error.kind = ErrorKind::TruncBody;
        error.sentence = host_->peerName() + " broke off the connection before the file was complete";
    }
    fail(std::move(error), silent && served_);
}

void Http1Session::fail(Error error, bool unanswered) {
    ExchangeEvents* events = events_;
    endExchange();
    reusable_ = false;
    phase_ = Phase::Over;
    if (events != nullptr) {
        events->failed(error, unanswered);
    }
}

void Http1Session::endExchange() {
    events_ = nullptr;
    held_ = false;
    carry_.clear();
    decoded_.clear();
    for (const DeadlineKind kind : {DeadlineKind::Send, DeadlineKind::FirstByte, DeadlineKind::Headers,
                                    DeadlineKind::Stall, DeadlineKind::Rate}) {
        host_->disarm(kind);
    }
}

}  // namespace penstock
