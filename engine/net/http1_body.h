#pragma once
// The body of one answer over HTTP/1.1: where the next bytes of it are to be read to, where it
// ends, and what is data in it. Data goes to the exchange; what was read and has no room there is
// carried here until it has. Or nobody wants it: then it is only counted, up to a limit.
//
// Reads nothing itself, and knows of no deadline. Thread: the engine's.

#include "engine/http/chunked_decoder.h"
#include "engine/net/http_session.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace penstock {

class Http1Body {
public:
    /// What is with it after some bytes. All but More and Held end it.
    enum class Step : std::uint8_t {
        More,     // goes on
        Held,     // goes on with resume(): the exchange has no room, for the reason held()
        Ended,    // whole, and nothing came behind it
        Spoilt,   // whole, or drained enough; what else there is makes the connection unfit
        Failed,   // error()
        Dropped,  // the exchange was cancelled from within its events
    };

    static constexpr std::uint64_t kDrainLimit = 64U << 10U;

    /// Begins it with what came behind the head. `events` must outlive it, or forget().
    Step begin(const BodyFraming& framing, ExchangeEvents& events, bool drains,
               std::span<const std::byte> first);
    /// The exchange is over: nothing more is delivered, not even by a call that is under way.
    void forget() noexcept;

    /// Where the next read goes: into the exchange's space, or, of chunks and of what nobody wants,
    /// into `scratch`. Empty: it is Held, or was Dropped.
    [[nodiscard]] std::span<std::byte> room(std::span<std::byte> scratch);
    /// `bytes` stand at the start of what room() gave.
    Step received(std::span<const std::byte> bytes);

    /// Whether resume() has anything to do before the next read.
    [[nodiscard]] bool carries() const noexcept { return !data_.empty() || !raw_.empty(); }

    /// Delivers what is carried.
    Step resume();

    /// The space that was none, and why. Meaningful after Held.
    [[nodiscard]] const BodySpace& held() const noexcept { return held_; }

    /// Meaningful after Failed.
    [[nodiscard]] const Error& error() const noexcept { return chunks_.error(); }

    /// Whether the end of the connection is an end of it, too.
    [[nodiscard]] bool endsWithConnection() const noexcept {
        return drains_ || framing_.kind == BodyKind::UntilClose;
    }

    /// "3 of 9 bytes of this answer came"
    [[nodiscard]] std::string progress() const;

private:
    [[nodiscard]] bool isWhole() const noexcept {
        return framing_.kind == BodyKind::Length && got_ == framing_.length;
    }

    [[nodiscard]] std::span<std::byte> scratchRoom(std::span<std::byte> scratch);
    [[nodiscard]] std::size_t atMostLeft(std::size_t n) const noexcept;
    Step feed(std::span<const std::byte> input);
    Step feedPlain(std::span<const std::byte>& input);
    Step feedChunks(std::span<const std::byte>& input);
    Step deliver(std::span<const std::byte>& data);
    Step hold(const BodySpace& space);

    ExchangeEvents* events_ = nullptr;
    BodyFraming framing_{};
    bool drains_ = false;
    bool throughScratch_ = false;
    std::uint64_t got_ = 0;
    std::vector<std::byte> data_;  // carried: of the body
    std::vector<std::byte> raw_;   // carried: read after it, not yet taken apart
    BodySpace held_;
    ChunkedDecoder chunks_;
};

}  // namespace penstock
