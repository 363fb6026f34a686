#pragma once
// Runs a ChunkedDecoder over pieces and gathers what came out.

#include "engine/http/chunked_decoder.h"
#include "tests/http/feed.h"

#include <cstddef>
#include <span>
#include <string>

namespace penstock::test {

struct ChunksOutcome {
    ChunkedDecoder::Step step = ChunkedDecoder::Step::NeedMore;
    std::string body;
    std::string rest;  // what follows the message; for End only
    bool tidy = true;
    ErrorKind error = ErrorKind::Nothing;
    std::string sentence;

    bool operator==(const ChunksOutcome&) const = default;
};

inline void decodePiece(ChunkedDecoder& decoder, std::string_view piece, ChunksOutcome& out) {
    std::span<const std::byte> input = bytesOf(piece);
    std::span<const std::byte> data;
    do {
        out.step = decoder.next(input, data);
        out.body.append(reinterpret_cast<const char*>(data.data()), data.size());
    } while (out.step == ChunkedDecoder::Step::Data);
    if (out.step == ChunkedDecoder::Step::End) {
        out.rest.append(reinterpret_cast<const char*>(input.data()), input.size());
    }
}

inline ChunksOutcome decodeChunks(const Pieces& pieces) {
    ChunkedDecoder decoder;
    ChunksOutcome out;
    for (const std::string_view piece : pieces) {
        decodePiece(decoder, piece, out);
    }
    out.tidy = decoder.tidy();
    out.error = decoder.error().kind;
    out.sentence = decoder.error().sentence;
    return out;
}

}  // namespace penstock::test
