#include "tests/support/origin_connection.h"

#include "tests/support/content.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>
#include <utility>

namespace penstock {

namespace {

using State = StreamStep::State;

constexpr std::uint64_t kBlock = 256U << 10U;
constexpr std::size_t kBudget = 1U << 20U;    // bytes a run(), so that no connection starves others
constexpr std::size_t kMaxInput = 1U << 20U;  // pipelined requests; more is a broken client
constexpr std::size_t kKeptBuffer = 4096;     // an idle connection keeps no more
constexpr std::uint64_t kSharesPerSecond = 50;
constexpr std::chrono::microseconds kRounding{1};

double secondsOf(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

std::string chunkHead(std::uint64_t size) {
    std::array<char, 16> digits{};
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16);
    return std::string(digits.data(), result.ptr) + "\r\n";
}

/// Puts bytes [at, at + size) of the piece's content at out[from...].
void fillContent(const OriginPiece& piece, std::uint64_t at, std::span<char> out) {
    if (piece.literal) {
        piece.literal->copy(out.data(), out.size(), static_cast<std::size_t>(at));
    } else {
        contentAt(piece.seed, at, std::as_writable_bytes(out));
    }
}

}  // namespace

OriginConnection::OriginConnection(std::uint64_t id, std::unique_ptr<OriginStream> stream,
                                   Host& host, std::deque<OriginPiece> greeting, TimePoint beginAt)
    : id_(id),
      stream_(std::move(stream)),
      host_(host),
      beginAt_(beginAt),
      pieces_(std::move(greeting)) {}

void OriginConnection::run() {
    deadline_.reset();
    wantsWrite_ = false;
    if (phase_ == Phase::NotBegun && host_.now() < beginAt_) {
        waitToBegin();
    } else if (phase_ == Phase::NotBegun || phase_ == Phase::Handshake) {
        shakeHands();
    }
    if (phase_ == Phase::Serving || phase_ == Phase::Stalled) {
        receive();
    }
    if (phase_ == Phase::Serving) {
        serve();
    }
    if (phase_ == Phase::Leaving) {
        waitToLeave();
    }
    if (phase_ == Phase::Lingering && stream_->discard().state == State::Ended) {
        phase_ = Phase::Closed;
    }
}

void OriginConnection::closeIfIdle() {
    if (phase_ == Phase::Serving && pieces_.empty()) {
        finish(true);
    }
}

void OriginConnection::reset() {
    stream_->reset();
    phase_ = Phase::Closed;
}

void OriginConnection::waitToBegin() {
    deadline_ = beginAt_;
    if (stream_->gone()) {
        phase_ = Phase::Closed;
    }
}

void OriginConnection::waitToLeave() {
    deadline_ = leaveAt_;
    if (host_.now() >= leaveAt_ || stream_->gone()) {
        finish(true);
        deadline_.reset();
    }
}

void OriginConnection::shakeHands() {
    switch (stream_->handshake().state) {
        case State::Moved:
            phase_ = Phase::Serving;
            break;
        case State::Blocked:
            phase_ = Phase::Handshake;
            wantsWrite_ = stream_->handshakeWantsWrite();
            break;
        case State::Ended:  // lingers, so that the alert arrives
            finish(false);
            break;
    }
}

void OriginConnection::receive() {
    std::array<std::byte, 16384> scratch;
    StreamStep step = stream_->receive(scratch);
    while (step.state == State::Moved) {
        if (phase_ != Phase::Stalled && in_.size() < kMaxInput) {
            in_.append(reinterpret_cast<const char*>(scratch.data()), step.count);
        }
        step = stream_->receive(scratch);
    }
    if (step.state != State::Ended) {
        return;
    }
    if (stream_->tls() && host_.delayGoodbye().count() > 0) {
        leaveAt_ = host_.now() + host_.delayGoodbye();
        phase_ = Phase::Leaving;
    } else {
        phase_ = Phase::Closed;
    }
}

void OriginConnection::serve() {
    std::size_t budget = kBudget;
    while (phase_ == Phase::Serving) {
        if (outAt_ == out_.size() && !refill()) {
            return;
        }
        if (!flush(budget)) {
            return;
        }
    }
}

/// Goes one step on with the answer; false when nothing can be sent for now.
bool OriginConnection::refill() {
    if (pieces_.empty() && !takeNextRequest()) {
        return false;
    }
    OriginPiece& piece = pieces_.front();
    if (!pieceBegun_) {
        return beginPiece(piece);
    }
    if (piece.content.size() > 0) {
        return nextBlock(piece);
    }
    endPiece(piece.after);
    return phase_ == Phase::Serving;
}

bool OriginConnection::takeNextRequest() {
    if (out_.capacity() > kKeptBuffer) {
        std::string().swap(out_);
        outAt_ = 0;
    }
    std::optional<RequestLog> request = takeRequest(in_);
    if (!request) {
        return false;
    }
    request->connection = id_;
    request->numberOnConnection = ++requests_;
    request->tls = stream_->tls();
    request->serverName = stream_->serverName();
    request->resumed = stream_->resumed();
    Answer answer = host_.answer(std::move(*request));
    pieces_ = std::move(answer.pieces);
    log_ = answer.log;
    return !pieces_.empty();
}

bool OriginConnection::beginPiece(OriginPiece& piece) {
    const TimePoint now = host_.now();
    if (!pieceDue_) {
        pieceDue_ = now + piece.delay;
    }
    if (now < *pieceDue_) {
        deadline_ = pieceDue_;
        return false;
    }
    pieceBegun_ = true;
    contentSince_ = now;
    contentMade_ = 0;
    out_ = piece.bytes;
    outAt_ = 0;
    return true;
}

/// How much of the content may be made now; 0 sets the deadline. Without a rate that is all; with
/// one it comes in shares of 20 ms, so that a slow body is steady rather than bursty.
std::uint64_t OriginConnection::affordable(const OriginPiece& piece) {
    const std::uint64_t left = piece.content.size();
    if (piece.rate == 0) {
        return left;
    }
    const std::uint64_t share =
        std::min(left, std::max<std::uint64_t>(1, piece.rate / kSharesPerSecond));
    const auto rate = static_cast<double>(piece.rate);
    const double earned = rate * secondsOf(host_.now() - contentSince_);
    if (earned >= static_cast<double>(contentMade_ + share)) {
        return std::min(left, static_cast<std::uint64_t>(earned) - contentMade_);
    }
    const std::chrono::duration<double> wait(static_cast<double>(contentMade_ + share) / rate);
    deadline_ = contentSince_ + std::chrono::ceil<Duration>(wait) + kRounding;
    return 0;
}

bool OriginConnection::nextBlock(OriginPiece& piece) {
    const std::uint64_t largest = piece.chunkSize > 0 ? std::min(piece.chunkSize, kBlock) : kBlock;
    const std::uint64_t size = std::min(affordable(piece), largest);
    if (size == 0) {
        return false;
    }
    const std::string head = piece.chunkSize > 0 ? chunkHead(size) : std::string{};
    const std::string_view tail = piece.chunkSize > 0 ? "\r\n" : "";
    out_.resize(head.size() + static_cast<std::size_t>(size) + tail.size());
    head.copy(out_.data(), head.size());
    fillContent(piece, piece.content.begin,
                std::span(out_).subspan(head.size(), static_cast<std::size_t>(size)));
    tail.copy(out_.data() + out_.size() - tail.size(), tail.size());
    outAt_ = 0;
    outContent_ = size;
    contentMade_ += size;
    piece.content.begin += size;
    return true;
}

void OriginConnection::endPiece(OriginPiece::After after) {
    using After = OriginPiece::After;
    pieces_.pop_front();
    pieceBegun_ = false;
    pieceDue_.reset();
    switch (after) {
        case After::Continue:
            break;
        case After::Close:
            finish(true);
            break;
        case After::Cut:
            finish(false);
            break;
        case After::Reset:
            reset();
            break;
        case After::Stall:
            phase_ = Phase::Stalled;
            break;
    }
}

/// Sends from out_; false when the socket is full, or this run has sent its share.
bool OriginConnection::flush(std::size_t& budget) {
    while (outAt_ < out_.size()) {
        const std::size_t perWrite = pieces_.front().bytesPerWrite;
        const std::size_t left = out_.size() - outAt_;
        const std::size_t most = perWrite > 0 ? std::min(perWrite, left) : left;
        const StreamStep step = stream_->send(std::as_bytes(std::span(out_)).subspan(outAt_, most));
        if (step.state == State::Ended) {
            phase_ = Phase::Closed;
            return false;
        }
        outAt_ += step.count;
        // Framed content counts when its chunk is gone, plain content as it goes.
        const bool framed = pieces_.front().chunkSize > 0;
        const std::uint64_t told =
            framed && outAt_ < out_.size()
                ? 0
                : std::min<std::uint64_t>(framed ? outContent_ : step.count, outContent_);
        if (told > 0) {
            host_.bodySent(log_, told);
            outContent_ -= told;
        }
        budget -= std::min(budget, step.count);
        if (step.state == State::Blocked || perWrite > 0 || budget == 0) {
            wantsWrite_ = true;
            return false;
        }
    }
    return true;
}

/// Ends our direction and waits for the client to end its own: closing with unread bytes in the
/// socket would send RST instead of FIN.
void OriginConnection::finish(bool politely) {
    stream_->finish(politely);
    phase_ = Phase::Lingering;
}

}  // namespace penstock
