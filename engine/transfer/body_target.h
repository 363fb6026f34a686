#pragma once
// Where the bytes of a body go: a part on the disk, or a Sink.

#include "engine/error.h"
#include "engine/net/http_session.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace penstock {

class BodyTarget {
public:
    /// `keeps`: it keeps something for flush().
    explicit BodyTarget(bool keeps = true) noexcept : keeps_(keeps) {}

    BodyTarget(const BodyTarget&) = delete;
    BodyTarget& operator=(const BodyTarget&) = delete;
    virtual ~BodyTarget() = default;

    /// See ExchangeEvents::bodySpace().
    virtual BodySpace space() = 0;
    /// See ExchangeEvents::readAtMost().
    virtual std::size_t readAtMost() = 0;
    /// `n` bytes stand at the start of the last space(). An Error ends the transfer.
    virtual Error arrived(std::size_t n) = 0;
    /// The turn is over: what is filled goes on its way.
    virtual void flush() = 0;

    /// Reception is over, perhaps before its end: what is filled goes on its way, and what is not
    /// the body's own bytes yet is forgotten, so that busy() ends by itself.
    virtual void stop() { flush(); }

    /// What the answer brought is not what it says that it is.
    virtual void condemn(const Error& /*error*/) {}

    /// Whether it keeps anything for flush().
    [[nodiscard]] bool keeps() const noexcept { return keeps_; }

    /// The answer is over: Trunc.Body if that is not the end of the body itself. Requires !busy().
    [[nodiscard]] virtual Error finish() const { return {}; }

    /// Bytes on their way, or marks not yet written.
    [[nodiscard]] virtual bool busy() const = 0;
    /// The offset that the next byte has.
    [[nodiscard]] virtual std::uint64_t received() const = 0;
    /// Until when reception is held by a rate limit, if it is.
    [[nodiscard]] virtual std::optional<TimePoint> rateHeldUntil() const = 0;
    /// Why it cannot go on, once it cannot.
    [[nodiscard]] virtual const Error& error() const = 0;

private:
    bool keeps_;
};

}  // namespace penstock
