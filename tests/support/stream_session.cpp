#include "tests/support/stream_session.h"

#include <algorithm>
#include <cstring>
#include <sstream>
#include <utility>

namespace penstock {

namespace {

std::string numberOf(StreamId id) {
    return std::to_string(static_cast<std::uint64_t>(id));
}

}  // namespace

void StreamSession::open(StreamId id, const RequestHead& head, ExchangeEvents& events) {
    parts_.deadlines.disarm(DeadlineKind::Idle);
    parts_.deadlines.arm(DeadlineKind::FirstByte, parts_.now,
                         parts_.now + parts_.timeouts.firstByte, id);
    parts_.row.step({SocketState::AwaitingReply, WaitsFor::FirstByte, DeadlineKind::FirstByte});
    streams_.emplace(id, Stream{&events, {}});
    outgoing_ += "open " + numberOf(id) + ' ' + head.target + '\n';
    parts_.host.markDirty();
}

void StreamSession::cancel(StreamId id) {
    if (streams_.erase(id) != 0) {
        parts_.deadlines.disarmStream(id);
        outgoing_ += "cancel " + numberOf(id) + '\n';
        parts_.host.markDirty();
    }
}

void StreamSession::resumeReading(StreamId id) {
    Stream* stream = find(id);
    if (stream != nullptr && std::exchange(stream->held, false)) {
        awaitBody(id);
        parts_.host.markDirty();
    }
}

Step StreamSession::run(TurnBudget& budget) {
    hasMore_ = false;
    if (!over_ && send()) {
        for (auto next = streams_.begin(); next != streams_.end();) {
            const StreamId id = next->first;
            ++next;
            deliver(id);  // what waited, where there is room again
        }
        receive(budget);
        send();  // what was cancelled by what came
    }
    if (!over_ && streams_.empty() && !parts_.deadlines.span(DeadlineKind::Idle)) {
        parts_.deadlines.arm(DeadlineKind::Idle, parts_.now, parts_.now + parts_.timeouts.idle);
        parts_.row.step({SocketState::Idle, WaitsFor::NextRequest, DeadlineKind::Idle});
    }
    return over_ ? Step::Done : Step::Blocked;
}

bool StreamSession::send() {
    while (!outgoing_.empty()) {
        const IoResult io = parts_.filter.send(std::as_bytes(std::span(outgoing_)));
        if (io.kind == IoResult::Kind::Blocked) {
            return true;
        }
        if (io.kind != IoResult::Kind::Bytes) {
            fail(parts_.filter.error());
            return false;
        }
        outgoing_.erase(0, io.bytes);
    }
    return true;
}

void StreamSession::receive(TurnBudget& budget) {
    while (!over_ && wantsRead()) {
        if (budget.spent()) {
            hasMore_ = true;
            return;
        }
        const IoResult io = parts_.filter.recv(parts_.scratch);
        if (io.kind == IoResult::Kind::Blocked) {
            return;
        }
        if (io.kind != IoResult::Kind::Bytes) {
            fail({ErrorKind::TruncBody, parts_.peerName + " closed the connection", {}, 0});
            return;
        }
        budget.take(io.bytes);
        parts_.row.received(io.bytes);
        incoming_.append(reinterpret_cast<const char*>(parts_.scratch.data()), io.bytes);
        takeFrames();
    }
}

void StreamSession::takeFrames() {
    while (!incoming_.empty()) {
        if (due_ == 0) {
            const std::size_t end = incoming_.find('\n');
            if (end == std::string::npos) {
                return;
            }
            const std::string line = incoming_.substr(0, end);
            incoming_.erase(0, end + 1);
            takeFrame(line);
            continue;
        }
        const std::size_t n = std::min(due_, incoming_.size());
        if (Stream* stream = find(dueTo_)) {
            stream->waiting.append(incoming_, 0, n);
            parts_.deadlines.touch(parts_.now, dueTo_);
        }
        incoming_.erase(0, n);
        due_ -= n;
        deliver(dueTo_);
    }
}

void StreamSession::takeFrame(std::string_view line) {
    std::istringstream words{std::string(line)};
    std::string what;
    std::uint64_t number = 0;
    words >> what >> number;
    const StreamId id{number};
    if (what == "data") {
        words >> due_;
        dueTo_ = id;
        return;
    }
    Stream* stream = find(id);
    if (stream == nullptr) {
        return;  // cancelled meanwhile: the server did not know
    }
    if (what == "end") {
        stream->complete = true;
        deliver(id);
    } else if (what == "fail") {
        failOne(id, {ErrorKind::ProtoUnexpected, parts_.peerName + " gave up", {}, 0});
    } else if (what == "head") {
        ResponseHead head;
        std::uint64_t length = 0;
        words >> head.status >> length;
        head.fields.add("Content-Length", std::to_string(length));
        head.fields.add("ETag", "\"same\"");
        head.fields.add("Accept-Ranges", "bytes");
        parts_.deadlines.disarm(DeadlineKind::FirstByte, id);
        awaitBody(id);
        stream->events->headReceived(head, {BodyKind::Length, length, true});
    }
}

void StreamSession::deliver(StreamId id) {
    Stream* stream = find(id);
    while (stream != nullptr && !stream->held && !stream->waiting.empty()) {
        ++(*asked_)[id];
        const BodySpace space = stream->events->bodySpace();
        stream = find(id);
        if (stream == nullptr) {
            return;
        }
        if (space.into.empty()) {
            hold(id, space);
            return;
        }
        const std::size_t n = std::min(space.into.size(), stream->waiting.size());
        std::memcpy(space.into.data(), stream->waiting.data(), n);
        stream->waiting.erase(0, n);
        stream->events->bodyArrived(n);
        stream = find(id);
    }
    if (stream != nullptr && stream->complete && stream->waiting.empty()) {
        leave(id)->ended();
    }
}

void StreamSession::hold(StreamId id, const BodySpace& space) {
    streams_.at(id).held = true;
    parts_.deadlines.disarmStream(id);
    if (space.until) {
        parts_.deadlines.arm(DeadlineKind::Rate, parts_.now, *space.until, id);
    }
}

void StreamSession::awaitBody(StreamId id) {
    parts_.deadlines.disarm(DeadlineKind::Rate, id);
    parts_.deadlines.armLazy(DeadlineKind::Stall, parts_.now, parts_.timeouts.stall, id);
    parts_.row.step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
}

void StreamSession::expired(DeadlineKind kind, StreamId of) {
    if (kind == DeadlineKind::Rate) {
        resumeReading(of);
    } else if (kind == DeadlineKind::Idle) {
        over_ = true;
    } else if (find(of) != nullptr) {
        outgoing_ += "cancel " + numberOf(of) + '\n';
        const bool begun = kind == DeadlineKind::Stall;
        failOne(of, {begun ? ErrorKind::TimeoutStall : ErrorKind::TimeoutFirstByte,
                     parts_.peerName + " is silent",
                     {},
                     0});
    }
}

ExchangeEvents* StreamSession::leave(StreamId id) {
    ExchangeEvents* events = streams_.at(id).events;
    streams_.erase(id);
    parts_.deadlines.disarmStream(id);
    parts_.host.streamEnded(id);
    return events;
}

void StreamSession::failOne(StreamId id, const Error& error) {
    leave(id)->failed(error, false);
}

void StreamSession::fail(const Error& error) {
    over_ = true;
    while (!streams_.empty()) {
        failOne(streams_.begin()->first, error);
    }
}

// As long as one of them takes what comes: what is for the others waits in their streams.
bool StreamSession::wantsRead() const {
    return !over_ && (streams_.empty() || std::ranges::any_of(streams_, [](const auto& each) {
                          return !each.second.held;
                      }));
}

StreamSession::Stream* StreamSession::find(StreamId id) {
    const auto found = streams_.find(id);
    return found == streams_.end() ? nullptr : &found->second;
}

}  // namespace penstock
