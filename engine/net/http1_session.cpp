#include "engine/net/http1_session.h"

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
      timeouts_(&parts.timeouts) {}

void Http1Session::open(StreamId id, const RequestHead& head, ExchangeEvents& events) {
    events_ = &events;
    stream_ = id;
    writeRequest(head, request_);
    sent_ = 0;
    parser_.reset();
    interim_ = 0;
    bodyBytes_ = 0;
    draining_ = false;
    firstByteIsLate_ = false;
    held_ = false;
    phase_ = Phase::Sending;
    waitsToSend_ = false;
    host_->markDirty();
}

void Http1Session::cancel(StreamId id) {
    if (events_ != nullptr && id == stream_) {
        events_ = nullptr;
        reusable_ = false;
        broken_ = true;
        phase_ = Phase::Over;
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
    const std::string& peer = *peerName_;
    switch (kind) {
        case DeadlineKind::Send:
            fail({ErrorKind::TimeoutFirstByte, peer + " did not take the request in time", {}, 0},
                 false);
            break;
        case DeadlineKind::FirstByte:
            firstByteIsLate_ = parser_.started();  // it matters if an interim head is under way
            if (firstByteIsLate_) {
                break;
            }
            fail({ErrorKind::TimeoutFirstByte, peer + " did not answer in time",
                  "connected, but no first byte", 0},
                 false);
            break;
        case DeadlineKind::Headers:
            fail({ErrorKind::TimeoutHeaders,
                  peer + " did not finish its answer's head in time",
                  {},
                  0},
                 false);
            break;
        case DeadlineKind::Stall:
            fail({ErrorKind::TimeoutStall, peer + " stopped sending", "no byte came for too long",
                  0},
                 false);
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

void Http1Session::fail(const Error& error) {
    fail(error, false);
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
    fail({ErrorKind::ProtoUnexpected,
          *peerName_ + " ended the connection, or sent what nobody had asked for",
          {},
          0},
         true);
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

void Http1Session::armFor(DeadlineKind kind, Duration after) {
    deadlines_->arm(kind, *now_, *now_ + after);
}

// The same, and disarms all others.
void Http1Session::armOnlyFor(DeadlineKind kind, Duration after) {
    deadlines_->armOnly(kind, *now_, *now_ + after);
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
    const bool begun = parser_.started();
    const int before = interim_;
    feedHead(scratch_.first(io.bytes));
    if (phase_ == Phase::Head) {
        awaitHead(!begun || interim_ != before);
    }
    // A body that is to come asks at once where it may go: if nowhere, the socket is not watched.
    return io.drained && phase_ != Phase::Body ? Go::Stop : Go::On;
}

// A head has its own time from its first byte on, `another` one anew. Until one begins, and behind
// an interim one that is again so, the wait is for a first byte: as long as from the request on,
// neither shorter nor longer for what came meanwhile.
void Http1Session::awaitHead(bool another) {
    if (!parser_.started()) {
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
        if (phase_ == Phase::Head) {  // an interim response: the final one follows
            parser_.reset();
        }
    }
}

void Http1Session::finishHead(std::span<const std::byte> rest) {
    ResponseHead head = parser_.takeHead();
    if (head.status == 101) {
        fail({ErrorKind::ProtoUpgrade, *peerName_ + " wants to speak another protocol",
              "101 without being asked", 0},
             false);
        return;
    }
    if (head.status < 200) {
        if (++interim_ > kInterimLimit) {
            fail({ErrorKind::ProtoInterim,
                  *peerName_ + " sends preliminary answers without end",
                  {},
                  0},
                 false);
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
    switch (events_->headReceived(head, framing_)) {
        case BodyPlan::Abort:
            endExchange();
            reusable_ = false;
            broken_ = true;
            phase_ = Phase::Over;
            return;
        case BodyPlan::Drain:
            draining_ = true;
            break;
        case BodyPlan::Take:
            break;
    }
    beginBody(rest);
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
    const std::string& peer = *peerName_;
    reusable_ = false;
    if (phase_ == Phase::Head) {
        if (!parser_.started() && interim_ == 0) {
            fail({ErrorKind::ProtoEmptyReply,
                  peer + " closed the connection without an answer",
                  {},
                  0},
                 served_);
        } else {
            fail({ErrorKind::TruncHeaders,
                  peer + " closed the connection in the middle of its answer's head",
                  {},
                  0},
                 false);
        }
        return;
    }
    if (framing_.kind == BodyKind::UntilClose || draining_) {
        bodyEnded({});
        return;
    }
    std::string evidence = std::to_string(bodyBytes_) + " bytes of this answer came";
    if (framing_.kind == BodyKind::Length) {
        evidence = std::to_string(bodyBytes_) + " of " + std::to_string(framing_.length) +
                   " bytes of this answer came";
    }
    fail({ErrorKind::TruncBody, peer + " closed the connection before the file was complete",
          std::move(evidence), 0},
         false);
}

void Http1Session::receiveFailed() {
    Error error = filter_->error();
    const bool silent = phase_ == Phase::Head && !parser_.started() && interim_ == 0;
    if (phase_ == Phase::Body && error.kind == ErrorKind::ConnectReset) {
        error.kind = ErrorKind::TruncBody;
        error.sentence = *peerName_ + " broke off the connection before the file was complete";
    }
    fail(error, silent && served_);
}

void Http1Session::fail(const Error& error, bool unanswered) {
    if (phase_ == Phase::Drain) {  // the answer is understood, and nobody wants the rest of it
        reusable_ = false;
        bodyEnded({});
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
    held_ = false;
    carry_.clear();
    decoded_.clear();
}

}  // namespace penstock
