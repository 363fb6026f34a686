#pragma once
// The seam between an exchange (one request and its response) and the connection that carries it.
// HTTP/1.1 carries one at a time, HTTP/2 many; nothing above may assume one.
//
// Thread: the engine's.

#include "engine/engine_timeouts.h"
#include "engine/error.h"
#include "engine/http/body_framing.h"
#include "engine/http/request_writer.h"
#include "engine/http/response_parser.h"
#include "engine/net/filter.h"
#include "engine/net/opening_note.h"
#include "engine/net/stream_id.h"
#include "engine/socket_types.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace penstock {

/// Says when a turn has taken long enough.
class TurnClock {
public:
    TurnClock() = default;
    TurnClock(const TurnClock&) = delete;
    TurnClock& operator=(const TurnClock&) = delete;
    virtual ~TurnClock() = default;

    [[nodiscard]] virtual bool timeIsUp() const = 0;
};

/// How much one turn may still do, handed down through all of it. The clock is asked only every
/// eighth read.
class TurnBudget {
public:
    TurnBudget(std::size_t bytes, const TurnClock& clock) noexcept
        : bytes_(bytes), clock_(&clock) {}

    [[nodiscard]] bool spent() const noexcept { return bytes_ == 0; }

    /// Counts one read of `n` bytes.
    void take(std::size_t n) {
        constexpr unsigned kReadsAClock = 8;
        bytes_ -= n < bytes_ ? n : bytes_;
        if (++reads_ % kReadsAClock == 0 && clock_->timeIsUp()) {
            bytes_ = 0;
        }
    }

private:
    std::size_t bytes_;
    unsigned reads_ = 0;
    const TurnClock* clock_;
};

/// What an exchange makes of a response's head.
enum class BodyPlan : std::uint8_t {
    Take,   // the body is wanted
    Drain,  // read it (up to 64 KiB, for at most a second) and forget it, so that the connection
            // can be reused; what goes wrong with it ends the connection, not the exchange
    Abort,  // close the connection
};

/// Where the next bytes of a body go, at most as many as fit. Empty: hold reception, because of
/// `heldBy`, until `until` or until HttpSession::resumeReading().
struct BodySpace {
    std::span<std::byte> into;
    WaitsFor heldBy = WaitsFor::Nothing;
    std::optional<TimePoint> until;
};

/// Told of one exchange, from within a turn. After ended() or failed() nothing more comes. None of
/// them may destroy the session or its connection.
class ExchangeEvents {
public:
    ExchangeEvents() = default;
    ExchangeEvents(const ExchangeEvents&) = delete;
    ExchangeEvents& operator=(const ExchangeEvents&) = delete;
    virtual ~ExchangeEvents() = default;

    /// How long it waits for an answer and for more of its body, where its connection waits
    /// `usual`. What is returned outlives the exchange.
    virtual const EngineTimeouts* patience(const EngineTimeouts& usual) { return &usual; }

    /// The connection that is made for it came a step further.
    virtual void opening(const OpeningNote& /*note*/) {}

    /// The whole request is on its way.
    virtual void requestSent(const RowHandle& /*by*/) {}

    /// A first byte of the answer came.
    virtual void answerBegan() {}

    /// A final response's head (interim ones are swallowed). The head may be moved from.
    virtual BodyPlan headReceived(ResponseHead& head, const BodyFraming& framing) = 0;
    virtual BodySpace bodySpace() = 0;
    /// How many bytes one read may bring that is not made into bodySpace(), since the body in it
    /// has a head before it or is in chunks: what it brings beyond the space of the body would
    /// lie here, above a rate limit. 0: ask bodySpace() for the reason.
    virtual std::size_t readAtMost() = 0;
    /// `n` bytes stand at the start of the last bodySpace().
    virtual void bodyArrived(std::size_t n) = 0;
    /// The response is complete as its framing says.
    virtual void ended() = 0;
    /// It will not be. `unanswered`: not one byte of a response came and the connection had served
    /// another before: the request may go out again on a fresh one (RFC 9112 section 9.3.1).
    virtual void failed(const Error& error, bool unanswered) = 0;
};

/// What a session asks of its connection.
class SessionHost {
public:
    SessionHost() = default;
    SessionHost(const SessionHost&) = delete;
    SessionHost& operator=(const SessionHost&) = delete;
    virtual ~SessionHost() = default;

    /// Run me again in this turn or the next.
    virtual void markDirty() = 0;
    /// The exchange is over, by itself or by a failure: called once for each that was opened and
    /// not cancelled, before its events are told.
    virtual void streamEnded(StreamId id) = 0;
};

/// What a session is made with. All of it outlives the session.
struct SessionParts {
    SessionHost& host;
    Filter& filter;                // connected
    Deadlines& deadlines;          // of the connection: once it is open, all the session's
    RowHandle row;                 // of its one socket
    const TimePoint& now;          // the turn's
    std::span<std::byte> scratch;  // one for all sessions; its contents die with the call
    const std::string& peerName;   // for sentences
    const EngineTimeouts& timeouts;
    /// The loop tells of each change once only: then a read that came short does not do, since an
    /// end of the stream may stand behind it.
    bool edgeTriggered = false;
};

class HttpSession;

/// Makes the session once the chain is ready; see session_plan.h.
class SessionFactory {
public:
    SessionFactory() = default;
    SessionFactory(const SessionFactory&) = delete;
    SessionFactory& operator=(const SessionFactory&) = delete;
    virtual ~SessionFactory() = default;

    /// For what `parts.filter` has agreed on; never null.
    virtual std::unique_ptr<HttpSession> make(const SessionParts& parts) = 0;
};

class HttpSession {
public:
    HttpSession() = default;
    HttpSession(const HttpSession&) = delete;
    HttpSession& operator=(const HttpSession&) = delete;
    virtual ~HttpSession() = default;

    /// Exchanges that it can carry at once.
    [[nodiscard]] virtual std::size_t capacity() const = 0;
    /// There must be fewer than capacity(). Sends with the next run(). `id` is the connection's.
    virtual void open(StreamId id, const RequestHead& head, ExchangeEvents& events) = 0;
    /// Forgets that exchange without a further event; all others go on. A protocol that cannot skip
    /// the rest of an answer is not reusable() after that.
    virtual void cancel(StreamId id) = 0;
    /// bodySpace() has room again.
    virtual void resumeReading(StreamId id) = 0;
    /// Sends and reads what it can within the budget. Done: the connection is over in an orderly
    /// way; Failed: in another. Everybody has been told then.
    virtual Step run(TurnBudget& budget) = 0;
    /// A deadline that it armed is reached: fails what that stands for. `of` as it was armed.
    virtual void expired(DeadlineKind kind, StreamId of) = 0;
    /// Fails all exchanges with `error`.
    virtual void fail(const Error& error) = 0;
    [[nodiscard]] virtual bool wantsRead() const = 0;
    [[nodiscard]] virtual bool wantsWrite() const = 0;
    /// Whether further exchanges may begin on it.
    [[nodiscard]] virtual bool reusable() const = 0;
    /// The last read did not say Blocked: run again without waiting for the socket.
    [[nodiscard]] virtual bool hasMore() const = 0;
};

}  // namespace penstock
