#pragma once
// Parses the head of a response as its bytes arrive (RFC 9112 sections 2.2, 4 and 5).
//
// One thread at a time; owns copies of what it keeps. What comes out does not depend on how the
// bytes were cut. Memory is bounded by the limits below.
//
// Tolerated, and noted by ResponseHead::tidy: up to two empty lines before the status line; more
// spaces than one in it, and HTTP/2 for its version, as some gateways write, which is taken for
// 1.1; lines ended by a bare LF; continuation lines (obs-fold), which are joined with one space; an
// empty one adds nothing, so that no value begins or ends with a space. A broken line (no colon, a
// name that is none, a control character in the value, a space before the first field) is left out
// with its continuations, unless it bears on the file: see needed_line.h.

#include "engine/http/response_head.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace penstock {

class ResponseParser {
public:
    enum class Step : std::uint8_t { NeedMore, Complete, Failed };

    /// From the first byte to the end of the empty line.
    static constexpr std::size_t kMaxHeadBytes = std::size_t{256} * 1024;
    static constexpr std::size_t kMaxFields = 1000;
    static constexpr int kMaxEmptyLines = 2;
    /// What a reason phrase has beyond it is dropped: it is for people.
    static constexpr std::size_t kMaxReasonBytes = 256;

    /// Takes bytes up to and including the empty line that ends one head; `consumed` says how many,
    /// and is input.size() for NeedMore. Interim heads (1xx) are reported like any other: take it,
    /// reset(), go on with the rest. After Complete or Failed it takes nothing and repeats itself
    /// until reset(); after Failed the connection is of no more use.
    /// Failures: Proto.StatusLine (as soon as the bytes cannot become one), Proto.BadHeader (a
    /// broken line that bears on the file),
    /// Proto.Framing (a folded Content-Length, Transfer-Encoding, Content-Range or Location),
    /// Proto.HeaderTooLarge.
    Step feed(std::span<const std::byte> input, std::size_t& consumed);

    /// Nothing, unless it Failed.
    [[nodiscard]] Error error() const { return error_ == nullptr ? Error{} : *error_; }

    /// Requires Complete, and that it was not taken.
    [[nodiscard]] const ResponseHead& head() const noexcept { return head_; }

    /// Moves the head out. Requires Complete; reset() before the next feed().
    ResponseHead takeHead();

    /// What was taken is of no more use: its memory is, for the next head.
    void giveBack(ResponseHead&& head) noexcept { head_ = std::move(head); }

    /// Ready for another head.
    void reset();

    /// Has any byte arrived since reset()? If the peer closes now, a head was cut short.
    [[nodiscard]] bool started() const noexcept { return bytes_ > 0; }

    /// Bytes taken since reset().
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    enum class Expect : std::uint8_t { StatusLine, Field };

    Step takePiece(std::string_view piece, bool endsLine);
    Step takeLine(std::string_view line);
    Step takeStatusLine(std::string_view line);
    Step takeField(std::string_view line);
    Step takeContinuation(std::string_view line);
    Step continueField(std::string_view line);
    Step leaveOut(std::string_view line, const char* fault);
    Step fail(Error error);

    Expect expect_ = Expect::StatusLine;
    Step last_ = Step::NeedMore;
    int emptyLines_ = 0;
    std::size_t leftOut_ = 0;   // broken lines
    bool continuable_ = false;  // a field precedes, and was taken
    std::size_t bytes_ = 0;
    std::string line_;  // the beginning of a line whose end has not arrived
    ResponseHead head_;
    std::unique_ptr<const Error> error_;  // there is one of this for each connection
};

}  // namespace penstock
