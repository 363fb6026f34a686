#pragma once
// What a coded body comes to.

#include "engine/http/content_decoder.h"
#include "tests/http/feed.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penstock::test {

struct Decoded {
    std::string text;
    ErrorKind error = ErrorKind::Nothing;

    bool operator==(const Decoded&) const = default;
};

/// What a body of these pieces comes to, decoded into a space of `space` bytes at a time; the error
/// is that of decode() or, after it, of finish().
inline Decoded decodeAll(std::string_view codings, const Pieces& pieces,
                         std::size_t space = std::size_t{32} * 1024) {
    auto decoder = ContentDecoder::make(codings);
    if (!decoder) {
        return {{}, decoder.error().kind};
    }
    Decoded out;
    std::vector<std::byte> into(space);
    for (const std::string_view piece : pieces) {
        std::span<const std::byte> in = bytesOf(piece);
        std::size_t made = space;
        while (made == space) {
            const auto answer = decoder.value()->decode(in, into);
            if (!answer) {
                return {out.text, answer.error().kind};
            }
            made = answer.value();
            out.text.append(reinterpret_cast<const char*>(into.data()), made);
        }
        if (!in.empty()) {
            return {out.text, ErrorKind::Internal};  // it had space and has not taken all
        }
    }
    out.error = decoder.value()->finish().kind;
    return out;
}

}  // namespace penstock::test
