#pragma once
// Feeds a text to a parser whole, byte by byte and cut at every place, and says whether it made a
// difference. It must not: where the network cuts a message is chance, or the peer's choice.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace penstock::test {

using Pieces = std::vector<std::string_view>;

inline std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

inline Pieces byteByByte(std::string_view text) {
    Pieces pieces;
    for (std::size_t at = 0; at < text.size(); ++at) {
        pieces.push_back(text.substr(at, 1));
    }
    return pieces;
}

template <typename Outcome>
struct InEveryCut {
    Outcome whole;
    bool same = true;  // did every other way of cutting end like the whole?
};

/// `run` takes Pieces, feeds them to a new parser and answers what became of it, by value.
template <typename Run>
auto inEveryCut(std::string_view text, Run run) {
    InEveryCut<decltype(run(Pieces{}))> result{run(Pieces{text})};
    result.same = run(byteByByte(text)) == result.whole;
    for (std::size_t at = 1; at < text.size(); ++at) {
        result.same =
            result.same && run(Pieces{text.substr(0, at), text.substr(at)}) == result.whole;
    }
    return result;
}

}  // namespace penstock::test
