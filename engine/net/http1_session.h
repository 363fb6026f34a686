#pragma once
// HTTP/1.1 on one connection (RFC 9112): one exchange at a time, kept alive between them. That one
// is the most is known here and nowhere else; so its deadlines are those of the connection itself.
//
//   Idle ──▶ Sending ──▶ Head (http1_head) ──▶ Body or Drain (http1_body) ──▶ Idle, or Over
//
// Idle, it stays readable, so that the server's close, or bytes nobody asked for, end the
// connection at once instead of at its next use.

#include "engine/net/http1_body.h"
#include "engine/net/http1_head.h"
#include "engine/net/http_session.h"

#include <algorithm>
#include <string>

namespace penstock {

class Http1Session final : public HttpSession {
public:
    explicit Http1Session(const SessionParts& parts) noexcept;

    [[nodiscard]] std::size_t capacity() const override { return 1; }

    void open(StreamId id, const RequestHead& head, ExchangeEvents& events) override;
    void cancel(StreamId id) override;
    void resumeReading(StreamId id) override;
    Step run(TurnBudget& budget) override;
    void expired(DeadlineKind kind, StreamId of) override;

    void fail(const Error& error) override { fail(error, false); }

    [[nodiscard]] bool wantsRead() const override;
    [[nodiscard]] bool wantsWrite() const override;

    [[nodiscard]] bool reusable() const override { return reusable_; }

    [[nodiscard]] bool hasMore() const override { return hasMore_; }

private:
    enum class Phase : std::uint8_t { Idle, Sending, Head, Body, Drain, Over };
    enum class Go : std::uint8_t { On, Stop };  // whether run() reads further in this turn

    Go sendSome();
    void waitToSend();
    bool unspoiled();
    Go readHead(TurnBudget& budget);
    Go readBody(TurnBudget& budget);
    Go readIdle();
    void awaitHead(bool another);
    void finishHead(std::span<const std::byte> rest);
    void follow(Http1Body::Step step);
    void hold();
    void bodyEnded(bool reusable);
    void peerClosed();
    void receiveFailed();
    void endExchange();
    void forgetExchange();
    void fail(const Error& error, bool unanswered);
    void showBodyStep();
    bool gotBytes(const IoResult& io);

    [[nodiscard]] std::span<std::byte> scratchFor(std::size_t most) const {
        return scratch_.first(std::min(scratch_.size(), most));
    }

    IoResult receive(std::span<std::byte> into, TurnBudget& budget);

    void armFor(DeadlineKind kind, Duration after) { deadlines_->arm(kind, *now_, *now_ + after); }

    // The same, and disarms all others.
    void armOnlyFor(DeadlineKind kind, Duration after) {
        deadlines_->armOnly(kind, *now_, *now_ + after);
    }

    static constexpr std::chrono::seconds kDrainTime{1};  // about what another connection takes
    static constexpr std::size_t kKeptRequest = 512;      // bytes of memory for the next one

    Filter* filter_;
    Deadlines* deadlines_;
    const TimePoint* now_;
    RowHandle row_;
    ExchangeEvents* events_ = nullptr;
    Phase phase_ = Phase::Idle;  // from here on: what a read of the body needs, side by side
    bool waitsToSend_ = false;
    bool held_ = false;
    bool hasMore_ = false;
    bool reusable_ = true;
    bool served_ = false;  // an earlier exchange has ended well
    bool firstByteIsLate_ = false;
    bool broken_ = false;  // over, and in the middle of something
    bool edgeTriggered_;
    Http1Body body_;
    StreamId stream_ = StreamId::Nothing;
    SessionHost* host_;
    std::span<std::byte> scratch_;
    const std::string* peerName_;
    const EngineTimeouts* usualTimeouts_;
    const EngineTimeouts* timeouts_;  // of the exchange that is on it
    std::string request_;
    std::size_t sent_ = 0;
    Http1Head head_;
};

}  // namespace penstock
