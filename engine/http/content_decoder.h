#pragma once
// Undoes the content codings of a body (RFC 9110 section 8.4): gzip, x-gzip and deflate, the latter
// with and without the wrapping of zlib, up to five of them one in the other.
//
// One thread at a time. Bounded memory: about 40 KiB of zlib's and 32 KiB of ours a coding.

#include "engine/error.h"
#include "engine/http/headers.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

class ContentDecoder {
public:
    static constexpr std::size_t kMaxCodings = 5;
    /// Enc.Bomb: one coding's output is over kBombFloor and over kBombRatio times the whole input.
    static constexpr std::uint64_t kBombFloor = std::uint64_t{10} * 1024 * 1024;
    static constexpr std::uint64_t kBombRatio = 1000;
    /// Enc.Corrupt: so many bytes of input in a row from which nothing comes.
    static constexpr std::uint64_t kMaxBarrenBytes = std::uint64_t{256} * 1024;

    /// Takes decoded bytes, valid during the call. An Error ends the decoding and is handed on.
    using Output = std::function<Error(std::span<const std::byte>)>;

    /// `contentEncoding` is a list as contentCodings() gives it, in the order of application. A
    /// null pointer if there is nothing to undo ("identity", "none", empty). Enc.Unsupported for
    /// other codings and for more than five; Internal if there is no memory.
    static Result<std::unique_ptr<ContentDecoder>> make(std::string_view contentEncoding);

    ContentDecoder(const ContentDecoder&) = delete;
    ContentDecoder& operator=(const ContentDecoder&) = delete;
    ~ContentDecoder();

    /// Decodes all of `in` and calls `out` any number of times, with at most 32 KiB each. ok(),
    /// Enc.Corrupt (bad data or checksum, bytes after the end), Enc.Bomb, or what `out` said. After
    /// an error the decoder is of no more use.
    Error decode(std::span<const std::byte> in, const Output& out);
    /// The body is over. Trunc.Body if a coding had begun and not ended. A body without any byte is
    /// an empty one, whatever its coding.
    [[nodiscard]] Error finish() const;

private:
    class Stage;

    ContentDecoder();
    Error decodeFrom(std::size_t stage, std::span<const std::byte> in, const Output& out);

    std::vector<std::unique_ptr<Stage>> stages_;  // the coding applied last comes first
    std::uint64_t input_ = 0;
};

/// The codings that Content-Encoding names, over all such fields, in lower case and joined by ", ";
/// "identity", "none" and empty members are left out, so "" means that the body is as it is.
std::string contentCodings(const Headers& headers);

}  // namespace penstock
