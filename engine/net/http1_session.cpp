#include "engine/net/http1_session.h"

#include "engine/net/http1_error.h"

#include <utility>

namespace penstock {

Http1Session::Http1Session(const SessionParts& parts) noexcept
    : filter_(&parts.filter),
      deadlines_(&parts.deadlines),
      now_(&parts.now),
      row_(parts.row),
      edgeTriggered_(parts.edgeTriggered),
      host_(&parts.host),
      scratch_(parts.scratch),
      peerName_(&parts.peerName),
      usualTimeouts_(&parts.timeouts),
      timeouts_(&parts.timeouts),
      head_(parts.peerName) {}

void Http1Session::open(StreamId id, const RequestHead& head, ExchangeEvents& events) {
    events_ = &events;
    timeouts_ = events.patience(*usualTimeouts_);
    stream_ = id;
    writeRequest(head, request_);
    sent_ = 0;
    head_.reset();
    firstByteIsLate_ = false;
    held_ = false;
    phase_ = Phase::Sending;
    waitsToSend_ = false;
    host_->markDirty();
}

void Http1Session::cancel(StreamId id) {
    if (events_ != nullptr && id == stream_) {
        events_ = nullptr;
        timeouts_ = usualTimeouts_;
        body_.forget();
        reusable_ = false;
        broken_ = true;
        phase_ = Phase::Over;
        host_->markDirty();
    }
}

void Http1Session::resumeReading(StreamId id) {
    if (events_ != nullptr && id == stream_ && held_) {
        held_ = false;
        deadlines_->disarm(DeadlineKind::Rate);
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
            case Phase::Idle:
                go = readIdle();
                break;
            case Phase::Sending:
                go = sendSome();
                break;
            case Phase::Head:
                go = readHead(budget);
                break;
            case Phase::Body:
            case Phase::Drain:
                go = readBody(budget);
                break;
            case Phase::Over:
                break;
        }
    }
    if (phase_ != Phase::Over) {
        return Step::Blocked;
    }
    return broken_ ? Step::Failed : Step::Done;
}

void Http1Session::expired(DeadlineKind kind, StreamId /*of*/) {
    switch (kind) {
        case DeadlineKind::FirstByte:
            firstByteIsLate_ = head_.started();  // it matters if an interim head is under way
            if (firstByteIsLate_) {
                break;
            }
            [[fallthrough]];
        case DeadlineKind::Send:
        case DeadlineKind::Headers:
        case DeadlineKind::Stall:
            fail(lateError(kind, *peerName_), false);
            break;
        case DeadlineKind::Rate:
            resumeReading(stream_);
            break;
        case DeadlineKind::Idle:
            phase_ = Phase::Over;
            break;
        default:
            break;
    }
}

bool Http1Session::wantsRead() const {
    return phase_ != Phase::Over && phase_ != Phase::Sending && !held_;
}

bool Http1Session::wantsWrite() const {
    return phase_ == Phase::Sending;
}

Http1Session::Go Http1Session::sendSome() {
    if (sent_ == 0 && served_ && !unspoiled()) {
        return Go::Stop;
    }
    while (sent_ < request_.size()) {
        const auto rest = std::as_bytes(std::span(request_)).subspan(sent_);
        const IoResult io = filter_->send(rest);
        if (io.kind == IoResult::Kind::Blocked) {
            waitToSend();
            return Go::Stop;
        }
        if (io.kind != IoResult::Kind::Bytes) {
            fail(filter_->error(), served_);
            return Go::Stop;
        }
        sent_ += io.bytes;
    }
    if (request_.capacity() > kKeptRequest) {
        request_ = {};
    }
    request_.clear();
    phase_ = Phase::Head;
    events_->requestSent(row_);
    armOnlyFor(DeadlineKind::FirstByte, timeouts_->firstByte);  // not of having been idle
    row_.step({SocketState::AwaitingReply, WaitsFor::FirstByte, DeadlineKind::FirstByte});
    return Go::Stop;  // others first: a fast server must not keep the turn to itself
}

// Only a request that does not go out at once needs a deadline and a line in the table for that.
void Http1Session::waitToSend() {
    if (!std::exchange(waitsToSend_, true)) {
        armOnlyFor(DeadlineKind::Send, timeouts_->firstByte);
        row_.step({SocketState::Sending, WaitsFor::Send, DeadlineKind::Send});
    }
}

// Bytes that came before anybody asked must not be taken for the answer (response splitting); an
// end that came meanwhile is found here, too. Either way the request goes out on another.
bool Http1Session::unspoiled() {
    if (filter_->recv(scratch_).kind == IoResult::Kind::Blocked) {
        return true;
    }
    fail(spoiltError(*peerName_), true);
    return false;
}

IoResult Http1Session::receive(std::span<std::byte> into, TurnBudget& budget) {
    IoResult io = filter_->recv(into);
    if (io.kind == IoResult::Kind::Bytes) {
        io.drained = io.drained && !edgeTriggered_;
        budget.take(io.bytes);
        deadlines_->touch(*now_);
        row_.received(io.bytes);
    }
    return io;
}

// The other outcomes of a read end the exchange, or wait for the socket.
bool Http1Session::gotBytes(const IoResult& io) {
    if (io.kind == IoResult::Kind::Closed) {
        peerClosed();
    } else if (io.kind == IoResult::Kind::Failed) {
        receiveFailed();
    }
    return io.kind == IoResult::Kind::Bytes;
}

Http1Session::Go Http1Session::readHead(TurnBudget& budget) {
    const IoResult io = receive(scratchFor(events_->readAtMost()), budget);
    if (!gotBytes(io)) {
        return Go::Stop;
    }
    const bool begun = head_.started();
    const int before = head_.interim();
    if (!begun) {
        events_->answerBegan();
    }
    std::span<const std::byte> rest = scratch_.first(io.bytes);
    switch (head_.feed(rest)) {
        case Http1Head::Step::NeedMore:
            awaitHead(!begun || head_.interim() != before);
            break;
        case Http1Head::Step::Failed:  // behind an answer it is perhaps more of that
            fail(head_.error(), served_ && head_.error().kind == ErrorKind::ProtoStatusLine);
            break;
        case Http1Head::Step::Final:
            finishHead(rest);
            break;
    }
    // A body that is to come asks at once where it may go: if nowhere, the socket is not watched.
    return io.drained && phase_ != Phase::Body ? Go::Stop : Go::On;
}

// A head has its own time from its first byte on, `another` one anew. Until one begins, and behind
// an interim one that is again so, the wait is for a first byte: as long as from the request on,
// neither shorter nor longer for what came meanwhile.
void Http1Session::awaitHead(bool another) {
    if (!head_.started()) {
        deadlines_->disarm(DeadlineKind::Headers);
        row_.step({SocketState::AwaitingReply, WaitsFor::FirstByte, DeadlineKind::FirstByte});
        if (firstByteIsLate_) {
            expired(DeadlineKind::FirstByte, StreamId::Nothing);
        }
    } else if (another) {
        armFor(DeadlineKind::Headers, timeouts_->headers);
        row_.step({SocketState::AwaitingReply, WaitsFor::Headers, DeadlineKind::Headers});
    }
}

void Http1Session::finishHead(std::span<const std::byte> rest) {
    ResponseHead head = head_.take();
    const BodyFraming& framing = head_.framing();
    reusable_ = framing.reusable;
    const BodyPlan plan = events_->headReceived(head, framing);
    if (plan == BodyPlan::Abort) {
        endExchange();
        reusable_ = false;
        broken_ = true;
        phase_ = Phase::Over;
        return;
    }
    const bool drains = plan == BodyPlan::Drain;
    phase_ = drains ? Phase::Drain : Phase::Body;
    const Http1Body::Step step = body_.begin(framing, *events_, drains, rest);
    if (step == Http1Body::Step::More) {
        deadlines_->disarmAll();
        showBodyStep();
        return;
    }
    follow(step);
    if (phase_ == Phase::Idle) {  // of small files the next one comes soon
        head_.giveBack(std::move(head));
    }
}

Http1Session::Go Http1Session::readBody(TurnBudget& budget) {
    if (held_) {
        return Go::Stop;
    }
    if (body_.carries()) {
        follow(body_.resume());
        return held_ ? Go::Stop : Go::On;
    }
    const std::span<std::byte> into = body_.room(scratch_);
    if (into.empty()) {
        hold();
        return Go::Stop;
    }
    const IoResult io = receive(into, budget);
    if (!gotBytes(io)) {
        return Go::Stop;
    }
    follow(body_.received(into.first(io.bytes)));
    return held_ || io.drained ? Go::Stop : Go::On;
}

// What a step of the body means for the connection.
void Http1Session::follow(Http1Body::Step step) {
    switch (step) {
        case Http1Body::Step::Held:
            hold();
            break;
        case Http1Body::Step::Ended:
            bodyEnded(reusable_);
            break;
        case Http1Body::Step::Spoilt:
            bodyEnded(false);
            break;
        case Http1Body::Step::Failed:
            fail(body_.error(), false);
            break;
        case Http1Body::Step::More:
        case Http1Body::Step::Dropped:
            break;
    }
}

// There is nowhere to put a byte: unwatched, with no stall clock running.
void Http1Session::hold() {
    if (events_ == nullptr) {
        return;  // cancelled instead
    }
    const BodySpace& space = body_.held();
    held_ = true;
    deadlines_->disarmAll();
    if (space.until) {
        deadlines_->arm(DeadlineKind::Rate, *now_, *space.until);
    }
    row_.step({SocketState::Receiving, space.heldBy,
               space.until ? DeadlineKind::Rate : DeadlineKind::Nothing});
}

void Http1Session::showBodyStep() {
    if (phase_ == Phase::Drain) {
        armFor(DeadlineKind::Stall, kDrainTime);  // however steadily it drips
    } else {
        deadlines_->armLazy(DeadlineKind::Stall, *now_, timeouts_->stall);
    }
    row_.step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
}

// The file is exact in any case; the connection may not be to be trusted again.
void Http1Session::bodyEnded(bool reusable) {
    ExchangeEvents* events = events_;
    reusable_ = reusable;
    if (reusable) {
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

Http1Session::Go Http1Session::readIdle() {
    const IoResult io = filter_->recv(scratch_);
    if (io.kind == IoResult::Kind::Blocked) {
        return Go::Stop;
    }
    reusable_ = false;  // closed, broken, or bytes that nobody asked for
    phase_ = Phase::Over;
    return Go::Stop;
}

void Http1Session::peerClosed() {
    reusable_ = false;
    if (phase_ == Phase::Head) {
        const bool silent = head_.silent();
        fail(headCutError(*peerName_, silent), silent && served_);
    } else if (body_.endsWithConnection()) {
        bodyEnded(false);
    } else {
        fail(bodyCutError(*peerName_, body_.progress()), false);
    }
}

void Http1Session::receiveFailed() {
    Error error = filter_->error();
    if (phase_ == Phase::Body && error.kind == ErrorKind::ConnectReset) {
        error.kind = ErrorKind::TruncBody;
        error.sentence = *peerName_ + " broke off the connection before the file was complete";
    }
    fail(error, phase_ == Phase::Head && head_.silent() && served_);
}

void Http1Session::fail(const Error& error, bool unanswered) {
    if (phase_ == Phase::Drain) {  // the answer is understood, and nobody wants the rest of it
        bodyEnded(false);
        return;
    }
    ExchangeEvents* events = events_;
    endExchange();
    reusable_ = false;
    broken_ = true;
    phase_ = Phase::Over;
    if (events != nullptr) {
        events->failed(error, unanswered);
    }
}

void Http1Session::endExchange() {
    forgetExchange();
    deadlines_->disarmAll();
}

void Http1Session::forgetExchange() {
    if (std::exchange(events_, nullptr) != nullptr) {
        host_->streamEnded(stream_);
    }
    timeouts_ = usualTimeouts_;
    held_ = false;
    body_.forget();
}

}  // namespace penstock
