#pragma once
// The heads of one answer over HTTP/1.1: interim ones are swallowed, up to a limit, and the final
// one comes out with the framing of the body behind it. Pure. Thread: the engine's.

#include "engine/http/body_framing.h"
#include "engine/http/response_parser.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace penstock {

class Http1Head {
public:
    enum class Step : std::uint8_t { NeedMore, Final, Failed };

    static constexpr int kInterimLimit = 16;

    /// `peerName` is for sentences, and must outlive it.
    explicit Http1Head(const std::string& peerName) noexcept : peerName_(&peerName) {}

    /// Ready for another answer.
    void reset();
    /// Advances `input` over what was understood: all of it for NeedMore; for Final it begins with
    /// the body. No further call after Final or Failed, before reset(). Failures: those of
    /// ResponseParser and of bodyFraming(), Proto.Upgrade (a 101), Proto.Interim (more than
    /// kInterimLimit).
    Step feed(std::span<const std::byte>& input);

    /// Moves the final head out. Requires Final.
    ResponseHead take() { return parser_.takeHead(); }

    /// See ResponseParser.
    void giveBack(ResponseHead&& head) noexcept { parser_.giveBack(std::move(head)); }

    /// Of the final head.
    [[nodiscard]] const BodyFraming& framing() const noexcept { return framing_; }

    /// Meaningful after Failed.
    [[nodiscard]] Error error() const;

    /// A head has begun and is not whole.
    [[nodiscard]] bool started() const noexcept { return parser_.started(); }

    /// How many interim ones there were.
    [[nodiscard]] int interim() const noexcept { return interim_; }

    /// Not one byte of an answer has come.
    [[nodiscard]] bool silent() const noexcept { return !parser_.started() && interim_ == 0; }

private:
    // Which of those that look at a head has found it bad. Their sentences are made when asked for:
    // there is one of this for each connection.
    enum class Fault : std::uint8_t { Text, Upgrade, Interim, Framing };

    Step fail(Fault fault) noexcept;
    Step finish();

    const std::string* peerName_;
    ResponseParser parser_;
    BodyFraming framing_{};
    int interim_ = 0;
    Fault fault_ = Fault::Text;
};

}  // namespace penstock
