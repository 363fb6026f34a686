#pragma once
// One connection of the origin: reads requests, sends what was planned as answers, in time.
//
// Driven from outside: run() tries everything and says afterwards what it waits for. Used by the
// origin only, on the pumping thread.

#include "tests/support/origin_reply.h"
#include "tests/support/origin_stream.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace penstock {

class OriginConnection {
public:
    struct Answer {
        std::deque<OriginPiece> pieces;
        std::size_t log = 0;  // which entry of the log bodySent() is about
    };

    /// What the connection needs from its origin.
    class Host {
    public:
        Host() = default;
        Host(const Host&) = delete;
        Host& operator=(const Host&) = delete;
        virtual ~Host() = default;

        [[nodiscard]] virtual TimePoint now() const = 0;
        virtual Answer answer(RequestLog request) = 0;
        virtual void bodySent(std::size_t log, std::uint64_t bytes) = 0;
        /// How long a TLS connection that the client has ended stays before it says goodbye.
        [[nodiscard]] virtual std::chrono::milliseconds delayGoodbye() const = 0;
    };

    /// Sends `greeting` first; looks at nothing before `beginAt`.
    OriginConnection(std::uint64_t id, std::unique_ptr<OriginStream> stream, Host& host,
                     std::deque<OriginPiece> greeting, TimePoint beginAt);

    void run();
    /// FIN, if it waits for a request.
    void closeIfIdle();
    /// RST.
    void reset();

    [[nodiscard]] int fd() const noexcept { return stream_->fd(); }

    [[nodiscard]] bool closed() const noexcept { return phase_ == Phase::Closed; }

    /// Whether run() should be called when there is room to send.
    [[nodiscard]] bool wantsWrite() const noexcept { return wantsWrite_; }

    /// Whether run() should be called when bytes come.
    [[nodiscard]] bool wantsRead() const noexcept {
        return phase_ != Phase::NotBegun && phase_ != Phase::Leaving;
    }

    /// When run() should be called whatever the socket does.
    [[nodiscard]] std::optional<TimePoint> deadline() const noexcept { return deadline_; }

private:
    enum class Phase : std::uint8_t {
        NotBegun,
        Handshake,
        Serving,
        Stalled,
        Leaving,
        Lingering,
        Closed
    };

    void waitToBegin();
    void waitToLeave();
    void shakeHands();
    void receive();
    void serve();
    bool refill();
    bool takeNextRequest();
    bool beginPiece(OriginPiece& piece);
    bool nextBlock(OriginPiece& piece);
    void endPiece(OriginPiece::After after);
    bool flush(std::size_t& budget);
    void finish(bool politely);

    [[nodiscard]] std::uint64_t affordable(const OriginPiece& piece);

    std::uint64_t id_;
    std::unique_ptr<OriginStream> stream_;
    Host& host_;
    Phase phase_ = Phase::NotBegun;
    TimePoint beginAt_;
    TimePoint leaveAt_;
    std::optional<TimePoint> deadline_;
    bool wantsWrite_ = false;

    std::string in_;
    std::uint32_t requests_ = 0;
    std::size_t log_ = 0;

    std::deque<OriginPiece> pieces_;     // the first is under way
    std::optional<TimePoint> pieceDue_;  // its delay ends then
    bool pieceBegun_ = false;
    TimePoint contentSince_;         // its first content byte could go
    std::uint64_t contentMade_ = 0;  // of it, since then

    std::string out_;
    std::size_t outAt_ = 0;
    std::uint64_t outContent_ = 0;  // content bytes in out_ that bodySent() has not been told
};

}  // namespace penstock
