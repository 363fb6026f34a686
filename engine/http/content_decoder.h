#pragma once
// Undoes the content codings of a body (RFC 9110 section 8.4): gzip, x-gzip and deflate, the latter
// with and without the wrapping of zlib; br and zstd where their libraries were found when this was
// built; up to five of them one in the other.
//
// It decodes into the space that there is, and goes on when there is more: a caller without space
// does not give it any, and so nothing piles up, however small a body becomes a large one.
//
// One thread at a time. Bounded memory: about 40 KiB of zlib's a coding, brotli's window of up to
// 16 MiB, zstd's of up to 8 MiB, and 32 KiB of ours between two of them.

#include "engine/error.h"
#include "engine/http/coding_stage.h"
#include "engine/http/headers.h"

#include <cstddef>
#include <cstdint>
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
    /// Above 1,032, which deflate itself reaches with a file of zeros.
    static constexpr std::uint64_t kBombRatio = 1100;
    /// `contentEncoding` is a list as contentCodings() gives it, in the order of application. A
    /// null pointer if there is nothing to undo ("identity", "none", empty). Enc.Unsupported for
    /// other codings and for more than five; Internal if there is no memory.
    static Result<std::unique_ptr<ContentDecoder>> make(std::string_view contentEncoding);

    ContentDecoder(const ContentDecoder&) = delete;
    ContentDecoder& operator=(const ContentDecoder&) = delete;
    ~ContentDecoder();

    /// Decodes of `in`, which it advances over what it has taken, as much as fits into `out`;
    /// returns how many bytes stand there. When it has filled all of `out` there may be more, even
    /// with nothing left of `in`: call it again. When it has not, `in` is empty and everything is
    /// out. Enc.Corrupt (bad data or checksum, bytes after the end) or Enc.Bomb; after an error the
    /// decoder is of no more use.
    Result<std::size_t> decode(std::span<const std::byte>& in, std::span<std::byte> out);
    /// The body is over. Trunc.Body if a coding had begun and not ended. A body without any byte is
    /// an empty one, whatever its coding. Requires that decode() has nothing more.
    [[nodiscard]] Error finish() const;
    /// What came has not one of the codings: it is no gzip. That is left as it is.
    [[nodiscard]] bool belied() const;

private:
    struct Between;

    ContentDecoder();
    Result<std::size_t> fill(std::size_t number, std::span<const std::byte>& in,
                             std::span<std::byte> out);

    std::vector<std::unique_ptr<CodingStage>> stages_;  // the coding applied last comes first
    std::vector<std::unique_ptr<Between>> between_;     // behind each of them but the last
    std::uint64_t input_ = 0;
};

/// The codings that Content-Encoding names, over all such fields, in lower case and joined by ", ";
/// "identity", "none", empty members and labels that name no coding are left out, so "" means that
/// the body is as it is.
std::string contentCodings(const Headers& headers);

/// The first member of Content-Encoding that is a charset or a way of storing and no coding, as
/// sent ("UTF-8", "binary", "aws-chunked"): what was sent with it is as it is. Empty: there is
/// none.
std::string_view mislabelled(const Headers& headers);

}  // namespace penstock
