#pragma once
// One content coding that is undone: bytes in, bytes out, each as far as there are any. What is
// common to all; a class for each library is behind make…(). Thread: one at a time.

#include "engine/error.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace penstock {

class CodingStage {
public:
    /// Enc.Corrupt: so many bytes of input in a row from which nothing comes.
    static constexpr std::uint64_t kMaxBarrenBytes = std::uint64_t{256} * 1024;

    CodingStage() = default;
    CodingStage(const CodingStage&) = delete;
    CodingStage& operator=(const CodingStage&) = delete;
    virtual ~CodingStage() = default;

    /// Decodes of `in`, which it advances, what fits into `out`, which must not be empty; returns
    /// how much came out. Nothing more can come once it returns 0 and hungry() with `in` empty.
    /// With `in` empty, too: what did not fit the last time may still be within.
    virtual Result<std::size_t> step(std::span<const std::byte>& in, std::span<std::byte> out) = 0;

    /// It keeps no input of its own that could still be decoded.
    [[nodiscard]] virtual bool hungry() const { return true; }

    /// Has something begun that has not ended?
    [[nodiscard]] virtual bool unfinished() const { return began_ && !ended_; }

    /// What came is not in this coding, whatever was said: it comes out as it is. Known of gzip
    /// only.
    [[nodiscard]] virtual bool belied() const { return false; }

    /// Bytes that came out.
    [[nodiscard]] std::uint64_t total() const { return total_; }

protected:
    static Error corrupt(std::string evidence);
    static Error outOfMemory();
    static Error bytesAfterItsEnd();

    /// So much went in and came out; an error where nothing comes of too much.
    Result<std::size_t> moved(std::size_t taken, std::size_t made);

    bool began_ = false;
    bool ended_ = false;

private:
    std::uint64_t total_ = 0;
    std::uint64_t barren_ = 0;  // bytes in since the last one out
};

// Null: there is no memory, or for brotli and zstd that this program was built without them.
std::unique_ptr<CodingStage> makeGzipStage();     // RFC 1952, several members
std::unique_ptr<CodingStage> makeDeflateStage();  // RFC 1951, with and without RFC 1950 around it
std::unique_ptr<CodingStage> makeBrotliStage();   // RFC 7932
std::unique_ptr<CodingStage> makeZstdStage();     // RFC 8878, windows as RFC 9659 limits them

}  // namespace penstock
