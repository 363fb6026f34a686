#pragma once
// Takes the chunked transfer coding off a body (RFC 9112 section 7.1) without copying it.
//
// One thread at a time. Strict where leniency has let one message be read as two: sizes are 1 to 16
// hexadecimal digits and below 2^63, only spaces may follow them, and data ends in CRLF. A line
// that ends in a bare LF is taken, and then the connection must carry nothing more: see tidy().
// Extensions and trailers are checked, counted and dropped.

#include "engine/error.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace penstock {

class ChunkedDecoder {
public:
    enum class Step : std::uint8_t { Data, NeedMore, End, Failed };

    static constexpr std::size_t kMaxLineBytes = std::size_t{4} * 1024;
    static constexpr std::size_t kMaxTrailerBytes = std::size_t{4} * 1024;
    /// What chunk lines may take beyond 16 bytes a chunk and twice its data, in all.
    static constexpr std::uint64_t kExcessBudget = std::uint64_t{16} * 1024;

    /// Advances `input` over what was understood. Data: `data` is the next piece of the body, not
    /// empty, a part of the input's own memory; call again. NeedMore: the input is used up. End:
    /// the empty line after the last chunk was read, and `input` begins with what follows the
    /// message. Failed: error() is Proto.Chunk, and the connection is of no more use. End and
    /// Failed repeat themselves until reset(). If the peer closes before End the body was cut
    /// short.
    Step next(std::span<const std::byte>& input, std::span<const std::byte>& data);

    /// Meaningful after Failed.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

    /// False once something was tolerated; then the connection is of no more use after this body.
    [[nodiscard]] bool tidy() const noexcept { return tidy_; }

    void reset();

private:
    enum class State : std::uint8_t {
        Size,       // digits of a chunk size
        Padding,    // spaces behind it
        Extension,  // from ';' to CR
        SizeLf,
        Data,
        DataCr,
        DataLf,
        TrailerStart,  // at the first byte of a line
        TrailerName,
        TrailerValue,
        TrailerLf,
        EndLf,
        End,
        Failed,
    };

    void takeByte(char c);
    void takeSize(char c);
    void takePadding(char c);
    void takeExtension(char c);
    void endSizeLine();
    void takeTrailerStart(char c);
    void takeTrailerName(char c);
    void takeTrailerValue(char c);
    void expect(char wanted, char c, State then, const char* sentence);
    void countLineByte();
    void countTrailerByte();
    void fail(const char* sentence);

    State state_ = State::Size;
    bool tidy_ = true;
    int digits_ = 0;
    std::uint64_t size_ = 0;  // of the chunk whose line is being read
    std::uint64_t left_ = 0;  // data bytes of this chunk still to come
    std::size_t lineBytes_ = 0;
    std::size_t trailerBytes_ = 0;
    std::uint64_t excess_ = 0;
    Error error_;
};

}  // namespace penstock
